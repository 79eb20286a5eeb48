"""What a file is, told from its beginning: an mbox, one mail, a bare diff, or none of them."""

import re
from enum import Enum

SNIFFED = 65_536
"""How much of a file is looked at."""

_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]{0,2}:")
_KNOWN_FIELDS = frozenset(
    b"from to cc subject date message-id in-reply-to references sender reply-to received"
    b" return-path delivered-to mime-version content-type content-transfer-encoding list-id"
    b" dkim-signature arc-seal x-original-to envelope-to author description".split()
)
_DIFF_LINE = re.compile(
    rb"^(?:diff --git |diff -|Index: |--- [^\n]{1,4000}\n\+\+\+ )", re.MULTILINE
)


_PAGE_OPENINGS = (b"<!doctype html", b"<html", b"<head", b"<!--", b"<?xml", b"<feed")
_LONGEST_OPENING = 32


class FileKind(Enum):
    """What a file holds."""

    MBOX = "mbox"
    MAIL = "mail"
    DIFF = "diff"
    PAGE = "page"
    """A web page or a feed, of an archive perhaps."""
    UNKNOWN = "unknown"
    EMPTY = "empty"


def kind_of_file(head: bytes) -> FileKind:
    """Return what the first ``SNIFFED`` bytes of a file say that it holds."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    start = head.lstrip(b"\r\n\t ")
    if not start:
        return FileKind.EMPTY
    if start.startswith(b"From "):
        return FileKind.MBOX
    if _begins_with_fields(start.removeprefix(b">")):
        return FileKind.MAIL
    if start[:_LONGEST_OPENING].lower().startswith(_PAGE_OPENINGS):
        return FileKind.PAGE
    if b"\0" not in start and _DIFF_LINE.search(start):
        return FileKind.DIFF
    return FileKind.UNKNOWN


def _begins_with_fields(start: bytes) -> bool:
    """Whether header fields stand at the beginning, one of them known to every mail reader."""
    known = False
    for line in start.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")[:400]:
        if line.startswith((b" ", b"\t")):
            continue
        if not line.strip():
            break
        field = _FIELD.match(line)
        if field is None:
            return known
        known = known or field[1].lower() in _KNOWN_FIELDS
    return known
