"""Which reader knows a page: the growing table of the archives that people paste links to."""

from collections.abc import Callable

from lkmltrack.adapters.pages.comment_archives import read_hypermail, read_mhonarc
from lkmltrack.adapters.pages.documents import Document, read_document
from lkmltrack.adapters.pages.facts import PageFacts
from lkmltrack.adapters.pages.public_inbox import read_atom, read_mbox, read_public_inbox
from lkmltrack.adapters.pages.rebuilding import rebuilt_mail
from lkmltrack.adapters.pages.rendering import html_to_text
from lkmltrack.adapters.pages.web_archives import (
    read_labelled,
    read_lkml_org,
    read_marc,
    read_patchwork,
    read_pipermail,
)
from lkmltrack.errors import BadInputError

_BYTE_READERS: tuple[Callable[[bytes, str], PageFacts | None], ...] = (read_mbox, read_atom)
_PAGE_READERS: tuple[Callable[[Document], PageFacts | None], ...] = (
    read_public_inbox,
    read_mhonarc,
    read_hypermail,
    read_lkml_org,
    read_pipermail,
    read_marc,
    read_patchwork,
    read_labelled,
)


class LxmlPages:
    """Reads the web pages of archives, and HTML mail."""

    def message_ids(self, page: bytes, url: str) -> list[str]:
        """Return the message-ids that a page shows, the page's own first; may be empty."""
        facts = _facts(page, url)
        return facts.message_ids if facts is not None else []

    def rebuilt(self, page: bytes, url: str) -> bytes:
        """Return a mail rebuilt from a page, marked with ``X-Lkmltrack-Rebuilt-From``."""
        facts = _facts(page, url)
        if facts is None or facts.body is None or not (facts.subject or facts.body.strip()):
            raise BadInputError(
                f"{url}: the page shows no single mail that could be read",
                "Give the address of one message, or its Message-ID.",
            )
        return rebuilt_mail(facts, url)

    def html_to_text(self, html: str) -> str:
        """Return the text of an HTML mail; never raises."""
        return html_to_text(html)


def _facts(page: bytes, url: str) -> PageFacts | None:
    for read_bytes in _BYTE_READERS:
        if (facts := read_bytes(page, url)) is not None:
            return facts
    document = read_document(page, url)
    for read_page in _PAGE_READERS:
        if (facts := read_page(document)) is not None:
            return facts
    return None
