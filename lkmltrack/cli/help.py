"""``help``: the help of lkmltrack or of a command."""

from argparse import ArgumentParser

from lkmltrack.cli.arguments import command_parser, known_command
from lkmltrack.cli.call import Call
from lkmltrack.cli.commands import COMMANDS, help_text
from lkmltrack.cli.exit_codes import ExitCode

DESCRIPTION = """\
Prints what "lkmltrack --help" prints, or the help of one command.
"""
EXAMPLES = (("help track", "the same as lkmltrack track --help"),)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the command."""
    names = ", ".join(command.name for command in COMMANDS)
    parser.add_argument("topic", metavar="COMMAND", nargs="?", default="", help=names)


def run(call: Call) -> int:
    """Print the help."""
    topic = call.arguments.topic
    call.output.text(command_parser(known_command(topic)).format_help() if topic else help_text())
    return ExitCode.OK
