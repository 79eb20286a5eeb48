"""What the mail of a patch says of its commit: whose change it is, when it was written, and what."""

from dataclasses import dataclass
from datetime import datetime

from lkmltrack.mail.body import in_body
from lkmltrack.mail.dates import parse_date
from lkmltrack.model.message import Address, Message
from lkmltrack.proposals.grouping import patch_text
from lkmltrack.proposals.net_change import net_change
from lkmltrack.proposals.people import author_of

_LONGEST_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class Mailed:
    """The author, the author date and the net change of the commit that ``git am`` would make."""

    author: Address
    written: datetime | None
    net_change: str = ""


def read_mailed(message: Message) -> Mailed:
    """Return what a patch mail makes of its commit: headers atop its text go before its own."""
    head = in_body(message.body[:_LONGEST_HEAD].split("\n"))
    text = patch_text(message)
    return Mailed(
        author=head.author or author_of(message),
        written=parse_date(head.date) or message.when,
        net_change=net_change(text.diff) if text else "",
    )
