"""On a terminal: the pager as git has it, colours, the width, progress."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from lkmltrack.cli.output import Display, Output, chosen_display
from lkmltrack.cli.pager import pager_command, pager_environment
from lkmltrack.cli.text.cells import width_of
from lkmltrack.cli.text.spans import Span


def on_a_terminal(
    *words: str, columns: int = 80, environment: dict[str, str] | None = None, stderr: bool = False
) -> tuple[int, str]:
    """Run lkmltrack with a terminal as standard output, and return status and what it showed."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "lkmltrack", *words],
        stdin=follower,
        stdout=follower,
        stderr=follower if stderr else subprocess.DEVNULL,
        env={**_without_width(), "TERM": "xterm", **(environment or {})},
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    return process.wait(30), shown.decode("utf-8", "replace").replace("\r\n", "\n")


def _without_width() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


@pytest.fixture
def long_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A mail longer than any screen."""
    body = "".join(f"line {number}\n" for number in range(20_000))
    (tmp_path / "long.eml").write_text(
        "From: Ann <ann@example.org>\nSubject: long\nMessage-ID: <l@example.org>\n"
        f"Date: Tue, 3 Mar 2026 02:14:52 +0000\n\n{body}"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LKMLTRACK_DB", str(tmp_path / "x.db"))
    monkeypatch.setenv("LKMLTRACK_ARCHIVE", str(tmp_path))
    return "long.eml"


def test_long_output_goes_to_the_pager_of_git(long_mail: str, tmp_path: Path) -> None:
    kept = tmp_path / "paged"
    status, shown = on_a_terminal(
        "read", long_mail, environment={"GIT_PAGER": f"cat > {kept}; echo LESS=$LESS"}
    )
    assert status == 0
    assert kept.read_text().count("\n") > 20_000
    assert "\x1b[" in kept.read_text()
    assert "LESS=FRX" in shown


def test_a_pager_that_is_left_early_is_silent(long_mail: str) -> None:
    status, shown = on_a_terminal(
        "read", long_mail, "-q", environment={"GIT_PAGER": "head -n 1"}, stderr=True
    )
    assert status == 0
    assert shown.count("\n") == 1


@pytest.mark.parametrize("pager", ["", "cat", "no-such-program --x"])
def test_without_a_pager_it_goes_straight_to_the_terminal(pager: str, long_mail: str) -> None:
    status, shown = on_a_terminal(
        "read", long_mail, "-q", environment={"GIT_PAGER": pager}, stderr=True
    )
    assert status == 0
    assert shown.count("\n") > 20_000


def test_no_pager_for_json_or_when_told_not_to(long_mail: str) -> None:
    for words in (["--no-pager"], ["--json"]):
        status, shown = on_a_terminal(
            "read", long_mail, *words, environment={"GIT_PAGER": "echo paged; cat"}
        )
        assert status == 0
        assert "paged" not in shown


def test_raw_bytes_are_made_visible_on_a_terminal(tmp_path: Path, long_mail: str) -> None:
    (tmp_path / "evil.eml").write_bytes(
        b"From: a@example.org\nMessage-ID: <e@example.org>\n\n\x1b]52;c;eA==\x07\xff\n"
    )
    status, shown = on_a_terminal("import", "evil.eml")
    assert status == 0
    status, shown = on_a_terminal("read", "e@example.org", "--raw")
    assert status == 0
    assert "␛]52;c;eA==␇\\xff" in shown
    assert "\x1b" not in shown


def test_the_width_is_the_terminals(long_mail: str) -> None:
    status, shown = on_a_terminal(
        "thread", long_mail, "--color", "never", columns=44, environment={"GIT_PAGER": "cat"}
    )
    assert status == 0
    assert 0 < max(map(width_of, shown.split("\n"))) <= 44


def test_a_dumb_terminal_gets_neither_colour_nor_pager(long_mail: str) -> None:
    status, shown = on_a_terminal(
        "read", long_mail, environment={"TERM": "dumb", "GIT_PAGER": "echo paged; cat"}
    )
    assert status == 0
    assert "\x1b" not in shown
    assert "paged" not in shown


def test_the_pager_is_chosen_as_git_chooses(own_home: Path) -> None:
    environment = {"HOME": str(own_home), "PATH": os.environ["PATH"]}
    assert pager_command({**environment, "GIT_PAGER": "more -d", "PAGER": "less"}) == "more -d"
    assert pager_command({**environment, "PAGER": "more"}) == "more"
    (own_home / ".gitconfig").write_text("[core]\n\tpager = head -n 3\n")
    assert pager_command({**environment, "PAGER": "more"}) == "head -n 3"
    assert pager_command({**environment, "GIT_PAGER": "cat"}) == ""


def test_less_is_set_up_only_where_the_person_did_not() -> None:
    assert pager_environment({})["LESS"] == "FRX"
    assert pager_environment({"LESS": "-S"})["LESS"] == "-S"


def test_an_unknown_width_is_eighty() -> None:
    for told in ({}, {"COLUMNS": "wide"}, {"COLUMNS": "0"}):
        assert chosen_display(None, told, color="auto", json=False, pager=True).width == 80
    told = {"COLUMNS": "5"}
    assert chosen_display(None, told, color="auto", json=False, pager=True).width == 20


def test_lines_are_written_while_they_are_made(capsys: pytest.CaptureFixture[str]) -> None:
    def lines() -> object:
        yield [Span("first")]
        raise KeyboardInterrupt

    output = Output(sys.stdout, Display(), {})
    with pytest.raises(KeyboardInterrupt):
        output.page(lines())  # type: ignore[arg-type]  # a generator of lines
    assert capsys.readouterr().out == "first\n"
