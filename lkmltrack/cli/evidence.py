"""``evidence``: what was measured, on what, what is claimed of it, and what is missing."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lkmltrack.cli.call import Call
from lkmltrack.cli.evidence_facts import environment_facts, evidence_facts
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.files import read_file
from lkmltrack.cli.pages.bars import ASCII_STROKES, Strokes
from lkmltrack.cli.pages.evidence import EvidencePage, has_evidence
from lkmltrack.cli.pages.plots import CSV_HEAD, csv_rows, evidence_charts
from lkmltrack.cli.plotting import write_plot
from lkmltrack.cli.said import print_said
from lkmltrack.cli.targets import TARGET_HELP
from lkmltrack.cli.text.csv_text import csv_text
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.errors import BadInputError, UsageError
from lkmltrack.model.evidence import Document
from lkmltrack.model.proposal import Request

if TYPE_CHECKING:
    # it brings the extractors along, and evidence environment needs none
    from lkmltrack.tracker.evidence_ties import Ties

DESCRIPTION = """\
Shows what the mails of a target bring as evidence, each piece with the one who
posted it first: profiles, tables with every difference computed again, call
chains with their sum, histograms, the commands and the machine; each claim with
whether figures bear it out; what a reviewer would miss; and what was asked for
and not shown yet. A plain file, such as a tool's output, is a target as well.
The exit status is 1 when there are neither figures nor claims.

  evidence add PROPOSAL FILE...    keep your own files of results with a proposal
  evidence drop PROPOSAL NAME...   let go of them again
  evidence environment             this machine, as a block to paste into a mail

The machine's description is read from /proc and /sys (of --root, for another
machine's copy), and leaves out what names its owner.
"""
EXAMPLES = (
    ("evidence 1", "of a tracked proposal, your own files of results too"),
    ("evidence thread.mbox --all", "of a saved thread, and leave nothing out"),
    ("evidence 1 --plot bars.svg", "the figures as a drawing for others"),
    ("evidence perf.txt --csv", "the figures of a tool's output for a spreadsheet"),
    ("evidence add 1 fio.json bench.log", "attach what you measured, before it is posted"),
    ("evidence environment >> cover.txt", "what reviewers ask about the machine"),
)
ACTIONS = ("add", "drop", "environment")
_LARGEST = 16 << 20


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the targets, what to leave out, and the other answers."""
    help_text = f"{TARGET_HELP}; a tool's output; or one of: add, drop, environment"
    parser.add_argument("targets", metavar="TARGET", nargs="+", help=help_text)
    add = parser.add_argument
    add("--all", action="store_true", help="leave nothing out")
    add("--plot", metavar="FILE", default="", help="draw the figures as SVG into this file")
    add("--force", action="store_true", help="overwrite the file")
    add("--csv", action="store_true", help="every figure as a row of CSV")
    add("--ascii", action="store_true", help="draw with ASCII only")
    add("--root", metavar="DIR", default="", help="of environment: where proc and sys are below")


def run(call: Call) -> int:
    """Print the evidence, or do what is asked with a person's own."""
    options = call.arguments
    action, *words = options.targets
    if options.root and action != "environment":
        raise UsageError("--root is for evidence environment")
    match action:
        case "add":
            return _add(words, call)
        case "drop":
            return _drop(words, call)
        case "environment":
            return _environment(words, call)
    return _show(call)


# ---------------------------------------------------------------- what there is


def _show(call: Call) -> int:
    """Print what the targets bring."""
    from lkmltrack.tracker.evidence import evidence_of
    from lkmltrack.tracker.evidence_ties import Ties, ties_of

    options = call.arguments
    if options.csv and call.output.display.json:
        raise UsageError("--csv and --json are two answers", "ask for one of them")
    stream = call.stream_for(options.targets)
    with call.progress():
        documents = evidence_of(options.targets, call.outside, stream=stream)
        requests = [] if options.csv else _open_requests(documents, call)
        ties = (
            Ties()
            if options.csv
            else ties_of(options.targets, documents, call.outside, stream=stream)
        )
    found = any(map(has_evidence, documents))
    if options.plot:
        write_plot(evidence_charts(documents), call)
    if options.csv:
        call.output.raw(csv_text(CSV_HEAD, csv_rows(documents)).encode())
    elif call.output.display.json:
        facts = evidence_facts(documents, requests, ties.links, ties.misspelled)
        call.output.json("evidence", facts)
    else:
        call.output.page(_lines(documents, requests, ties, call))
    return ExitCode.OK if found else ExitCode.NO


