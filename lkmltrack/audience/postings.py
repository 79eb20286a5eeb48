"""Postings: the mails whose recipients count, whom they address, and who sent them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lkmltrack.audience.identity import Addressees
from lkmltrack.mail.body import in_body
from lkmltrack.mail.kind import has_patch
from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.message import Address, Message
from lkmltrack.proposals.grouping import patch_text
from lkmltrack.proposals.people import author_of

_LINES_ON_TOP = 30
_LIST_SENDERS = ("owner-", "-owner", "-bounces", "-bounce", "-request")


@dataclass(frozen=True, slots=True)
class Posting:
    """The mails that were or will be sent together: the cover letter and the patches, in order."""

    mails: tuple[Message, ...]

    @property
    def cover(self) -> Message | None:
        """The cover letter: the first mail, when it is one."""
        if len(self.mails) > 1 and not has_patch(self.mails[0]):
            return self.mails[0]
        return None

    @property
    def patches(self) -> tuple[Message, ...]:
        """The mails that bring a patch."""
        return tuple(mail for mail in self.mails if has_patch(mail))

    @property
    def addressees(self) -> Addressees:
        """Everybody whom a mail addresses or who sent one."""
        found = Addressees()
        for mail in self.mails:
            found.take((*mail.recipients, *senders_of(mail), *lists_of(mail)))
        return found


def reached_by(mail: Message) -> frozenset[str]:
    """Return the addresses, in small letters, that a mail goes to or comes from."""
    found = (*mail.recipients, *senders_of(mail), *lists_of(mail))
    return frozenset(one.address.lower() for one in found if one.address)


def senders_of(mail: Message) -> tuple[Address, ...]:
    """Return everybody who can be taken for the sender: their own mail misses nobody of them."""
    own = in_body(mail.body[:20_000].split("\n", _LINES_ON_TOP)[:_LINES_ON_TOP]).author
    found = [mail.author, author_of(mail), *mail.reply_to]
    found += [one for one in (mail.sender, own) if one is not None]
    return tuple(one for one in found if one.address)


def lists_of(mail: Message) -> Iterator[Address]:
    """Yield the lists that a mail came through, whether or not it addresses them."""
    for list_id in mail.list_ids:
        local, dot, host = list_id.strip("<> ").partition(".")
        if local and dot and host:
            yield Address("", f"{local}@{host}")
    if mail.sender is not None:
        local, _, host = mail.sender.address.lower().rpartition("@")
        for mark in _LIST_SENDERS:
            short = local.removeprefix(mark) if mark.endswith("-") else local.removesuffix(mark)
            if short and short != local:
                yield Address("", f"{short}@{host}")


def files_of(mail: Message) -> tuple[str, ...]:
    """Return the files that a mail's patch touches."""
    text = patch_text(mail)
    return text.files if text is not None else ()


def prefixes_of(mails: Sequence[Message]) -> list[str]:
    """Return the words in the brackets of the subjects, in small letters."""
    return [word.lower() for mail in mails for word in _prefixes(mail.subject)]


@lru_cache(maxsize=1_024)
def _prefixes(subject: str) -> tuple[str, ...]:
    return parse_subject(subject).prefixes
