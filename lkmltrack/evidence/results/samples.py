"""Samples of a profiler, gathered into the rows and chains of a profile."""

from collections import Counter
from collections.abc import Sequence

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import Block, BlockKind, Chain, ProfileRow

MOST_FRAMES = 128
_MOST_ROWS = 100
_MOST_CHAINS = 20
_LEAST_SHARE = 0.05
"""Rows below so many percent are left out, as perf's own limit does."""
_UNKNOWN = "[unknown]"

Frame = tuple[str, str]
"""A symbol, and the object that it is in."""


class Samples:
    """The samples of one event; a stack begins with the function that was running."""

    def __init__(self, event: str) -> None:
        self.event = event
        self._total = 0.0
        self._rows: Counter[tuple[str, str, str]] = Counter()
        self._stacks: Counter[tuple[Frame, ...]] = Counter()

    def add(self, command: str, stack: Sequence[Frame], weight: float) -> None:
        """Count a sample; one without a stack counts as unknown."""
        symbol, place = stack[0] if stack else (_UNKNOWN, "")
        # counters add whatever they are given, and periods are whole numbers
        self._total += weight
        self._rows[command, place, symbol] += int(weight)
        if len(stack) > 1:
            self._stacks[tuple(stack[:MOST_FRAMES])] += int(weight)

    def block(self, lines_of_file: int) -> Block | None:
        """Return the profile; None when there are no samples."""
        if self._total <= 0:
            return None
        rows = [
            ProfileRow(symbol, share, number, command=command, object=place, mode=_mode(place))
            for number, ((command, place, symbol), share) in enumerate(self._top_rows(), 1)
        ]
        chains = [
            Chain(tuple(symbol for symbol, _ in reversed(stack)), self._share(weight), number)
            for number, (stack, weight) in enumerate(self._stacks.most_common(_MOST_CHAINS), 1)
        ]
        return Block(
            BlockKind.PROFILE,
            FormName.PERF_REPORT,
            1,
            max(1, lines_of_file),
            tuple(
                f"{row.share:6.2f}%  {row.command}  {row.object}  [{row.mode}] {row.symbol}"
                for row in rows
            ),
            "perf",
            rows=tuple(rows),
            chains=tuple(chains),
            events=self.event,
        )

    def _top_rows(self) -> list[tuple[tuple[str, str, str], float]]:
        shares = ((key, self._share(weight)) for key, weight in self._rows.most_common(_MOST_ROWS))
        return [(key, share) for key, share in shares if share >= _LEAST_SHARE]

    def _share(self, weight: float) -> float:
        return round(weight / self._total * 100, 2)


def _mode(place: str) -> str:
    is_kernel = place.startswith(("[kernel", "[guest.kernel", "[vmlinux")) or place.endswith(".ko")
    return "k" if is_kernel else "."
