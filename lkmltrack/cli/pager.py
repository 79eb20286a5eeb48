"""The pager, chosen and started as git does."""

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

_NOT_FOUND = (126, 127)


def pager_command(environment: Mapping[str, str]) -> str:
    """Return the shell command of the pager: GIT_PAGER, core.pager, PAGER, else less.

    Empty when output should go straight to the terminal.
    """
    try:
        answer = subprocess.run(
            ["git", "var", "GIT_PAGER"],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            env=dict(environment),
        )
        command = answer.stdout.strip() if answer.returncode == 0 else ""
    except OSError:
        command = environment.get("GIT_PAGER") or environment.get("PAGER") or "less"
    return "" if command in ("", "cat") or not _exists(command, environment) else command


def _exists(command: str, environment: Mapping[str, str]) -> bool:
    """Whether the first word of a shell command is a program; unsure means yes."""
    try:
        program = shlex.split(command)[0]
    except (ValueError, IndexError):
        return True
    if "/" in program or "=" in program or "$" in program:
        return not program.startswith("/") or os.access(program, os.X_OK)
    places = environment.get("PATH", os.defpath).split(os.pathsep)
    return any(os.access(Path(place or ".") / program, os.X_OK) for place in places)


@contextmanager
def opened_pager(command: str, environment: Mapping[str, str]) -> Iterator[TextIO]:
    """Give a stream into a pager, and wait for the person to leave it.

    A pager that is left early raises BrokenPipeError in whoever writes, and
    ends in silence here.
    """
    process = subprocess.Popen(
        command, shell=True, stdin=subprocess.PIPE, env=pager_environment(environment)
    )
    assert process.stdin is not None  # for the type checker: we asked for a pipe
    stream = TextIOWrapper(process.stdin, encoding="utf-8", errors="backslashreplace")
    try:
        with suppress(BrokenPipeError):
            yield stream
            stream.flush()
    finally:
        with suppress(BrokenPipeError):
            stream.close()
        _wait_for(process)


def pager_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with git's defaults for less and lv."""
    return {"LESS": "FRX", "LV": "-c", **environment}


def _wait_for(process: "subprocess.Popen[bytes]") -> None:
    """Wait; an interrupt meanwhile is the pager's, not ours."""
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.wait()
    finally:
        signal.signal(signal.SIGINT, previous)
