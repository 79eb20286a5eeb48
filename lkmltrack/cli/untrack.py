"""``untrack``: stop following a proposal, or take a thread out of it."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.said import print_said
from lkmltrack.cli.targets import add_proposal
from lkmltrack.tracker.tracking import untrack

DESCRIPTION = """\
Stops following a proposal; its mail and what you said of it are kept, and
"track" brings it back. With --revision only one revision or thread is taken
out, and stays out.
"""
EXAMPLES = (
    ("untrack 1", "stop following it"),
    ("untrack 1 --revision v2", "v2 is somebody else's series"),
    ("untrack 1 --revision MESSAGE-ID", "that thread does not belong to it"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the proposal and what to take out of it."""
    add_proposal(parser)
    parser.add_argument(
        "--revision", metavar="REVISION", default="", help="v2, rfc1, or a Message-ID of a thread"
    )


def run(call: Call) -> int:
    """Forget it, and print what was forgotten."""
    options = call.arguments
    proposal = untrack(options.proposal, call.outside, revision=options.revision)
    told = f"without {options.revision}" if options.revision else "no longer tracked"
    return print_said(proposal, told, call)
