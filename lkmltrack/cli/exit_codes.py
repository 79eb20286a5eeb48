"""The exit statuses, the same for every command."""

from enum import IntEnum

from lkmltrack.errors import (
    ArchiveError,
    InterruptedPull,
    LkmltrackError,
    NotFoundError,
    StoreError,
)


class ExitCode(IntEnum):
    """What the caller learns from a run; the man page tells the same."""

    OK = 0
    NO = 1
    """The answer is "no": nothing found, or something is missing or wrong."""
    USAGE = 2
    """The call, its input, or a place it names is wrong."""
    ARCHIVE = 3
    DATABASE = 4
    BUG = 70
    """Ours to mend: an exception that nobody expected (sysexits.h calls it EX_SOFTWARE)."""
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    """The reader of standard output went away; what SIGPIPE gives every other program."""


MEANINGS: tuple[tuple[ExitCode, str], ...] = (
    (ExitCode.OK, "all is well"),
    (ExitCode.NO, 'the answer is "no": nothing was found, or a check failed'),
    (ExitCode.USAGE, "wrong usage or bad input; also a file or tree that cannot be used"),
    (ExitCode.ARCHIVE, "the network or the archive failed"),
    (ExitCode.DATABASE, "the database failed"),
    (ExitCode.BUG, "a bug in lkmltrack; -v shows the traceback to report"),
    (ExitCode.INTERRUPTED, "interrupted; nothing is left half-done"),
    (ExitCode.BROKEN_PIPE, "the reader of standard output went away"),
)


def exit_code_of(error: LkmltrackError) -> ExitCode:
    """Return the status that an expected failure ends the program with."""
    match error:
        case InterruptedPull():
            return ExitCode.INTERRUPTED
        case NotFoundError():
            return ExitCode.NO
        case ArchiveError():
            return ExitCode.ARCHIVE
        case StoreError():
            return ExitCode.DATABASE
        case _:
            return ExitCode.USAGE
