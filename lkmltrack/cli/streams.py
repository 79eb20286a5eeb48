"""Standard input, output and error as the shell handed them over, closed ones included.

Imports next to nothing: ``--version`` and ``--help`` go through here.
"""

import os
import sys


def stand_in_for_closed_streams() -> bool:
    """Put /dev/null where a stream is closed, so that no file gets its number.

    Gives back whether standard output was closed.
    """
    was_closed = sys.stdout is None
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as we do
    return was_closed


def forget_standard_output() -> None:
    """Point standard output at /dev/null, so that Python's last flush cannot fail aloud."""
    try:
        number = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, number)
    os.close(nothing)


def write_text(text: str) -> int:
    """Write a short text to standard output and return the exit status."""
    if stand_in_for_closed_streams():
        print("lkmltrack: standard output is closed", file=sys.stderr)
        return 2
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        forget_standard_output()
        return 141
    except OSError as error:
        forget_standard_output()
        print(f"lkmltrack: cannot write to standard output: {error.strerror}", file=sys.stderr)
        return 2
    return 0
