"""Which hosts' pages may be fetched, and how a URL is judged before it is asked for."""

from collections.abc import Mapping
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from lkmltrack.errors import UsageError

_PAGE_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "lkml.iu.edu": "hypermail and MHonArc",
        "lkml.indiana.edu": "hypermail and MHonArc",
        "www.uwsg.iu.edu": "hypermail and MHonArc",
        "www.uwsg.indiana.edu": "hypermail and MHonArc",
        "marc.info": "marc.info",
        "lkml.org": "lkml.org",
        "spinics.net": "MHonArc",
        "mail-archive.com": "MHonArc",
        "lists.gnu.org": "MHonArc",
        "lists.debian.org": "MHonArc",
        "lists.infradead.org": "pipermail",
        "lists.ozlabs.org": "pipermail",
        "lists.freedesktop.org": "pipermail",
        "lists.denx.de": "pipermail",
        "lore.kernel.org": "public-inbox",
        "lkml.kernel.org": "public-inbox",
        "erol.kernel.org": "public-inbox",
        "public-inbox.org": "public-inbox",
        "yhbt.net": "public-inbox",
        "80x24.org": "public-inbox",
        "inbox.sourceware.org": "public-inbox",
        "inbox.dpdk.org": "public-inbox",
        "inbox.vuxu.org": "public-inbox",
        "list.orgmode.org": "public-inbox",
        "yhetil.org": "public-inbox",
        "archives.passt.top": "public-inbox",
        "patchwork.kernel.org": "patchwork",
        "patchwork.ozlabs.org": "patchwork",
        "patchwork.freedesktop.org": "patchwork",
    }
)


def page_kinds() -> Mapping[str, str]:
    """Return the hosts whose pages are fetched, and what kind of archive each is."""
    return _PAGE_KINDS


def is_local(host: str) -> bool:
    """Whether a host is this machine.

    >>> is_local("127.0.0.1"), is_local("localhost"), is_local("lore.kernel.org")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def bare_host(host: str) -> str:
    """Return a host without a leading ``www.``, in lower case."""
    return host.lower().removeprefix("www.").rstrip(".")


def checked_url(url: str) -> SplitResult:
    """Return a URL taken apart, or say why it cannot be asked for."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise UsageError(f"{url}: no URL: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"{url}: not an http or https URL", "An archive's address begins https://")
    if parts.username is not None or parts.password is not None:
        raise UsageError(f"{without_password(url)}: a URL with a login in it is not fetched")
    if any(character.isspace() or not character.isprintable() for character in url):
        raise UsageError(f"{url}: spaces or control characters in a URL")
    return parts


def without_password(url: str) -> str:
    """Return a URL for reading, without the login it may hold.

    >>> without_password("https://me:secret@lore.example.org/all")
    'https://…@lore.example.org/all'
    """
    scheme, separator, rest = url.partition("//")
    authority, slash, path = rest.partition("/")
    login, at, host = authority.rpartition("@")
    return f"{scheme}{separator}{'…' if login else ''}{at}{host}{slash}{path}"


def page_url(url: str, own_hosts: frozenset[str]) -> str:
    """Return the URL to fetch a page from, https where the host is not this machine.

    ``own_hosts`` are the archive's own and those that git config adds.
    """
    parts = checked_url(url)
    host = parts.hostname or ""
    if is_local(host):
        return parts._replace(fragment="").geturl()
    kinds = {bare_host(known) for known in _PAGE_KINDS}
    if bare_host(host) not in kinds and host.lower() not in own_hosts:
        raise UsageError(
            f"{url}: pages of {host} are not fetched",
            "Give the Message-ID, or an address of lore.kernel.org; or allow the host with:"
            f" git config --add lkmltrack.pageHost {host}",
        )
    return parts._replace(scheme="https", fragment="").geturl()
