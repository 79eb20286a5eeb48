"""Stage: where a proposal stands, as far as its mails show."""

from collections.abc import Sequence

from lkmltrack.model.proposal import Stage
from lkmltrack.model.series import PostingKind, Series
from lkmltrack.proposals.revisions import newest

_STAGE_OF = {
    PostingKind.DISCUSSION: Stage.DISCUSSION,
    PostingKind.RFC: Stage.RFC,
    PostingKind.PATCH: Stage.POSTED,
}


def observed_stage(revisions: Sequence[Series]) -> Stage:
    """Return the stage that the newest posting shows; unknown when there is none.

    A discussion after a series does not take the series back.
    """
    series = [one for one in revisions if one.kind is not PostingKind.DISCUSSION]
    last = newest(series or revisions)
    return Stage.UNKNOWN if last is None else _STAGE_OF[last.kind]
