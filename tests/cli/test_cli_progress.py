"""Progress: nothing for quick work, a bar for slow work, and no trace of it afterwards."""

import io
import time

import pytest

from lkmltrack.cli import progress as module
from lkmltrack.cli.progress import shown_progress, silent_progress


class Terminal(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def terminal_for(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of standard error; in the test, as pytest does the same."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    return stream


def test_quick_work_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_for(monkeypatch)
    with shown_progress() as progress:
        progress("reading", 1, 2)
    assert terminal.getvalue() == ""


def test_slow_work_is_told_and_the_bar_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = terminal_for(monkeypatch)
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    with shown_progress() as progress:
        progress("reading [bold]\x1b]0;x\x07", 1, 2)
        for _ in range(200):
            if "reading" in terminal.getvalue():
                break
            time.sleep(0.05)
        progress("reading [bold]\x1b]0;x\x07", 2, 2)
    drawn = terminal.getvalue()
    assert "reading [bold]␛]0;x␇" in drawn
    assert "\x1b]0;" not in drawn
    # the last thing done is to erase the line and show the cursor again
    assert drawn.rstrip().endswith("\x1b[2K")


def test_silent_progress_takes_reports() -> None:
    with silent_progress() as progress:
        progress("reading", 1, None)
