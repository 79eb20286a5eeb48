"""Message-IDs in texts and URLs: Link trailers, archive addresses, bare ids."""

import re
from urllib.parse import unquote, urlsplit

_LONGEST_LINE = 4_096
_URL = re.compile(r"https?://[^\s<>\"'\x00-\x1f]{4,1500}")
_BRACKETED = re.compile(r"<(?:mid:|id:)?([^\s<>@]{1,250}@[^\s<>@]{1,250})>")
_NAMES_AN_ID = re.compile(
    r"(?:^|[\s>(])(?:message-?id|msgid|in-reply-to|references|link|closes|\[\d{1,3}\]):?[\s(\[]*$",
    re.IGNORECASE,
)
_MACHINE_MADE = re.compile(r"\d{5}|[^@]{28}|\d[^@]*\.[^@]*\d")
_SCHEMED = re.compile(r"(?<![\w:/])(?:mid|id|msgid):<?([^\s<>@\"']{1,250}@[\w.\-\[\]]{1,250})")
_WHOLE_ID = re.compile(r"[^\s<>@]{1,500}@[^\s<>@]{1,500}")
_TRAILING = ".,;:!?'\")]}>"


def message_id_from_url(url: str) -> str | None:
    """Return the message-id that a URL of an archive carries in its path; None when it does not.

    >>> message_id_from_url("https://lore.kernel.org/r/20260421.1-a%40example.org/T/#u")
    '20260421.1-a@example.org'
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    for piece in parts.path.split("/"):
        found = unquote(piece).strip("<> ")
        if "@" in found and _WHOLE_ID.fullmatch(found):
            return found
    return None


def message_id_from_text(text: str) -> str | None:
    """Return the message-id that a person typed: bare, in ``<>``, as ``id:``, ``mid:`` or a URL.

    >>> message_id_from_text("id:a.b@example.org"), message_id_from_text("no id")
    ('a.b@example.org', None)
    """
    text = text.strip()
    if text.startswith(("http://", "https://")):
        return message_id_from_url(text)
    for prefix in ("message-id:", "msgid:", "mid:", "id:"):
        if text.lower().startswith(prefix):
            text = text[len(prefix) :].strip()
            break
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
        return text if text and not any(map(str.isspace, text)) and "<" not in text else None
    if "%40" in text and "@" not in text:
        text = unquote(text)
    return text if _WHOLE_ID.fullmatch(text) else None


def find_message_ids(text: str) -> tuple[str, ...]:
    """Return the message-ids that a text links to, each once, in order.

    URLs of archives, ``Link:`` lines, ``<id>`` and ``mid:`` forms count. An
    address in ``<>`` after a person's name is none.
    """
    found: dict[str, None] = {}
    for line in text.split("\n"):
        if "@" not in line and "%40" not in line:
            continue
        line = line[:_LONGEST_LINE]
        found.update(dict.fromkeys(_ids_of_line(line)))
    return tuple(found)


def _ids_of_line(line: str) -> list[str]:
    found: list[tuple[int, str]] = []
    if "://" in line:
        for match in _URL.finditer(line):
            if message_id := message_id_from_url(match[0].rstrip(_TRAILING)):
                found.append((match.start(), message_id))
        line = _URL.sub(lambda match: " " * len(match[0]), line)
    if "id:" in line:
        found.extend(
            (match.start(), match[1].rstrip(_TRAILING)) for match in _SCHEMED.finditer(line)
        )
    for match in _BRACKETED.finditer(line):
        if _is_about_an_id(line[: match.start()], match[1]):
            found.append((match.start(), match[1]))
    return [message_id for _, message_id in sorted(found)]


def _is_about_an_id(before: str, message_id: str) -> bool:
    """Whether ``<...>`` is a message-id: its line says so, or it stands alone and looks made."""
    if _NAMES_AN_ID.search(before[-40:]):
        return True
    return not before.strip("> \t(*-") and bool(_MACHINE_MADE.match(message_id))
