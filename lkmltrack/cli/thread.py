"""``thread``: a thread as a tree."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import thread_facts
from lkmltrack.cli.pages.tree import ASCII_BRANCHES, Branches, tree_lines
from lkmltrack.cli.targets import add_target
from lkmltrack.tracker.reading import read_thread

DESCRIPTION = """\
Draws the threads of a TARGET as a tree: number, date, author, lines, subject.
A subject that only repeats the one above is left out. The numbers are those
that "read TARGET NUMBER" takes.
"""
EXAMPLES = (
    ("thread 1", "all threads of the first proposal"),
    ("thread https://lore.kernel.org/r/MESSAGE-ID", "a thread, pulled and kept"),
    ("thread thread.mbox --ids", "with each Message-ID"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the target."""
    add_target(parser)
    parser.add_argument("--ids", action="store_true", help="a Message-ID after each line")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII only")


def run(call: Call) -> int:
    """Print the tree."""
    options, display = call.arguments, call.output.display
    stream = call.stream_for([options.target])
    with call.progress():
        thread = read_thread(options.target, call.outside, stream=stream)
    if display.json:
        call.output.json("thread", thread_facts(thread))
    else:
        plain = options.ascii or not display.unicode
        branches = ASCII_BRANCHES if plain else Branches()
        call.output.page(tree_lines(thread, display.width, branches, ids=options.ids))
    return ExitCode.OK
