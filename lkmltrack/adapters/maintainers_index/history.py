"""A tree's history, from git: who signed, wrote and changed what."""

import os
import subprocess
from collections.abc import Sequence

from lkmltrack.adapters import git_environment, guarded_git
from lkmltrack.errors import TreeError
from lkmltrack.maintainers.address_lists import is_address
from lkmltrack.maintainers.signers import LOG_FORMAT, ignored_people

_PATIENCE = 300.0
_LOG = (
    "log",
    "--no-color",
    "--numstat",
    "--no-ext-diff",
    "--no-textconv",
    f"--format={LOG_FORMAT}",
)


class GitHistory:
    """Asks git, in the tree's folder."""

    def __init__(self, path: str, ignore_file: str = "") -> None:
        self._path = path
        self._ignore_file = ignore_file

    def log_of_file(self, path: str, since: str) -> str:
        """Return the log of a file, over renames and without merges."""
        return self._git(*_LOG, "--follow", f"--since={since}", "--no-merges", "--", path)

    def log_of_commit(self, commit: str) -> str:
        """Return the log of one commit."""
        return self._git(*_LOG, "-1", "--end-of-options", commit, "--")

    def blame(self, path: str, lines: tuple[int, int] | None) -> str:
        """Return who is to blame for some lines of a file (first, how many), or for all.

        As committed: for what is not, git would run the filters that the config names.
        """
        if not os.path.isfile(os.path.join(self._path, path)):
            return ""
        some = ["-L", f"{lines[0]},+{lines[1]}"] if lines else []
        return self._git("blame", "-l", "--no-textconv", *some, "HEAD", "--", path)

    def is_tracked(self, path: str) -> bool:
        """Whether git has a file, or something below a folder."""
        return bool(self._git("ls-files", "--", path))

    def ignored(self) -> Sequence[str]:
        """Return who does not want to be found by commits, as ``.get_maintainer.ignore`` has it."""
        if not self._ignore_file:
            return []
        try:
            with open(self._ignore_file, encoding="utf-8", errors="surrogateescape") as file:
                return ignored_people(file.read(), is_address)
        except OSError:
            return []

    def _git(self, *arguments: str) -> str:
        """Return what git prints; nothing when it fails."""
        try:
            done = subprocess.run(
                guarded_git(*arguments),
                cwd=self._path,
                env=git_environment() | {"GIT_LITERAL_PATHSPECS": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE,
            )
        except FileNotFoundError as error:
            raise TreeError("git cannot be run", "--nogit --nogit-fallback does without") from error
        except subprocess.TimeoutExpired as error:
            raise TreeError(f"git {arguments[0]} does not end", "--nogit does without") from error
        return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else ""
