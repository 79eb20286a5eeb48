"""What the tests of joins share: postings of invented mail, and what ties them."""

from collections.abc import Sequence

from lkmltrack.mail.threads import build_thread
from lkmltrack.model.proposal import JoinReason
from lkmltrack.model.thread import Thread
from lkmltrack.proposals.grouping import group, with_patch_ids
from lkmltrack.proposals.joins import find_ties
from lkmltrack.proposals.people import find_people
from lkmltrack.proposals.postings import Posting
from lkmltrack.proposals.ties import Tie, cluster
from tests.fakes import ADA, FakeSeries, parsed, series

TITLES = ("mm: prepare the file tree", "mm: split the file tree by node")
COVER = "mm: split the tree of files by node"


def look(raws: Sequence[bytes]) -> tuple[Thread, list[Posting], list[Tie]]:
    messages = parsed(raws)
    thread = build_thread(messages)
    people = find_people(messages)
    found = group(thread, people)
    bodies = {message.message_id: message.body for message in messages}
    ids = [patch.message_id for posting in found for patch in posting.series.patches]
    hashes = FakeSeries().patch_ids([bodies[one].partition("diff --git")[2] for one in ids])
    known = dict(zip(ids, hashes, strict=True))
    postings = [with_patch_ids(posting, known) for posting in found]
    return thread, postings, find_ties(postings, thread, people)


def together(raws: Sequence[bytes]) -> list[list[str]]:
    _, postings, ties = look(raws)
    return [[posting.message_id for posting in same] for same in cluster(postings, ties)]


def reasons(raws: Sequence[bytes]) -> dict[tuple[str, str], tuple[JoinReason, str]]:
    """The surest tie between each two postings."""
    found: dict[tuple[str, str], tuple[JoinReason, str]] = {}
    for tie in look(raws)[2]:
        found.setdefault((tie.later, tie.earlier), (tie.reason, tie.because))
    return found


def only(raws: Sequence[bytes]) -> tuple[JoinReason, str]:
    (reason,) = set(reasons(raws).values())
    return reason


V1 = series("v1", TITLES, cover=COVER)


def later(
    name: str = "v2",
    titles: Sequence[str] = ("net: something else", "net: and more"),
    *,
    cover: str = "net: quite another thing",
    prefix: str = "PATCH v2",
    cover_body: str = "About it.\n",
    author: str = ADA,
    answers: str = "",
    hours: float = 100.0,
    line: str = "other",
) -> list[bytes]:
    """A posting that has nothing in common with V1 but what a test gives it."""
    return series(
        name,
        titles,
        prefix=prefix,
        cover=cover,
        cover_body=cover_body,
        author=author,
        answers=answers,
        hours=hours,
        line=line,
    )
