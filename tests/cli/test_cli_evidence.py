"""``evidence`` and ``compare`` as a whole: a thread in a file, a tool's output, a person's own."""

import csv
import json
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lkmltrack.mail.mbox import join_mbox
from lkmltrack.reports.machine import WIDTH
from tests.cli.running import Run

POSTING = """\
From: Xia Example <xia@example.org>
To: list@example.org
Subject: [PATCH] exec: link in batches
Date: Wed, 04 Mar 2026 12:00:00 +0000
Message-ID: <one@example.org>

The lock is taken once for a batch. This improves execl by about 80% on a
machine with 112 cores (Emerald Rapids).

 $ ./Run -c 112 execl

UnixBench, five runs each:

|          | base    | patched |
|----------+---------+---------|
| execl    | 1000.0  | 1795.5  |
| shell8   |  500.0  |  450.0  |
| pipe     |  300.0  |  301.0  |

Where the time goes:

     91.53%  [kernel]         [k] osq_lock
      0.50%  [kernel]         [k] down_write
      0.45%  perf             [.] queue_event

Signed-off-by: Xia Example <xia@example.org>
---
 fs/exec.c | 2 +-

diff --git a/fs/exec.c b/fs/exec.c
--- a/fs/exec.c
+++ b/fs/exec.c
@@ -1 +1 @@
-int a;
+int b;
"""
REPLY = """\
From: Bo Example <bo@example.org>
To: xia@example.org
Subject: Re: [PATCH] exec: link in batches
Date: Thu, 05 Mar 2026 12:00:00 +0000
Message-ID: <two@example.org>
In-Reply-To: <one@example.org>

>      91.53%  [kernel]         [k] osq_lock
>       0.50%  [kernel]         [k] down_write
>       0.45%  perf             [.] queue_event

On which kernel was this measured? Could you also show numbers for a
machine with one socket?
"""
OUTPUT = """\
     88.00%  [kernel]         [k] osq_lock
      1.50%  [kernel]         [k] down_write
      0.45%  perf             [.] queue_event
"""


@pytest.fixture
def thread(empty: Path) -> str:
    """A saved thread: a posting with figures, and an answer that quotes them and asks."""
    mails = join_mbox([POSTING.encode(), REPLY.encode()])
    (empty / "thread.mbox").write_bytes(mails)
    return "thread.mbox"


@pytest.fixture
def output(empty: Path) -> str:
    (empty / "perf.txt").write_text(OUTPUT)
    return "perf.txt"


# ---------------------------------------------------------------- evidence


def test_a_thread_is_shown_with_its_figures_and_questions(thread: str, run: Run) -> None:
    done = run("evidence", thread)
    assert done.status == 0, done.err
    shown = done.out
    assert "in 1 of 2 messages" in shown.split("\n\n")[0].replace("\n  ", " ")
    for wanted in ("91.53%  █", "osq_lock", "+79.5%", "-10%", "./Run -c 112 execl", "112 cores"):
        assert wanted in shown
    assert "Bo Example repeats Xia Example, 2026-03-04: profile" in shown
    assert shown.count("osq_lock") == 1
    asked = shown[shown.index("Asked for, and not answered yet") :]
    assert "Bo Example" in asked


def test_json_is_the_contract(thread: str, run: Run) -> None:
    done = run("evidence", thread, "--json")
    assert (done.status, done.json["schema"]) == (0, "lkmltrack.evidence/1")
    posting, reply = done.json["documents"]
    assert posting["source"] == thread
    assert (posting["message_id"], reply["message_id"]) == ("one@example.org", "two@example.org")
    assert {block["kind"] for block in posting["blocks"]} == {"profile", "table"}
    profile = next(block for block in posting["blocks"] if block["kind"] == "profile")
    lines = POSTING.partition("\n\n")[2].split("\n")
    assert "osq_lock" in lines[profile["line_start"] - 1]
    assert [block["quoted_from"] for block in reply["blocks"]] == ["one@example.org"]
    assert [one["text"] for one in posting["commands"]] == ["./Run -c 112 execl"]
    assert {one["kind"] for one in posting["environment"]} <= {
        "cpu",
        "microarchitecture",
        "topology",
    }
    (claim,) = posting["claims"]
    assert "80%" in claim["text"]
    assert claim["status"] in ("supported", "unsupported", "contradicted")


def test_a_tools_output_is_a_target_and_several_are_one_answer(
    thread: str, output: str, run: Run
) -> None:
    done = run("evidence", output)
    assert done.status == 0, done.err
    assert done.out.startswith("1 block in 1 of 1 file\n\nperf.txt\n")
    both = run("evidence", "--json", output, thread)
    assert [one["source"] for one in both.json["documents"]] == [output, thread, thread]


def test_csv_and_plot_hold_the_same_figures(thread: str, run: Run) -> None:
    done = run("evidence", thread, "--csv", "--plot", "bars.svg")
    assert done.status == 0
    rows = list(csv.DictReader(StringIO(done.out, newline="")))
    assert {"91.53", "1795.5", "450"} <= {row["value"] for row in rows}
    assert "wrote bars.svg" in done.err
    drawing = ElementTree.parse("bars.svg")
    texts = {element.text for element in drawing.iter() if element.tag.endswith("}text")}
    assert {"osq_lock", "91.53"} <= texts
    again = run("evidence", thread, "--plot", "bars.svg")
    assert (again.status, "--force" in again.err) == (2, True)
    assert run("evidence", thread, "--plot", "bars.svg", "--force", "-q").err == ""


