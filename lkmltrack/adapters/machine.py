"""The computer that lkmltrack runs on: its programs and libraries."""

import re
import subprocess
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from lkmltrack.model.check import Check

_PATIENCE = 10.0
# git range-diff came with 2.19, settings by the environment with 2.31
_OLDEST_GIT = (2, 31)
_GIT_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})")
_LIBRARIES = ("b4", "liblore", "lxml", "GitPython")


class LocalMachine:
    """Looks at what is installed."""

    def checks(self) -> list[Check]:
        """Check Python, git, and the libraries that do the outside work."""
        python = Check("python", True, f"Python {python_version()}")
        return [python, _check_git(), *(_check_library(name) for name in _LIBRARIES)]


def _check_git() -> Check:
    """Look for a git that can do what is asked of it."""
    mend = "install git, such as with: apt install git"
    try:
        answer = subprocess.run(
            ["git", "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except OSError as error:
        return Check("git", False, f"git cannot be run: {error.strerror}", mend)
    except subprocess.TimeoutExpired:
        return Check("git", False, "git does not answer", mend)
    told = answer.stdout.decode("utf-8", "replace").strip()
    numbers = _GIT_VERSION.search(told)
    if numbers is None:
        return Check("git", False, f"git --version says {told[:100]!r}", mend)
    is_new_enough = (int(numbers[1]), int(numbers[2])) >= _OLDEST_GIT
    oldest = ".".join(map(str, _OLDEST_GIT))
    needed = "" if is_new_enough else f"git {oldest} or newer is needed"
    return Check("git", is_new_enough, told, needed)


def _check_library(name: str) -> Check:
    """Look for an installed library, without importing it."""
    try:
        return Check(name.lower(), True, f"{name} {version(name)}")
    except PackageNotFoundError:
        mend = "install lkmltrack again: it depends on it"
        return Check(name.lower(), False, f"{name} is not installed", mend)
