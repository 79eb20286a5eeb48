"""``rename``: give a proposal another name."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.said import print_said
from lkmltrack.cli.targets import add_proposal
from lkmltrack.tracker.saying import rename

DESCRIPTION = """\
Gives a proposal another name, by which every command finds it.
"""
EXAMPLES = (("rename 1 rmap-exclude", "short names are typed more easily"),)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the proposal and its name."""
    add_proposal(parser)
    parser.add_argument("name", metavar="NAME", help="the new name")


def run(call: Call) -> int:
    """Say it, and print the name."""
    proposal = rename(call.arguments.proposal, call.arguments.name, call.outside)
    return print_said(proposal, "renamed", call)
