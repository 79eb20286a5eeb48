"""``cc`` as a whole: a patch in a file, a tree with MAINTAINERS, and what is printed."""

import email
import email.policy
import shlex
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.running import Run

MAINTAINERS = """\
List of maintainers
===================

MEMORY MANAGEMENT - RMAP
M:	Bo Example <bo@example.org>
M:	"Dee $(touch owned) O'Example, Jr." <dee@example.org>
R:	Cy Example <cy@example.org>
L:	rmap@lists.example.org
S:	Maintained
F:	mm/rmap.c

THE REST
M:	Eve Example <eve@example.org>
L:	all@lists.example.org
S:	Buried alive in reports
F:	*
F:	*/
"""
EVIL = "[bold]x[/bold]\x1b]52;c;cm0=\x07\x9b31m\u202e"


def patch(to: str, cc: str = "", author: str = "Ann Example <ann@example.org>") -> bytes:
    copies = f"Cc: {cc}\n" if cc else ""
    return (
        f"From: {author}\nTo: {to}\n{copies}"
        "Subject: [PATCH] mm: walk faster\n"
        "Date: Fri, 20 Mar 2026 12:00:00 +0000\n"
        "Message-ID: <one@example.org>\n\n"
        "It walks too slowly.\n\nSigned-off-by: Ann Example <ann@example.org>\n---\n"
        "diff --git a/mm/rmap.c b/mm/rmap.c\n--- a/mm/rmap.c\n+++ b/mm/rmap.c\n"
        "@@ -1 +1 @@\n-int a;\n+int b;\n"
    ).encode()


