"""The whole way from a real public-inbox server to the story, and back out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lkmltrack.adapters.lore import Limits, LoreArchive
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.model.proposal import JoinReason
from lkmltrack.proposals.revisions import revision_names
from lkmltrack.tracker.exporting import export_mbox
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.stories import story
from lkmltrack.tracker.tracking import track
from lkmltrack.tracker.updating import update
from tests.fakes import MIA, mail, outside_world, series
from tests.servers import PublicInboxServer, need_public_inbox

TITLES = ("mm: prepare the file tree", "mm: split the file tree by node")
COVER = "mm: split the tree of files by node"
MARK = "About it.\n\nchange-id: 20260302-tree-0123456789ab\n"
RFC = series("rfc", TITLES, prefix="RFC PATCH", cover=COVER, cover_body=MARK)
V1 = series(
    "v1", ("mm: other words", "mm: and more"), cover="mm: renamed", cover_body=MARK, hours=90
)
ANSWER = mail(
    "answer@example.com",
    "Re: [PATCH 0/2] mm: renamed",
    "Why?\n",
    author=MIA,
    answers="v1-0@example.org",
    hours=24 * 101,
)
OTHER = series("other", ["net: quite something else"], author=MIA, hours=20)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicInboxServer]:
    need_public_inbox()
    real = PublicInboxServer(tmp_path_factory.mktemp("served"))
    real.add("lists", [*RFC, *V1, *OTHER])
    with real:
        yield real


@pytest.fixture
def outside(tmp_path: Path, server: PublicInboxServer) -> Outside:
    archive = LoreArchive(server.url(), limits=Limits(timeout=(2.0, 10.0), cool_down=0.0))
    return replace(outside_world(tmp_path), archive=archive)


def test_a_served_proposal_is_tracked_updated_and_exported(
    outside: Outside, server: PublicInboxServer
) -> None:
    (tracked,) = track([f"{server.url('lists')}/rfc-1@example.org/"], outside)
    assert tracked.warnings == ()
    assert [(join.root, join.reason) for join in tracked.proposal.threads] == [
        ("rfc-0@example.org", JoinReason.TRACKED),
        ("v1-0@example.org", JoinReason.CHANGE_ID),
    ]
    assert not outside.store.has("other-1@example.org")
    assert split_mbox(export_mbox("1", outside)) == [*RFC, *V1]
    assert update([], outside)[0].new_messages == ()
    server.add("lists", [ANSWER])
    (news,) = update([], outside)
    assert (news.new_messages, news.warnings) == (("answer@example.com",), ())
    told = story(news.proposal, outside)
    assert revision_names(told.revisions) == ("rfc1", "v1")
    assert told.message_count == 7
