"""What a command is handed: its arguments, the outside world, and where to write."""

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from lkmltrack.cli.complaints import complain, say
from lkmltrack.cli.output import Output
from lkmltrack.cli.progress import shown_progress, silent_progress
from lkmltrack.errors import LkmltrackError, UsageError
from lkmltrack.tracker.ports import Outside, Progress
from lkmltrack.wiring import Choices, build_outside, close_outside, database_path


class Call:
    """One run of one command.

    The outside world is built when a command first asks for it, and let go
    of when the call ends.
    """

    def __init__(
        self, command: str, arguments: Namespace, output: Output, environment: Mapping[str, str]
    ) -> None:
        self.command = command
        self.arguments = arguments
        self.output = output
        self.environment = environment
        self._outside: Outside | None = None
        self._stream: bytes | None = None

    @property
    def choices(self) -> Choices:
        """What the options say about the outside world."""
        options = self.arguments
        return Choices(
            database=options.db,
            tree=options.tree,
            archive=options.archive,
            isolated=options.isolated,
        )

    @property
    def outside(self) -> Outside:
        """The outside world as options, environment and git config choose it."""
        if self._outside is None:
            self._outside = build_outside(self.choices, self.environment)
        return self._outside

    def elsewhere(self, *, database: str, archive: str) -> "Call":
        """Return the same call on another database and archive, cut off from all settings."""
        options = {"db": database, "archive": archive, "tree": "", "isolated": True}
        arguments = Namespace(**{**vars(self.arguments), **options})
        return Call(self.command, arguments, self.output, self.environment)

    @property
    def stream(self) -> bytes | None:
        """What was read from standard input, if it was."""
        return self._stream

    def has_database(self) -> bool:
        """Whether there is a database: merely looking need not make one."""
        return database_path(self.choices, self.environment).exists()

    def stream_for(self, targets: Sequence[str]) -> bytes | None:
        """Read standard input when one of the targets is ``-``; it can be read but once."""
        if "-" in targets and self._stream is None:
            self._stream = read_standard_input()
        return self._stream

    def progress(self) -> AbstractContextManager[Progress]:
        """Return a progress bar on standard error; silent without a terminal or with -q."""
        if self.arguments.quiet or not sys.stderr.isatty():
            return silent_progress()
        return shown_progress()

    def remark(self, text: str) -> None:
        """Say something beside the answer, on standard error; nothing with -q."""
        if not self.arguments.quiet:
            say(text)

    def complain_of(self, error: LkmltrackError) -> None:
        """Tell an expected failure and go on."""
        complain(error, self.arguments.verbose)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._outside is not None:
            close_outside(self._outside)


def read_standard_input() -> bytes:
    """Return all of standard input."""
    if sys.stdin is None:
        raise UsageError("standard input is closed", "give a file, or pipe the mail in")
    return sys.stdin.buffer.read()
