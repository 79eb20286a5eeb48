"""Files that are no mail: read as text, or refused."""

from pathlib import Path

import pytest

from lkmltrack.adapters.mailbox import LocalMailboxes
from lkmltrack.errors import BadInputError


def text_of(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return LocalMailboxes().text(path)


def test_a_tools_output_is_text(tmp_path: Path) -> None:
    assert text_of(tmp_path / "a.log", b"Time: 4.2\r\nmean \xc2\xb1 2\n") == "Time: 4.2\nmean ± 2\n"


def test_a_latin_file_is_text_too(tmp_path: Path) -> None:
    assert text_of(tmp_path / "a.log", b"a long enough line of words \xb1 2%\n").endswith("± 2%\n")


def test_a_mail_is_not_read_as_text(tmp_path: Path) -> None:
    assert text_of(tmp_path / "a.eml", b"From: a@example.org\nSubject: x\n\nTime: 4.2\n") == ""
    assert text_of(tmp_path / "a.patch", b"diff --git a/x b/x\n--- a/x\n+++ b/x\n") == ""


def test_a_folder_holds_no_text(tmp_path: Path) -> None:
    assert LocalMailboxes().text(tmp_path) == ""


def test_a_binary_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"perf\.data"):
        text_of(tmp_path / "perf.data", b"PERFILE2\0\0\0")


def test_what_came_in_is_text_when_it_is_no_mail() -> None:
    assert LocalMailboxes().stream_text(b"Time: 4.2\n") == "Time: 4.2\n"
