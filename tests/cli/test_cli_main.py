"""The way from words to an exit status: options, errors, streams."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lkmltrack import __version__
from lkmltrack.__main__ import main
from lkmltrack.cli import list_proposals
from lkmltrack.cli.arguments import command_parser, divide, has_option, module_of
from lkmltrack.cli.call import Call
from lkmltrack.cli.commands import COMMANDS, Command, help_text
from lkmltrack.cli.exit_codes import ExitCode, exit_code_of
from lkmltrack.errors import (
    BadInputError,
    InterruptedPull,
    LkmltrackError,
    NotFoundError,
    RefusedError,
    StoreBusyError,
    TreeError,
    UsageError,
)

PROGRAM = [sys.executable, "-m", "lkmltrack"]


def start(*words: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([*PROGRAM, *words], capture_output=True, check=False, **options)  # type: ignore[call-overload,no-any-return]  # subprocess's own options


def test_version_and_help_answer() -> None:
    assert start("--version").stdout == f"lkmltrack {__version__}\n".encode()
    assert start("--help").stdout.decode() == help_text()
    assert start("-h").stdout.decode() == help_text()


@pytest.mark.parametrize(
    "words", [["-v", "--version"], ["show", "--version"], ["--version", "show"]]
)
def test_version_is_answered_anywhere(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert capsys.readouterr().out == f"lkmltrack {__version__}\n"


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_has_help_with_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"usage: lkmltrack {name}")
    assert f"  lkmltrack {name}" in told.partition("examples:")[2]
    assert main(["help", name]) == 0
    assert capsys.readouterr().out == told


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_is_a_call_that_parses(command: Command) -> None:
    for call, _ in module_of(command).EXAMPLES:
        parts = divide(_words_of(call))
        assert parts.command == command.name
        parser = command_parser(command)
        parser.parse_intermixed_args(parser.protected(parts.after))


def _words_of(call: str) -> list[str]:
    """Return the words of an example up to a pipe or a redirection."""
    words = shlex.split(call)
    ends = [place for place, word in enumerate(words) if word in ("|", "<", ">")]
    return words[: min(ends, default=len(words))]


def test_help_says_what_each_command_does() -> None:
    for command in COMMANDS:
        assert f"  {command.name:<12}{command.summary}" in help_text()
    assert max(map(len, help_text().splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["shwo"], "did you mean show?"),
        (["trak", "x"], "did you mean track"),
        (["zzz"], "--help lists them"),
        (["https://example.org/r/x"], "lkmltrack track https://example.org/r/x"),
        (["list", "--bogus"], "unrecognized arguments: --bogus"),
        (["track"], "required: TARGET"),
        (["--color", "blue", "list"], "invalid choice"),
        (["--db"], "expected one argument"),
        (["stage", "1", "finished"], "invalid choice"),
        (["search", "x", "--limit", "0"], "--limit is at least 1"),
        (["help", "shwo"], "did you mean show?"),
        (["template", "show"], "needs the name"),
        (["--db", "postgres://x/y", "list"], "no database of the kind 'postgres'"),
    ],
)
def test_wrong_usage_is_told_in_two_lines(
    words: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert wanted in captured.err
    assert captured.err.startswith("lkmltrack: ")
    assert captured.err.count("\n") <= 2


def test_an_escape_in_a_wrong_word_is_not_sent_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["\x1b]0;owned\x07\n#1 fake"]) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert "\x1b" not in told
    assert told.count("\n") <= 2


def test_global_options_may_stand_before_or_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--json", "list"], ["list", "--json"], ["-q", "list", "--json", "--db", "x"]):
        os.chdir(tmp_path)
        assert main(words) == 0
        assert capsys.readouterr().out.startswith('{\n  "schema": "lkmltrack.list/1"')


@pytest.mark.parametrize(
    ("words", "command", "after"),
    [
        (["--db", "list", "show", "1"], "show", ("1",)),
        (["--db=x", "show"], "show", ()),
        (["-q", "-v"], "", ()),
        ([], "", ()),
        (["--color", "never", "list", "--json"], "list", ("--json",)),
    ],
)
def test_the_command_is_the_first_word_that_is_no_option(
    words: list[str], command: str, after: tuple[str, ...]
) -> None:
    parts = divide(words)
    assert (parts.command, parts.after) == (command, after)


def test_what_follows_two_dashes_is_no_option() -> None:
    assert has_option(["x", "--help"], "--help")
    assert not has_option(["x", "--", "--help"], "--help")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("x"), 2),
        (BadInputError("x"), 2),
        (TreeError("x"), 2),
        (NotFoundError("x"), 1),
        (RefusedError("x"), 3),
        (StoreBusyError("x"), 4),
        (InterruptedPull("x"), 130),
    ],
)
def test_each_failure_has_the_status_of_the_contract(error: LkmltrackError, status: int) -> None:
    assert exit_code_of(error) == status


def replace_list(monkeypatch: pytest.MonkeyPatch, run: Callable[[Call], int]) -> None:
    monkeypatch.setattr(list_proposals, "run", run)


def test_an_expected_failure_tells_what_and_the_way_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(call: Call) -> int:
        raise RefusedError("https://example.org\x1b[2J said 503\nno", "try\x07 later", status=503)

    replace_list(monkeypatch, fail)
    assert main(["list"]) == 3
    assert capsys.readouterr().err == (
        "lkmltrack: https://example.org␛[2J said 503 no\n  try␇ later\n"
    )


def test_a_bug_is_one_line_and_with_v_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(call: Call) -> int:
        raise KeyError("wrong\x1b[1m")

    replace_list(monkeypatch, fail)
    assert main(["list"]) == ExitCode.BUG
    told = capsys.readouterr().err
    assert "this is a bug: KeyError" in told
    assert "Traceback" not in told
    assert main(["list", "-v"]) == ExitCode.BUG
    told = capsys.readouterr().err
    assert "Traceback" in told
    assert "\x1b" not in told


def test_an_interrupt_gives_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(call: Call) -> int:
        raise KeyboardInterrupt

    replace_list(monkeypatch, interrupt)
    assert main(["list"]) == 130
    assert capsys.readouterr().err == "lkmltrack: interrupted\n"


def test_sigint_in_the_middle_gives_130() -> None:
    # reading standard input waits until the signal comes
    process = subprocess.Popen(
        [*PROGRAM, "thread", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1.0)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 130
    assert complaint == b"lkmltrack: interrupted\n"


@pytest.mark.parametrize("words", [["--help"], ["help"], ["man"], ["completion", "bash"]])
def test_a_broken_pipe_is_silent(words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*PROGRAM, *words], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode == ExitCode.BROKEN_PIPE


@pytest.mark.parametrize("words", ["--version", "help", "list --json"])
def test_a_closed_standard_output_is_told(words: str) -> None:
    program = " ".join([*PROGRAM, words])
    done = subprocess.run(["sh", "-c", f"{program} >&-"], stderr=subprocess.PIPE, check=False)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith(b"lkmltrack: standard output is closed\n")
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", ["--version", "help", "man"])
def test_a_full_disk_is_told(words: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, *words.split()], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == ExitCode.USAGE
    assert b"No space left" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_a_closed_standard_error_puts_no_complaint_into_the_answer() -> None:
    program = " ".join([*PROGRAM, "shwo"])
    done = subprocess.run(["sh", "-c", f"{program} 2>&-"], stdout=subprocess.PIPE, check=False)
    assert done.stdout == b""
    assert done.returncode == ExitCode.USAGE


def test_an_ascii_terminal_gets_escapes_instead_of_a_crash(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = start("template", "show", "é\u202e", env=environment)
    assert done.returncode == ExitCode.NO
    assert b"Traceback" not in done.stderr


def heavy_imports(*words: str) -> set[str]:
    """Return which of the slow libraries a call imports."""
    code = (
        "import sys\nfrom lkmltrack.__main__ import main\n"
        f"status = main({list(words)!r})\n"
        "print(status, *sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    status, *found = done.stderr.decode().splitlines()[-1].split()
    assert status == "0"
    slow = "b4 liblore textual lxml git sqlite3 rich email requests argparse dataclasses"
    return set(slow.split()) & set(found)


def test_version_and_help_import_nothing_that_is_slow() -> None:
    assert heavy_imports("--version") == set()
    assert heavy_imports("--help") == set()


def test_a_commands_help_imports_no_outside_library() -> None:
    assert heavy_imports("track", "--help") <= {"argparse", "dataclasses", "email"}
