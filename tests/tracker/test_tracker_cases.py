"""The smaller use cases: reading, searching, importing, exporting, comparing, saying, checking."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lkmltrack.errors import InterruptedPull, NotFoundError, UnreachableError, UsageError
from lkmltrack.mail.mbox import join_mbox, split_mbox
from lkmltrack.model.proposal import Stage
from lkmltrack.tracker.checking import checks
from lkmltrack.tracker.comparing import range_diff
from lkmltrack.tracker.exporting import export_mbox
from lkmltrack.tracker.importing import import_source
from lkmltrack.tracker.naming import short_name
from lkmltrack.tracker.ports import Batch, Source
from lkmltrack.tracker.reading import read_message, read_raw, read_thread
from lkmltrack.tracker.saying import (
    rename,
    say_note,
    say_seen,
    say_stage,
    say_tag,
    say_untag,
)
from lkmltrack.tracker.searching import search
from lkmltrack.tracker.tracking import track
from tests.fakes import (
    MIA,
    FakeArchive,
    FakeMachine,
    FakeMailboxes,
    FakeSeries,
    FakeSettings,
    FakeTree,
    mail,
    outside_world,
    patch_body,
    series,
)

TITLES = ("mm: prepare the file tree", "mm: split the file tree by node")
COVER = "mm: split the tree of files by node"
V1 = series("v1", TITLES, cover=COVER)
V2 = series("v2", TITLES, prefix="PATCH v2", cover=COVER, hours=100, line="v2")
PART = mail(
    "v3-2@example.org",
    f"[PATCH v3 2/2] {TITLES[1]}",
    patch_body("v3"),
    answers="v2-2@example.org",
    hours=130,
)
ANSWER = mail(
    "answer@example.com",
    f"Re: [PATCH 0/2] {COVER}",
    "A question of contention.\n",
    author=MIA,
    answers="v1-0@example.org",
    hours=9,
)


# ---------------------------------------------------------------- reading


def test_a_thread_is_read_from_the_store_or_else_pulled(tmp_path: Path) -> None:
    archive = FakeArchive([*V1, ANSWER])
    outside = outside_world(tmp_path, archive=archive)
    pulled = read_thread("v1-1@example.org", outside)
    assert outside.store.count() == 0
    track(["v1-0@example.org"], outside)
    archive.asked.clear()
    assert read_thread("v1-1@example.org", outside) == pulled
    assert [entry.depth for entry in read_thread("1", outside).entries] == [0, 1, 1, 1]
    assert archive.asked == []


def test_a_message_is_read_from_the_store_or_else_pulled(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, ANSWER])
    assert read_message("answer@example.com", outside).author.name == "Mia Maintainer"
    assert read_raw("<answer@example.com>", outside) == ANSWER
    track(["v1-0@example.org"], outside)
    assert read_raw("answer@example.com", outside) == ANSWER
    assert read_message("1", outside).message_id == "v1-0@example.org"
    with pytest.raises(NotFoundError):
        read_message("nobody@example.org", outside)


def test_one_mail_of_a_file_is_a_message(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    one, several = tmp_path / "one.eml", tmp_path / "several.mbox"
    one.write_bytes(ANSWER)
    several.write_bytes(join_mbox(V1))
    assert read_message(str(one), outside).message_id == "answer@example.com"
    with pytest.raises(NotFoundError, match="3 messages, not one"):
        read_message(str(several), outside)


# ---------------------------------------------------------------- searching


def test_a_search_finds_what_is_kept(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    outside.store.add([*V1, ANSWER])
    assert [hit.message_id for hit in search("contention", outside)] == ["answer@example.com"]
    with pytest.raises(UsageError):
        search('s:"open', outside)


def test_a_remote_search_keeps_what_it_brings(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, [*V1, ANSWER])
    (hit,) = search("contention", outside, remote=True)
    assert (hit.message_id, hit.line) == ("answer@example.com", "A question of contention.")
    assert outside.store.has("answer@example.com")
    assert search("nothing of it", outside, remote=True) == []


# ---------------------------------------------------------------- importing


def test_an_import_goes_on_where_it_stopped(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    path = tmp_path / "list.mbox"
    path.write_bytes(join_mbox(V1))
    first = import_source(path, outside, list_name="linux-mm")
    assert (first.new, first.known, first.resumed) == (3, 0, False)
    path.write_bytes(join_mbox([*V1, ANSWER]))
    second = import_source(path, outside)
    assert (second.new, second.known, second.resumed) == (1, 0, True)


def test_an_interrupted_import_keeps_the_batches_before(tmp_path: Path) -> None:
    class Slowly(FakeMailboxes):
        def source(self, path: Path) -> Source:
            class OneByOne:
                name = "slow"

                def total(self) -> int | None:
                    return None

                def batches(self, cursor: str, size: int) -> Iterator[Batch]:
                    for place in range(int(cursor or 0), len(V1)):
                        yield Batch([V1[place]], str(place + 1))

            return OneByOne()

    outside = replace(outside_world(tmp_path), mailboxes=Slowly())

    def stop(what: str, done: int, total: int | None) -> None:
        if done == 2:
            raise InterruptedPull("stopped")

    with pytest.raises(InterruptedPull):
        import_source(tmp_path, outside, progress=stop)
    assert (outside.store.count(), outside.store.cursor("slow")) == (2, "2")
    report = import_source(tmp_path, outside)
    assert (report.new, report.known, report.resumed) == (1, 0, True)


# ---------------------------------------------------------------- exporting


def test_what_came_as_a_file_goes_out_as_that_file(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    shuffled = [V1[2], ANSWER, V1[0], V1[1]]
    path = tmp_path / "thread.mbox"
    path.write_bytes(join_mbox(shuffled))
    track([str(path)], outside)
    for text in ("1", "v1-0@example.org", str(path)):
        assert export_mbox(text, outside) == path.read_bytes()
    assert split_mbox(export_mbox("1", outside)) == shuffled


def test_every_real_thread_goes_out_as_it_came(tmp_path: Path, corpus: Path) -> None:
    for path in sorted((corpus / "threads").glob("*.mbox")):
        folder = tmp_path / path.stem
        folder.mkdir()
        outside = outside_world(folder)
        (found,) = track([str(path)], outside)
        assert export_mbox(str(found.proposal.number), outside) == path.read_bytes(), path.name


# ---------------------------------------------------------------- comparing


def compared(tmp_path: Path, older: str = "", newer: str = "") -> tuple[list[str], list[str]]:
    reader = FakeSeries()
    outside = replace(outside_world(tmp_path), series=reader)
    path = tmp_path / "all.mbox"
    path.write_bytes(join_mbox([*V1, *V2, PART]))
    track([str(path)], outside)
    assert range_diff("1", outside, older=older, newer=newer).startswith("1:")
    return reader.compared[-1]


V1_IDS, V2_IDS = [f"v1-{n}@example.org" for n in (1, 2)], [f"v2-{n}@example.org" for n in (1, 2)]


def test_the_last_two_revisions_are_compared_and_a_part_is_filled_up(tmp_path: Path) -> None:
    assert compared(tmp_path) == (V2_IDS, ["v2-1@example.org", "v3-2@example.org"])


def test_revisions_are_compared_by_name(tmp_path: Path) -> None:
    assert compared(tmp_path, "v1", "v2") == (V1_IDS, V2_IDS)
    assert compared(tmp_path, "", "v2") == (V1_IDS, V2_IDS)
    assert compared(tmp_path, "v1")[0] == V1_IDS


def test_what_cannot_be_compared_says_why(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, V1)
    track(["v1-0@example.org"], outside)
    with pytest.raises(NotFoundError, match="two revisions are needed, here is: v1"):
        range_diff("1", outside)
    with pytest.raises(UsageError, match="no revision v9"):
        range_diff("1", outside, older="v9", newer="v1")


def test_files_are_compared_without_being_tracked(tmp_path: Path) -> None:
    outside = outside_world(tmp_path)
    path = tmp_path / "all.mbox"
    path.write_bytes(join_mbox([*V1, *V2]))
    assert range_diff(str(path), outside)
    assert range_diff("-", outside, stream=path.read_bytes())
    assert outside.store.count() == 0


# ---------------------------------------------------------------- saying


def test_what_a_person_says_is_kept(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, V1)
    track(["v1-0@example.org"], outside)
    say_tag("1", "waiting", outside)
    say_note("1", " ask Mia \n", outside)
    say_stage("1", "changes requested", outside)
    proposal = rename("1", "file tree", outside)
    assert (proposal.tags, proposal.notes) == (("waiting",), ("ask Mia",))
    assert (proposal.said_stage, proposal.name) == (Stage.CHANGES_REQUESTED, "file tree")
    assert say_untag("file tree", "waiting", outside).tags == ()
    assert say_stage("1", "", outside).said_stage is None
    assert say_seen("1", outside).seen == outside.clock.now()
    assert {said.by for said in outside.store.said()} == {"ada@example.org"}


@pytest.mark.parametrize("name", ["", "12", "-", "-x", "a@b", "x" * 81, "a\x1bb", "https://x"])
def test_a_name_that_would_mean_something_else_is_refused(tmp_path: Path, name: str) -> None:
    outside = outside_world(tmp_path, V1)
    track(["v1-0@example.org"], outside)
    with pytest.raises(UsageError):
        rename("1", name, outside)


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    other = series("other", ["net: quite something else"], author=MIA, line="o")
    outside = outside_world(tmp_path, [*V1, *other])
    track(["v1-0@example.org", "other-1@example.org"], outside)
    rename("1", "mine", outside)
    with pytest.raises(UsageError, match="proposal 1 is named mine"):
        rename("2", "mine", outside)
    assert rename("1", "mine", outside).name == "mine"


def test_words_that_say_nothing_are_refused(tmp_path: Path) -> None:
    outside = outside_world(tmp_path, V1)
    track(["v1-0@example.org"], outside)
    with pytest.raises(UsageError, match="the stages are: discussion"):
        say_stage("1", "great", outside)
    with pytest.raises(UsageError):
        say_tag("1", "two words", outside)
    with pytest.raises(UsageError):
        say_untag("1", "never", outside)
    with pytest.raises(UsageError):
        say_note("1", "  ", outside)
    with pytest.raises(NotFoundError):
        say_note("7", "x", outside)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("mm: Add a flag", "mm-add-flag"),
        ("2026", "proposal-2026"),
        ("", "proposal"),
        ("内存管理", "proposal"),
        ("x" * 100, "proposal"),
    ],
)
def test_a_name_is_made_of_a_titles_words(title: str, name: str) -> None:
    assert short_name(title) == name


# ---------------------------------------------------------------- checking


def test_all_is_well(tmp_path: Path) -> None:
    tree = FakeTree(tmp_path)
    outside = outside_world(tmp_path, V1, tree=tree, machine=FakeMachine())
    found = checks(outside)
    assert [check.name for check in found] == [
        "git",
        "identity",
        "archive",
        "tree",
        "hook",
        "database",
    ]
    assert all(check.ok for check in found)


def test_what_fails_says_how_to_mend_it(tmp_path: Path) -> None:
    away = FakeArchive(failing={"message": UnreachableError("no answer", "try later", url="x")})
    outside = replace(outside_world(tmp_path, archive=away), settings=FakeSettings(address=""))
    found = {check.name: check for check in checks(outside)}
    assert (found["archive"].ok, found["archive"].mend) == (False, "try later")
    assert "user.email" in found["identity"].mend
    assert found["tree"].ok
    assert "lkmltrack.tree" in found["tree"].mend


def test_an_archive_that_answers_everything_is_no_archive(tmp_path: Path) -> None:
    class Anything(FakeArchive):
        def message(self, message_id: str) -> bytes:
            return b"<html>hello</html>"

    found = {check.name: check for check in checks(outside_world(tmp_path, archive=Anything()))}
    assert not found["archive"].ok
