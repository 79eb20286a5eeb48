"""README and code say the same, and neither says where it was written."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lkmltrack.cli.commands import COMMANDS, GLOBAL_OPTIONS
from lkmltrack.cli.exit_codes import ExitCode

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
NAMES = {command.name for command in COMMANDS}

_BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> str:
    return "\n".join(_BLOCK.findall(README))


def one_liner(end: str) -> str:
    """Return the one line in a block of README that ends so."""
    (line,) = [line for line in blocks().splitlines() if line.endswith(end)]
    return line


def test_every_command_is_in_readme() -> None:
    shown = set(re.findall(r"`([a-z0-9]+)(?: [^`]*)?`", README)) | set(
        re.findall(r"lkmltrack ([a-z0-9]+)\b", blocks())
    )
    assert NAMES - shown == set()


def test_every_command_of_readme_is_there() -> None:
    called = set(re.findall(r"(?:^|[\s;|])lkmltrack ([a-z0-9]+)\b", blocks(), re.MULTILINE))
    assert len(called) > 5
    assert called - NAMES == set()


def test_every_option_of_readme_is_there() -> None:
    known = " ".join(option for option, _ in GLOBAL_OPTIONS)
    for module in (ROOT / "lkmltrack" / "cli").glob("*.py"):
        known += " " + " ".join(
            node.value
            for node in ast.walk(ast.parse(module.read_text("utf-8")))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("--")
        )
    lines = [line for line in README.splitlines() if "lkmltrack " in line]
    used = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(lines)))
    assert used
    assert {option for option in used if option not in known} == set()


@pytest.mark.parametrize("end", ["demo --no-tui", "pytest -n auto"])
def test_a_fresh_clone_needs_one_line(end: str) -> None:
    line = one_liner(end)
    assert line.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert "\\" not in line


def session() -> Iterator[tuple[str, list[str]]]:
    """Yield every command that README shows in a session, and the lines it shows below it."""
    command, shown = "", list[str]()
    for block in re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, shown
                command, shown = line[2:], []
            else:
                shown.append(line)
    yield command, shown


def ageless(line: str) -> str:
    """Return a line without the ages in it, which grow with the clock, and what they push out."""
    if line.endswith("…"):
        line = line[:-12]
    line = re.sub(r"[\w-]+…", "…", line)
    return re.sub(r" +\d{1,3}(?:min|mo|[hdwy])\b", " AGE", line).strip()


def test_the_session_of_readme_is_what_the_program_prints(tmp_path: Path) -> None:
    environment = os.environ | {"COLUMNS": "80"}
    commands = list(session())
    assert len(commands) > 6
    for command, shown in commands:
        words = shlex.split(command.replace("$PWD", str(tmp_path)))
        if words[0] == "export":
            environment |= dict(word.split("=", 1) for word in words[1:])
            continue
        assert words[0] == "lkmltrack"
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, (command, done.stderr)
        printed = iter([ageless(line) for line in done.stdout.splitlines()])
        for line in shown:
            # each line is found further down than the one before it
            assert line == "..." or ageless(line) in printed, (command, line)


def test_ci_runs_the_lines_of_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "readme_command 'pytest -n auto'" in script
    assert "readme_command 'demo --no-tui'" in script
    assert ".venv/bin/pytest" not in script


def test_the_exit_statuses_of_readme_are_ours() -> None:
    told = {int(status) for status in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == {int(code) for code in ExitCode}


def test_every_environment_variable_is_in_readme() -> None:
    read = set()
    for module in (ROOT / "lkmltrack").rglob("*.py"):
        read |= set(re.findall(r"\bLKMLTRACK_[A-Z]+\b", module.read_text("utf-8")))
    assert {"LKMLTRACK_DB", "LKMLTRACK_TREE", "LKMLTRACK_ARCHIVE"} <= read
    assert read - set(re.findall(r"\bLKMLTRACK_[A-Z]+\b", README)) == set()


def test_readme_is_plain_and_links_to_what_is_there() -> None:
    prose = [line for line in _BLOCK.sub("", README).splitlines() if not line.startswith("|")]
    assert max(map(len, prose)) <= 100
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def tracked_files() -> list[Path]:
    """Return what git tracks; skips where there is no checkout, as in an sdist."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_file_names_a_machine_or_a_registry() -> None:
    # in pieces, so that this file does not name them either
    places = ["/" + place + "/" for place in ("work", "root", "home/[a-z]", "opt/pypi", "farm")]
    hosts = [
        "pypi" + r"\.org",
        "pythonhosted" + r"\.org",
        "deb" + r"\.debian\.org",
        "npmjs" + r"\.",
    ]
    leak = re.compile(
        "|".join(rf"(?<![\w.~*-]){place}" for place in places) + "|" + "|".join(hosts)
    )
    assert leak.search("cd /" + "work/x")
    found = []
    for file in tracked_files():
        if not file.is_file() or file.is_symlink():
            continue
        text = file.read_bytes().decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            if leak.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []
