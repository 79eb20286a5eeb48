"""``b4``: hand a series to b4, which applies and reviews."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.targets import add_target
from lkmltrack.tracker.handing import B4Task, hand_to_b4

DESCRIPTION = """\
Hands a series to b4 in the kernel tree: am and shazam get the mails that are
kept here and need no network; review begins to track the series in b4's own
review tool, which asks the archive. What b4 keeps is never written by us.
What stands after -- goes to b4.
"""
EXAMPLES = (
    ("b4 am 1", "the newest revision as a mailbox for git am"),
    ("b4 shazam 1 v2", "apply v2 in the tree"),
    ("b4 review 1", "track it in b4 review"),
    ("b4 am 1 v2 -- -o - -3", "with b4's own options"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the task, the target and what goes to b4."""
    parser.add_argument("task", choices=[task.value for task in B4Task], help="what b4 is to do")
    add_target(parser)
    parser.add_argument("revision", nargs="?", default="", help="v2, rfc1 and the like")
    parser.add_argument("options", nargs="*", help="after --: options of b4")


def run(call: Call) -> int:
    """Run b4."""
    from lkmltrack.adapters.b4_command import B4Command

    options = call.arguments
    revision, extra = options.revision, list(options.options)
    if revision.startswith("-") and revision != "-":
        # "b4 am 1 -- -3": what follows -- fills the first free place
        revision, extra = "", [revision, *extra]
    return hand_to_b4(
        options.target,
        B4Task(options.task),
        call.outside,
        B4Command(),
        revision=revision,
        options=extra,
    )
