"""The sample inbox: what later parts of the program show must really stand in it."""

import os
import re
import shutil
import subprocess
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Message
from lkmltrack.model.thread import Thread

SAMPLE = Path(__file__).parent.parent / "lkmltrack" / "sample"
AUTHOR = "xiaolan.lin@example.com"

_ADDRESS = re.compile(r"[\w.+=-]{1,80}@([\w-]{1,40}(?:\.[\w-]{1,40}){1,4})")
_BEFORE_AFTER = re.compile(r"([\d.]+) ± +[\d.]+ +([\d.]+) ± +[\d.]+ +([-+][\d.]+)%$", re.MULTILINE)


@pytest.fixture(scope="module")
def raws() -> list[bytes]:
    return split_mbox((SAMPLE / "inbox.mbox").read_bytes())


@pytest.fixture(scope="module")
def messages(raws: list[bytes]) -> list[Message]:
    return [parse_message(raw) for raw in raws]


@pytest.fixture(scope="module")
def thread(messages: list[Message]) -> Thread:
    return build_thread(messages)


def with_subject(messages: list[Message], words: str) -> list[Message]:
    return [message for message in messages if words in message.subject]


def run_git(tree: Path, *arguments: str, stdin: bytes = b"") -> str:
    """Run git with one identity and one date, so that a commit has one name everywhere."""
    fixed = {
        "GIT_AUTHOR_NAME": "Sample",
        "GIT_AUTHOR_EMAIL": "sample@example.org",
        "GIT_AUTHOR_DATE": "2026-05-17T12:00:00+0000",
        "GIT_COMMITTER_NAME": "Sample",
        "GIT_COMMITTER_EMAIL": "sample@example.org",
        "GIT_COMMITTER_DATE": "2026-05-17T12:00:00+0000",
    }
    done = subprocess.run(
        ["git", *arguments], cwd=tree, env=os.environ | fixed, input=stdin, capture_output=True
    )
    assert done.returncode == 0, (arguments, done.stderr.decode())
    return done.stdout.decode().strip()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The sample tree as a git repository."""
    place = tmp_path / "tree"
    shutil.copytree(SAMPLE / "tree", place)
    run_git(place, "init", "--quiet", "--initial-branch=master", "--object-format=sha1")
    run_git(place, "add", "--all")
    run_git(place, "commit", "--quiet", "--message=sample tree")
    return place


def test_holds_every_mail_once(messages: list[Message]) -> None:
    assert len(messages) == 44
    assert len({message.message_id for message in messages}) == 44


def test_every_mail_is_understood(messages: list[Message]) -> None:
    assert {message.message_id: message.defects for message in messages if message.defects} == {}
    assert all(message.body and message.date and message.list_ids for message in messages)


def test_lines_that_begin_with_from_are_unquoted(messages: list[Message]) -> None:
    bodies = "\n".join(message.body for message in messages)
    assert "\nFrom where I sit" in bodies
    assert ">From where I sit" not in bodies


def test_is_six_threads_without_a_gap(thread: Thread, messages: list[Message]) -> None:
    by_id = {message.message_id: message for message in messages}
    assert thread.ghosts == ()
    assert [by_id[root.message_id].subject for root in thread.roots] == [
        "[PATCH] mm: add POSIX_FADV_NOLINK to keep hot libraries out of i_mmap",
        "[DISCUSSION] mm: hot libraries and the i_mmap lock during exec",
        "[RFC PATCH 0/2] Link the segments of an ELF image in one batch",
        "[PATCH v1 0/2] Link the segments of an ELF image in one batch",
        "[PATCH] mm/vma: say who drops the lock that vma_prepare() takes",
        "[PATCH v2 0/2] Link the segments of an ELF image in one batch",
    ]


def test_parents_are_what_in_reply_to_says(thread: Thread) -> None:
    for entry in thread.entries:
        assert entry.message is not None
        assert entry.parent == next(iter(entry.message.in_reply_to), None)


def test_comes_in_many_encodings(raws: list[bytes]) -> None:
    seen = set()
    for raw in raws:
        mail = message_from_bytes(raw)
        part = mail.get_payload(0) if mail.is_multipart() else mail
        assert isinstance(part, type(mail))
        seen.add((str(part.get_content_charset()), str(part["Content-Transfer-Encoding"])))
    assert {
        ("gb2312", "8bit"),
        ("utf-8", "base64"),
        ("utf-8", "quoted-printable"),
        ("iso-8859-1", "8bit"),
        ("us-ascii", "7bit"),
    } <= seen


def test_translated_reply_markers_and_a_cjk_name_are_decoded(messages: list[Message]) -> None:
    answers = with_subject(messages, "答复: [PATCH] mm: add POSIX_FADV_NOLINK")
    assert len(answers) == 6
    mine = [message for message in answers if message.author.address == AUTHOR]
    assert {message.author.name for message in mine} == {"林晓岚"}
    assert any("谢谢" in message.body for message in mine)


def test_carries_a_readable_attachment(messages: list[Message]) -> None:
    (attachment,) = [part for message in messages for part in message.attachments]
    assert attachment.name == "execl-epyc-9755.txt"
    assert attachment.text is not None
    assert "Execl Throughput" in attachment.text


def test_tells_the_figures_of_the_profile(messages: list[Message]) -> None:
    (profile,) = [
        message
        for message in messages
        if message.author.address == AUTHOR and "free_pgtalbes" in message.body
    ]
    assert "  91.53%  [kernel]                    [k] osq_lock\n" in profile.body
    shares = re.findall(r"^(\d+\.\d+)%? .*-->down_write", profile.body, re.MULTILINE)
    assert sum(map(float, shares)) == pytest.approx(92.75)
    for words in ("./Run -c 220 execl", "112 cores", "(9755)", "./Run -c 250 execl"):
        assert words in profile.body


def test_begins_with_a_claim_that_has_no_numbers(messages: list[Message]) -> None:
    claim = messages[0].body
    assert "~80% improvement" in claim
    assert "91.53" not in claim
    assert "before" not in claim


def test_recipients_grow_when_people_are_left_out(messages: list[Message]) -> None:
    first, later = messages[0], messages[6]
    addresses = {address.address for address in first.recipients}
    assert "imogen@example.org" in addresses
    assert "marit@example.org" not in addresses
    assert len(later.recipients) > len(first.recipients) + 4


def test_stated_differences_fit_their_tables(messages: list[Message]) -> None:
    rows = [row for message in messages for row in _BEFORE_AFTER.findall(message.body)]
    assert len(rows) > 12
    for before, after, stated in rows:
        change = (float(after) - float(before)) / float(before) * 100
        assert change == pytest.approx(float(stated), abs=0.051), (before, after, stated)


def test_two_questions_are_still_open(messages: list[Message]) -> None:
    last = with_subject(messages, "[PATCH v2")[-3:]
    assert "what about uprobes?" in last[0].body
    assert "Give me a few days" in last[1].body
    assert "8-core desktop" in last[2].body


def test_names_nobody_outside_the_example_domains(
    raws: list[bytes], messages: list[Message]
) -> None:
    texts = [raw.decode("ascii", "replace") for raw in raws]
    texts += [message.body + message.subject for message in messages]
    texts += [file.read_text() for file in (SAMPLE / "tree").rglob("*") if file.is_file()]
    domains = Counter(domain for text in texts for domain in _ADDRESS.findall(text))
    assert domains.total() > 500
    for domain in domains:
        assert re.fullmatch(r"(lists\.)?example\.(org|com|net)", domain), domain


def test_names_no_real_maintainer(messages: list[Message], corpus: Path) -> None:
    real = (corpus / "kernel" / "MAINTAINERS").read_text("utf-8", "replace")
    names = {address.name for message in messages for address in (message.author, *message.cc)}
    names |= {
        line.split("\t")[1].split(" <")[0]
        for line in (SAMPLE / "tree" / "MAINTAINERS").read_text().splitlines()
        if line.startswith(("M:\t", "R:\t"))
    }
    assert len(names) > 10
    for name in names - {""}:
        assert f"\t{name} <" not in real


def test_everybody_who_ought_to_be_asked_has_an_entry_or_was_added_by_hand() -> None:
    sections = (SAMPLE / "tree" / "MAINTAINERS").read_text()
    for address in ("marit", "quellmann", "imogen", "henrike", "odile"):
        assert f"<{address}@example.org>" in sections


def test_cover_letters_name_the_commit_of_the_tree(tree: Path, messages: list[Message]) -> None:
    commit = run_git(tree, "rev-parse", "HEAD")
    covers = with_subject(messages, "0/2] Link the segments")
    stated = {
        line for cover in covers for line in cover.body.splitlines() if line.startswith("base-com")
    }
    assert stated == {f"base-commit: {commit}"}


def patches_of(raws: list[bytes], prefix: str) -> list[bytes]:
    """Return the patches whose subject begins so, in order."""
    found = []
    for raw in raws:
        mail = message_from_bytes(raw, EmailMessage, policy=policy.default)
        if str(mail["Subject"]).startswith(prefix) and b"\ndiff --git " in raw:
            found.append(raw)
    return found


@pytest.mark.parametrize(
    ("prefix", "count"),
    [
        ("[PATCH] mm: add", 1),
        ("[RFC PATCH ", 2),
        ("[PATCH v1 ", 2),
        ("[PATCH] mm/vma: say", 1),
        ("[PATCH v2 ", 2),
    ],
)
def test_patches_apply(tree: Path, raws: list[bytes], prefix: str, count: int) -> None:
    patches = patches_of(raws, prefix)
    for patch in patches:
        run_git(tree, "am", "--quiet", stdin=patch)
    assert run_git(tree, "rev-list", "--count", "master") == str(1 + count) == str(1 + len(patches))
    assert run_git(tree, "status", "--porcelain") == ""


def test_a_revision_changes_what_the_older_one_did(tree: Path, raws: list[bytes]) -> None:
    results = set()
    for prefix in ("[RFC PATCH ", "[PATCH v1 ", "[PATCH v2 "):
        run_git(tree, "checkout", "--quiet", "--detach", "master")
        for patch in patches_of(raws, prefix):
            run_git(tree, "am", "--quiet", stdin=patch)
        results.add(run_git(tree, "rev-parse", "HEAD^{tree}"))
    assert len(results) == 3
