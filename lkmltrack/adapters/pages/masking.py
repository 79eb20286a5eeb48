"""Addresses that an archive masks against harvesters, and ids that it masks by mistake."""

import re

_LONGEST = 320
_ADDRESS = re.compile(r"[^\x00-\x20\x7f-\uffff<>()\[\]\\,;:\"@]{1,64}@[A-Za-z0-9.-]{1,255}")
_IDENTITY = re.compile(r"[^\s<>@]{1,250}@[^\s<>@]{1,250}")
_MASKED_HOST = re.compile(r"[xX]{3,}(?:\.[xX]{2,})*|\.{3}|[xX]{3,}\.[a-z]{2,4}")
_MASKED_IN_TEXT = re.compile(r"(?<=[\w.+=-])@(?=[xX]{3,}(?![A-Za-z0-9-]))")

# MHonArc rotates 28 capitals ("@" and "[" among them) and 26 small letters
_CAPITALS = "@ABCDEFGHIJKLMNOPQRSTUVWXYZ["
_SMALL = "abcdefghijklmnopqrstuvwxyz"
_ROTATED = str.maketrans(
    _CAPITALS + _SMALL, _CAPITALS[14:] + _CAPITALS[:14] + _SMALL[13:] + _SMALL[:13]
)


def usable_address(text: str) -> str:
    """Return an address that mail could really go to; empty when it is masked or none.

    >>> usable_address("ada@example.org"), usable_address("ada@xxxxxxxxxxx")
    ('ada@example.org', '')
    """
    address = text.strip().strip("<>").removeprefix("mailto:")
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
        return ""
    local, _, host = address.rpartition("@")
    if _MASKED_HOST.fullmatch(host) or local.endswith("...") or ".." in host:
        return ""
    return address


def usable_id(text: str) -> str:
    """Return a message-id without ``<>``; empty when it is masked or none.

    >>> usable_id("<20260407.1@example.org>"), usable_id("Re: a subject"), usable_id("a@xxxxxx")
    ('20260407.1@example.org', '', '')
    """
    identity = text.strip().removeprefix("<").removesuffix(">")
    if not _IDENTITY.fullmatch(identity) or not (identity.isascii() and identity.isprintable()):
        return ""
    return "" if _MASKED_HOST.fullmatch(identity.rpartition("@")[2]) else identity


def without_masked_addresses(text: str) -> str:
    """Return a text in which nothing masked looks like an address any more.

    >>> without_masked_addresses("Acked-by: Ada <ada@xxxxxxxxxxx>")
    'Acked-by: Ada <ada at xxxxxxxxxxx>'
    """
    return _MASKED_IN_TEXT.sub(" at ", text) if "@x" in text or "@X" in text else text


def unrotated(text: str) -> str:
    """Return what MHonArc's ``X-From-R13`` hides.

    >>> unrotated("Oaqerj [begba <nxczNrknzcyr.bet>")
    'Andrew Morton <akpm@example.org>'
    """
    return text.translate(_ROTATED)


def marc_address(text: str) -> str:
    """Return what marc.info writes as ``ada () example ! org``.

    >>> marc_address("ada () example ! org")
    'ada@example.org'
    """
    return text.replace(" () ", "@", 1).replace(" ! ", ".").strip()
