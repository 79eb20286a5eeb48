"""``note``: write a note on a proposal."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.pages.words import counted
from lkmltrack.cli.said import print_said
from lkmltrack.cli.targets import add_proposal
from lkmltrack.errors import UsageError
from lkmltrack.tracker.saying import say_note

DESCRIPTION = """\
Writes a note on a proposal, for yourself; "show" shows it. With - the note is
read from standard input.
"""
EXAMPLES = (
    ("note 1 asked for numbers on a two-socket machine", "a short note"),
    ("note 1 - < thoughts.txt", "a longer one"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the proposal and the words."""
    add_proposal(parser)
    parser.add_argument("words", metavar="TEXT", nargs="+", help="the note, or -")


def run(call: Call) -> int:
    """Say it, and print how many notes there are."""
    options = call.arguments
    stream = call.stream_for(options.words) if options.words == ["-"] else None
    text = " ".join(options.words) if stream is None else stream.decode("utf-8", "replace")
    if not text.strip():
        raise UsageError("the note is empty")
    proposal = say_note(options.proposal, text.strip(), call.outside)
    return print_said(proposal, counted(len(proposal.notes), "note"), call)
