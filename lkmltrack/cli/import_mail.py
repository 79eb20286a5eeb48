"""``import``: take in mail in bulk."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.pages.words import counted
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.tracker.importing import ImportReport, import_source

DESCRIPTION = """\
Takes in an mbox, a maildir or a public-inbox v2 git repository (a list's epoch,
as cloned from lore). What is known already changes nothing, and an import that
was interrupted goes on where it stopped when it is called again.
"""
EXAMPLES = (
    ("import nvdimm/git/0.git --list nvdimm", "a list's epoch, cloned before with git clone"),
    ("import ~/Mail/linux-mm", "a maildir"),
    ("import a.mbox b.mbox", "several files"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the sources."""
    parser.add_argument(
        "sources", metavar="SOURCE", nargs="+", help="an mbox, a maildir or a git repository"
    )
    parser.add_argument("--list", metavar="NAME", default="", help="the list that the mail is from")


def run(call: Call) -> int:
    """Import, and print what each source brought."""
    reports: list[ImportReport] = []
    for source in call.arguments.sources:
        with call.progress() as progress:
            report = import_source(
                Path(source), call.outside, list_name=call.arguments.list, progress=progress
            )
        # the report's own name of the source is the key of its cursor
        report = replace(report, source=source)
        reports.append(report)
        if not call.output.display.json:
            call.output.print([_line(report)])
    if call.output.display.json:
        call.output.json("import", _facts(reports))
    return ExitCode.OK


def _line(report: ImportReport) -> Line:
    """Return what one source brought."""
    told = f": {counted(report.new, 'new message')}, {report.known:,} known already"
    resumed = " (went on where the last import stopped)" if report.resumed else ""
    return [Span(one_line(report.source), Style.NAME), Span(told), Span(resumed, Style.DIM)]


def _facts(reports: list[ImportReport]) -> dict[str, object]:
    """Return every source and the sums."""
    return {
        "sources": [
            {
                "source": report.source,
                "new": report.new,
                "known": report.known,
                "resumed": report.resumed,
            }
            for report in reports
        ],
        "new": sum(report.new for report in reports),
        "known": sum(report.known for report in reports),
    }
