"""Message-IDs in texts and URLs: Link trailers, archive addresses, bare ids."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

_LONGEST_LINE = 4_096
_LONGEST_URL = 2_000
_URL = re.compile(r"https?://[^\s<>\"'\x00-\x1f]{4,2000}")
_WHOLE_ID = re.compile(r"[^\s<>@]{1,500}@[^\s<>@]{1,500}")
_BRACKETED = re.compile(r"<(?:mid:|id:)?([^\s<>@]{1,250}@[^\s<>@]{1,250})>")
_SCHEMED = re.compile(r"(?<![\w:/.])(?:mid|id|msgid):<?([^\s<>@\"']{1,250}@[\w.\-\[\]]{1,250})")
_SCHEMES = ("message-id:", "msgid:", "mid:", "id:")
# what stands in front of an id in brackets
_NAMES_AN_ID = re.compile(
    r"(?:(?:^|[\s>(])(?:message-?id|msgid|in-reply-to|references|link|closes)|^[\s>]*\[\d{1,3}\])"
    r":?[\s(\[]*$",
    re.IGNORECASE,
)
_MACHINE_MADE = re.compile(r"[^@]*\d{8}|(?=[^@]*\d)[^@]{24}|[^@]*\d{4}\.\d")
_TRAILING = ".,;:!?'\")]}>"


def message_id_from_url(url: str) -> str | None:
    """Return the message-id that a URL of an archive carries in its path; None when it does not.

    >>> message_id_from_url("https://lore.kernel.org/r/20260421.1-a%40example.org/T/#u")
    '20260421.1-a@example.org'
    """
    try:
        parts = urlsplit(url.strip()[:_LONGEST_URL])
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    if not is_web:
        return None
    for piece in parts.path.split("/"):
        found = unquote(piece).strip("<> ")
        if "@" in found and _WHOLE_ID.fullmatch(found):
            return found
    if "safelinks" in parts.netloc and (inner := parse_qs(parts.query).get("url")):
        # a gateway wrapped the URL into its own
        return None if "safelinks" in inner[0] else message_id_from_url(inner[0])
    return None


def message_id_from_text(text: str) -> str | None:
    """Return the message-id that a person typed: bare, in ``<>``, as ``id:``, ``mid:`` or a URL.

    >>> message_id_from_text("id:a.b@example.org"), message_id_from_text("no id")
    ('a.b@example.org', None)
    """
    text = text.strip()
    if text.startswith(("http://", "https://")):
        return message_id_from_url(text)
    for prefix in _SCHEMES:
        if text.lower().startswith(prefix):
            text = text[len(prefix) :].strip()
            break
    if text.startswith("<") and text.endswith(">"):
        inside = text[1:-1].strip()
        return inside if inside and not any(map(_ends_id, inside)) else None
    if "@" not in text and "%40" in text:
        text = unquote(text)
    return text if _WHOLE_ID.fullmatch(text) else None


def _ends_id(character: str) -> bool:
    return character.isspace() or character in "<>"


def find_message_ids(text: str) -> tuple[str, ...]:
    """Return the message-ids that a text links to, each once, in order.

    URLs of archives, ``Link:`` lines, ``<id>`` and ``mid:`` forms count. An
    address in ``<>`` after a person's name is none.

    >>> find_message_ids("Link: https://lore.kernel.org/r/a.1@example.org [1]")
    ('a.1@example.org',)
    """
    found: dict[str, None] = {}
    for line in text.split("\n"):
        if "@" in line or "%40" in line:
            found.update(dict.fromkeys(_ids_of_line(line[:_LONGEST_LINE])))
    return tuple(found)


def _ids_of_line(line: str) -> list[str]:
    found: list[tuple[int, str]] = []
    if "://" in line:
        for match in _URL.finditer(line):
            if message_id := message_id_from_url(match[0].rstrip(_TRAILING)):
                found.append((match.start(), message_id))
        line = _URL.sub(lambda match: " " * len(match[0]), line)
    if "id:" in line:
        found += [(match.start(1), match[1].rstrip(_TRAILING)) for match in _SCHEMED.finditer(line)]
    if "<" in line:
        for match in _BRACKETED.finditer(line):
            if _is_about_an_id(line[: match.start()], match[1], line[match.end() :]):
                found.append((match.start(1), match[1]))
    return [message_id for _, message_id in sorted(found)]


def _is_about_an_id(before: str, message_id: str, after: str) -> bool:
    """Whether ``<...>`` is a message-id: its line says so, or it stands alone and looks made."""
    if _NAMES_AN_ID.search(before[-60:]):
        return True
    if before.strip("> \t(*-") or after.rstrip().endswith("wrote:"):
        return False
    return bool(_MACHINE_MADE.match(message_id))