def test_no_evidence_is_said_shortly_and_gives_1(empty: Path, run: Run) -> None:
    (empty / "talk.eml").write_text(REPLY.partition("\n\n")[0] + "\n\nI like it.\n")
    done = run("evidence", "talk.eml", "--plot", "x.svg")
    assert (done.status, done.out) == (1, "no evidence in 1 message\n")
    assert "nothing to draw" in done.err
    assert not (empty / "x.svg").exists()
    answer = run("evidence", "talk.eml", "--json")
    assert (answer.status, len(answer.json["documents"])) == (1, 1)


def test_ascii_draws_without_unicode(thread: str, run: Run) -> None:
    shown = run("evidence", thread, "--ascii").out
    assert "91.53%  #" in shown
    assert not set("█▏░├└│") & set(shown)


def test_what_does_not_go_together_is_told(thread: str, run: Run) -> None:
    for words in (
        ("evidence", thread, "--csv", "--json"),
        ("compare", thread, "--csv", "--json"),
        ("evidence", thread, "--root", "/"),
        ("evidence", "add", "1"),
        ("evidence", "drop", "1"),
        ("evidence", "environment", "x"),
        ("evidence", "gone.mbox"),
    ):
        done = run(*words)
        assert done.status in (1, 2), words
        assert "bug" not in done.err


# ---------------------------------------------------------------- a person's own


def test_files_of_results_are_kept_with_a_proposal(place: Path, run: Run) -> None:
    (place / "perf.txt").write_text(OUTPUT)
    done = run("evidence", "add", "1", "perf.txt")
    assert done.status == 0, done.err
    assert "88.00%" in done.out
    assert "perf.txt is kept with proposal 1" in done.err
    (place / "perf.txt").unlink()
    shown = run("evidence", "1", "--json").json["documents"][0]
    assert (shown["source"], shown["message_id"]) == ("perf.txt", None)
    assert shown["blocks"][0]["rows"][0]["share"] == 88.0
    dropped = run("evidence", "drop", "1", "perf.txt")
    assert (dropped.status, "without perf.txt" in dropped.out) == (0, True)
    assert run("evidence", "drop", "1", "perf.txt").status == 1


def test_a_file_that_cannot_be_read_or_is_too_large_is_refused(place: Path, run: Run) -> None:
    (place / "perf.txt").write_text(OUTPUT)
    mixed = run("evidence", "add", "1", "gone.txt", "perf.txt")
    assert (mixed.status, "cannot read gone.txt" in mixed.err) == (2, True)
    assert "88.00%" in mixed.out
    assert run("evidence", "drop", "1", "perf.txt").status == 0
    (place / "large.txt").write_bytes(b"x" * ((16 << 20) + 1))
    done = run("evidence", "add", "1", "large.txt")
    assert (done.status, "larger than 16 MiB" in done.err) == (2, True)


# ---------------------------------------------------------------- environment


@pytest.fixture
def machine(empty: Path) -> Path:
    root = empty / "machine"
    for path, text in {
        "proc/meminfo": "MemTotal: 67108864 kB\n",
        "proc/sys/kernel/osrelease": "6.19.0\x1b[2J\n",
        "proc/sys/kernel/arch": "riscv64\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def test_the_environment_is_a_block_to_paste(machine: Path, run: Run) -> None:
    done = run("evidence", "environment", "--root", str(machine))
    assert (done.status, done.out) == (
        0,
        "Memory:      64 GiB memory\nKernel:      Linux 6.19.0␛[2J riscv64\n",
    )


def test_the_environment_as_json_keeps_hardware_apart(machine: Path, run: Run) -> None:
    done = run("evidence", "environment", "--root", str(machine), "--json")
    assert done.json["schema"] == "lkmltrack.environment/1"
    assert [one["kind"] for one in done.json["environment"]] == ["memory"]
    assert [one["kind"] for one in done.json["software"]] == ["kernel"]
    assert done.json["text"].startswith("Memory:")


def test_this_machine_can_be_described_and_an_empty_folder_cannot(empty: Path, run: Run) -> None:
    done = run("evidence", "environment")
    assert done.status == 0
    assert max(map(len, done.out.splitlines())) <= WIDTH
    nothing = run("evidence", "environment", "--root", str(empty))
    assert (nothing.status, nothing.out) == (1, "")


# ---------------------------------------------------------------- compare


def test_variants_stand_side_by_side(thread: str, run: Run) -> None:
    done = run("compare", thread)
    assert done.status == 0, done.err
    assert "2 better, 1 worse" in done.out
    assert "noise unknown" in done.out
    assert "●" in done.out


def test_a_comparison_as_json_csv_and_plot(thread: str, run: Run) -> None:
    done = run("compare", thread, "--json", "--plot", "compare.svg")
    assert (done.status, done.json["schema"]) == (0, "lkmltrack.compare/1")
    percents = [one["percent"] for row in done.json["rows"] for one in row["differences"]]
    assert {round(percent, 2) for percent in percents} >= {79.55, -10.0}
    assert ElementTree.parse("compare.svg")
    rows = list(csv.DictReader(StringIO(run("compare", thread, "--csv").out, newline="")))
    assert {row["row"] for row in rows} == {"figure", "difference"}


def test_nothing_measured_gives_1(empty: Path, run: Run) -> None:
    (empty / "talk.eml").write_text(REPLY.partition("\n\n")[0] + "\n\nI like it.\n")
    done = run("compare", "talk.eml")
    assert (done.status, done.out) == (1, "")
    assert json.dumps(done.err)
