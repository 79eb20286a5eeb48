"""The parts of a mail: one body text, and the attachments."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lkmltrack.mail.charsets import decode_text, is_utf8
from lkmltrack.mail.encoded_words import header_text, raw_text
from lkmltrack.mail.flowed import unflow
from lkmltrack.mail.headers import Header, message_start, read_header
from lkmltrack.mail.parameters import clean_file_name, parse_parameters
from lkmltrack.mail.transfer import decode_transfer, is_identity
from lkmltrack.model.message import Attachment

MAX_PARTS = 1_000
MAX_DEPTH = 20
MAX_BOUNDARY = 2_048
_MOST_DELIMITERS = 100_000
"""Lines that begin like a boundary are looked at no more often than that."""

PART_FIELDS = frozenset(
    (b"content-type", b"content-transfer-encoding", b"content-disposition", b"content-description")
)
_NESTED_FIELDS = PART_FIELDS | {b"from", b"to", b"cc", b"date", b"subject", b"message-id"}
_SHOWN_FIELDS = (b"from", b"to", b"cc", b"date", b"subject", b"message-id")
_MAIL_TYPES = ("message/rfc822", "message/global")
_TEXT_TYPES = ("text/", "multipart/", "message/")
# mailers send these as application/octet-stream
_TEXT_NAMES = (
    *(
        ".patch",
        ".diff",
        ".txt",
        ".log",
        ".mbox",
        ".eml",
        ".c",
        ".h",
        ".sh",
        ".py",
        ".csv",
        ".json",
    ),
    ".config",
)
_LONGEST_UNTYPED_TEXT = 10_000_000
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*(\r?\n|\Z)")

HtmlToText = Callable[[str], str]


@dataclass(slots=True)
class Part:
    """A MIME part: its header, where its content is in the data, and its parts."""

    header: Header
    content_type: str
    parameters: dict[str, str]
    data: bytes
    start: int
    end: int
    depth: int = 0
    parts: list["Part"] = field(default_factory=list)


@dataclass(slots=True)
class Content:
    """What a reader gets of a mail's parts; ``charset`` is the one the mail's header names."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    charset: str = ""


def read_content(header: Header, data: bytes, html_to_text: HtmlToText) -> Content:
    """Return the text and the attachments of a mail whose header was read."""
    root = _part(header, data, header.body_start, len(data), 0, "text/plain")
    content = Content(charset=root.parameters.get("charset", ""))
    if not root.content_type.startswith("multipart/"):
        _read_leaf(root, content, html_to_text, is_root=True)
        return content
    _split_parts(root, content.defects)
    waiting = deque(_chosen_parts(root))
    while waiting:
        part = waiting.popleft()
        if part.parts:
            attachment, inner = _nested_mail(part, html_to_text)
            content.attachments.append(attachment)
            waiting.extendleft(reversed(inner))
        else:
            _read_leaf(part, content, html_to_text, is_root=part is root)
    if not any(map(str.strip, content.texts)):
        content.texts += _only_text(content.attachments)
    return content


def _only_text(attachments: list[Attachment]) -> list[str]:
    """Return the first attached text: what there is to read where nothing else was written."""
    for attachment in attachments:
        if attachment.text and not attachment.content_type.startswith("message/"):
            return [attachment.text]
    return []


def _part(header: Header, data: bytes, start: int, end: int, depth: int, default: str) -> Part:
    value = header.first(b"content-type")
    content_type, parameters = parse_parameters(raw_text(value)) if value else ("", {})
    if "/" not in content_type:
        content_type = default
    return Part(header, content_type, parameters, data, start, end, depth)


# ---------------------------------------------------------------- the tree


def _split_parts(root: Part, defects: list[str]) -> None:
    """Split a multipart and all that it holds, without recursion and within the caps."""
    waiting = [root]
    count = 0
    while waiting:
        part = waiting.pop()
        if part.depth >= MAX_DEPTH:
            defects.append(f"parts are nested deeper than {MAX_DEPTH}")
            continue
        for child in _children(part, defects):
            count += 1
            if count > MAX_PARTS:
                defects.append(f"more than {MAX_PARTS} parts")
                return
            part.parts.append(child)
        waiting.extend(child for child in part.parts if _may_hold_parts(child))


def _may_hold_parts(part: Part) -> bool:
    return part.content_type.startswith("multipart/") or part.content_type in _MAIL_TYPES


def _children(part: Part, defects: list[str]) -> Iterator[Part]:
    if part.content_type in _MAIL_TYPES:
        yield _nested_message(part)
        return
    boundary = part.parameters.get("boundary", "").rstrip()
    if not boundary or len(boundary) > MAX_BOUNDARY:
        defects.append(
            "multipart with a boundary too long" if boundary else "multipart without a boundary"
        )
        return
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for start, end in _part_bounds(part, boundary.encode("utf-8", "replace"), defects):
        header = read_header(part.data, start, end, PART_FIELDS)
        body = min(header.body_start, end)
        yield _part(header, part.data, body, end, part.depth + 1, default)


def _nested_message(part: Part) -> Part:
    """Return the mail inside a message/rfc822 part."""
    data, start, end = part.data, part.start, part.end
    encoding = part.header.first(b"content-transfer-encoding")
    if not is_identity(encoding):
        data, _ = decode_transfer(data[start:end], encoding)
        start, end = 0, len(data)
    start = message_start(data, start, end)
    header = read_header(data, start, end, _NESTED_FIELDS)
    body = min(header.body_start, end)
    return _part(header, data, body, end, part.depth + 1, "text/plain")


