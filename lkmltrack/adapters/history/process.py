"""git processes that read a repository's history, started through GitPython."""

import os
import tempfile
import threading
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from lkmltrack.adapters import GIT_ENVIRONMENT, guarded_git
from lkmltrack.errors import TreeError

_READ_AHEAD = 1 << 20
_PATIENCE = 300.0
_KEPT_COMPLAINTS = 4_000
# an empty text is no setting; unset, git would look these up in our own surroundings
_ENVIRONMENT = GIT_ENVIRONMENT | {"GIT_DIFF_OPTS": "", "GIT_TRACE": ""}
_WAY_OUT = "Name a kernel tree with --tree, or set it once: git config --global lkmltrack.tree DIR"


class Git:
    """Runs git in one repository; nothing that the repository's config names is run.

    ``patience`` is how many seconds one command may take.
    """

    def __init__(self, path: Path, patience: float = _PATIENCE) -> None:
        # imported here because it takes 0.1 s, which only those who read git should pay
        try:
            from git import Repo
            from git.exc import GitError
        except ImportError as error:
            raise TreeError("git cannot be run here", "Install git.") from error

        self._failures = (GitError, OSError)
        self._patience = patience
        self.shown = os.fsencode(path).decode("utf-8", "replace")
        try:
            place = os.path.abspath(path)
            with Repo(place, search_parent_directories=True, expand_vars=False) as repository:
                # named outright, as a git hook sets GIT_DIR to another one
                self._directory = os.path.abspath(repository.git_dir)
                self.common_directory = Path(os.path.realpath(repository.common_dir))
                self._git = repository.git
        except (GitError, OSError, ValueError) as error:
            raise TreeError(f"{self.shown}: this is no git repository", _WAY_OUT) from error

    @property
    def version(self) -> tuple[int, ...]:
        """The version of git itself."""
        return tuple(self._git.version_info)

    def lines(self, *arguments: str, given: Iterable[str] | None = None) -> list[str]:
        """Return the lines that a command prints; it must end well."""
        with self.stream(*arguments, given=given) as stream:
            output = stream.output.read()
            stream.finish()
        return output.decode("utf-8", "replace").split("\n")[:-1]

    @contextmanager
    def stream(
        self,
        *arguments: str,
        given: Iterable[str] | None = None,
        source: BinaryIO | None = None,
    ) -> Iterator["Stream"]:
        """Start a command that is given lines or a file to read; it ends with the block."""
        command = guarded_git(f"--git-dir={self._directory}", *arguments)
        with _lines_as_file(given) as lines:
            stream = self._started(command, source or lines, arguments[0])
            try:
                yield stream
            finally:
                stream.close()

    def _started(self, command: list[str], source: BinaryIO, name: str) -> "Stream":
        try:
            process = self._git.execute(command, istream=source, as_process=True, env=_ENVIRONMENT)
        except self._failures as error:
            raise TreeError(f"{self.shown}: git {name} cannot be run", "Install git.") from error
        return Stream(process, f"{self.shown}: git {name}", self._patience)


@contextmanager
def _lines_as_file(lines: Iterable[str] | None) -> Iterator[BinaryIO]:
    """Lines wait in a file: to write them while reading could have both sides wait."""
    with tempfile.TemporaryFile() as file:
        file.writelines(f"{line}\n".encode("ascii") for line in lines or ())
        file.seek(0)
        yield file


class Stream:
    """A running git process and its output."""

    def __init__(self, process: Any, name: str, patience: float) -> None:
        # what GitPython wraps around a process ends it when it is forgotten, so it is kept
        self._owner = process
        self._process = process.proc
        self._name = name
        self._said = bytearray()
        self._is_late = False
        self._clock = threading.Timer(patience, self._end_late)
        self._clock.daemon = True
        self._clock.start()
        # a damaged repository complains more than a pipe holds, and would then stand still
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        # the same pipe with a larger buffer than Popen gives it
        self.output = os.fdopen(os.dup(self._process.stdout.fileno()), "rb", _READ_AHEAD)
        self._process.stdout.close()

    def finish(self, *, forgiven: Container[int] = (0,)) -> None:
        """Wait for the end, which comes when all output is read; raise when it went wrong."""
        status = self._process.wait()
        self._listener.join()
        if self._is_late:
            raise TreeError(
                f"{self._name} did not end in time",
                "`git commit-graph write --reachable` in the repository makes it faster.",
            )
        if status not in forgiven:
            said = bytes(self._said).decode("utf-8", "replace").strip().splitlines()
            raise TreeError(f"{self._name}: {said[-1] if said else 'it does not say why'}")

    def close(self) -> None:
        """End the process, if it has not ended by itself."""
        self._clock.cancel()
        self.output.close()
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._listener.join()
        self._process.stderr.close()

    def _end_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def _listen(self) -> None:
        while said := os.read(self._process.stderr.fileno(), 1 << 16):
            self._said += said
            del self._said[:-_KEPT_COMPLAINTS]
