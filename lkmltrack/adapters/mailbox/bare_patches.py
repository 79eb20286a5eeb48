"""Diffs without a mail around them, made into mails that say so."""

import re
from collections.abc import Iterator

MADE_FROM = "X-Lkmltrack-Made-From"
"""The header that names the file a mail was made from."""

_LONGEST_LINE = 900
_COMMIT = re.compile(rb"^commit [0-9a-f]{40}[^\n]{0,500}\n", re.MULTILINE)
_DIFF_START = re.compile(
    rb"^(?:diff --git |diff -|Index: |--- [^\n]{1,4000}\n\+\+\+ )", re.MULTILINE
)
_FIELD = re.compile(r"(from|author|date|subject|title)[ \t]{0,4}:[ \t]*(\S.*)", re.IGNORECASE)


def mails_of_diff(data: bytes, name: str) -> list[bytes]:
    """Return a mail for a bare diff, or for each commit of what ``git log -p`` printed."""
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return [_mail(part, name) for part in _parts(data)]


def _parts(data: bytes) -> Iterator[bytes]:
    starts = [match.start() for match in _COMMIT.finditer(data)]
    if not starts:
        yield data
        return
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        yield data[start:end]


def _mail(part: bytes, name: str) -> bytes:
    start = _DIFF_START.search(part)
    cut = start.start() if start else len(part)
    charset = _charset(part)
    fields, text = _description(part[:cut].decode(charset))
    title, text = _title(fields, text, name)
    header = {
        "From": fields.get("from") or fields.get("author", ""),
        "Date": fields.get("date", ""),
        "Subject": title if title.startswith("[") else f"[PATCH] {title}",
        MADE_FROM: name,
        "MIME-Version": "1.0",
        "Content-Type": f"text/plain; charset={charset}",
        "Content-Transfer-Encoding": "8bit",
    }
    lines = [f"{field}: {_one_line(value)}" for field, value in header.items() if value]
    lines += ["", text, "---", "", ""] if text else ["", "---", "", ""]
    return "\n".join(lines).encode(charset, "replace") + part[cut:]


def _description(text: str) -> tuple[dict[str, str], str]:
    """Return the fields that lead a description, and the text below them."""
    lines = text.split("\n")
    indented = bool(lines and lines[0].startswith("commit "))
    if indented:
        lines = lines[1:]
    fields: dict[str, str] = {}
    while lines and (field := _FIELD.match(lines[0][:_LONGEST_LINE])):
        fields.setdefault(field[1].lower(), field[2])
        lines = lines[1:]
    if indented:
        lines = [line.removeprefix("    ") for line in lines]
    rest = "\n".join(lines).strip("\n").removesuffix("---").rstrip()
    return fields, rest


def _title(fields: dict[str, str], text: str, name: str) -> tuple[str, str]:
    """Return the title and what is left of the text; the file's name serves when all else lacks."""
    said = fields.get("subject") or fields.get("title")
    if said:
        return said, text
    first, _, rest = text.partition("\n")
    if first.strip() and len(first) <= 120:
        return first.strip(), rest.strip("\n")
    return name, text


def _charset(part: bytes) -> str:
    try:
        part.decode("utf-8")
    except UnicodeDecodeError:
        return "iso-8859-1"
    return "utf-8"


def _one_line(value: str) -> str:
    """Return a header value that cannot begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())[:_LONGEST_LINE]
