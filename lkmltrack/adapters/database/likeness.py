"""Whether two mails with one Message-ID are the same mail, carried by different lists."""

from collections import Counter

from lkmltrack.model.message import Message, Origin

_MOST_LINES_ADDED = 20
_SHARE_IN_COMMON = 0.8
_MOST_CHARACTERS = 1_000_000


def is_same_mail(one: Message, other: Message) -> bool:
    """Whether two mails say the same, apart from what lists do to mails.

    Lists add a footer, strip blanks, encode anew and change headers; a page
    rebuilt from an archive masks addresses. Anything else is another mail
    that uses the same Message-ID.
    """
    if Origin.PAGE in (one.origin, other.origin):
        return True
    if one.body == other.body:
        return True
    short, long = sorted((_lines(one.body), _lines(other.body)), key=len)
    if long[: len(short)] == short and len(long) - len(short) <= _MOST_LINES_ADDED and short:
        return True
    in_common = (Counter(short) & Counter(long)).total()
    return in_common >= _SHARE_IN_COMMON * len(long) and bool(short)


def _lines(body: str) -> list[str]:
    """Return the lines that hold something, without what carriers change."""
    stripped = (" ".join(line.split()) for line in body[:_MOST_CHARACTERS].split("\n"))
    return [line[1:] if line.startswith(">From ") else line for line in stripped if line]
