"""``rebuild``: derive everything again from the raw mail and from what was said."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.pages.words import counted
from lkmltrack.cli.text.spans import Span

DESCRIPTION = """\
Throws away everything in the database that was derived (threads, search index,
joins) and derives it again from the raw mails and from what you said. Nothing
is lost by it; it mends an index that doctor complains of.
"""
EXAMPLES = (("rebuild", "derive everything again"),)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare nothing: it is all or nothing."""


def run(call: Call) -> int:
    """Rebuild, and print how much there is."""
    store = call.outside.store
    with call.progress() as progress:
        store.rebuild(progress)
    count = store.count()
    if call.output.display.json:
        call.output.json("rebuild", {"messages": count})
    else:
        call.output.print([[Span(f"rebuilt from {counted(count, 'message')}")]])
    return ExitCode.OK
