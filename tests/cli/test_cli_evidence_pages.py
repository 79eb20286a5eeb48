"""The page of evidence: what is on it, in every width, and that nothing on it acts."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from lkmltrack.cli.pages.bars import ASCII_STROKES, Strokes
from lkmltrack.cli.pages.evidence import EvidencePage, has_evidence
from lkmltrack.cli.text.cells import width_of
from lkmltrack.cli.text.spans import Line, characters
from lkmltrack.model.comparison import Misspelling, PatchLink, PatchPlace
from lkmltrack.model.evidence import (
    Block,
    Chain,
    Document,
    EnvironmentFact,
    EnvironmentKind,
    Link,
    ProfileRow,
)
from lkmltrack.model.measurement import Delta, Measurement
from tests.cli.evidences import (
    ANSWER,
    CHAINS,
    COPY,
    DOCUMENT,
    FIRST,
    PROFILE,
    REQUEST,
    SILENT,
    TABLE,
    delta,
)

ALL = (SILENT, DOCUMENT, ANSWER)


def text_of(lines: Iterable[Line], *, coloured: bool = False) -> str:
    return "\n".join(characters(line, coloured) for line in lines)


def page(
    *documents: Document, width: int = 80, whole: bool = False, strokes: Strokes | None = None
) -> str:
    found = EvidencePage(documents or ALL, [REQUEST], width, whole, strokes or Strokes())
    return text_of(found.lines())


def with_blocks(*blocks: Block) -> Document:
    return replace(DOCUMENT, blocks=blocks, claims=(), commands=(), environment=())


def test_the_page_begins_with_how_much_there_is() -> None:
    assert page(width=120).startswith(
        "5 blocks and 3 claims (1 supported, 1 unsupported, 1 contradicted) in 1 of 3 messages\n\n"
        "2026-03-04  Xia Example\n  <one@example.org>\n  tools: perf top, UnixBench\n"
    )


def test_a_profile_is_bars_of_a_hundred() -> None:
    lines = page(with_blocks(PROFILE)).split("\n")
    row = next(line for line in lines if "osq_lock" in line)
    assert row == "     91.53%  ██████████████████▎   osq_lock  [k]  execl  [kernel]"
    assert any(line.startswith("      0.50%  ▏") for line in lines)
    assert any("perf top, profile of cycles, lines 12-14" in line for line in lines)


def test_chains_are_one_tree_with_its_sum_held_against_the_profile() -> None:
    shown = page(with_blocks(PROFILE, CHAINS))
    assert (
        "      92.75%  osq_lock(&lock)\n"
        "      61.13%  ├─ mmput ← do_exit\n"
        "      24.71%  ├─ exit_mmap ← do_exit\n"
        "       6.91%  └─ load_binary ← execve\n"
        "      92.75%  is the sum of 3 chains; the flat profile has 91.53% for osq_lock"
    ) in shown
    assert "! the chains make 92.75 %, the profile says 91.53 %" in shown


def test_chains_that_share_their_callers_are_merged_from_there() -> None:
    chains = tuple(
        Chain(("entry", "do_syscall", "sys_mmap", name), share, 1)
        for name, share in (("lock", 30.0), ("alloc", 20.0), ("free", 60.0))
    )
    shown = page(with_blocks(replace(CHAINS, chains=chains, remarks=())))
    assert "110.00%  entry → do_syscall → sys_mmap\n" in shown
    assert "60.00%  ├─ free\n" in shown
    assert "110.00%  is the sum of 3 chains: more than there is" in shown


def test_a_chain_without_shares_has_no_sum() -> None:
    shown = page(with_blocks(replace(CHAINS, chains=(Chain(("a", "b"), None, 1),), remarks=())))
    assert "a → b" in shown or "b ← a" in shown
    assert "sum" not in shown


def test_a_table_has_values_and_differences_computed_again() -> None:
    shown = page(with_blocks(TABLE))
    rows = [" ".join(line.split()) for line in shown.split("\n")]
    assert "Benchmark base candidate delta stated noise n verdict" in rows
    assert "execl 1,000/s 1,795.5/s +79.5% +79.6% ±1.5% 5 better" in rows
    assert "shell8 500/s 450/s -10% +10% ! ±1.5% 5 worse" in rows
    assert "fstime throughput 77/s" in rows
    assert "v6.19" in rows
    assert "base is v6.19; candidate is with the patch; c=220" in rows
    assert "all: throughput" in rows
    assert "! shell8: +10 % is told, the values make -10 %" in rows
    assert "wrapped rows were joined again" in rows


def test_percents_differ_by_points_and_dotted_names_keep_their_ends() -> None:
    def share(value: float, variant: str) -> Measurement:
        metric = "perf-profile.calltrace.cycles-pp.a_long_name_of_a_function"
        return Measurement(metric, value, "%", workload="hackbench", variant=variant)

    pair = Delta(share(20.0, "a"), share(25.5, "b"), 27.5)
    shown = page(with_blocks(replace(TABLE, deltas=(pair,), measurements=(), label="")))
    row = next(line for line in shown.split("\n") if "+5.5 pp" in line)
    assert "hackbench" in row
    assert "_function  " in row
    assert "…" in row


def test_a_difference_within_its_noise_is_neither_better_nor_worse() -> None:
    small = delta(1000.0, 1004.0)
    shown = page(with_blocks(replace(TABLE, deltas=(small,), measurements=())))
    assert "~ within noise" in shown


def test_values_without_scatter_are_told_to_be_so() -> None:
    bare = delta(1000.0, 1500.0)
    bare = replace(
        bare,
        base=replace(bare.base, spread=None, runs=None),
        candidate=replace(bare.candidate, spread=None, runs=None, better=None),
    )
    bare = replace(bare, base=replace(bare.base, better=None))
    shown = page(with_blocks(replace(TABLE, deltas=(bare,), measurements=())))
    assert "no noise is given" in shown
    assert "changed" in shown


def test_what_cannot_be_read_is_shown_as_it_stands() -> None:
    assert "    something ran\n    and ended\n" in page()


def test_claims_come_with_badge_and_reason_the_weakest_first() -> None:
    shown = page()
    claims = shown[shown.index("\n  Claims\n") + 10 : shown.index("\n  Completeness\n")]
    badges = [line[4:18].strip() for line in claims.split("\n") if line[4:5].strip()]
    assert badges == ["contradicted", "unsupported", "says a limit", "supported"]
    assert "Contention is up to 70% of the time." in claims
    assert "line 7; the profile has 91.53 %" in claims
    assert "held against perf top, lines 12-14 (score 6)\n" in claims
    assert (
        "held against perf top, lines 12-14 (score 6): the same symbol; "
        "against it: 91.53 against 70\n"
    ) in page(whole=True, width=160)
    assert "slower for Bo" not in shown


def test_completeness_is_a_meter_with_a_question_that_was_asked() -> None:
    shown = page(width=200)
    assert "██████████████░░░░░░░░░░  64 of 110" in shown
    assert shown.index("noise  without the scatter") < shown.index("runs   without the number")
    assert '"How many runs were that?" (Cy Example, 2025-10-25)' in shown
    assert "<asked@example.org>" in page(whole=True)


def test_a_claim_of_one_mail_may_be_held_against_another_ones_block() -> None:
    claim = replace(DOCUMENT.claims[0], links=(Link(f"{FIRST}#{TABLE.id}", 5.0), Link("gone", 1.0)))
    later = replace(ANSWER, claims=(claim,))
    assert (
        "held against UnixBench, lines 21-25 of Xia Example, 2026-03-04 (score 5), gone (score 1)"
    ) in page(DOCUMENT, later, width=120)


def test_what_is_missing_twice_is_explained_once() -> None:
    later = replace(DOCUMENT, message_id="later@example.org", blocks=())
    shown = page(DOCUMENT, later)
    assert shown.count("without the scatter a difference may be none") == 1
    assert "missing, see above: noise, runs" in shown
    assert page(DOCUMENT, later, whole=True).count("without the scatter") == 2


def test_commands_and_machine_leave_out_what_is_quoted() -> None:
    shown = page()
    assert "    ./Run -c 220 execl\n      line 10, 220 at once\n" in shown
    assert "microarchitecture  EMR (Emerald Rapids)" in shown
    assert "mitigations        mitigations=off" in shown
    assert "old Xeon" not in shown
    assert "-c 1 execl" not in shown


def test_a_copy_is_one_line_that_names_its_first_poster() -> None:
    shown = page(width=120)
    assert (
        "\nQuoted again\n  2026-03-04  Bo Example repeats "
        "Xia Example, 2026-03-04: profile of perf top <one@example.org>\n"
    ) in shown
    assert shown.count("osq_lock  [k]") == 1
    both = replace(ANSWER, blocks=(COPY, PROFILE))
    assert "  repeats <one@example.org>: profile of perf top\n" in page(both)
    stray = replace(ANSWER, blocks=(replace(COPY, quoted=""),))
    assert "repeats what is not here: profile of perf top, lines 3-4" in page(stray, width=120)


def test_a_block_with_old_rows_and_new_ones_says_whose_the_old_ones_are() -> None:
    grown = replace(PROFILE, repeats=FIRST, added=("  0.20%  execl  [kernel]  [k] new_one",))
    shown = page(DOCUMENT, replace(ANSWER, blocks=(grown,)), width=120)
    assert (
        "    shows again what was posted before: Xia Example, 2026-03-04 <one@example.org>; "
        "1 row is new\n"
    ) in shown


def test_names_that_patches_have_stand_below_their_block() -> None:
    in_hunk = PatchLink(PROFILE.id, "osq_lock", "p1@x", "kernel/osq.c", PatchPlace.HUNK, share=91.5)
    page = EvidencePage(
        [DOCUMENT],
        [],
        100,
        links=[
            in_hunk,
            replace(in_hunk, message_id="p2@x"),
            replace(in_hunk, block="other", symbol="elsewhere"),
            replace(
                in_hunk, symbol="fs/exec.c", path="fs/exec.c", place=PatchPlace.FILE, share=None
            ),
        ],
        misspelled=[Misspelling(CHAINS.id, "exit_mpam", "exit_mmap", 88.9)],
    )
    shown = text_of(page.lines())
    assert shown.count("    osq_lock (91.50%): the patch changes it in kernel/osq.c\n") == 1
    assert "    fs/exec.c: the patch touches it\n" in shown
    assert "    exit_mpam: exit_mmap is meant (89 % alike)\n" in shown
    assert "elsewhere" not in shown


def test_open_requests_come_last() -> None:
    assert page().endswith(
        "\nAsked for, and not answered yet\n"
        f"  2026-03-04  Bo Example  wants hardware  {REQUEST.key}\n"
        "      Which machine was that measured on?"
    )


def test_nothing_is_said_shortly() -> None:
    assert text_of(EvidencePage([SILENT], [], 80).lines()) == "no evidence in 1 message"
    assert text_of(EvidencePage([], [], 80).lines()) == "no evidence in 0 messages"
    file = Document("trace.txt")
    assert text_of(EvidencePage([file], [], 80).lines()) == "no evidence in 1 file"
    assert not has_evidence(ANSWER)
    assert has_evidence(DOCUMENT)


def test_the_only_text_is_shown_with_its_machine_even_if_that_is_all() -> None:
    file = Document("machine.txt", environment=(EnvironmentFact(EnvironmentKind.CPU, "Zen 5", 1),))
    assert "cpu                Zen 5" in text_of(EvidencePage([file], [], 80).lines())
    assert "Zen 5" not in text_of(EvidencePage([file, SILENT], [], 80).lines())


def test_a_file_is_called_by_its_name() -> None:
    file = replace(with_blocks(PROFILE), message_id="", source="results/perf.txt")
    assert "in 1 of 1 file\n\nresults/perf.txt\n" in page(file)


def test_long_blocks_are_folded_and_all_unfolds_them() -> None:
    rows = tuple(ProfileRow(f"symbol_{n}", 1.0, n) for n in range(40))
    chains = tuple(Chain((f"f{n}",), 1.0, n) for n in range(40))
    values = tuple(Measurement("x", float(n), workload=f"w{n}", line=n) for n in range(40))
    pairs = tuple(delta(1.0 + n, 2.0 + n, f"d{n}") for n in range(40))
    many = with_blocks(
        replace(PROFILE, rows=rows),
        replace(CHAINS, chains=chains),
        replace(TABLE, measurements=values, deltas=pairs),
    )
    short, long = page(many), page(many, whole=True)
    assert short.count("(--all)") == 4
    assert "(--all)" not in long
    for name in ("symbol_39", "f39", "w39", "d39"):
        assert name not in short
        assert name in long


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("whole", [False, True])
def test_no_line_is_wider_than_the_screen(width: int, whole: bool) -> None:
    shown = page(width=width, whole=whole)
    if width >= 60:
        assert max(width_of(line) for line in shown.split("\n")) <= width
    assert "osq_lock" in shown


def test_colour_changes_nothing_but_colour() -> None:
    plain = page(width=120)
    found = EvidencePage(ALL, [REQUEST], 120)
    coloured = text_of(found.lines(), coloured=True)
    assert "\x1b[" in coloured
    without = coloured
    for code in ("0", "1", "2", "31", "32", "33", "34", "35", "36", "1;31", "1;32"):
        without = without.replace(f"\x1b[{code}m", "")
    assert without == plain


def test_ascii_strokes_need_no_unicode() -> None:
    shown = page(width=100, strokes=ASCII_STROKES)
    bars = [line for line in shown.split("\n") if "#" in line]
    assert len(bars) > 3
    assert all(line.isascii() for line in bars)
    assert "mmput <- do_exit" in shown
