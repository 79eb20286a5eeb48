"""``compare``: the same measurement across revisions, variants and machines."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from lkmltrack.cli.call import Call
from lkmltrack.cli.comparison_facts import CSV_HEAD, comparison_facts, comparison_rows
from lkmltrack.cli.evidence import strokes_for
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.pages.compare import ComparisonPage
from lkmltrack.cli.pages.plots import comparison_charts
from lkmltrack.cli.plotting import write_plot
from lkmltrack.cli.targets import add_target
from lkmltrack.cli.text.csv_text import csv_text
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.errors import UsageError
from lkmltrack.model.comparison import Comparison, Stale

DESCRIPTION = """\
Puts the same measurement of every revision, variant and machine side by side,
from the mails of a target and the files attached to a proposal. Differences are
computed again from the values, and held against their scatter: "within noise",
"beyond noise", or "noise unknown" where the text gives none (with scipy
installed by tests of significance, else by 95 % intervals). The interval of a
value is from its least to its greatest, else one deviation to each side.
Evidence that was measured on patches which changed since is marked stale.
The exit status is 1 when nothing can stand side by side.
"""
EXAMPLES = (
    ("compare 1", "every revision of a proposal, and your own files"),
    ("compare thread.mbox --all", "leave nothing out"),
    ("compare 1 --plot compare.svg", "as a drawing for others"),
    ("compare 1 --csv > figures.csv", "for a spreadsheet"),
    ("compare 1 --json | jq '.rows[].differences'", "for scripts"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the target, what to leave out, and the other answers."""
    add_target(parser)
    add = parser.add_argument
    add("--all", action="store_true", help="leave nothing out")
    add("--plot", metavar="FILE", default="", help="draw the figures as SVG into this file")
    add("--force", action="store_true", help="overwrite the file")
    add("--csv", action="store_true", help="every figure and difference as a row of CSV")
    add("--ascii", action="store_true", help="draw with ASCII only")


def run(call: Call) -> int:
    """Print the comparison."""
    from lkmltrack.adapters.significance import installed_significance
    from lkmltrack.tracker.comparing_evidence import compare_evidence

    options = call.arguments
    if options.csv and call.output.display.json:
        raise UsageError("--csv and --json are two answers", "ask for one of them")
    stream = call.stream_for([options.target])
    with call.progress():
        found = compare_evidence(
            options.target, call.outside, stream=stream, significance=installed_significance()
        )
    comparison, stale = found.comparison, found.stale
    if options.plot:
        write_plot(comparison_charts(comparison), call)
    if options.csv:
        call.output.raw(csv_text(CSV_HEAD, comparison_rows(comparison, stale)).encode())
    elif call.output.display.json:
        call.output.json("compare", comparison_facts(comparison, stale))
    else:
        call.output.page(_lines(comparison, stale, call))
    return ExitCode.OK if comparison.rows else ExitCode.NO


def _lines(comparison: Comparison, stale: Sequence[Stale], call: Call) -> Iterator[Line]:
    """Yield the page, and where to go next."""
    display = call.output.display
    options = call.arguments
    strokes = strokes_for(call)
    yield from ComparisonPage(comparison, stale, display.width, options.all, strokes).lines()
    if display.is_terminal and comparison.rows:
        key = one_line(options.target)
        calls = f"lkmltrack evidence {key} · lkmltrack compare {key} --plot compare.svg"
        yield ()
        yield [Span(f"next: {calls}", Style.DIM)]
