"""Hostile mail through every command that prints: nothing of it acts on a terminal."""

import re
import shutil
from pathlib import Path

import pytest

from lkmltrack.__main__ import main
from lkmltrack.cli.text.spans import Span, Style, characters

# none of these is a sequence that we print ourselves
CLIPBOARD = "\x1b]52;c;cm0gLXJmIH4=\x07"
TITLE = "\x1b]0;owned\x1b\\"
LINK = "\x1b]8;;https://evil.example.com\x1b\\click\x1b]8;;\x1b\\"
CLEAR = "\x1b[2J\x1b[H\x1b[5;41m"
C1 = "\x9b31;5m\x90q\x9c"
BIDI = "\u202egnp.exe\u2066\u200b\ufeff"
MARKUP = "[bold red]x[/bold red][/nothing][@click=app.quit]y[/]"
EVIL = f"{CLIPBOARD}{TITLE}{LINK}{CLEAR}{C1}{BIDI}{MARKUP}\x00\x08\x0b\x0c\x7f"

OURS = {
    re.escape(code)
    for style in Style
    for code in re.findall(r"\x1b\[[0-9;]*m", characters([Span("x", style)], coloured=True))
}
NEVER = re.compile(
    rf"\x1b(?!{'|'.join(sorted(code.removeprefix(re.escape(chr(27))) for code in OURS))})"
    r"|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]"
)


def mail(name: str, parent: str = "", subject: str = "[PATCH] mm: x") -> bytes:
    """A mail whose every part is an attack: raw where 8 bits pass, encoded where words do."""
    evil = EVIL.replace("\x00", "")
    encoded = "=?utf-8?q?" + "".join(f"={byte:02X}" for byte in EVIL.encode()) + "?="
    lines = [
        f"From: {encoded} <mallory{BIDI}@example.com>",
        f"To: {encoded} <list@example.org>, {evil} <b@example.org>",
        f"Cc: {encoded} <c@example.org>",
        f"Subject: {subject} {encoded}",
        "Date: Tue, 3 Mar 2026 02:14:52 +0000",
        f"Message-ID: <{name}{CLEAR}{BIDI}@example.com>",
        *([f"In-Reply-To: <{parent}{CLEAR}{BIDI}@example.com>"] if parent else []),
        f"X-Evil: {evil}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="cut"',
        "",
        "--cut",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        f"needle {EVIL}",
        f"     91.53%  {evil}   [kernel]   [k] osq_lock{evil}",
        f"      0.53%  {evil}   [kernel]   [k] {evil}",
        f"      0.42%  perf     [kernel]   [k] needle_{evil}",
        "",
        f"| {evil} | before | after{evil} |",
        "|--------+--------+-------|",
        f"| execl {evil} | 1000.0 | 1795.5 |",
        f"| shell {evil} |  500.0 |  450.0 |",
        "",
        f"It improves execl by 80% {evil} on 112 cores.",
        f"  $ ./Run -c 220 {evil}",
        f"> quoted {EVIL}",
        f"Reviewed-by: {evil} <r@example.org>",
        "---",
        f" {evil}.c | 1 +",
        "",
        f"diff --git a/{evil}.c b/{evil}.c",
        f"--- a/{evil}.c",
        f"+++ b/{evil}.c",
        f"@@ -1 +1,2 @@ {evil}",
        f"+{EVIL}",
        " same",
        "--cut",
        f"Content-Type: text/plain; name*=utf-8''{'%1B%5B2J%E2%80%AEx.txt'}",
        f'Content-Disposition: attachment; filename="{evil}.txt"',
        "",
        EVIL,
        "--cut--",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "surrogateescape")


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An mbox of a hostile patch, its second version and answers, in the current directory."""
    raws = [
        mail("root"),
        mail("a", "root", "Re: [PATCH] mm: x"),
        mail("b", "a", "[PATCH v2] mm: x"),
    ]
    (tmp_path / "evil.mbox").write_bytes(b"".join(b"From x\n" + raw + b"\n" for raw in raws))
    (tmp_path / "inbox").mkdir()
    shutil.copy(tmp_path / "evil.mbox", tmp_path / "inbox" / "evil.mbox")
    (tmp_path / "evil.txt").write_bytes(raws[0].partition(b"needle")[2])
    monkeypatch.setenv("LKMLTRACK_DB", str(tmp_path / "x.db"))
    monkeypatch.setenv("LKMLTRACK_ARCHIVE", str(tmp_path / "inbox"))
    monkeypatch.chdir(tmp_path)
    return "evil.mbox"


def attacks_in(text: str) -> list[str]:
    return [text[max(0, m.start() - 20) : m.end() + 20] for m in NEVER.finditer(text)]


def test_the_guard_sees_an_attack() -> None:
    for attack in (CLIPBOARD, TITLE, LINK, CLEAR, C1, BIDI):
        assert attacks_in(attack)
    assert not attacks_in(characters([Span("fine 答复", Style.BAD)], coloured=True))


def test_nothing_hostile_reaches_the_terminal(box: str, capsys: pytest.CaptureFixture[str]) -> None:
    calls = [
        ["track", box],
        ["list"],
        [],
        ["show", "1", "--all", "--peek"],
        ["show", box],
        ["thread", "1"],
        ["thread", "1", "--ids", "--ascii"],
        ["read", "1"],
        ["read", "1", "1", "--headers", "all"],
        ["search", "needle"],
        ["diff", "1"],
        ["update"],
        ["tag", "1", f"tag{EVIL}"[:30].replace("\x00", "")],
        ["note", "1", f"note {EVIL}".replace("\x00", "")],
        ["rename", "1", f"name{CLEAR}{BIDI}"],
        ["show", "1"],
        ["list"],
        ["import", box],
        ["track", f"gone{CLEAR}.mbox"],
        ["show", f"nothing{CLEAR}{BIDI}"],
        ["template", "show", CLEAR],
        ["export", "1", "--format", "json"],
        ["evidence", "1"],
        ["evidence", box, "--all", "--plot", "evil.svg", "--force"],
        ["evidence", "1", "--csv"],
        ["evidence", "add", "1", "evil.txt"],
        ["compare", "1", "--all"],
        ["compare", box, "--csv"],
        ["untrack", "1"],
    ]
    seen = 0
    for words in calls:
        for extra in (["--color", "always"], ["--json"], ["-v", "--color", "never"]):
            main([*words, *extra])
            captured = capsys.readouterr()
            assert attacks_in(captured.out) == [], words
            assert attacks_in(captured.err) == [], words
            assert "this is a bug" not in captured.err, captured.err
            seen += captured.out.count("needle")
    assert seen > 5
