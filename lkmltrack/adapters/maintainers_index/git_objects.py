"""The objects and the first-parent history of a repository, through git processes that stay."""

import os
import subprocess
import weakref
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

from lkmltrack.adapters import git_environment, guarded_git
from lkmltrack.errors import TreeError

_LARGEST_FILE = 64 << 20
_LONGEST_NAME = 4_096
_LONGEST_ANSWER = 3 * _LONGEST_NAME
_PATIENCE = 120.0
_HEX = frozenset(b"0123456789abcdef")
_NOTHING = (b" missing\n", b" ambiguous\n", b" submodule\n")


class Commit:
    """A commit of the first-parent history; ``time`` is when it was committed, in seconds."""

    __slots__ = ("rev", "time")

    def __init__(self, rev: str, time: int) -> None:
        self.rev = rev
        self.time = time


class Found:
    """What git knows by a name: an object's id, type and size."""

    __slots__ = ("kind", "object_id", "size")

    def __init__(self, object_id: str, kind: str, size: int) -> None:
        self.object_id = object_id
        self.kind = kind
        self.size = size


class GitObjects:
    """Looks objects up, in one process for all of them."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._names: _Process | None = None
        self._contents: _Process | None = None

    def find(self, name: str) -> Found | None:
        """Return what a name such as ``HEAD:mm/rmap.c`` stands for, if there is anything."""
        question = name.encode("utf-8", "surrogateescape")
        if len(question) > _LONGEST_NAME or b"\n" in question or b"\0" in question:
            return None
        if self._names is None or not self._names.is_running:
            self._names = self._started("cat-file", "--batch-check")
        answer = self._names.answer(question)
        if answer.endswith(_NOTHING):
            return None
        words = answer.rsplit(b" ", 2)
        if len(words) != 3 or not words[2].strip().isdigit():
            raise TreeError(f"{self._path}: git cat-file gives an answer that cannot be read")
        return Found(words[0].decode("ascii", "replace"), words[1].decode(), int(words[2]))

    def content(self, found: Found) -> bytes:
        """Return what a file holds."""
        if found.size > _LARGEST_FILE:
            raise TreeError(f"{self._path}: {found.object_id} is too large to be read")
        if self._contents is None or not self._contents.is_running:
            self._contents = self._started("cat-file", "--batch")
        self._contents.answer(found.object_id.encode())
        return self._contents.rest(found.size)

    def paths(self, rev: str, folder: str, *, is_deep: bool) -> list[str]:
        """Return the files in a folder of a commit, and with ``is_deep`` in all below."""
        deep = ["-r"] if is_deep else []
        place = f"{rev}:{folder}"
        command = guarded_git("ls-tree", *deep, "-z", "--full-tree", "--end-of-options", place)
        try:
            done = subprocess.run(
                command,
                cwd=self._path,
                env=git_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise TreeError(f"{self._path}: git ls-tree cannot be run") from error
        entries = [entry.partition(b"\t") for entry in done.stdout.split(b"\0")[:-1]]
        return [os.fsdecode(name) for facts, _, name in entries if b" blob " in facts]

    def _started(self, *arguments: str) -> "_Process":
        return _Process(self._path, arguments)


class FirstParents:
    """The commits that HEAD's branch has had at its tip, the newest first, read as far as needed.

    What was merged came into force with the merge, so when it was committed elsewhere does not
    count.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._commits: list[Commit] = []
        # the least time so far, negative: it only grows, so it can be searched
        self._lowest: list[int] = []
        self._process: _Process | None = None
        self._is_whole = False

    def newest(self) -> Commit | None:
        """Return the commit at HEAD; None when there is none."""
        return self._at(0)

    def before(self, when: float) -> tuple[Commit | None, bool]:
        """Return the newest commit of that time or before, else the oldest; and whether it is."""
        position = bisect_left(self._lowest, -when)
        while (commit := self._at(position)) is not None:
            parent = self._at(position + 1)
            # one clock that stood in the past must not stand for all before it
            if commit.time <= when and (parent is None or parent.time <= when):
                return commit, True
            position += 1
        return (self._commits[-1] if self._commits else None), False

    def _at(self, position: int) -> Commit | None:
        while len(self._commits) <= position and not self._is_whole:
            self._read_one()
        return self._commits[position] if position < len(self._commits) else None

    def _read_one(self) -> None:
        if self._process is None:
            command = ("rev-list", "--first-parent", "--timestamp", "--end-of-options", "HEAD")
            self._process = _Process(self._path, command)
        time, _, rev = self._process.line().strip().partition(b" ")
        if time.isdigit() and rev and _HEX.issuperset(rev):
            commit = Commit(rev.decode(), int(time))
            self._commits.append(commit)
            self._lowest.append(
                max(-commit.time, self._lowest[-1] if self._lowest else -commit.time)
            )
            return
        self._is_whole = True
        self._process.end()


class _Process:
    """A git process that is asked line by line; it ends when it is forgotten."""

    def __init__(self, path: str, arguments: Sequence[str]) -> None:
        self._name = f"{path}: git {arguments[0]}"
        try:
            process = subprocess.Popen(
                guarded_git(*arguments),
                cwd=path,
                env=git_environment() | {"GIT_TRACE": ""},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise TreeError(f"{self._name} cannot be run", "Install git.") from error
        assert process.stdin is not None
        assert process.stdout is not None
        self._input: BinaryIO = process.stdin  # type: ignore[assignment]  # it is one
        self._output: BinaryIO = process.stdout  # type: ignore[assignment]  # it is one
        self.end = weakref.finalize(self, _end, process)

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self.end.alive

    def answer(self, question: bytes) -> bytes:
        """Return the line that answers a question."""
        try:
            self._input.write(question + b"\n")
            self._input.flush()
        except (OSError, ValueError) as error:
            raise TreeError(f"{self._name} has ended") from error
        line = self.line()
        if not line.endswith(b"\n"):
            self.end()
            raise TreeError(f"{self._name} has ended")
        return line

    def line(self) -> bytes:
        """Return the next line; nothing at the end."""
        try:
            return self._output.readline(_LONGEST_ANSWER)
        except ValueError as error:
            raise TreeError(f"{self._name} has ended") from error
        except BaseException:
            # what was left unread would answer the next question
            self.end()
            raise

    def rest(self, size: int) -> bytes:
        """Return what follows an answer, without the newline behind it."""
        try:
            data = self._output.read(size + 1)
        except ValueError as error:
            raise TreeError(f"{self._name} has ended") from error
        except BaseException:
            self.end()
            raise
        if len(data) != size + 1:
            self.end()
            raise TreeError(f"{self._name} has ended")
        return data[:size]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and close what leads to it."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            # what was not sent yet finds nobody
            with suppress(OSError):
                pipe.close()
    process.wait()
