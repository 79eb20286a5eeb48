"""``tag``: put tags on a proposal, or take them off."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.said import print_said
from lkmltrack.cli.targets import add_proposal
from lkmltrack.errors import UsageError
from lkmltrack.tracker.saying import say_tag, say_untag

DESCRIPTION = """\
Puts tags on a proposal, one word each, to find it again with "list --tag".
"""
EXAMPLES = (
    ("tag 1 mm needs-numbers", "two tags"),
    ("tag 1 --remove needs-numbers", "take one off"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the proposal and the tags."""
    add_proposal(parser)
    parser.add_argument("tags", metavar="TAG", nargs="*", help="a word")
    parser.add_argument("--remove", metavar="TAG", action="append", default=[], help="take it off")


def run(call: Call) -> int:
    """Say it, and print the tags that hold now."""
    options = call.arguments
    if not options.tags and not options.remove:
        raise UsageError("name a tag, or --remove one")
    proposal = None
    for tag in options.tags:
        proposal = say_tag(options.proposal, tag, call.outside)
    for tag in options.remove:
        proposal = say_untag(options.proposal, tag, call.outside)
    assert proposal is not None  # for the type checker: there was a tag
    told = "tags " + " ".join(f"#{tag}" for tag in proposal.tags) if proposal.tags else "no tags"
    return print_said(proposal, told, call)
