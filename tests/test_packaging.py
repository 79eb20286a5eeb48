"""What is built and shipped: the sample and the templates are in a wheel, however it was made."""

import re
import shutil
import string
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "lkmltrack"

KINDS = {
    "cover-letter",
    "discussion",
    "lsfmm-topic",
    "patch-notes",
    "reply-cc",
    "reply-evidence",
    "reply-thanks",
    "resend",
    "rfc",
}
_SHIPPED = {f"lkmltrack/templates/{kind}" for kind in KINDS} | {
    "lkmltrack/__main__.py",
    "lkmltrack/sample/inbox.mbox",
    "lkmltrack/sample/tree/MAINTAINERS",
    "lkmltrack/sample/tree/mm/vma.c",
}


def build(source: Path, kind: str, destination: Path) -> Path:
    """Build a wheel or an sdist with the tools that are installed, without the network."""
    done = subprocess.run(
        [sys.executable, "-m", "build", f"--{kind}", "--no-isolation"]
        + ["--outdir", str(destination), str(source)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = destination.iterdir()
    return made


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a checkout holds, so that building leaves nothing behind in ours."""
    place = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "README.md", "COPYING", ".gitignore"):
        shutil.copy(ROOT / name, place)
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("lkmltrack", "templates"):
        shutil.copytree(ROOT / name, place / name, symlinks=True, ignore=ignore)
    return place


@pytest.fixture(scope="module")
def sdist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, "sdist", tmp_path_factory.mktemp("sdist"))


def names_in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_a_wheel_from_a_checkout_holds_sample_and_templates(checkout: Path, tmp_path: Path) -> None:
    assert names_in_wheel(build(checkout, "wheel", tmp_path)) >= _SHIPPED


def test_an_sdist_holds_them_as_files_not_as_links(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        files = {member.name.partition("/")[2] for member in archive if member.isfile()}
        assert not [member.name for member in archive if member.issym() or member.islnk()]
    assert files >= _SHIPPED | {"COPYING", "README.md", "pyproject.toml"}


def test_a_wheel_from_an_sdist_is_the_same(sdist: Path, checkout: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    subprocess.run(["tar", "--extract", "--file", sdist, "--directory", unpacked], check=True)
    (source,) = unpacked.iterdir()
    from_sdist = build(source, "wheel", tmp_path / "one")
    from_checkout = build(checkout, "wheel", tmp_path / "two")
    assert names_in_wheel(from_sdist) == names_in_wheel(from_checkout)


def test_the_installed_package_finds_its_templates() -> None:
    assert {place.name for place in (PACKAGE / "templates").iterdir()} == KINDS


@pytest.fixture(params=sorted(KINDS))
def template(request: pytest.FixtureRequest) -> str:
    return (PACKAGE / "templates" / str(request.param)).read_text("ascii")


def test_a_template_can_be_filled(template: str) -> None:
    filler = string.Template(template)
    assert filler.is_valid()
    assert filler.get_identifiers()
    assert "${" not in filler.substitute({name: "x" for name in filler.get_identifiers()})


def test_a_template_fits_a_terminal_and_ends_as_a_text_does(template: str) -> None:
    assert max(map(len, template.splitlines())) <= 72
    assert template.endswith("\n")
    assert not template.endswith("\n\n")
    trailing = re.findall(r"^(?!-- $).*[ \t]$", template, re.MULTILINE)
    assert trailing == []


def test_a_template_begins_with_help_and_a_subject(template: str) -> None:
    lines = template.splitlines()
    # one sentence that a list of templates can show beside the name
    assert re.fullmatch(r"# [A-Z][^.]{10,60}\.( .*)?", lines[0])
    text = [line for line in lines if not line.startswith("#")]
    # the notes below --- are no mail of their own
    assert text[0].startswith("Subject: ") or text[0] == "Changes in v${revision}:"


def test_what_a_template_leaves_open_is_visible(template: str) -> None:
    for word in re.findall(r"\bTODO\b.?", template):
        assert word == "TODO("
    assert template.count("TODO(") == len(re.findall(r"TODO\([^()]{3,120}\)", template))
