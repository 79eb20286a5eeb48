"""Mails, mailboxes and repositories of mail, made for one test each."""

import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

MailMaker = Callable[..., bytes]


@pytest.fixture
def mail() -> MailMaker:
    """Makes a plain mail: ``mail("one", "Subject", "Body", answers="zero")``."""

    def make(
        name: str, subject: str = "a question", body: str = "Hello.\n", answers: str = ""
    ) -> bytes:
        lines = [
            f"Message-ID: <{name}@example.org>",
            "From: Ada Author <ada@example.org>",
            "To: list@example.org",
            "Date: Mon, 06 Apr 2026 10:00:00 +0000",
            f"Subject: {subject}",
        ]
        if answers:
            lines.append(f"In-Reply-To: <{answers}@example.org>")
        return ("\n".join(lines) + f"\n\n{body}").encode()

    return make


@pytest.fixture
def git() -> Callable[..., str]:
    """Runs git in a folder and returns what it prints."""

    def run(folder: Path, *arguments: str, given: bytes | None = None) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=folder, input=given, check=True, capture_output=True
        ).stdout.decode()

    return run


@pytest.fixture
def epoch(git: Callable[..., str]) -> Callable[..., Path]:
    """Makes a public-inbox epoch: one commit a mail; None in the list removes the mail before."""

    def make(place: Path, raws: Iterable[bytes | None]) -> Path:
        if not place.exists():
            place.mkdir(parents=True)
            git(place, "init", "--quiet", "--bare", "--initial-branch=master")
        lines: list[bytes] = []
        previous = b""
        begun = (place / "refs/heads/master").exists()
        for raw in raws:
            name, content = ("m", raw) if raw is not None else ("d", previous)
            lines.append(b"commit refs/heads/master\n")
            lines.append(b"committer A <a@example.org> 1775469600 +0000\ndata 1\nx\n")
            if begun:
                lines.append(b"from refs/heads/master^0\n")
                begun = False
            lines.append(b"deleteall\n")
            lines.append(b"M 100644 inline %s\ndata %d\n" % (name.encode(), len(content)))
            lines.append(content + b"\n")
            previous = content
        git(place, "fast-import", "--quiet", "--force", given=b"".join(lines))
        return place

    return make


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """An empty maildir."""
    place = tmp_path / "maildir"
    for part in ("cur", "new", "tmp"):
        os.makedirs(place / part)
    return place