@pytest.fixture
def tree(empty: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with MAINTAINERS, chosen by the environment; it is no repository."""
    folder = empty / "tree"
    (folder / "mm").mkdir(parents=True)
    (folder / "MAINTAINERS").write_text(MAINTAINERS)
    (folder / "mm" / "rmap.c").write_text("int a;\n")
    monkeypatch.setenv("LKMLTRACK_TREE", str(folder))
    return folder


@pytest.fixture
def posted(tree: Path) -> str:
    """A patch that went to one list and one maintainer under another name of his address."""
    place = tree.parent / "one.eml"
    place.write_bytes(patch("all@lists.example.org", "Bo Example <bo@example.com>"))
    return str(place)


def test_who_is_missing_is_told_with_the_reason_and_gives_1(posted: str, run: Run) -> None:
    done = run("cc", posted)
    assert done.status == 1
    assert done.out.startswith("[PATCH] mm: walk faster\n2026-03-20 by Ann Example")
    missing = done.out.split("\nMissing\n")[1].split("\nPresent")[0]
    assert "maintainer  Dee $(touch owned) O'Example, Jr. <dee@example.org>" in missing
    assert "reviewer    Cy Example <cy@example.org>" in missing
    assert "list        rmap@lists.example.org" in missing
    assert "MEMORY MANAGEMENT - RMAP: mm/rmap.c" in missing
    assert "bo@example" not in missing
    assert "as bo@example.com" in done.out


def test_nobody_missing_gives_0(tree: Path, run: Run) -> None:
    everybody = "bo@example.org, dee@example.org, cy@example.org, eve@example.org"
    place = tree.parent / "all.eml"
    place.write_bytes(patch("rmap@lists.example.org, all@lists.example.org", everybody))
    done = run("cc", str(place))
    assert (done.status, "nobody is missing" in done.out) == (0, True)
    assert run("cc", str(place), "--to-cc", "b4").out == ""
    assert run("cc", str(place), "--repair").status == 1


def test_json_has_every_recipient_with_its_status(posted: str, run: Run) -> None:
    done = run("cc", posted, "--json")
    assert (done.status, done.json["schema"]) == (1, "lkmltrack.cc/1")
    status = {one["address"]: one["status"] for one in done.json["recipients"]}
    assert status["dee@example.org"] == status["rmap@lists.example.org"] == "missing"
    assert status["bo@example.org"] == "present-as"
    assert status["all@lists.example.org"] == "present"
    assert done.json["maintainers_from"]["rev"] is None
    assert done.json["maintainers_from"]["file"]


def test_lines_for_send_email_can_be_pasted_into_a_shell(posted: str, run: Run) -> None:
    done = run("cc", posted, "--to-cc", "send-email")
    assert done.status == 0
    pasted = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {done.out}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(posted).parent,
    ).stdout.split("\n")
    assert '--to="Dee $(touch owned) O\'Example, Jr." <dee@example.org>' in pasted
    assert "--cc=Cy Example <cy@example.org>" in pasted
    assert "--cc=rmap@lists.example.org" in pasted
    assert not (Path(posted).parent / "owned").exists()
    assert "bo@" not in done.out
    assert shlex.split(done.out.replace("\\\n", "")) == [line for line in pasted if line]


def test_lines_for_b4_are_trailers_and_all_means_everybody(posted: str, run: Run) -> None:
    lines = run("cc", posted, "--to-cc", "b4", "--all").out.splitlines()
    assert "To: Bo Example <bo@example.com>" in lines
    assert "Cc: all@lists.example.org" in lines
    assert all(line.startswith(("To: ", "Cc: ")) for line in lines)
    assert not [line for line in lines if "ann@" in line]


def test_headers_read_back_as_a_mail_has_them(posted: str, run: Run) -> None:
    text = run("cc", posted, "--to-cc", "headers").out
    mail = email.message_from_string(text + "\n", policy=email.policy.default)
    assert [one.addr_spec for one in mail["Cc"].addresses] == [
        "cy@example.org",
        "rmap@lists.example.org",
    ]
    assert "dee@example.org" in [one.addr_spec for one in mail["To"].addresses]


@pytest.mark.parametrize("style", ["send-email", "b4", "headers"])
def test_whom_nobody_can_write_to_is_left_out_and_that_is_said(
    style: str, posted: str, tree: Path, run: Run
) -> None:
    text = MAINTAINERS.replace("cy@example.org", "c\xfd@example.org")
    (tree / "MAINTAINERS").write_text(text, "utf-8")
    done = run("cc", posted, "--to-cc", style)
    assert done.status == 0
    assert "dee@example.org" in done.out
    assert "c\xfd@" not in done.out
    assert "c\xfd@example.org is left out" in done.err


def replied(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def test_the_reply_answers_the_posting_and_adds_who_is_missing(
    posted: str, tmp_path: Path, run: Run
) -> None:
    place = tmp_path / "reply.eml"
    done = run("cc", posted, "--repair", "-o", str(place))
    assert done.status == 0
    assert "wrote" in done.err
    mail = replied(place.read_bytes())
    assert mail["In-Reply-To"] == "<one@example.org>"
    assert "<one@example.org>" in mail["References"]
    assert mail["Subject"] == "Re: [PATCH] mm: walk faster"
    assert [one.addr_spec for one in mail["To"].addresses] == ["ann@example.org"]
    copies = {one.addr_spec for one in mail["Cc"].addresses}
    assert copies >= {"dee@example.org", "cy@example.org", "rmap@lists.example.org"}
    assert copies >= {"all@lists.example.org", "bo@example.com"}
    body = mail.get_content()
    assert "> It walks too slowly." in body
    assert "Cy Example <cy@example.org>" in body
    assert "${" not in body
    again = run("cc", posted, "--repair", "-o", str(place))
    assert (again.status, "--force" in again.err) == (2, True)


def test_your_own_template_of_the_reply_wins(
    posted: str, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    own = tmp_path / "config" / "lkmltrack" / "templates" / "reply-cc"
    own.parent.mkdir(parents=True)
    own.write_text("# mine\nSubject: Re: ${subject}\n\nHullo:\n\n${missing_recipients}\n")
    done = run("cc", posted, "--repair")
    assert replied(done.out.encode()).get_content().startswith("Hullo:\n\n")


@pytest.mark.parametrize(
    "words",
    [
        ["--repair", "--to-cc", "b4"],
        ["-o", "x"],
        ["--to-cc", "carrier-pigeon"],
        [],
    ],
)
def test_a_call_that_makes_no_sense_is_wrong_usage(words: list[str], posted: str, run: Run) -> None:
    target = [posted] if words else []
    assert run("cc", *target, *words).status == 2


def test_without_a_tree_the_way_out_is_told(
    posted: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LKMLTRACK_TREE")
    done = run("cc", posted)
    assert done.status == 2
    assert "lkmltrack.tree" in done.err


def test_hostile_mail_and_maintainers_are_shown_as_marks(tree: Path, run: Run) -> None:
    evil = MAINTAINERS.replace("Cy Example", EVIL).replace("- RMAP", EVIL)
    (tree / "MAINTAINERS").write_text(evil)
    place = tree.parent / "evil.eml"
    encoded = "=?utf-8?q?" + "".join(f"={byte:02X}" for byte in f"{EVIL}\n".encode()) + "?="
    place.write_bytes(patch(f"{encoded} <all@lists.example.org>", "", f"{encoded} <m@example.org>"))
    shown = 0
    for words in (
        [],
        ["--all"],
        ["--json"],
        ["--to-cc", "send-email"],
        ["--to-cc", "b4", "--all"],
        ["--to-cc", "headers"],
        ["--color", "always"],
    ):
        done = run("cc", str(place), *words)
        bare = done.out.replace("\x1b[0m", "") if "always" in words else done.out
        assert not [c for c in done.out + done.err if c in "\x07\x9b\x90\u202e"]
        assert "\x1b]" not in bare
        assert "always" in words or "\x1b" not in bare
        shown += done.out.count("[bold]x[/bold]")
    assert shown > 4
