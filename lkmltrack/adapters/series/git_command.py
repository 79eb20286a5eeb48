"""git commands that work on what they are given, or in a repository of our own making."""

import os
import subprocess
from pathlib import Path

from lkmltrack.adapters import git_environment, guarded_git
from lkmltrack.errors import TreeError

_TIMEOUT = 120.0
_NO_REPOSITORY = Path("/")
# what a person set for diffs must not change what comes out
_ISOLATED = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def run_git(
    *arguments: str, given: bytes = b"", folder: Path | None = None, timeout: float = _TIMEOUT
) -> bytes:
    """Return what a git command prints; without a folder it runs outside any repository."""
    try:
        answer = subprocess.run(
            guarded_git(*arguments),
            input=given,
            cwd=folder or _NO_REPOSITORY,
            capture_output=True,
            timeout=timeout,
            env=git_environment() | _ISOLATED,
        )
    except FileNotFoundError as error:
        raise TreeError("git cannot be run here", "Install git.") from error
    except subprocess.TimeoutExpired as error:
        raise TreeError(f"git {arguments[0]} did not end within {timeout:.0f} s") from error
    if answer.returncode:
        said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
        raise TreeError(f"git {arguments[0]} failed: {said[-1] if said else 'it does not say why'}")
    return answer.stdout
