"""``list``: the proposals, a line each."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import overview_facts, stage_of
from lkmltrack.cli.pages.overview import overview_lines
from lkmltrack.cli.text.spans import Span
from lkmltrack.model.proposal import Stage

if TYPE_CHECKING:
    from lkmltrack.tracker.stories import Overview

DESCRIPTION = """\
Lists the tracked proposals, a line each: number, name, stage, newest revision,
what is new since you last looked, how many mails, the age of the last one, and
the title. On a narrow screen the least needed columns go first.
"""
EXAMPLES = (
    ("list", "all proposals"),
    ("list --new", "those with mail that you have not seen"),
    ("list --stage rfc --stage posted", "those that are under review"),
    ("list --json | jq '.proposals[].title'", "for scripts"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the filters."""
    stages = [stage.value for stage in Stage]
    parser.add_argument(
        "--stage",
        metavar="STAGE",
        action="append",
        default=[],
        choices=stages,
        help=f"only those in this stage, may be given more than once: {', '.join(stages)}",
    )
    parser.add_argument("--tag", action="append", default=[], help="only those with this tag")
    parser.add_argument("--new", action="store_true", help="only those with unseen mail")
    parser.add_argument("--names", action="store_true", help="only numbers and names, tab between")


def run(call: Call) -> int:
    """Print the list."""
    options = call.arguments
    if options.names:
        return _print_names(call)
    # not above: a shell that completes names must not wait for what tells stories
    from lkmltrack.tracker.stories import overviews

    found = overviews(call.outside) if call.has_database() else []
    wanted = [overview for overview in found if _is_wanted(overview, call)]
    status = print_overviews(wanted, call)
    if not found:
        call.remark("no proposal is tracked yet; lkmltrack track TARGET begins")
    return status if wanted or not found else ExitCode.NO


def _is_wanted(overview: "Overview", call: Call) -> bool:
    """Whether a proposal passes the filters."""
    options = call.arguments
    stage = stage_of(overview.proposal, overview.stage).value
    return (
        (not options.stage or stage in options.stage)
        and set(options.tag) <= set(overview.proposal.tags)
        and (not options.new or overview.new_messages > 0)
    )


def _print_names(call: Call) -> int:
    """Print what a shell completes, without reading a single mail."""
    if call.has_database():
        proposals = call.outside.store.proposals()
        call.output.print([Span(f"{p.number}\t{p.name}")] for p in proposals)
    return ExitCode.OK


def print_overviews(found: "Sequence[Overview]", call: Call) -> int:
    """Print these proposals."""
    if call.output.display.json:
        call.output.json("list", {"proposals": [overview_facts(overview) for overview in found]})
        return ExitCode.OK
    display = call.output.display
    now = call.outside.clock.now()
    call.output.page(overview_lines(found, now, display.width, heads=display.is_terminal))
    return ExitCode.OK
