"""``man``: the manual page."""

import subprocess
from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.manual import manual_page
from lkmltrack.errors import UsageError

DESCRIPTION = """\
Shows the manual page with man(1); when standard output is no terminal, or with
--roff, it prints the page's source. It is made from the same texts as the help.
"""
EXAMPLES = (
    ("man", "read the manual"),
    ("man --roff > ~/.local/share/man/man1/lkmltrack.1", "install it"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the form."""
    parser.add_argument("--roff", action="store_true", help="print the source")


def run(call: Call) -> int:
    """Show the page, or print its source."""
    page = manual_page()
    if call.arguments.roff or not call.output.display.is_terminal:
        call.output.text(page)
        return ExitCode.OK
    try:
        shown = subprocess.run(["man", "-l", "-"], input=page, text=True, check=False)
    except OSError as error:
        hint = "lkmltrack man --roff prints the page, lkmltrack COMMAND --help the same texts"
        raise UsageError("man(1) cannot be run", hint) from error
    return ExitCode.OK if shown.returncode == 0 else ExitCode.NO
