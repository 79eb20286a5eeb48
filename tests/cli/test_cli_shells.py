"""Completion scripts in the shells themselves, and the manual page in man."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from lkmltrack.cli.commands import COMMANDS
from lkmltrack.cli.manual import escaped, manual_page
from lkmltrack.cli.shell.bash import bash_script
from lkmltrack.cli.shell.fish import fish_script
from lkmltrack.cli.shell.outline import Takes, outlines, with_value
from lkmltrack.cli.shell.zsh import zsh_script


def needs(program: str) -> pytest.MarkDecorator:
    # on CI a missing shell is a failure, not a skip
    is_left_out = not shutil.which(program) and not os.environ.get("CI")
    return pytest.mark.skipif(is_left_out, reason=f"{program} is not installed")


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment where ``lkmltrack list --names`` tells two proposals, and some files."""
    program = tmp_path / "bin" / "lkmltrack"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nprintf '1\\trmap-exclude\\n12\\tbatch-link\\n'\n")
    program.chmod(0o755)
    (tmp_path / "rotten.mbox").touch()
    (tmp_path / "readable").mkdir()
    return {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}


def run(words: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        words,
        capture_output=True,
        check=False,
        env=environment,
        cwd=environment["HOME"],
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


def bash_completes(line: str, environment: dict[str, str]) -> set[str]:
    words = line.split(" ")
    script = (
        bash_script(outlines())
        + f"\nCOMP_WORDS=({' '.join(repr(word) for word in words)})\nCOMP_CWORD={len(words) - 1}\n"
        + '_lkmltrack\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    return set(run(["bash", "--norc", "-c", script], environment).split("\n")) - {""}


@needs("bash")
@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("lkmltrack tr", {"track"}),
        ("lkmltrack --db x sh", {"show"}),
        ("lkmltrack show r", {"rmap-exclude", "rotten.mbox", "readable"}),
        ("lkmltrack tag 1", {"1", "12"}),
        ("lkmltrack stage 1 ch", {"changes-requested"}),
        ("lkmltrack list --stage ap", {"applied"}),
        ("lkmltrack list --ne", {"--new"}),
        ("lkmltrack --col", {"--color"}),
        ("lkmltrack --color al", {"always"}),
        ("lkmltrack show --tree re", {"readable"}),
        ("lkmltrack export 1 --format ", {"mbox", "json", "md", "html"}),
        ("lkmltrack export 1 -o ro", {"rotten.mbox"}),
        ("lkmltrack completion ", {"bash", "zsh", "fish"}),
        ("lkmltrack note 1 r", set()),
    ],
)
def test_bash_completes(line: str, wanted: set[str], shell: dict[str, str]) -> None:
    assert bash_completes(line, shell) == wanted


@needs("fish")
@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("lkmltrack tr", {"track"}),
        ("lkmltrack show r", {"rmap-exclude", "rotten.mbox", "readable/"}),
        ("lkmltrack tag 1", {"1", "12"}),
        ("lkmltrack stage 1 ch", {"changes-requested"}),
        ("lkmltrack list --ne", {"--new"}),
        ("lkmltrack list --color al", {"always"}),
    ],
)
def test_fish_completes(line: str, wanted: set[str], shell: dict[str, str]) -> None:
    script = Path(shell["HOME"]) / "lkmltrack.fish"
    script.write_text(fish_script(outlines()))
    command = f"source {script}; complete -C '{line}'"
    found = run(["fish", "--no-config", "-c", command], shell)
    assert {line.partition("\t")[0] for line in found.splitlines()} == wanted


@needs("zsh")
def test_zsh_takes_the_script(shell: dict[str, str]) -> None:
    script = Path(shell["HOME"]) / "lkmltrack.zsh"
    script.write_text(zsh_script(outlines()))
    command = (
        f"autoload -Uz compinit && compinit -u -D && source {script} && echo $_comps[lkmltrack]"
    )
    assert run(["zsh", "-f", "-c", command], shell) == "_lkmltrack\n"


def test_every_command_is_in_every_script() -> None:
    found = outlines()
    for script in (bash_script(found), zsh_script(found), fish_script(found)):
        for command in COMMANDS:
            assert command.name in script


def test_an_option_name_takes_a_value_everywhere_or_nowhere() -> None:
    found = outlines()
    valued = set(with_value(found))
    for outline in found:
        for option in outline.options:
            if option.takes is Takes.NOTHING:
                assert not valued & set(option.names)


def test_the_manual_tells_every_command_option_and_example() -> None:
    page = manual_page()
    for outline in outlines():
        assert f".SS {outline.name}\n" in page
        for option in outline.options:
            assert escaped(option.names[-1]) in page


@needs("man")
def test_man_shows_the_page_without_a_warning() -> None:
    environment = {**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["man", "--warnings", "-l", "-"],
        input=manual_page().encode(),
        capture_output=True,
        check=True,
        env=environment,
    )
    assert done.stderr == b""
    shown = done.stdout.decode()
    assert "EXIT STATUS" in shown
    assert "lkmltrack export 1 | b4 am -m - -o ." in shown


@needs("mandoc")
def test_mandoc_finds_no_error() -> None:
    done = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "error"],
        input=manual_page().encode(),
        capture_output=True,
        check=False,
    )
    assert done.stdout == b""
    assert done.returncode == 0
