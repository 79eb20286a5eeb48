"""Claims: sentences that say how much, and what exactly each of them says."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.evidence.claims import find_claims
from lkmltrack.evidence.text import read_mail_lines
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.evidence import Block, BlockKind, Claim, ClaimKind


def claims(text: str, *blocks: Block) -> list[Claim]:
    return list(find_claims(read_mail_lines(text), blocks))


def only(text: str, *blocks: Block) -> Claim:
    found = claims(text, *blocks)
    assert len(found) == 1, found
    return found[0]


def test_reads_all_the_parts_of_a_claim() -> None:
    claim = only("On the big box gardenbench throughput improved by up to 12% with 64 threads.")
    assert (claim.low, claim.high, claim.unit, claim.qualifier) == (12, 12, "%", "up to")
    assert claim.kind is ClaimKind.CHANGE
    assert (claim.metric, claim.workload) == ("throughput", "gardenbench")
    assert claim.condition == "with 64 threads"
    assert (claim.direction, claim.is_good) == (1, True)
    assert claim.scale == (("threads", 64),)


@pytest.mark.parametrize(
    ("amount", "low", "high", "unit"),
    [
        ("12%", 12, 12, "%"),
        ("%12", 12, 12, "%"),
        ("12 percent", 12, 12, "%"),
        ("10-12%", 10, 12, "%"),
        ("10%~12%", 10, 12, "%"),
        ("10% to 12%", 10, 12, "%"),
        ("between 10% and 12%", 10, 12, "%"),
        ("+[10.5, 12]%", 10.5, 12, "%"),
        ("2x", 2, 2, "x"),
        ("1.5-2X", 1.5, 2, "x"),
        ("1.8~2x", 1.8, 2, "x"),
    ],
)
def test_reads_an_amount_in_its_spellings(amount: str, low: float, high: float, unit: str) -> None:
    claim = only(f"The throughput of the pool saw an improvement of {amount} here.")
    assert (claim.low, claim.high, claim.unit) == (low, high, unit)


def test_reads_words_that_are_amounts() -> None:
    assert only("The latency of a lookup was halved by this.").low == 0.5
    assert only("The new walk is two times faster than the old one.").high == 2
    assert only("Throughput has doubled since.").unit == "x"


@pytest.mark.parametrize(
    ("word", "qualifier"),
    [("~", "about"), ("around ", "about"), ("more than ", "over"), ("nearly ", "almost"), ("", "")],
)
def test_keeps_how_an_amount_is_qualified(word: str, qualifier: str) -> None:
    assert only(f"This gives an improvement of {word}7% in throughput.").qualifier == qualifier


def test_reads_two_values_in_standard_units() -> None:
    claim = only("This cuts the hold time of the pool lock from >500 ms to 2 ms under load.")
    assert (claim.before, claim.after, claim.unit) == (0.5, 0.002, "s")
    assert (claim.direction, claim.is_good) == (-1, True)
    assert claim.metric == "hold time"


def test_reads_an_arrow_in_prose() -> None:
    claim = only("The boot time went down: 8.2s -> 6.1s.")
    assert (claim.before, claim.after) == (8.2, 6.1)


def test_two_values_and_their_difference_are_one_claim() -> None:
    claim = only("Throughput increased from 200 MB/s to 250 MB/s, a 25% improvement.")
    assert (claim.low, claim.before, claim.after) == (25, 200e6, 250e6)


def test_several_amounts_of_one_sentence_are_several_claims() -> None:
    first, second = claims(
        "With the pool the runtime drops by 30%, and the throughput grows by 45%."
    )
    assert (first.metric, first.low, first.direction, first.is_good) == ("runtime", 30, -1, True)
    assert (second.metric, second.low, second.direction) == ("throughput", 45, 1)
    assert first.key != second.key


def test_an_improvement_of_a_latency_makes_it_smaller() -> None:
    claim = only("We see a 9% improvement in p99 latency.")
    assert (claim.direction, claim.is_good) == (-1, True)


def test_a_regression_is_bad_whatever_sign_it_has() -> None:
    claim = only("The robot reported a -4.2% regression of weedbench.ops_per_sec.")
    assert (claim.low, claim.direction, claim.is_good) == (4.2, -1, False)
    assert claim.metric == "weedbench.ops_per_sec"


def test_up_to_does_not_mean_up() -> None:
    claim = only("The gardenbench throughput can drop up to 70% then.")
    assert (claim.direction, claim.is_good) == (-1, False)


@pytest.mark.parametrize(
    "text",
    [
        "Contention on the pool lock reaches up to 70% in the 48-core clone case.",
        "It spends 70% of the time in pool_lock().",
        "pool_walk() accounts for 70% of all cycles.",
    ],
)
def test_a_share_of_time_is_no_change(text: str) -> None:
    claim = only(text)
    assert (claim.kind, claim.low, claim.direction) == (ClaimKind.SHARE, 70, 0)


def test_almost_half_of_the_runtime_is_a_share() -> None:
    claim = only("It spent almost half of the runtime in the kernel.")
    assert (claim.kind, claim.low, claim.unit) == (ClaimKind.SHARE, 50, "%")
    assert claim.qualifier == "almost"


def test_names_the_case_where_no_tool_is_named() -> None:
    claim = only("Contention on the pool lock reaches up to 70% in the “48-core clone” case.")
    assert claim.workload == "48-core clone"
    assert claim.scale == (("cores", 48),)


def test_a_rate_that_was_reached_is_a_value() -> None:
    claim = only("Using 8 jobs I get around 100K IOPS on this laptop.")
    assert (claim.kind, claim.low, claim.qualifier) == (ClaimKind.VALUE, 100_000, "about")


@pytest.mark.parametrize(
    "text",
    [
        "No measurable regression was seen with gardenbench.",
        "The difference in throughput is within the noise.",
        "Results are mostly neutral on all the machines.",
        "It does not appear to introduce any latency regression.",
        "We can see that the ops/s has hardly changed.",
    ],
)
def test_nothing_changed_is_a_claim_as_well(text: str) -> None:
    assert only(text).kind is ClaimKind.NULL


@pytest.mark.parametrize(
    "text",
    [
        "No functional change intended.",
        "There is no change in behaviour.",
        "The test case is the same as in the first patch.",
        "Is there no regression in the benchmarks?",
    ],
)
def test_what_changes_nothing_in_the_code_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_better_in_a_named_benchmark_is_a_claim_without_a_figure() -> None:
    claim = only("I see a measurable performance gain using gardenbench.")
    assert (claim.kind, claim.low, claim.is_good) == (ClaimKind.CHANGE, None, True)
    assert claims("I see a measurable gain from this.") == []


def test_says_what_was_not_measured() -> None:
    limit = "I did not test the case of one node, since I have no such server."
    assert [one.kind for one in claims(f"It gives 5% more throughput. {limit}")] == [
        ClaimKind.CHANGE,
        ClaimKind.LIMIT,
    ]
    assert claims(limit) == []  # where nothing is claimed there is nothing to limit


@pytest.mark.parametrize(
    "text",
    [
        "The reclaim starts at the 50% watermark.",
        "With a threshold of 30% the pool is flushed earlier.",
        "There is a 10% chance that this races with the flusher.",
        "The margin is increased from 50us to 100us.",
        "This bumps the default timeout from 10s to 30s.",
        "I would expect an improvement of 5% or so.",
        "This should give us 5% more throughput.",
        "Can you show a 10% improvement?",
        "Only 36% of the files include the header, down from 99% before.",
        "The pools were tested at 25% 50% 75% 100% of the load.",
        "v2 -> v3: rename the helper, improve the comment",
        "The standard deviation of all the runs was 0.4%.",
        "Each of them has 2x 64 lanes, which is more than before.",
        "It is 100% reproducible here.",
    ],
)
def test_what_only_has_a_figure_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_quoted_claims_are_marked() -> None:
    found = claims("> This gives us 5% more throughput.\n\nI measured 3% more throughput.\n")
    assert [(one.low, one.is_quoted) for one in found] == [(5, True), (3, False)]


def test_figures_of_a_block_are_no_claims_but_a_sentence_in_it_is() -> None:
    text = "Numbers:\n\nold  100  ops  50% better\nnew  150  ops\n  new is 50% faster than old\n"
    block = Block(BlockKind.NUMBERS, "key-values", 3, 5, ("",))
    claim = only(text, block)
    assert (claim.line, claim.text) == (5, "new is 50% faster than old")


def test_tables_commands_and_logs_are_no_prose() -> None:
    text = (
        "$ ./gardenbench --improve 10%\n\n"
        "| case | before | after | +10% faster |\n\n"
        "12:00:01.123 pool: usage improved by 10%\n\n"
        "if (x > y) return improved(10%);\n"
    )
    assert claims(text) == []


def test_a_claim_on_two_lines_is_one_line_of_text_with_its_number() -> None:
    claim = only("First of all, hello.\n\nOn this box the throughput\nimproved by 9%.\n")
    assert claim.text == "On this box the throughput improved by 9%."
    assert claim.line == 3


def test_lines_of_a_label_and_a_figure_stand_for_themselves() -> None:
    found = claims(
        "   base + (pool patch)               : improve about %60\n"
        "   base + (pool patch) + (this one)  : improve about 130%\n"
    )
    assert [one.low for one in found] == [60, 130]


def test_takes_the_workload_from_the_sentences_above() -> None:
    text = "We ran gardenbench on two boxes.\n\nThat's ~2% regression.\n"
    assert only(text).workload == "gardenbench"
    assert only("We ran gardenbench.\n" + "\n" * 40 + "That's ~2% regression.\n").workload == ""


def test_reads_sizes_as_a_scale() -> None:
    claim = only("With 8 jobs and bs=4k there is a 12% improvement.")
    assert dict(claim.scale) == {"threads": 8, "block size": 4096}


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_never_raises(text: str) -> None:
    for claim in claims(text):
        assert claim.text
        assert claim.line >= 1


_PIECES = st.sampled_from(
    ["5%", "from 3 to 9", "improved", "by", "x", "2x", "->", ".", ",", "and", "the throughput", "\n", "> ", "no", "half", "(", "..", "of", "%", "contention", "~", "12", "is"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60))
@settings(max_examples=150, deadline=None)
def test_never_raises_on_the_words_of_claims(words: list[str]) -> None:
    for claim in claims(" ".join(words)):
        assert claim.low is None or claim.high is None or claim.low <= claim.high


@pytest.mark.parametrize(
    "piece", ["1-", "5% ", "a ", "from 1 ", "no significant ", "improved ", "(", "x.", "1,", "of the ", "contention "]
)  # fmt: skip
def test_hostile_lines_end_in_time(piece: str) -> None:
    began = time.process_time()
    claims((piece * 500 + "\n") * 40)
    assert time.process_time() - began < 3


def test_the_first_posting_of_a_real_thread_claims_its_gain(corpus: Path) -> None:
    raws = split_mbox((corpus / "threads" / "numa-immap-tree.mbox").read_bytes())
    found = [
        (claim.low, claim.workload)
        for raw in raws
        for claim in claims(parse_message(raw).body)
        if not claim.is_quoted and claim.kind is ClaimKind.CHANGE
    ]
    assert (77, "execl") in found
    assert {60, 130} <= {low for low, _ in found}
