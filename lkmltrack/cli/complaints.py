"""What goes to standard error: complaints and remarks, never the answer."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType

from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.text.spans import one_line
from lkmltrack.errors import LkmltrackError
from lkmltrack.mail.visible import visible


def complain(error: LkmltrackError, verbose: bool = False) -> None:
    """Tell an expected failure: what failed, and the way out."""
    say(f"lkmltrack: {one_line(error.what)}")
    if error.hint:
        say(f"  {one_line(error.hint)}")
    if verbose:
        for cause in _causes(error):
            say(f"  because of {type(cause).__name__}: {one_line(str(cause))}")


def say(text: str) -> None:
    """Write a line to standard error; if nobody can hear it, nothing is lost."""
    try:
        print(visible(text), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        return


class BugReport(AbstractContextManager["BugReport"]):
    """Ends a run that met a bug with one line (the traceback with -v) and its own status.

    Expected failures are LkmltrackErrors and are told before they come here.
    """

    def __init__(self) -> None:
        self.verbose = False
        self.exit_code: int = ExitCode.OK

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        self.exit_code = ExitCode.BUG
        if self.verbose:
            from traceback import format_exception

            say("".join(format_exception(error)).rstrip())
        say(f"lkmltrack: this is a bug: {type(error).__name__}: {_first_line(error)}")
        if not self.verbose:
            say("  run it again with -v and report the traceback; the database is as it was")
        return True


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield what an error was raised from, outermost first."""
    cause = error.__cause__
    for _ in range(5):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__


def _first_line(error: BaseException) -> str:
    """Return the beginning of an exception's text."""
    return str(error).partition("\n")[0][:200]
