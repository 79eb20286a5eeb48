"""Who signed, wrote and reviewed the commits of a file, counted as get_maintainer.pl does.

What git says comes in as text, in the form that ``LOG_FORMAT`` asks for.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from lkmltrack.maintainers.addresses import format_address, parse_address
from lkmltrack.maintainers.options import Options
from lkmltrack.maintainers.profiles import Profile
from lkmltrack.maintainers.roll import Roll

LOG_FORMAT = "GitCommit: %H%nGitAuthor: %an <%ae>%nGitDate: %aD%nGitSubject: %s%n%b%n"
"""What ``git log --format`` is to print of a commit; ``--numstat`` follows it."""
_SIGNATURES = ("Signed-off-by:", "Reviewed-by:", "Acked-by:")
_HEX = frozenset("0123456789abcdef")
# a file's name is an expression to the script when it counts lines: with these it never fits
_ACTIVE = frozenset("[](){}+*?|^$\\")


class History(Protocol):
    """What git tells of a tree; a text is empty when git knows nothing."""

    def log_of_file(self, path: str, since: str) -> str:
        """Return the log of a file, over renames and without merges."""

    def log_of_commit(self, commit: str) -> str:
        """Return the log of one commit."""

    def blame(self, path: str, lines: tuple[int, int] | None) -> str:
        """Return who is to blame for some lines of a file (first, how many), or for all."""

    def ignored(self) -> Sequence[str]:
        """Return who does not want to be found by commits, as ``.get_maintainer.ignore`` has it."""


class _Stat(NamedTuple):
    """How a commit changed a file."""

    added: int
    removed: int
    file: str


class _Log:
    """What is counted in a log."""

    def __init__(self, text: str, options: Options, chief: str) -> None:
        lines = [line.lstrip() for line in text.split("\n")]
        self.commits = sum(_is_commit(line) for line in lines)
        self.authors = [line for line in lines if line.startswith("GitAuthor: ")]
        is_signature = _is_any_signature if options.git_all_signature_types else _is_signature
        signatures = [line for line in lines if is_signature(line)]
        self.stats = [stat for line in lines if (stat := _stat(line)) is not None]
        self.has_signatures = bool(signatures)
        if chief and not options.git_chief_penguins:
            signatures = [line for line in signatures if chief.lower() not in line.lower()]
        self.signatures = signatures


class Signers:
    """Adds the people of commits to a roll."""

    def __init__(self, roll: Roll, options: Options, profile: Profile, history: History) -> None:
        self._roll = roll
        self._options = options
        self._profile = profile
        self._history = history
        self._ignored: frozenset[str] | None = None

    def add_file(self, path: str) -> None:
        """Add who signed and wrote the recent commits of a file."""
        log = self._log(self._history.log_of_file(path, self._options.git_since))
        authors, signers = self._people(log)
        # without a signature the script counts no commits, and takes authors as git prints them
        commits = log.commits if log.has_signatures else 0
        signers = [self._roll.deduplicated(signer) for signer in signers]
        self._assign("commit_signer", commits, Counter(signers))
        if not self._profile.has_statistics:
            return
        self._assign("authored", commits, Counter(authors))
        is_counted = _ACTIVE.isdisjoint(path)
        stats = [stat for stat in log.stats if is_counted and stat.file == path]
        if len(stats) == len(authors):
            self._add_lines(authors, stats)

    def add_commit(self, commit: str) -> None:
        """Add who signed the commit of a ``Fixes:`` line."""
        _, signers = self._people(self._log(self._history.log_of_commit(commit)))
        signers = [self._roll.deduplicated(signer) for signer in signers]
        self._assign("blamed_fixes", 1, Counter(signers))

    def add_blame(
        self, path: str, ranges: Iterable[tuple[str, int, int]], *, is_whole: bool
    ) -> None:
        """Add who signed the commits that the changed lines of a file come from."""
        lines: list[str] = []
        if is_whole:
            lines = _blamed(self._history.blame(path, None))
        for file, start, length in ranges:
            if file == path:
                lines += _blamed(self._history.blame(path, (start, length)))
        commits = Counter(lines)
        logs = [self._log(self._history.log_of_commit(commit)) for commit in commits]
        signers: list[str] = []
        if self._options.git_blame_signatures:
            for log in logs:
                signers += self._people(log)[1]
        if not self._options.are_files:
            self._assign("modified commits", len(commits), self._deduplicated(signers))
            return
        if self._options.rolestats:
            self._add_authors_of_lines(logs, list(commits.values()))
        self._assign("commits", len(commits), self._deduplicated(signers))

    def _add_authors_of_lines(self, logs: Sequence[_Log], counts: Sequence[int]) -> None:
        """Add who wrote the lines of a file."""
        lines: Counter[str] = Counter()
        chief = self._profile.chief[0].lower()
        for log, count in zip(logs, counts, strict=True):
            author = next(iter(log.authors), "").removeprefix("GitAuthor: ")
            is_chief = chief and chief in author.lower() and not self._options.git_chief_penguins
            if author and not is_chief:
                text = format_address(*parse_address(author))
                lines[self._roll.deduplicated(text)] += count
        if lines:
            self._assign("authored lines", sum(counts), lines)

    def _add_lines(self, authors: Sequence[str], stats: Sequence[_Stat]) -> None:
        """Add who added and who removed lines."""
        for author in dict.fromkeys(authors):
            self._roll.deduplicated(author)
        writers = [self._roll.deduplicated(author) for author in authors]
        added: Counter[str] = Counter()
        removed: Counter[str] = Counter()
        for writer, stat in zip(writers, stats, strict=True):
            added[writer] += stat.added
            removed[writer] += stat.removed
        self._assign("added_lines", added.total(), +added)
        self._assign("removed_lines", removed.total(), +removed)

    def _assign(self, role: str, divisor: int, counted: Counter[str]) -> None:
        """Put the most frequent on the roll; equals in the order of their names."""
        if not counted:
            return
        divisor = divisor if divisor > 0 else 1
        totals: Counter[str] = Counter()
        for person, count in counted.items():
            totals[self._roll.mapped(person)] += count
        options = self._options
        taken = 0
        for person, count in sorted(totals.items(), key=lambda item: (-item[1], item[0])):
            percent = min(count * 100 / divisor, 100)
            if person in self._ignore():
                continue
            taken += 1
            if (
                count < options.git_min_signatures
                or taken > options.git_max_maintainers
                or percent < options.git_min_percent
            ):
                return
            statistics = f":{count}/{divisor}={percent:.0f}%" if options.rolestats else ""
            self._roll.call_somebody(person, role + statistics)

    def _deduplicated(self, people: Iterable[str]) -> Counter[str]:
        return Counter([self._roll.deduplicated(person) for person in people])

    def _people(self, log: _Log) -> tuple[list[str], list[str]]:
        """Return (authors, signers) of a log."""
        if not log.has_signatures:
            return log.authors, []
        authors = [self._roll.deduplicated(_after_colon(line)) for line in log.authors]
        return authors, [self._roll.deduplicated(_after_colon(line)) for line in log.signatures]

    def _log(self, text: str) -> _Log:
        return _Log(text, self._options, self._profile.chief[0])

    def _ignore(self) -> frozenset[str]:
        if self._ignored is None:
            self._ignored = frozenset(self._history.ignored())
        return self._ignored


def ignored_people(text: str, is_address: Callable[[str], bool]) -> list[str]:
    """Return the people of a ``.get_maintainer.ignore``."""
    found = [line.strip().partition("#")[0] for line in text.split("\n")]
    return [line for line in found if line.strip() and is_address(line)]


def _is_commit(line: str) -> bool:
    digits = line.removeprefix("GitCommit: ")
    return line != digits and len(digits) >= 40 and _HEX.issuperset(digits[:40])


def _is_signature(line: str) -> bool:
    return line.startswith(_SIGNATURES) and "@" in line


def _is_any_signature(line: str) -> bool:
    """Whether a line is ``...-by: ...@...``."""
    by = line.lower().find("by:", 1)
    return by > 0 and "@" in line[by:]


def _after_colon(line: str) -> str:
    """Return what follows the last colon that something follows."""
    colon = line.rfind(":", 0, len(line) - 1)
    return line[colon + 1 :].lstrip() if colon >= 0 else line


def _stat(line: str) -> _Stat | None:
    """Return what a line of ``--numstat`` says."""
    columns = line.split("\t", 2)
    if len(columns) < 3 or not (columns[0].isdecimal() and columns[1].isdecimal()):
        return None
    return _Stat(int(columns[0]), int(columns[1]), columns[2])


def _blamed(text: str) -> list[str]:
    """Return the commit of every line; a line of the oldest commit names none."""
    words = [line.lstrip().partition(" ") for line in text.split("\n")]
    return [word for word, blank, _ in words if blank and word and _HEX.issuperset(word)]
