"""git processes that read a repository of mail, started through GitPython."""

import os
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from lkmltrack.adapters import GIT_ENVIRONMENT, guarded_git
from lkmltrack.adapters.mailbox.opening import shown
from lkmltrack.errors import BadInputError

_READ_AHEAD = 1 << 16
_TIMEOUT = 600.0
_KEPT_COMPLAINTS = 4_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a git process answered."""

    status: int
    output: bytes
    complaint: str


class Git:
    """Runs git for one repository; nothing that the repository's config names is run.

    The repository is named outright: git does not look around for it, and a
    bare one without a config file, which GitPython's Repo takes for something
    else, is read like any other.
    """

    def __init__(self, directory: Path) -> None:
        # imported here because it takes 0.1 s, which only those who read git should pay
        try:
            from git.cmd import Git as GitCommand
        except ImportError as error:
            raise BadInputError("git cannot be run here", "Install git.") from error

        self.directory = directory
        self._git = GitCommand(os.fspath(directory))

    def run(self, *arguments: str) -> Answer:
        """Run a short command and return its answer, whatever its status."""
        status, output, complaint = self._git.execute(
            self._command(arguments),
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            kill_after_timeout=_TIMEOUT,
            env=GIT_ENVIRONMENT,
        )
        return Answer(status, output if isinstance(output, bytes) else b"", _text(complaint))

    @contextmanager
    def stream(
        self, *arguments: str, source: BinaryIO | None = None, protocol: str = ""
    ) -> Iterator["Stream"]:
        """Start a command and give its output as a stream; it ends with the block.

        Only a command that is given a protocol may reach another repository.
        """
        environment = GIT_ENVIRONMENT | ({"GIT_ALLOW_PROTOCOL": protocol} if protocol else {})
        process = self._git.execute(
            self._command(arguments), istream=source, as_process=True, env=environment
        )
        stream = Stream(process)
        try:
            yield stream
        finally:
            stream.close()

    @contextmanager
    def feed(self, *arguments: str, lines: Iterable[str]) -> Iterator["Stream"]:
        """Start a command that reads lines, and give its output as a stream.

        They wait in a file: to write them while reading could have both sides wait.
        """
        with tempfile.TemporaryFile() as source:
            source.writelines(f"{line}\n".encode("ascii") for line in lines)
            source.seek(0)
            with self.stream(*arguments, source=source) as stream:
                yield stream

    def failed(self, complaint: str) -> BadInputError:
        """Return the error for a repository that git cannot read."""
        where = shown(self.directory)
        last = complaint.strip().splitlines()[-1:] or ["git ended without saying why"]
        return BadInputError(
            f"{where}: git cannot read this repository: {last[0]}",
            f"`git -C {where} fsck` tells more; a damaged copy is best cloned again.",
        )

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return guarded_git(f"--git-dir={os.fspath(self.directory.resolve())}", *arguments)


class Stream:
    """A running git process: its output, and in the end its status and complaint."""

    def __init__(self, process: Any) -> None:
        self._process = process.proc
        self._owner = process
        self._said = bytearray()
        # a damaged repository complains more than a pipe holds, and would then stand still
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        # the same pipe with a larger buffer than Popen gives it
        self.output = os.fdopen(os.dup(self._process.stdout.fileno()), "rb", _READ_AHEAD)
        self._process.stdout.close()

    @property
    def is_running(self) -> bool:
        """Whether the process has not ended yet."""
        return self._process.poll() is None

    @property
    def said(self) -> str:
        """What the process complained of or told so far; of much, the last part."""
        return _text(bytes(self._said))

    def finish(self) -> Answer:
        """Wait for the end, which comes when all output is read, and return what was said."""
        status = self._process.wait(_TIMEOUT)
        self._listener.join(_TIMEOUT)
        return Answer(status, b"", self.said)

    def close(self) -> None:
        """End the process, if it has not ended by itself."""
        self.output.close()
        if self.is_running:
            self._process.terminate()
            self._process.wait()
        self._listener.join(_TIMEOUT)
        self._process.stderr.close()

    def _listen(self) -> None:
        while said := os.read(self._process.stderr.fileno(), _READ_AHEAD):
            self._said += said
            del self._said[:-_KEPT_COMPLAINTS]


def _text(complaint: str | bytes | None) -> str:
    if isinstance(complaint, bytes):
        return complaint.decode("utf-8", "replace")
    return complaint or ""
