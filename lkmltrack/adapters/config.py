"""Settings: git config, section ``[lkmltrack]``, and who the person is."""

import os
import subprocess
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from pathlib import Path

from lkmltrack.errors import UsageError

_TIMEOUT = 10.0
# nothing else is asked for: sendemail's passwords never come into this process
_WANTED = r"^(lkmltrack\..*|user\.(name|email))$"


class KeyKind(Enum):
    """What a setting may do."""

    DATA = "data"
    """A name, a number, a place: may also be set in a repository's own config."""
    PERSONAL = "personal"
    """Is run, or widens what may be reached: counts only where the person set it."""


KEYS = {
    "archive": KeyKind.DATA,
    "ccignore": KeyKind.DATA,
    "color": KeyKind.DATA,
    "db": KeyKind.DATA,
    "list": KeyKind.DATA,
    "stalledafter": KeyKind.DATA,
    "template": KeyKind.DATA,
    "tree": KeyKind.DATA,
    "editor": KeyKind.PERSONAL,
    "maintainersurl": KeyKind.PERSONAL,
    "pagehost": KeyKind.PERSONAL,
    "pager": KeyKind.PERSONAL,
}
"""The settings there are. One that is not listed counts as personal."""

_OF_THE_PERSON = frozenset(("system", "global", "command"))


class GitSettings:
    """The settings as git sees them from a folder, read once, when they are first needed."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def get(self, key: str, default: str = "") -> str:
        """Return a value of section ``[lkmltrack]``; git's rules tell which of several counts."""
        return self._values.get(f"lkmltrack.{_folded(key)}", default)

    def person(self) -> tuple[str, str]:
        """Return (user.name, user.email); either may be empty."""
        return self._values.get("user.name", ""), self._values.get("user.email", "")

    @cached_property
    def ignored(self) -> tuple[str, ...]:
        """The keys that a repository's config set and may not."""
        return tuple(key for scope, key, _ in self._entries if not _is_allowed(scope, key))

    @cached_property
    def _values(self) -> dict[str, str]:
        return {key: value for scope, key, value in self._entries if _is_allowed(scope, key)}

    @cached_property
    def _entries(self) -> list[tuple[str, str, str]]:
        """Every setting as (scope, key, value), those that count for more later."""
        return list(_parsed(self._read()))

    def _read(self) -> bytes:
        command = ["git", "config", "--null", "--show-scope", "--includes", "--get-regexp", _WANTED]
        try:
            answer = subprocess.run(
                command,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_TIMEOUT,
                env={**os.environ, "LC_ALL": "C"},
            )
        except FileNotFoundError as error:
            raise UsageError("git cannot be run, and its config holds the settings") from error
        except subprocess.TimeoutExpired as error:
            raise UsageError("git config does not answer") from error
        # 1: nothing is set
        if answer.returncode not in (0, 1):
            said = answer.stderr.decode("utf-8", "replace").strip()
            raise UsageError(f"git cannot read its config: {said}", "Mend it: git config --edit")
        return answer.stdout


def _folded(key: str) -> str:
    """Return a key as git prints it: small letters, but for a subsection in the middle."""
    section, dot, name = key.rpartition(".")
    return f"{section}{dot}{name.lower()}"


def _parsed(output: bytes) -> Iterator[tuple[str, str, str]]:
    fields = output.decode("utf-8", "surrogateescape").split("\0")
    for scope, entry in zip(fields[::2], fields[1::2], strict=False):
        # a key without "= value" is git's way to say true
        key, newline, value = entry.partition("\n")
        yield scope, key, value if newline else "true"


def _is_allowed(scope: str, key: str) -> bool:
    if scope in _OF_THE_PERSON or not key.startswith("lkmltrack."):
        return True
    name = key.removeprefix("lkmltrack.")
    return KEYS.get(name.partition(".")[0], KeyKind.PERSONAL) is KeyKind.DATA
