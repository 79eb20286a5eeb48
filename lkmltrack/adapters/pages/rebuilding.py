"""A mail rebuilt from a page: marked as such, and with nothing in its header but what we put there."""

import base64
import hashlib
import re
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from lkmltrack.adapters.pages.facts import PageFacts
from lkmltrack.adapters.pages.masking import without_masked_addresses

_LONGEST_VALUE = 1000
_WORD = 45
"""Bytes in one encoded word: 45 are 60 characters of base64."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 !#$%&'*+/^_`{|}~-]{1,200}")
_IDLE_PARAMETERS = frozenset({"w", "q"})


def rebuilt_mail(facts: PageFacts, url: str) -> bytes:
    """Return a mail of what a page tells.

    It has no recipients. The sender's address is there only when the page
    shows it whole. Without a Message-ID on the page it gets one made from the
    URL, so that the same page is the same mail every time.
    """
    parents = list(facts.references)
    if not parents and facts.parent_url and not facts.message_id:
        parents = [made_id(facts.parent_url)]
    fields = [
        ("From", f"{_name(facts.name)} <{facts.address}>".strip()),
        ("Subject", _value(facts.subject)),
        ("Date", _date(facts.date)),
        ("Message-ID", f"<{facts.message_id or made_id(url)}>"),
        ("In-Reply-To", f"<{parents[-1]}>" if parents else ""),
        ("References", "\n ".join(f"<{parent}>" for parent in parents)),
        ("X-Lkmltrack-Rebuilt-From", _address(url)),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    head = "".join(f"{name}: {value}\n" for name, value in fields if value)
    return f"{head}\n{_body(facts.body or '')}".encode()


def made_id(url: str) -> str:
    """Return a message-id for a page, the same for every spelling of its address.

    >>> made_id("http://marc.info/?l=git&m=1&w=2") == made_id("https://www.marc.info/?m=1&l=git")
    True
    """
    digest = hashlib.sha256(_canonical(url).encode("utf-8", "replace")).hexdigest()
    return f"page-{digest[:32]}@rebuilt.invalid"


def _canonical(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        query = parse_qsl(parts.query, max_num_fields=50)
    except ValueError:
        return url
    kept = sorted(pair for pair in query if pair[0] not in _IDLE_PARAMETERS)
    return f"{host}{parts.path}?{urlencode(kept)}"


def _value(text: str) -> str:
    """Return a header value on one line: plain when it is plain, else in encoded words."""
    text = _UNSAFE.sub(" ", text[:_LONGEST_VALUE]).strip()
    if text.isascii() and "=?" not in text:
        return text
    return "\n ".join(_encoded_words(text))


def _name(name: str) -> str:
    name = _UNSAFE.sub(" ", name[:_LONGEST_VALUE]).strip()
    if _PLAIN_NAME.fullmatch(name) or not name:
        return name
    if name.isascii() and "=?" not in name and '"' not in name and "\\" not in name:
        return f'"{name}"'
    return "\n ".join(_encoded_words(name))


def _encoded_words(text: str) -> list[str]:
    words: list[bytes] = [b""]
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(words[-1]) + len(encoded) > _WORD:
            words.append(b"")
        words[-1] += encoded
    return [f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in words]


def _date(moment: datetime | None) -> str:
    return format_datetime(moment) if moment is not None else ""


def _address(url: str) -> str:
    return quote(url[:2000], safe="!#$%&'()*+,/:;=?@[]~-._")


def _body(text: str) -> str:
    text = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
    return without_masked_addresses(text)
