"""Answers of the real scripts of Linux 7.3 and 6.1 on an invented tree, word for word."""

import io
import sys
from pathlib import Path

import pytest

from lkmltrack.cli.get_maintainer import answer
from tests.maintainers.invented_tree import DATA, build_tree, read_answers
from tests.maintainers.scripts import SCRIPTS


@pytest.fixture(scope="module", params=["7.3", "6.1"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def tree(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    build_tree(tmp_path, SCRIPTS[version])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answered(words: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(data, "utf-8"))
    assert answer(words) == 0
    return data.getvalue().decode("utf-8", "surrogateescape")


def test_every_answer_is_the_script_s(
    version: str, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = list(read_answers(DATA / f"answers-{version}.txt"))
    assert len(kept) > 100
    for words, output in kept:
        assert (words, answered(words, monkeypatch)) == (words, output)
