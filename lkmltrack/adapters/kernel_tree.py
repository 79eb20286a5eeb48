"""A kernel tree or another git repository, through GitPython."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lkmltrack.adapters import GIT_ENVIRONMENT, guarded_git
from lkmltrack.errors import NotFoundError, TreeError

if TYPE_CHECKING:
    from git import Repo

_TIMEOUT = 120.0
_MOST_COMMITS = 1_000
_LONGEST_RANGE = 400
# what git takes for a revision, less what would read files (:), search texts (:/) or be an option
_REVISION = re.compile(r"[A-Za-z0-9_][\w./+-]*(?:@\{[\w ./:+-]{1,60}\})?(?:[~^]\d{0,6})*")
_OF_ONE_COMMIT = re.compile(r"\^(?:!|-\d{0,2})$")
_FROM_LINE = re.compile(rb"^From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001\n", re.MULTILINE)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MAKEFILE_LINE = re.compile(r"^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION)[ \t]*=[ \t]*(\S*)", re.M)
_MAKEFILE_HEAD = 4_096


class GitTree:
    """A folder with a kernel; most of what is asked needs it to be a git repository."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def patches(self, revision_range: str) -> list[bytes]:
        """Return the commits of a range as ``git format-patch`` writes them."""
        if not self.is_revision_range(revision_range):
            raise TreeError(
                f"{self._shown}: git knows no range {revision_range!r}",
                "A range is OLDER..NEWER, as in v6.1..my-branch or HEAD~3..HEAD.",
            )
        self._check_size(revision_range)
        # mboxrd escapes a "From " line in a commit's text, which would else divide a patch in two
        output = self._git(
            "format-patch",
            "--stdout",
            "--pretty=mboxrd",
            "--no-cover-letter",
            "--no-base",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--end-of-options",
            revision_range,
        )
        starts = [match.start() for match in _FROM_LINE.finditer(output)]
        if not starts:
            raise NotFoundError(
                f"{self._shown}: there is no commit in {revision_range}",
                "The older commit comes first: OLDER..NEWER.",
            )
        # a blank line more than in a file stands between two patches
        ends = [*(start - 1 for start in starts[1:]), len(output)]
        return [_mail(output[start:end]) for start, end in zip(starts, ends, strict=True)]

    def is_revision_range(self, text: str) -> bool:
        """Whether git understands ``text`` as a range of commits."""
        if len(text) > _LONGEST_RANGE or text.startswith("-"):
            return False
        commits = _ends_of_range(text)
        return bool(commits) and self._is_repository and all(map(self._is_commit, commits))

    def describe(self) -> str:
        """Return one line about the tree: its HEAD and version."""
        version = _kernel_version(self.path)
        linux = f"Linux {version}" if version else ""
        if not self.path.is_dir():
            raise TreeError(f"{self._shown}: there is no such folder", _WAY_OUT)
        if not self._is_repository:
            has_maintainers = (self.path / "MAINTAINERS").is_file()
            what = linux or ("a tree with MAINTAINERS" if has_maintainers else "a folder")
            return f"{self._shown}: {what}, but no git repository, so there is no history"
        if not self._is_commit("HEAD"):
            return (
                f"{self._shown}: {linux + '; ' if linux else ''}a git repository without a commit"
            )
        head = self._git("log", "-1", "--no-decorate", "--no-color", "--format=%h %cs %s", "HEAD")
        branch = self._answer("symbolic-ref", "--quiet", "--short", "HEAD")[1]
        where = branch.decode("utf-8", "replace").strip() or "no branch"
        commit = head.decode("utf-8", "replace").strip()
        return f"{self._shown}: {linux + ', ' if linux else ''}{where} at {commit}"

    @property
    def _shown(self) -> str:
        return os.fsencode(self.path).decode("utf-8", "replace")

    @property
    def _is_repository(self) -> bool:
        try:
            self._repository()
        except TreeError:
            return False
        return True

    def _check_size(self, revision_range: str) -> None:
        counted = self._git(
            "rev-list", "--count", "--no-merges", "--end-of-options", revision_range
        )
        if (count := int(counted)) > _MOST_COMMITS:
            raise TreeError(
                f"{self._shown}: {revision_range} has {count:,} commits,"
                f" and a series at most {_MOST_COMMITS:,}",
                "Name the branch it was made on: OLDER..NEWER.",
            )

    def _is_commit(self, revision: str) -> bool:
        name = f"{revision}^{{commit}}"
        return self._answer("rev-parse", "--verify", "--quiet", "--end-of-options", name)[0] == 0

    def _git(self, *arguments: str) -> bytes:
        status, output, complaint = self._answer(*arguments)
        if status:
            said = complaint.strip().splitlines()[-1:] or [f"git {arguments[0]} failed"]
            raise TreeError(f"{self._shown}: {said[0]}")
        return output

    def _answer(self, *arguments: str) -> tuple[int, bytes, str]:
        """Run git in the repository; what its config names is not run."""
        repository = self._repository()
        # named outright, as a git hook sets GIT_DIR to another one
        command = guarded_git(f"--git-dir={os.path.abspath(repository.git_dir)}", *arguments)
        status, output, complaint = repository.git.execute(
            command,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
            kill_after_timeout=_TIMEOUT,
            env=GIT_ENVIRONMENT,
        )
        return status, output if isinstance(output, bytes) else b"", complaint

    def _repository(self) -> "Repo":
        # imported here because it takes 0.1 s, which only those who read git should pay
        try:
            from git import Repo
            from git.exc import GitError
        except ImportError as error:
            raise TreeError("git cannot be run here", "Install git.") from error
        try:
            path = os.path.abspath(self.path)
            return Repo(path, search_parent_directories=True, expand_vars=False)
        except (GitError, OSError, ValueError) as error:
            raise TreeError(f"{self._shown}: this is no git repository", _WAY_OUT) from error


_WAY_OUT = "Name a kernel tree with --tree, or set it once: git config --global lkmltrack.tree DIR"


def _ends_of_range(text: str) -> list[str]:
    """Return the revisions at both ends of a range; none when it does not look like one."""
    older, dots, newer = text.partition("..")
    if dots:
        # three dots: what either side has and the other lacks
        newer = newer.removeprefix(".")
        ends = [older or "HEAD", newer or "HEAD"] if older or newer else []
    else:
        commit, count = _OF_ONE_COMMIT.subn("", text)
        ends = [commit] if count else []
    return ends if all(map(_REVISION.fullmatch, ends)) else []


def _mail(part: bytes) -> bytes:
    """Return one patch as format-patch writes it to a file of its own."""
    first_line, _, rest = part.partition(b"\n")
    return first_line + b"\n" + (_ESCAPED.sub(rb"\1", rest) if b">From " in rest else rest)


def _kernel_version(path: Path) -> str:
    try:
        with open(path / "Makefile", encoding="utf-8", errors="replace") as file:
            told = dict(_MAKEFILE_LINE.findall(file.read(_MAKEFILE_HEAD)))
    except OSError:
        return ""
    if not told.get("VERSION") or "PATCHLEVEL" not in told:
        return ""
    sublevel = told.get("SUBLEVEL", "")
    sublevel = f".{sublevel}" if sublevel not in ("", "0") else ""
    return f"{told['VERSION']}.{told['PATCHLEVEL']}{sublevel}{told.get('EXTRAVERSION', '')}"
