"""Files as targets: saved pages of archives, and mailboxes that were cut off."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lkmltrack.adapters.mailbox import LocalMailboxes
from lkmltrack.adapters.pages import LxmlPages
from lkmltrack.errors import UnreachableError
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.tracker.fetching import fetch
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.targets import Target, TargetKind
from tests.fakes import MIA, FakeArchive, mail, outside_world

FIRST = mail("first@example.org", "[PATCH] mm: one", "Text.\n")
ANSWER = mail("answer@example.org", "Re: [PATCH] mm: one", "Fine.\n", author=MIA, answers="first@example.org", hours=1)  # fmt: skip
PAGE = b"""<!-- MHonArc v2.6.16 -->
<!--X-Message-Id: first@example.org -->
<!DOCTYPE HTML><html><head><title>Linux-Kernel Archive: [PATCH] mm: one</title></head>
<body><h1>[PATCH] mm: one</h1><strong>From: </strong>Ada Author
<br><strong>Date: </strong> Mon Mar 02 2026 - 09:00:00 EST
<!--X-Body-of-Message--><pre>
Text.
</pre><!--X-Body-of-Message-End--></body></html>
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Outside]:
    world = outside_world(tmp_path, [FIRST, ANSWER])
    yield replace(world, mailboxes=LocalMailboxes(), pages=LxmlPages())
    world.store.close()


def file_target(path: Path) -> Target:
    return Target(kind=TargetKind.PATH, text=str(path))


def test_a_saved_page_leads_to_its_thread(world: Outside, tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_bytes(PAGE)
    fetched = fetch(file_target(saved), world)
    assert fetched.raws == [FIRST, ANSWER]
    assert fetched.named == "first@example.org"


def test_a_saved_page_does_when_the_archive_cannot_be_reached(
    world: Outside, tmp_path: Path
) -> None:
    saved = tmp_path / "page.html"
    saved.write_bytes(PAGE)
    down = FakeArchive(failing={"thread": UnreachableError("no network", url="x")})
    fetched = fetch(file_target(saved), replace(world, archive=down))
    assert fetched.named == "first@example.org"
    assert b"X-Lkmltrack-Rebuilt-From: file:" in fetched.raws[0]
    assert "rebuilt from the page" in fetched.warnings[0]


def test_a_mailbox_that_was_cut_off_is_kept_and_told(world: Outside, tmp_path: Path) -> None:
    whole = join_mbox([FIRST, ANSWER])
    cut = tmp_path / "cut.mbox"
    cut.write_bytes(whole[: whole.rindex(b"Fine")] + b"Fi")
    fetched = fetch(file_target(cut), world)
    assert len(fetched.raws) == 2
    assert "cut off in <answer@example.org>" in fetched.warnings[0]


def test_a_whole_mailbox_is_not_told_to_be_cut_off(world: Outside, tmp_path: Path) -> None:
    whole = tmp_path / "whole.mbox"
    whole.write_bytes(join_mbox([FIRST, ANSWER]))
    assert fetch(file_target(whole), world).warnings == ()
