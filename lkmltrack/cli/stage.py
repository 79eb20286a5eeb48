"""``stage``: say where a proposal stands."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.said import print_said
from lkmltrack.cli.targets import add_proposal
from lkmltrack.errors import UsageError
from lkmltrack.model.proposal import Stage
from lkmltrack.tracker.saying import say_stage

DESCRIPTION = """\
Says where a proposal stands. Your word counts more than what the mail shows;
"show" tells both. --clear takes your word back.
"""
EXAMPLES = (
    ("stage 1 applied", "it was merged, whatever the mail says"),
    ("stage 1 --clear", "back to what the mail shows"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the proposal and the stage."""
    add_proposal(parser)
    stages = [stage.value for stage in Stage if stage is not Stage.UNKNOWN]
    parser.add_argument("stage", metavar="STAGE", nargs="?", choices=stages, help=", ".join(stages))
    parser.add_argument("--clear", action="store_true", help="take your word back")


def run(call: Call) -> int:
    """Say it, and print how it stands."""
    options = call.arguments
    if bool(options.stage) == options.clear:
        raise UsageError("say either a stage or --clear")
    proposal = say_stage(options.proposal, options.stage or "", call.outside)
    told = (
        f"stage {proposal.said_stage.value}" if proposal.said_stage else "stage as the mail shows"
    )
    return print_said(proposal, told, call)