def _part_bounds(part: Part, boundary: bytes, defects: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where each part begins and ends between the boundary lines."""
    delimiter = b"--" + boundary
    data, position = part.data, part.start
    begin = -1
    for _ in range(_MOST_DELIMITERS):
        found = data.find(delimiter, position, part.end)
        if found < 0:
            break
        position = found + len(delimiter)
        if found > part.start and data[found - 1] != 0x0A:
            continue
        after = _AFTER_BOUNDARY.match(data, position, part.end)
        if after is None:
            continue
        if begin >= 0:
            yield begin, _before_line_end(data, begin, found)
        begin = after.end()
        if after[1]:
            return
    if begin < 0:
        defects.append("multipart without any part")
    else:
        defects.append("multipart without its end")
        yield begin, part.end


def _before_line_end(data: bytes, begin: int, found: int) -> int:
    """The line end in front of a boundary belongs to the boundary."""
    end = found - 1
    if end > begin and data[end - 1] == 0x0D:
        end -= 1
    return max(end, begin)


# ---------------------------------------------------------------- what is shown


def _chosen_parts(root: Part) -> Iterator[Part]:
    """Yield the leaves that a reader gets, in order; of alternatives only the best one."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if not part.parts:
            yield part
        elif part.content_type == "multipart/alternative":
            waiting.append(_best_alternative(part))
            waiting.extend(
                child
                for child in reversed(part.parts)
                if child.content_type.partition("/")[0] not in ("text", "multipart")
                or child.content_type == "text/calendar"
            )
        elif part.content_type.startswith("message/"):
            yield part
        else:
            waiting.extend(reversed(part.parts))


def _best_alternative(part: Part) -> Part:
    for wanted in ("text/plain", "text/html", "text/"):
        for child in part.parts:
            if _holds(child, wanted):
                return child
    return part.parts[-1]


def _holds(part: Part, wanted: str) -> bool:
    """Whether a part is, or holds, text of a type that is not empty."""
    waiting = [part]
    while waiting:
        part = waiting.pop()
        waiting.extend(part.parts)
        if part.content_type.startswith(wanted) and not part.parts and _has_text(part):
            return True
    return False


def _has_text(part: Part) -> bool:
    return bool(part.data[part.start : min(part.end, part.start + 1_000)].strip())


def _read_leaf(part: Part, content: Content, html_to_text: HtmlToText, is_root: bool) -> None:
    """Add a part without parts to the texts or to the attachments."""
    data, defect = decode_transfer(
        part.data[part.start : part.end], part.header.first(b"content-transfer-encoding")
    )
    if defect:
        content.defects.append(defect)
    disposition, name = _disposition(part)
    is_named_text = name.lower().endswith(_TEXT_NAMES) or (is_root and not name)
    if not part.content_type.startswith(_TEXT_TYPES) and not (is_named_text and _is_text(data)):
        content.attachments.append(Attachment(name, part.content_type, len(data), None))
        return
    text, defect = _text_of(part, data, html_to_text)
    if defect:
        content.defects.append(defect)
    if is_root or (disposition != "attachment" and _is_inline(part, name)):
        content.texts.append(text)
    else:
        content.attachments.append(Attachment(name, part.content_type, len(data), text))


def _is_text(data: bytes) -> bool:
    """Whether data of a type that is no text can be read as text all the same."""
    if b"\0" in data or len(data) > _LONGEST_UNTYPED_TEXT:
        return False
    return data.isascii() or is_utf8(data)


def _is_inline(part: Part, name: str) -> bool:
    """Whether a text part is read with the body rather than beside it."""
    is_prose = part.content_type in ("text/plain", "text/html")
    return not name and (is_prose or part.content_type.startswith("multipart/"))


def _disposition(part: Part) -> tuple[str, str]:
    """Return how a part wants to be shown, and its cleaned file name."""
    value = part.header.first(b"content-disposition")
    disposition, parameters = parse_parameters(raw_text(value)) if value else ("", {})
    name = parameters.get("filename", "") or part.parameters.get("name", "")
    return disposition, clean_file_name(name) if name else ""


def _text_of(part: Part, data: bytes, html_to_text: HtmlToText) -> tuple[str, str]:
    text, defect = decode_text(data, part.parameters.get("charset", "").strip("'\" "))
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\n" not in text:
            text = text.replace("\r", "\n")
    if part.content_type == "text/html":
        return html_to_text(text), defect
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, part.parameters.get("delsp", "").lower() == "yes")
    return text, defect


def _nested_mail(part: Part, html_to_text: HtmlToText) -> tuple[Attachment, list[Part]]:
    """Return a nested mail as an attachment with its main header lines and text; and its own parts."""
    mail = part.parts[0]
    lines = [
        f"{name.decode().title()}: {header_text(mail.header.first(name))}"
        for name in _SHOWN_FIELDS
        if mail.header.first(name)
    ]
    content = Content()
    others: list[Part] = []
    for leaf in _chosen_parts(mail):
        if leaf.parts or not (leaf is mail or _is_inline(leaf, _disposition(leaf)[1])):
            others.append(leaf)
        else:
            _read_leaf(leaf, content, html_to_text, is_root=leaf is mail)
    text = "\n".join([*lines, "", *content.texts])
    size = part.end - part.start
    return Attachment(_disposition(part)[1], part.content_type, size, text), others
