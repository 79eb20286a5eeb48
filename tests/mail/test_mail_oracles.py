"""Our readings of real mail beside those of liblore, the standard library and public-inbox."""

import email
import email.policy
import os
import re
import shutil
import struct
import subprocess
import warnings
from collections.abc import Iterator
from datetime import UTC
from email.message import EmailMessage
from pathlib import Path

import pytest
from liblore.series import parse_patch_subject

from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import message_id_of, parse_message
from lkmltrack.mail.subject import normalised_subject, parse_subject
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Message

PERL = shutil.which("perl")

# every reason for which we read a subject otherwise than liblore does
OTHERWISE = {
    "a gateway's tag is no prefix": re.compile(r"\[(?:ext|external)\]", re.IGNORECASE),
    "a marker stands behind another bracket": re.compile(
        r"\][ :]*(?:re|aw)[\[\]0-9]*:", re.IGNORECASE
    ),
    "markers of other languages": re.compile(r"(?:答复|回复)[:：]"),
    "a colon behind the bracket is no title": re.compile(r"\] ?:"),
    "a revision with a point": re.compile(r"\bv\d+\.\d+\b"),
    "words joined by a dash": re.compile(r"RESEND-PATCH"),
}


def raws_of(folder: Path) -> list[bytes]:
    if folder.name == "threads":
        files = sorted(folder.glob("*.mbox"))
        return [raw for file in files for raw in split_mbox(file.read_bytes())]
    return [file.read_bytes() for file in sorted(folder.glob("*.eml"))]


@pytest.fixture(scope="module")
def inbox(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Every tenth mail of a real list."""
    bundle = corpus / "inbox" / "nvdimm-0.bundle"
    place = str(tmp_path_factory.mktemp("inbox") / "0.git")
    subprocess.run(["git", "clone", "-q", "--mirror", str(bundle), place], check=True)
    commits = subprocess.run(
        ["git", "-C", place, "log", "--format=%H:m"], check=True, capture_output=True
    ).stdout.split()
    output = subprocess.run(
        ["git", "-C", place, "cat-file", "--batch", "--buffer"],
        input=b"\n".join(commits[::10]),
        check=True,
        capture_output=True,
    ).stdout
    return list(blobs(output))


def blobs(output: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(output):
        end = output.index(b"\n", position)
        words = output[position:end].split()
        position = end + 1
        if words[1] == b"blob":
            size = int(words[2])
            yield output[position : position + size]
            position += size + 1


def test_subjects_are_read_as_liblore_does_but_for_known_reasons(corpus: Path) -> None:
    subjects = {parse_message(raw).subject for raw in raws_of(corpus / "threads")}
    assert len(subjects) > 300
    for subject in sorted(subjects):
        ours, theirs = parse_subject(subject), parse_patch_subject(subject)
        mine = (ours.title, ours.is_reply, ours.is_patch, ours.revision, ours.counter, ours.total)
        other = (theirs.title, theirs.is_reply, theirs.is_patch, theirs.version)
        if mine != (*other, theirs.counter, theirs.expected):
            assert any(reason.search(subject) for reason in OTHERWISE.values()), subject


def test_liblore_reads_the_normal_form_as_we_read_the_subject(corpus: Path) -> None:
    for raw in raws_of(corpus / "threads"):
        subject = parse_message(raw).subject
        ours, theirs = parse_subject(subject), parse_patch_subject(normalised_subject(subject))
        assert theirs.is_reply == ours.is_reply, subject
        assert theirs.is_patch == ours.is_patch, subject
        assert (theirs.version, theirs.counter) == (ours.revision, ours.counter), subject
        assert theirs.expected == ours.total, subject


def test_the_seeds_thirteen_mails_have_one_topic(corpus: Path) -> None:
    raws = split_mbox((corpus / "threads" / "seed-rmap-exclude.mbox").read_bytes())
    messages = [parse_message(raw) for raw in raws]
    thread = build_thread(messages)
    assert len(thread.entries) == len(messages) == 13
    assert len(thread.roots) == 1
    assert thread.ghosts == ()
    assert {parse_subject(message.subject).title for message in messages} == {
        "mm: Add RWH_RMAP_EXCLUDE flag to exclude files from rmap sharing"
    }
    assert len({message.author.address for message in messages}) == 6
    parents = {entry.message_id: entry.parent for entry in thread.entries}
    for message in messages:
        assert parents[message.message_id] == (message.in_reply_to or (None,))[-1]


def addresses_of(mail: EmailMessage, name: str) -> list[str]:
    values = mail.get_all(name, [])
    return [address.addr_spec.lower() for value in values for address in value.addresses]


def inline_text(mail: EmailMessage) -> str:
    texts = [
        str(part.get_content())
        for part in mail.walk()
        if part.get_content_maintype() == "text"
        and part.get_content_subtype() != "html"
        and part.get_content_disposition() != "attachment"
        and part.get_filename() is None
    ]
    return "\n".join(texts).replace("\r\n", "\n")


def compare(message: Message, raw: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        assert message.subject == " ".join(str(mail["subject"]).split())
        assert message.message_id in str(mail["message-id"])
        for name, ours in (("to", message.to), ("cc", message.cc)):
            assert [one.address.lower() for one in ours] == addresses_of(mail, name)
        assert message.author.address.lower() == addresses_of(mail, "from")[0]
        if message.date is not None:
            theirs = mail["date"].datetime
            theirs = theirs.replace(tzinfo=theirs.tzinfo or UTC)
            assert message.date == theirs.astimezone(UTC)
        body = inline_text(mail)
    if not message.defects and b"flowed" not in raw and "\ufffd" not in body:
        assert message.body == body


def test_headers_and_bodies_are_read_as_the_standard_library_does(corpus: Path) -> None:
    raws = raws_of(corpus / "negatives") + raws_of(corpus / "threads")[::9]
    assert len(raws) > 100
    for raw in raws:
        compare(parse_message(raw), raw)


def test_every_mail_of_a_real_inbox_is_understood(inbox: list[bytes]) -> None:
    assert len(inbox) > 1_400
    for raw in inbox:
        message = parse_message(raw)
        assert message.author.address
        assert message.message_id == message_id_of(raw)
        assert message.date is not None
        assert not [defect for defect in message.defects if "charset" not in defect]


@pytest.fixture
def public_inbox() -> list[str]:
    """The command that shows public-inbox's own trees; skips where it is not installed."""
    command = [PERL or "perl", "-MPublicInbox::SearchThread"]
    if PERL is None or subprocess.run([*command, "-e", "1"], capture_output=True).returncode:
        if os.environ.get("CI"):
            pytest.fail("public-inbox is not installed, and CI has to have it")
        pytest.skip("public-inbox is not installed")
    return [*command, str(Path(__file__).with_name("public_inbox_thread.pl"))]


def test_trees_are_those_of_public_inbox(
    corpus: Path, inbox: list[bytes], public_inbox: list[str]
) -> None:
    for raws in (raws_of(corpus / "threads"), inbox):
        data = b"".join(struct.pack(">Q", len(raw)) + raw for raw in raws)
        output = subprocess.run(public_inbox, input=data, check=True, capture_output=True).stdout
        theirs: dict[str, str | None] = {}
        for line in output.decode().splitlines():
            message_id, parent, is_here = line.split("\t")
            if is_here == "1":
                theirs.setdefault(message_id, parent or None)
        thread = build_thread([parse_message(raw) for raw in raws])
        ours = {entry.message_id: entry.parent for entry in thread.entries if entry.message}
        assert ours == theirs
