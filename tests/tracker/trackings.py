"""What the tests of tracking share: invented threads, and short ways to ask about proposals."""

from collections.abc import Sequence
from pathlib import Path

from lkmltrack.mail.mbox import join_mbox
from lkmltrack.model.proposal import JoinReason, Proposal
from lkmltrack.proposals.revisions import revision_names
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.stories import story
from lkmltrack.tracker.tracking import Tracked
from tests.fakes import MIA, ROB, mail, series

TITLES = ("mm: prepare the file tree", "mm: split the file tree by node")
COVER = "mm: split the tree of files by node"
MARK = "About it.\n\nchange-id: 20260302-tree-0123456789ab\n"

IDEA = [
    mail("idea@example.org", f"[DISCUSSION] {COVER}", "Shall we?\n", hours=-50),
    mail(
        "yes@example.com",
        f"Re: {COVER}",
        "Yes.\n",
        author=MIA,
        answers="idea@example.org",
        hours=-49,
    ),
]
V1 = series("v1", TITLES, cover=COVER, cover_body=MARK)
REVIEW = mail(
    "review@example.com",
    f"Re: [PATCH 0/2] {COVER}",
    author=ROB,
    answers="v1-0@example.org",
    hours=9,
)
V2 = series("v2", TITLES, prefix="PATCH v2", cover=COVER, cover_body=MARK, hours=100, line="v2")
OTHER = series("other", ["net: quite something else"], author=MIA, hours=20)


def only(found: list[Tracked]) -> Tracked:
    """The one proposal that was tracked."""
    (one,) = found
    return one


def roots(proposal: Proposal) -> list[tuple[str, JoinReason]]:
    """The threads of a proposal, each with its reason."""
    return [(join.root, join.reason) for join in proposal.threads]


def names(proposal: Proposal, outside: Outside) -> tuple[str, ...]:
    """The names of a proposal's revisions."""
    return revision_names(story(proposal, outside).revisions)


def mbox(folder: Path, raws: Sequence[bytes], name: str = "thread.mbox") -> str:
    """A file with mails in it."""
    path = folder / name
    path.write_bytes(join_mbox(list(raws)))
    return str(path)
