"""Handing a series to b4: which mails it gets, and what it is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from lkmltrack.errors import NotFoundError, TreeError
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.tracker.handing import B4Task, hand_to_b4
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.tracking import track
from tests.fakes import FakeTree, mail, outside_world, patch_body

FIRST = mail("v1@example.org", "[PATCH] mm: be quick", patch_body())
SECOND = mail("v2@example.org", "[PATCH v2] mm: be quick", patch_body("newer"), hours=50)


@dataclass
class FakeB4:
    """Notes what it is called with, and reads the mailbox that it is given."""

    calls: list[list[str]] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)

    MAILBOX = "<mailbox>"

    def run(self, arguments: Sequence[str], folder: Path, *, mails: bytes = b"") -> int:
        self.calls.append(list(arguments))
        self.mails = split_mbox(mails) if mails else []
        return 7


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Outside]:
    world = outside_world(tmp_path, [FIRST, SECOND], tree=FakeTree(tmp_path))
    track(["v1@example.org", "v2@example.org"], world)
    yield world
    world.store.close()


def test_am_gets_the_mails_of_one_revision_and_no_network(world: Outside) -> None:
    b4 = FakeB4()
    assert hand_to_b4("1", B4Task.AM, world, b4, options=["-3"]) == 7
    assert b4.mails == [SECOND]
    call = b4.calls[0]
    assert call[:3] == ["--offline-mode", "-n", "am"]
    assert call[call.index("-v") : call.index("-v") + 2] == ["-v", "2"]
    assert call[-3:] == ["-3", "--", "v2@example.org"]


def test_an_earlier_revision_can_be_named(world: Outside) -> None:
    b4 = FakeB4()
    hand_to_b4("1", B4Task.SHAZAM, world, b4, revision="v1")
    assert b4.mails == [FIRST]
    assert "-v" not in b4.calls[0], "the subject says no revision, and b4 goes by subjects"


def test_review_is_given_the_archive_and_the_message(world: Outside) -> None:
    b4 = FakeB4()
    hand_to_b4("1", B4Task.REVIEW, world, b4)
    midmask = "b4.midmask=https://archive.example.org/all/%s"
    assert b4.calls == [["-c", midmask, "review", "track", "--", "v2@example.org"]]


def test_an_unknown_revision_is_named(world: Outside) -> None:
    with pytest.raises(NotFoundError, match="v9"):
        hand_to_b4("1", B4Task.AM, world, FakeB4(), revision="v9")


def test_without_a_tree_the_way_out_is_told(world: Outside) -> None:
    with pytest.raises(TreeError, match="lkmltrack.tree"):
        hand_to_b4("1", B4Task.AM, replace(world, tree=None), FakeB4())
