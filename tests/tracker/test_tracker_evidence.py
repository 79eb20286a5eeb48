"""The evidence of targets: mails of a talk, plain files, and a person's own results."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lkmltrack.errors import BadInputError, NotFoundError
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.model.evidence import ClaimStatus
from lkmltrack.tracker.attaching import attach, attached, detach
from lkmltrack.tracker.comparing_evidence import compare_evidence
from lkmltrack.tracker.evidence import evidence_of
from lkmltrack.tracker.evidence_requests import open_requests
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.tracking import track
from tests.fakes import MIA, mail, outside_world, patch_body

PROFILE = """\
    91.50%  [kernel]                  [k] osq_lock
     0.50%  [kernel]                  [k] rwsem_spin_on_owner
     0.40%  [kernel]                  [k] next_uptodate_folio
"""
SYSBENCH = "CPU speed:\n    events per second:  {0}\n\nGeneral statistics:\n    total time: 10.0s\n"
CLAIMED = "hackbench improves by 20% on a server with 64 cores.\n\nHow it is done.\n"
POSTED = mail("p@example.org", "[PATCH] mm: be quick", patch_body(text=CLAIMED))
ASKED = mail(
    "q@example.org",
    "Re: [PATCH] mm: be quick",
    "Do you have any numbers for this?\n",
    author=MIA,
    answers="p@example.org",
    hours=2,
)
SHOWN = mail(
    "r@example.org",
    "Re: [PATCH] mm: be quick",
    f"Here is perf top while hackbench runs:\n\n{PROFILE}\n",
    answers="q@example.org",
    hours=5,
)
QUOTED = mail(
    "s@example.org",
    "Re: [PATCH] mm: be quick",
    "".join(f"> {line}\n" for line in PROFILE.splitlines()) + "\nThat is a lot.\n",
    author=MIA,
    answers="r@example.org",
    hours=7,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Outside]:
    made = outside_world(tmp_path, [POSTED, ASKED, SHOWN, QUOTED])
    track(["p@example.org"], made)
    yield made
    made.store.close()


def test_each_mail_of_a_talk_is_a_document_by_date(world: Outside) -> None:
    found = evidence_of(["1"], world)
    assert [one.message_id[0] for one in found] == ["p", "q", "r", "s"]
    assert [len(one.own_blocks) for one in found] == [0, 0, 1, 0]


def test_a_quoted_block_belongs_to_its_first_poster(world: Outside) -> None:
    [copy] = evidence_of(["1"], world)[3].blocks
    assert copy.quoted == "r@example.org"


def test_a_gain_without_a_score_is_unsupported_and_says_what_is_missing(world: Outside) -> None:
    first = evidence_of(["1"], world)[0]
    [claim] = [one for one in first.claims if "20%" in one.text]
    assert claim.status is ClaimStatus.UNSUPPORTED
    assert claim.reason
    assert first.completeness is not None
    assert "both-sides" in {lack.item for lack in first.completeness.missing}


def test_a_plain_file_is_one_document(world: Outside, tmp_path: Path) -> None:
    file = tmp_path / "top.txt"
    file.write_text(PROFILE)
    [found] = evidence_of([str(file)], world)
    assert (found.source, found.message_id) == (str(file), "")
    assert [row.symbol for row in found.blocks[0].rows][0] == "osq_lock"


def test_targets_do_not_speak_about_each_other(world: Outside, tmp_path: Path) -> None:
    file = tmp_path / "again.mbox"
    file.write_bytes(join_mbox([SHOWN]))
    found = evidence_of([str(file), str(file)], world)
    assert [len(one.own_blocks) for one in found] == [1, 1]


def test_what_came_on_standard_input_is_read(world: Outside) -> None:
    [found] = evidence_of(["-"], world, stream=PROFILE.encode())
    assert len(found.own_blocks) == 1


def test_requests_for_numbers_are_told_until_they_are_answered(tmp_path: Path) -> None:
    world = outside_world(tmp_path, [POSTED, ASKED])
    track(["p@example.org"], world)
    assert [one.asks_for for one in open_requests(["1"], world)] == ["numbers"]
    world.store.close()


# ---------------------------------------------------------------- a person's own results


def test_attached_results_are_kept_and_read_again(world: Outside) -> None:
    attach("1", "/home/ada/top.txt", PROFILE.encode(), world)
    [found] = attached(world.store.proposal("1"), world)
    assert found.source == "top.txt"
    assert evidence_of(["1"], world)[0].source == "top.txt"


def test_what_holds_no_results_is_not_kept(world: Outside) -> None:
    with pytest.raises(BadInputError, match=r"perf\.data"):
        attach("1", "perf.data", b"PERFILE2\0\0\1", world)
    assert attached(world.store.proposal("1"), world) == []


def test_detached_results_are_gone(world: Outside) -> None:
    attach("1", "top.txt", PROFILE.encode(), world)
    detach("1", "top.txt", world)
    assert attached(world.store.proposal("1"), world) == []
    with pytest.raises(NotFoundError, match="has no file top"):
        detach("1", "top.txt", world)


def test_two_revisions_are_compared(tmp_path: Path) -> None:
    text = (
        "Results in seconds, lower is better:\n\n"
        "workload       base      patched\n"
        "hackbench-2    5.00      4.50\n"
        "hackbench-4    10.00     {0}\n"
        "hackbench-8    20.00     {1}\n"
    )
    raws = [
        mail("a@example.org", "[PATCH] mm: x", patch_body(text=text.format("9.00", "18.00"))),
        mail(
            "b@example.org",
            "[PATCH v2] mm: x",
            patch_body("newer", text=text.format("8.00", "16.00")),
            hours=50,
        ),
    ]
    world = outside_world(tmp_path, raws)
    track(["a@example.org", "b@example.org"], world)
    compared = compare_evidence("1", world)
    revisions = {side.revision for side in compared.comparison.sides}
    assert revisions == {"v1", "v2"}
    assert {one.measured_on.message_id for one in compared.stale} == {"a@example.org"}
    world.store.close()


def test_nothing_measured_is_said(tmp_path: Path) -> None:
    world = outside_world(tmp_path, [POSTED])
    track(["p@example.org"], world)
    with pytest.raises(NotFoundError, match="nothing is measured"):
        compare_evidence("1", world)
    world.store.close()
