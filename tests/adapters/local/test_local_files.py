import gzip
import os
import resource
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.mailbox import LocalMailboxes
from lkmltrack.adapters.mailbox.bare_patches import mails_of_diff
from lkmltrack.adapters.mailbox.files import natural_order
from lkmltrack.adapters.mailbox.sniffing import FileKind, kind_of_file
from lkmltrack.errors import BadInputError
from lkmltrack.mail.body import split_patch
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.tracker.ports import Mailboxes

DIFF = """\
diff --git a/mm/rmap.c b/mm/rmap.c
--- a/mm/rmap.c
+++ b/mm/rmap.c
@@ -1,2 +1,2 @@
 one
-two
+three
"""
FORMAT_PATCH = f"""\
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: Ada Author <ada@example.org>
Date: Mon, 6 Apr 2026 10:00:00 +0000
Subject: [PATCH] mm: count to three

Signed-off-by: Ada Author <ada@example.org>
---
 mm/rmap.c | 2 +-

{DIFF}--\x20
2.39.5

"""


def read(path: Path) -> list[bytes]:
    return LocalMailboxes().read(path)


def subjects(raws: list[bytes]) -> list[str]:
    return [parse_message(raw).subject for raw in raws]


def test_the_adapter_satisfies_the_port() -> None:
    mailboxes: Mailboxes = LocalMailboxes()
    assert mailboxes.read_stream(b"Subject: x\n\ny\n") == [b"Subject: x\n\ny\n"]


def test_reads_an_mbox_and_undoes_its_escapes(tmp_path: Path, mail: Callable[..., bytes]) -> None:
    raws = [mail("one", body="From here on\n>From there on\n"), mail("two")]
    (tmp_path / "a.mbox").write_bytes(join_mbox(raws))
    assert read(tmp_path / "a.mbox") == raws


def test_reads_a_packed_mbox(tmp_path: Path, mail: Callable[..., bytes]) -> None:
    (tmp_path / "t.mbox.gz").write_bytes(gzip.compress(join_mbox([mail("one"), mail("two")])))
    assert read(tmp_path / "t.mbox.gz") == [mail("one"), mail("two")]


def test_reads_a_single_mail_byte_for_byte(tmp_path: Path, mail: Callable[..., bytes]) -> None:
    raw = mail("one", body="From 0123 Mon Apr  6 10:00:00 2026\nSubject: quoted, not a separator\n")
    (tmp_path / "a.eml").write_bytes(raw)
    assert read(tmp_path / "a.eml") == [raw]


def test_reads_what_format_patch_writes(tmp_path: Path) -> None:
    (tmp_path / "0001-mm.patch").write_text(FORMAT_PATCH)
    [raw] = read(tmp_path / "0001-mm.patch")
    assert raw.startswith(b"From: Ada Author")
    assert parse_message(raw).subject == "[PATCH] mm: count to three"


def test_a_bare_diff_becomes_a_mail_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "fix-rmap.diff").write_text(DIFF)
    [raw] = read(tmp_path / "fix-rmap.diff")
    message = parse_message(raw)
    assert message.subject == "[PATCH] fix-rmap.diff"
    assert b"X-Lkmltrack-Made-From: fix-rmap.diff\n" in raw
    patch = split_patch(message.body)
    assert patch is not None
    assert patch.diff == DIFF


def test_a_quilt_patch_keeps_its_description_and_author(tmp_path: Path) -> None:
    text = "mm: count to three\n\nThere are three.\n\nSigned-off-by: Ada <ada@example.org>\n---\n"
    (tmp_path / "a.patch").write_text(text + DIFF)
    message = parse_message(read(tmp_path / "a.patch")[0])
    assert message.subject == "[PATCH] mm: count to three"
    assert message.body.startswith(
        "There are three.\n\nSigned-off-by: Ada <ada@example.org>\n---\n"
    )


def test_each_commit_of_a_log_becomes_a_mail() -> None:
    log = "".join(
        f"commit {number * 40}\nAuthor: Zoë <zoe@example.org>\nDate:   Mon Apr 6 10:00:00 2026 +0000\n\n"
        f"    mm: step {number}\n    \n    Because.\n\n{DIFF}\n"
        for number in "12"
    )
    raws = LocalMailboxes().read_stream(log.encode())
    messages = [parse_message(raw) for raw in raws]
    assert [message.subject for message in messages] == ["[PATCH] mm: step 1", "[PATCH] mm: step 2"]
    assert str(messages[0].author) == "Zoë <zoe@example.org>"
    assert messages[0].date is not None
    assert messages[0].body.startswith("Because.\n---\n")


