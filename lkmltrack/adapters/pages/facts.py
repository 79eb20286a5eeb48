"""What a page tells about the mail it shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page, read: the message-ids it shows, and the mail if it shows one.

    ``message_id`` is the page's own, empty when it does not say. ``others``
    are further ids in the order shown. ``address`` is empty when the page
    masks it. ``body`` is None when the page shows no single mail.
    """

    message_id: str = ""
    others: tuple[str, ...] = ()
    subject: str = ""
    name: str = ""
    address: str = ""
    date: datetime | None = None
    references: tuple[str, ...] = ()
    """The parent is the last of them."""
    parent_url: str = ""
    body: str | None = None

    @property
    def message_ids(self) -> list[str]:
        """The page's own id first, then the others, each once."""
        found = ((self.message_id,) if self.message_id else ()) + self.others
        return list(dict.fromkeys(found))
