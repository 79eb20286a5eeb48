"""Real patches against a real MAINTAINERS: byte for byte what get_maintainer.pl answered."""

import io
import sys
from pathlib import Path

import pytest

from lkmltrack.cli.get_maintainer import answer


@pytest.fixture
def tree(corpus: Path, tmp_path: Path) -> Path:
    """The kernel's MAINTAINERS, and the folders that its lines name without a slash."""
    kernel = corpus / "kernel"
    place = tmp_path / "linux"
    for folder in (kernel / "directories-named-without-slash.txt").read_text().split():
        (place / folder).mkdir(parents=True)
    (place / "MAINTAINERS").write_bytes((kernel / "MAINTAINERS").read_bytes())
    (place / ".mailmap").write_bytes((kernel / "mailmap").read_bytes())
    (place / ".get_maintainer.ignore").write_bytes((kernel / "get_maintainer.ignore").read_bytes())
    return place


def answered(tree: Path, patch: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(data, "utf-8"))
    assert answer(["--tree", str(tree), "-q", "--nogit", "--nogit-fallback", str(patch)]) == 0
    return data.getvalue()


@pytest.mark.parametrize("has_sources", [False, True])
def test_every_answer_is_the_script_s(
    has_sources: bool, corpus: Path, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if has_sources:
        (tree / "Makefile").touch()
    wrong: list[str] = []
    unknown: list[str] = []
    patches = sorted((corpus / "patches").iterdir())
    for patch in patches:
        expected = (corpus / "expected" / "maintainers-7.3" / f"{patch.name}.txt").read_bytes()
        if b"in file)" in expected:
            # from a binding in the tree, which is not here
            unknown.append(patch.name)
        elif answered(tree, patch, monkeypatch) != expected:
            wrong.append(patch.name)
    assert len(patches) > 500
    assert len(unknown) < 5
    assert wrong == []