@given(st.binary(max_size=400), st.text(max_size=80))
@example(b"commit " + b"a" * 40 + b"\nAuthor: a\nBcc: x@y\n\n    t\n", "n\nBcc: evil@example.org")
@settings(deadline=None)
def test_a_description_adds_no_header_of_its_own(description: bytes, name: str) -> None:
    for raw in mails_of_diff(description + b"\n" + DIFF.encode(), name):
        head = raw.partition(b"\n\n")[0]
        fields = [line.partition(b":")[0] for line in head.split(b"\n")]
        assert set(fields) <= {
            b"From",
            b"Date",
            b"Subject",
            b"X-Lkmltrack-Made-From",
            b"MIME-Version",
            b"Content-Type",
            b"Content-Transfer-Encoding",
        }
        assert DIFF.encode() in raw


def test_a_folder_is_read_in_the_order_of_its_numbers(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    for name in ("v2-10-x.patch", "v2-2-x.patch", "v2-1-x.patch", "v2-0-cover.eml"):
        (tmp_path / name).write_bytes(mail(name, subject=name))
    assert subjects(read(tmp_path)) == [
        "v2-0-cover.eml",
        "v2-1-x.patch",
        "v2-2-x.patch",
        "v2-10-x.patch",
    ]


def test_a_folder_is_read_without_what_is_no_mail(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    (tmp_path / "1.patch").write_bytes(mail("one", subject="kept"))
    for name in ("1.patch~", "1.patch.orig", ".hidden.patch", "tree.json"):
        (tmp_path / name).write_bytes(mail("two", subject="left out"))
    (tmp_path / "README").write_text("How to use this folder.\n")
    (tmp_path / "Makefile").write_text("all: everything\n\techo\n")
    (tmp_path / "page.html").write_text("<html>From: x</html>")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "2.patch").write_bytes(mail("three", subject="left out"))
    assert subjects(read(tmp_path)) == ["kept"]


def test_a_quilt_series_gives_the_order_and_the_choice(
    tmp_path: Path, mail: Callable[..., bytes]
) -> None:
    for name in ("b.patch", "a.patch", "unused.patch"):
        (tmp_path / name).write_bytes(mail(name, subject=name))
    outside = tmp_path.parent / "outside.patch"
    outside.write_bytes(mail("outside", subject="outside"))
    (tmp_path / "series").write_text(
        "# ours\nb.patch -p1\n\na.patch # later\n../outside.patch\ngone.patch\n"
    )
    assert subjects(read(tmp_path)) == ["b.patch", "a.patch"]


def test_a_maildir_is_read_without_unfinished_mail(
    maildir: Path, mail: Callable[..., bytes]
) -> None:
    (maildir / "new" / "2.host").write_bytes(mail("two"))
    (maildir / "cur" / "1.host:2,S").write_bytes(mail("one"))
    (maildir / "tmp" / "3.host").write_bytes(mail("unfinished"))
    (maildir / "cur" / ".dot").write_bytes(mail("dot"))
    assert read(maildir) == [mail("one"), mail("two")]


def test_a_maildirs_file_is_one_mail_whatever_its_first_line(
    maildir: Path, mail: Callable[..., bytes]
) -> None:
    raw = join_mbox([mail("one"), mail("two")])
    (maildir / "new" / "1.host").write_bytes(raw)
    assert read(maildir) == [raw]


@pytest.mark.parametrize(
    ("first", "second"), [("2-x", "10-x"), ("a9", "a10"), ("0001-a", "0002-a"), ("a", "b")]
)
def test_natural_order(first: str, second: str) -> None:
    assert natural_order(first) < natural_order(second)


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_names_can_be_put_in_order(names: list[str]) -> None:
    assert Counter(sorted(names, key=natural_order)) == Counter(names)


JUNK = {
    "no-such-file": (None, "no such file"),
    "empty": (b"", "nothing in it"),
    "blank": (b"\n\n \n", "nothing in it"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 50, "neither mail nor a patch"),
    "program": (b"\x7fELF\2\1\1\0" * 100, "neither mail nor a patch"),
    "prose.txt": (b"Dear diary,\ntoday I sent no mail.\n", "neither mail nor a patch"),
    "page.html": (b"<!DOCTYPE html><html><body>From: a</body></html>", "a web page, not mail"),
    "0.bundle": (b"# v2 git bundle\n" + b"a" * 40 + b" HEAD\n\nPACK", "git clone --mirror"),
    "t.mbox.xz": (b"\xfd7zXZ\x00\x00", "Unpack it first with xz"),
    "cut.gz": (gzip.compress(b"Subject: x\n\n" + b"text " * 5000)[:40], "breaks off"),
    "damaged.gz": (b"\x1f\x8b\x08\0\0\0\0\0\0\0garbage", "damaged|breaks off"),
}


@pytest.mark.parametrize("name", JUNK)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    content, reason = JUNK[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for ask in (
        LocalMailboxes().read,
        lambda path: list(LocalMailboxes().source(path).batches("", 9)),
    ):
        with pytest.raises(BadInputError, match=reason) as told:
            ask(tmp_path / name)
        assert name in str(told.value)


def test_a_packed_bomb_is_told_before_it_fills_the_memory(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for head in (b"", b"Subject: x\n\n", b"From a@b Mon Apr  6 10:00:00 2026\nSubject: x\n\n"):
        with gzip.open(tmp_path / "bomb.gz", "wb", compresslevel=1) as file:
            file.write(head)
            for _ in range(150):
                file.write(b"x" * (1 << 20))
        with pytest.raises(BadInputError, match="bomb.gz"):
            read(tmp_path / "bomb.gz")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


def test_more_than_memory_should_hold_is_to_be_imported(
    tmp_path: Path, mail: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lkmltrack.adapters.mailbox.mailboxes._MOST_AT_ONCE", 1 << 20)
    place = tmp_path / "a.mbox"
    place.write_bytes(join_mbox([mail(str(n), body="x\n" * 9_000) for n in range(100)]))
    with pytest.raises(BadInputError, match="lkmltrack import"):
        read(place)
    assert sum(len(b.raws) for b in LocalMailboxes().source(place).batches("", 10)) == 100


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInputError, match="standard input"):
        read(tmp_path / "pipe")


def test_a_device_is_refused() -> None:
    with pytest.raises(BadInputError, match="a device"):
        read(Path("/dev/null"))


def test_a_folder_without_mail_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing here\n")
    with pytest.raises(BadInputError, match="no mail in this folder"):
        read(tmp_path)


@pytest.fixture
def somebody() -> Iterator[None]:
    """Stop being root, who may read everything."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65_534)
    yield
    if is_root:
        os.seteuid(0)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that everybody may look into; pytest's own are for one person."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_a_file_that_may_not_be_read_is_named(
    shared_folder: Path, mail: Callable[..., bytes], request: pytest.FixtureRequest
) -> None:
    file = shared_folder / "a.eml"
    file.write_bytes(mail("one"))
    file.chmod(0)
    request.getfixturevalue("somebody")
    assert file.is_file()
    with pytest.raises(BadInputError, match="permission denied"):
        read(file)


@pytest.mark.parametrize(
    "name", ["-o=x.eml", "two words.eml", "line\nbreak.eml", "ünïcode.eml", "--output=x.mbox"]
)
def test_any_name_of_a_file_will_do(
    tmp_path: Path, mail: Callable[..., bytes], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(mail("one"))
    assert read(Path(name)) == [mail("one")]
    assert [b.raws for b in LocalMailboxes().source(Path(name)).batches("", 9)] == [[mail("one")]]


def test_a_name_that_is_no_text_can_be_told(tmp_path: Path) -> None:
    place = os.path.join(os.fsencode(tmp_path), b"\xff\xfe.eml")
    with open(place, "wb") as file:
        file.write(b"\x7fELF")
    with pytest.raises(BadInputError) as told:
        read(Path(os.fsdecode(place)))
    str(told.value).encode("utf-8")


@given(st.binary(max_size=600))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_stream_gives_mails_or_one_complaint(data: bytes) -> None:
    if kind_of_file(data) in (FileKind.UNKNOWN, FileKind.EMPTY, FileKind.PAGE):
        with pytest.raises(BadInputError, match="standard input"):
            LocalMailboxes().read_stream(data)
    else:
        raws = LocalMailboxes().read_stream(data)
        assert raws
        assert sum(map(len, raws)) > 0


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"From a@b Mon Apr  6 10:00:00 2026\n", FileKind.MBOX),
        (b"\xef\xbb\xbfSubject: x\n\n", FileKind.MAIL),
        (b"\nReceived: by x\n\tfolded\nFrom: a\n\n", FileKind.MAIL),
        (b"Subject: x\r\rtext", FileKind.MAIL),
        (b"Description: mend it\nAuthor: Ada\n\n--- a/x\n+++ b/x\n", FileKind.MAIL),
        (b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n", FileKind.DIFF),
        (b"Index: linux/mm/rmap.c\n=====\n", FileKind.DIFF),
        (b"Note: this is no mail\n", FileKind.UNKNOWN),
        (b"http://example.org/\n", FileKind.UNKNOWN),
    ],
)
def test_tells_kinds_apart(head: bytes, kind: FileKind) -> None:
    assert kind_of_file(head) is kind


def test_every_file_of_the_corpus_is_read(corpus: Path) -> None:
    assert len(read(corpus / "mail")) == len(list((corpus / "mail").glob("*.eml")))
    patches = sorted((corpus / "patches").iterdir())
    assert len(patches) > 700
    for place in patches:
        assert read(place), place.name


def test_no_file_is_written_to(tmp_path: Path, mail: Callable[..., bytes]) -> None:
    place = tmp_path / "a.mbox"
    place.write_bytes(join_mbox([mail("one")]))
    place.chmod(stat.S_IRUSR)
    before = place.stat()
    read(place)
    assert place.stat().st_mtime_ns == before.st_mtime_ns
    assert sorted(tmp_path.iterdir()) == [place]