def strokes_for(call: Call) -> Strokes:
    """Return what can be drawn with where standard output goes."""
    is_plain = call.arguments.ascii or not call.output.display.unicode
    return ASCII_STROKES if is_plain else Strokes()


def _lines(
    documents: Sequence[Document], requests: Sequence[Request], ties: "Ties", call: Call
) -> Iterator[Line]:
    """Yield the page, and where to go next."""
    display = call.output.display
    options = call.arguments
    page = EvidencePage(
        documents,
        requests,
        display.width,
        options.all,
        strokes_for(call),
        ties.links,
        ties.misspelled,
    )
    yield from page.lines()
    if display.is_terminal and any(map(has_evidence, documents)):
        key = one_line(options.targets[0])
        calls = f"lkmltrack compare {key} · lkmltrack evidence {key} --plot bars.svg"
        yield ()
        yield [Span(f"next: {calls}", Style.DIM)]


def _open_requests(documents: Sequence[Document], call: Call) -> list[Request]:
    """Return what was asked for in the talks that are here, and is not shown yet."""
    from lkmltrack.tracker.evidence_requests import open_requests

    counts = Counter(document.source for document in documents)
    # a file of one mail, or of a tool's output, answers nobody
    talks = [target for target in call.arguments.targets if counts[target] != 1]
    found = open_requests(talks, call.outside, stream=call.stream)
    return list({request.key: request for request in found}.values())


# ---------------------------------------------------------------- a person's own


def _add(words: Sequence[str], call: Call) -> int:
    """Keep files of results with a proposal, and print what was read from them."""
    from lkmltrack.tracker.attaching import attach
    from lkmltrack.tracker.evidence_ties import Ties

    if len(words) < 2:
        raise UsageError("evidence add needs a proposal and files", "evidence add 1 fio.json")
    key, *files = words
    documents = []
    status = ExitCode.OK
    for file in files:
        try:
            documents.append(attach(key, Path(file).name, read_file(file, _LARGEST), call.outside))
        except BadInputError as error:
            # the others are kept all the same
            call.complain_of(error)
            status = ExitCode.USAGE
            continue
        call.remark(f"{one_line(file)} is kept with proposal {one_line(key)}")
    if call.output.display.json:
        call.output.json("evidence", evidence_facts(documents))
    elif documents:
        call.output.page(_lines(documents, (), Ties(), call))
    return status


def _drop(words: Sequence[str], call: Call) -> int:
    """Let go of files of results."""
    from lkmltrack.tracker.attaching import detach

    if len(words) < 2:
        raise UsageError("evidence drop needs a proposal and names", "evidence drop 1 fio.json")
    key, *names = words
    for name in names:
        proposal = detach(key, name, call.outside)
    return print_said(proposal, f"without {', '.join(names)}", call)


def _environment(words: Sequence[str], call: Call) -> int:
    """Print the machine's description."""
    from lkmltrack.adapters.environment import LocalEnvironment
    from lkmltrack.reports.machine import render_machine

    if words:
        raise UsageError("evidence environment takes no target", "for a file: evidence ./FILE")
    root = Path(call.arguments.root or "/")
    facts = LocalEnvironment(root).facts()
    text = render_machine(facts)
    if call.output.display.json:
        call.output.json("environment", {**environment_facts(facts), "text": text})
    else:
        call.output.print([Span(line)] for line in text.splitlines())
    if not facts:
        call.remark(f"nothing can be read below {one_line(str(root))}")
    return ExitCode.OK if facts else ExitCode.NO
