"""git processes that read a tree of sources: bounded in time and in what they print."""

import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO

from lkmltrack.adapters import git_environment, guarded_git
from lkmltrack.errors import TreeError

NO_PERL = "Perl-compatible"
"""What a git complains about that was built without Perl's regular expressions."""
_READ_AHEAD = 1 << 20
_LONGEST_LINE = 1 << 16
_KEPT_COMPLAINT = 2_000
_PATIENCE = 120.0
_MOST_OUTPUT = 512 << 20
_WAY_OUT = "Name a kernel tree with --tree, or set it once: git config --global lkmltrack.tree DIR"


class Output:
    """What a running git prints, line by line."""

    def __init__(self, pipe: BinaryIO, most: int) -> None:
        self._pipe = pipe
        self._most = most
        self.is_whole = False
        """Whether all of it was read, and git ended well."""
        self.complaint = ""
        """What git said when it failed."""

    def __iter__(self) -> Iterator[bytes]:
        """Yield every line without its newline; of one that is too long only the beginning."""
        left = self._most
        readline = self._pipe.readline
        while left > 0:
            line = readline(_LONGEST_LINE)
            if not line:
                self.is_whole = True
                return
            left -= len(line)
            if line[-1:] == b"\n":
                yield line[:-1]
                continue
            yield line
            while left > 0 and line and line[-1:] != b"\n":
                line = readline(_LONGEST_LINE)
                left -= len(line)


class SourceGit:
    """Runs git in a tree: a repository with its files, a bare one, or a folder without git."""

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)
        self.shown = os.fsencode(self.path).decode("utf-8", "replace")
        if not os.path.isdir(self.path):
            raise TreeError(f"the kernel tree {self.shown} is no folder", _WAY_OUT)
        self.is_bare = False
        self._where: tuple[str, ...] = ()
        if os.path.exists(f"{self.path}/.git"):
            # named outright: the repository's own config may name other folders
            self._where = (f"--git-dir={self.path}/.git", f"--work-tree={self.path}")
        elif os.path.isfile(f"{self.path}/HEAD") and os.path.isdir(f"{self.path}/objects"):
            self.is_bare = True
            self._where = (f"--git-dir={self.path}",)
        self.has_history = bool(self._where) and self._is_readable()

    @property
    def head(self) -> str:
        """The commit at HEAD; empty when there is none."""
        return self.word("rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    def word(self, *arguments: str) -> str:
        """Return the one line that a command prints; empty when it fails."""
        with self.running(*arguments) as output:
            lines = list(output)
        return lines[0].decode("utf-8", "replace") if output.is_whole and lines else ""

    @contextmanager
    def grepping(
        self, *options: str, places: Sequence[str], patience: float = _PATIENCE
    ) -> Iterator[Output]:
        """Search the files; of a bare repository those at HEAD."""
        where: list[str] = []
        if not self.has_history:
            where = ["--no-index"]
        search = ["grep", *where, "--no-color", "-I", "-z", "--full-name", *options]
        search += ["HEAD"] if self.is_bare else []
        with self.running(*search, "--", *places, patience=patience) as output:
            yield output

    @contextmanager
    def running(
        self, *arguments: str, patience: float = _PATIENCE, most: int = _MOST_OUTPUT
    ) -> Iterator[Output]:
        """Start git; it ends with the block, or when it takes too long."""
        where = self._where if self._where else ()
        try:
            process = subprocess.Popen(
                guarded_git("-c", "core.quotePath=false", *where, *arguments),
                cwd=self.path,
                env=git_environment() | self._ceiling(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=_READ_AHEAD,
            )
        except OSError as error:
            raise TreeError(f"{self.shown}: git cannot be run", "Install git.") from error
        assert process.stdout is not None
        clock = threading.Timer(patience, process.kill)
        clock.daemon = True
        clock.start()
        complaints = bytearray()
        listener = threading.Thread(target=_listen, args=(process, complaints), daemon=True)
        listener.start()
        output = Output(process.stdout, most)  # type: ignore[arg-type]  # it is a BinaryIO
        try:
            yield output
            if output.is_whole:
                # one that found nothing ends with 1
                output.is_whole = process.wait() in (0, 1)
        finally:
            clock.cancel()
            process.kill()
            process.wait()
            listener.join()
            output.complaint = bytes(complaints).decode("utf-8", "replace").strip()
            process.stdout.close()
            if process.stderr is not None:
                process.stderr.close()

    def _is_readable(self) -> bool:
        """Whether git takes it for a repository."""
        return bool(self.word("rev-parse", "--git-dir"))

    def _ceiling(self) -> dict[str, str]:
        """Keep git from finding a repository around a tree that is none."""
        return {
            "GIT_TRACE": "",
            "GIT_DIFF_OPTS": "",
            "GIT_CEILING_DIRECTORIES": os.path.dirname(os.path.realpath(self.path)),
        }


def _listen(process: "subprocess.Popen[bytes]", complaints: bytearray) -> None:
    """Read what is complained about: a full pipe would have git wait."""
    assert process.stderr is not None
    with suppress(OSError, ValueError):
        while said := process.stderr.read1(1 << 16):  # type: ignore[attr-defined]  # is buffered
            complaints += said
            del complaints[:-_KEPT_COMPLAINT]
