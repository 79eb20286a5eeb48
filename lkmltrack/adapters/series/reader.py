"""What the use cases ask about series."""

from collections.abc import Sequence
from pathlib import Path

from lkmltrack.adapters.series.patch_ids import patch_ids
from lkmltrack.adapters.series.range_diff import range_diff
from lkmltrack.model.message import Message
from lkmltrack.model.series import Trailer


class B4Series:
    """b4's and liblore's view of messages: trailers, patch-ids, range-diff."""

    def trailers(self, messages: Sequence[Message]) -> list[Trailer]:
        """Return the trailers that the messages carry or give, in message order.

        A person's trailer in a reply counts when the sender gives it for
        himself or herself, which is b4's rule.
        """
        # imported here because liblore takes 0.2 s, which only those who read trailers should pay
        from lkmltrack.adapters.series.trailers import read_trailers

        return read_trailers(messages)

    def patch_ids(self, diffs: Sequence[str]) -> list[str]:
        """Return git's stable patch-id of each diff; an empty text where there is none."""
        return patch_ids(diffs)

    def range_diff(self, older: Sequence[bytes], newer: Sequence[bytes], tree: Path | None) -> str:
        """Return the range-diff of two revisions; without a tree, a diff of the mails.

        The first line says how it was made.
        """
        return range_diff(older, newer, tree)
