"""Run one command: find it, hand it a Call, and turn whatever happens into an exit status."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from typing import TextIO

from lkmltrack import __version__
from lkmltrack.cli.arguments import (
    command_parser,
    divide,
    global_defaults,
    has_option,
    known_command,
    module_of,
    parse_global_options,
)
from lkmltrack.cli.call import Call
from lkmltrack.cli.commands import help_text
from lkmltrack.cli.complaints import BugReport, complain, say
from lkmltrack.cli.exit_codes import ExitCode, exit_code_of
from lkmltrack.cli.output import Output, chosen_display
from lkmltrack.cli.streams import forget_standard_output, stand_in_for_closed_streams
from lkmltrack.errors import InterruptedPull, LkmltrackError


def run(words: Sequence[str]) -> int:
    """Run lkmltrack with these words and return its exit status."""
    stream = None if stand_in_for_closed_streams() else sys.stdout
    if isinstance(stream, TextIOWrapper):
        # a character that the terminal's encoding lacks must not end the program
        stream.reconfigure(errors="backslashreplace")
    report = BugReport()
    with report:
        return _told(words, stream, report)
    return report.exit_code


def _told(words: Sequence[str], stream: TextIO | None, report: BugReport) -> int:
    """Run, and tell every expected way in which it can end."""
    options = global_defaults()
    try:
        return _run(words, options, stream, report)
    except BrokenPipeError:
        forget_standard_output()
        return ExitCode.BROKEN_PIPE
    except (KeyboardInterrupt, InterruptedPull):
        say("lkmltrack: interrupted")
        return ExitCode.INTERRUPTED
    except LkmltrackError as error:
        complain(error, options.verbose)
        return exit_code_of(error)


def _run(words: Sequence[str], options: Namespace, stream: TextIO | None, report: BugReport) -> int:
    """Parse the words and do what they say."""
    parts = divide(words)
    parse_global_options(parts.before, options)
    if options.version or has_option(parts.after, "--version"):
        return _write(f"lkmltrack {__version__}\n", options, stream)
    if options.help and not parts.command:
        return _write(help_text(), options, stream)
    if not parts.command:
        from lkmltrack.cli import begin

        return _call("list", begin.run, options, stream, report)
    command = known_command(parts.command)
    parser = command_parser(command)
    if options.help or has_option(parts.after, "-h", "--help"):
        return _write(parser.format_help(), options, stream)
    parser.parse_intermixed_args(parser.protected(parts.after), options)
    return _call(command.name, module_of(command).run, options, stream, report)


def _call(
    name: str,
    work: Callable[[Call], int],
    options: Namespace,
    stream: TextIO | None,
    report: BugReport,
) -> int:
    """Hand a command its call."""
    report.verbose = options.verbose
    with Call(name, options, _output(options, stream), os.environ) as call:
        return work(call)


def _write(text: str, options: Namespace, stream: TextIO | None) -> int:
    """Answer with a text of our own."""
    _output(options, stream).text(text)
    return ExitCode.OK


def _output(options: Namespace, stream: TextIO | None) -> Output:
    """Build the output that the options ask for."""
    display = chosen_display(
        stream, os.environ, color=options.color, json=options.json, pager=options.pager
    )
    return Output(stream, display, os.environ)
