"""Troubles: addresses that a mail may not reach, as the mails that are kept tell."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from lkmltrack.audience.names import spellings
from lkmltrack.mail.sentences import Sentence, find_sentences
from lkmltrack.mail.subject import topic
from lkmltrack.model.audience import Trouble
from lkmltrack.model.message import Message
from lkmltrack.proposals.people import author_of

_SILENCE = timedelta(days=3 * 365 + 1)
_MOST_UNANSWERED = 12
_MOST_TOPICS = 5
"""So many mails, of so many topics, have to have come in vain before silence tells anything."""
_DAEMONS = ("mailer-daemon@", "postmaster@", "mail-daemon@", "mailerdaemon@")
_DAEMON_NAMES = ("mail delivery", "mailer-daemon", "mail delivery subsystem")
_FAILURES = (
    "undeliver",
    "delivery status notification",
    "delivery failure",
    "delivery has failed",
    "failure notice",
    "returned mail",
    "mail delivery failed",
    "address not found",
)
_DEAD = re.compile(
    r"\b(?:bounc(?:e|es|ed|ing)|no longer (?:works?|valid|active|in use|reachable|exists?)"
    r"|(?:does not|doesn't|stopped) work(?:ing)?|is (?:dead|gone|defunct|obsolete|undeliverable)"
    r"|will stop working|not working any ?more|please (?:do not|don't) use|user unknown)\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = ("if ", "whether", "?", "in case", "might ", "could ")
_MINE = re.compile(
    r"\bmy (?:old )?@?([\w.-]{2,60}) (?:e-?mail )?(?:address|account|e-?mail)\b", re.IGNORECASE
)
_BODY = 40_000
_REPORT = 20_000


def find_troubles(
    messages: Sequence[Message], addresses: Sequence[str], when: datetime | None
) -> list[Trouble]:
    """Return for each address why a mail sent at a moment may not have reached anybody.

    Only mails from before the moment count. Silence is only told of whom many
    of the mails address in vain for years.
    """
    earlier = [one for one in messages if _is_before(one, when)]
    earlier.sort(key=_time)
    wanted = {address.lower(): address for address in addresses if "@" in address}
    found: dict[str, Trouble] = {}
    for message in earlier:
        for key, text in _told(message, wanted):
            found[key] = Trouble(wanted[key], text, message.message_id)
    for key in _written_since(earlier, found):
        del found[key]
    if when is not None:
        for key, trouble in _silent(earlier, wanted, when):
            found.setdefault(key, trouble)
    return list(found.values())


def _told(message: Message, wanted: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (address, what is told) of a mail that says so."""
    if _is_bounce(message):
        report = "\n".join([message.body, *(part.text or "" for part in message.attachments)])
        report = report[:_REPORT].lower()
        for key in wanted:
            if _stands_in(key, report):
                yield key, f"bounced{_on(message)}"
        return
    body = message.body[:_BODY]
    if _DEAD.search(body) is None:
        return
    for sentence in find_sentences(body):
        if _DEAD.search(sentence.text) and not _is_hypothetical(sentence):
            for key in _meant(sentence.text.lower(), message, wanted):
                yield key, f"said to be out of use{_on(message)}"


def _is_bounce(message: Message) -> bool:
    """Whether a mail server tells that a mail could not be delivered."""
    address, name = message.author.address.lower(), message.author.name.lower()
    if not (address.startswith(_DAEMONS) or name.startswith(_DAEMON_NAMES)):
        return False
    subject = message.subject.lower()
    return any(words in subject for words in _FAILURES)


def _is_hypothetical(sentence: Sentence) -> bool:
    text = sentence.text.lower()
    return any(words in text for words in _HYPOTHETICAL)


def _meant(text: str, message: Message, wanted: dict[str, str]) -> Iterator[str]:
    """Yield the address that a sentence gives up: by name, or as the writer's own."""
    named = _given_up(text)
    own = _MINE.search(text)
    for key in wanted:
        if named == key or (not named and own and _is_own(own[1].strip("."), key, message)):
            yield key


def _given_up(text: str) -> str:
    """Return the address next before the words that give it up, else the next one after them."""
    match = _DEAD.search(text)
    end = match.start() if match is not None else len(text)
    before = [word for word in map(_bare, text[:end].split()) if "@" in word[1:]]
    after = [word for word in map(_bare, text[end:].split()) if "@" in word[1:]]
    return before[-1] if before else next(iter(after), "")


def _bare(word: str) -> str:
    return word.strip("<>(),.;:'\"[]")


def _is_own(host: str, address: str, message: Message) -> bool:
    """Whether the writer means an address of theirs by naming its host."""
    return bool(host) and host in address.rpartition("@")[2] and _is_of(address, message)


def _stands_in(address: str, text: str) -> bool:
    """Whether an address stands in a text, not as a part of a longer one."""
    start = text.find(address)
    if start < 0:
        return False
    before, after = text[start - 1 : start], text[start + len(address) :][:1]
    return not (before.isalnum() or before in ("-", "_", ".")) and not after.isalnum()


def _is_of(address: str, message: Message) -> bool:
    """Whether the writer of a mail has an address, by the local part that both have or a name."""
    writer = author_of(message)
    local = address.rpartition("@")[0]
    words = {word for key in spellings(writer.name) for word in key.split()}
    is_named = bool(words) and all(word in words for word in re.findall(r"[a-z]{2,}", local))
    return local == writer.address.lower().rpartition("@")[0] or is_named


def _written_since(messages: Sequence[Message], found: dict[str, Trouble]) -> list[str]:
    """Return the addresses that were written from after it was told that they are dead."""
    last = {author_of(one).address.lower(): place for place, one in enumerate(messages)}
    told = {one.message_id: place for place, one in enumerate(messages)}
    return [
        key
        for key, trouble in found.items()
        if last.get(key, -1) > told.get(trouble.message_id, len(messages))
    ]


def _silent(
    messages: Sequence[Message], wanted: dict[str, str], when: datetime
) -> Iterator[tuple[str, Trouble]]:
    """Yield who wrote once, and for years answers nothing that is addressed to them."""
    written: dict[str, Message] = {}
    for message in messages:
        author = author_of(message)
        written[author.address.lower()] = message
        for key in spellings(author.name):
            written[key] = message
    for key, address in wanted.items():
        last = written.get(key)
        if last is None:
            continue
        # whoever writes from another address is not silent
        names = [written.get(one) for one in spellings(author_of(last).name)]
        last = max([last, *(one for one in names if one is not None)], key=_time)
        if last.when is None or when - last.when < _SILENCE:
            continue
        vain = [one for one in messages if _time(one) > _time(last) and _addresses(one, key)]
        if (
            len(vain) >= _MOST_UNANSWERED
            and len({topic(one.subject) for one in vain}) >= _MOST_TOPICS
        ):
            yield key, Trouble(address, f"silent since {last.when:%Y-%m-%d}", last.message_id)


def _addresses(message: Message, key: str) -> bool:
    return any(one.address.lower() == key for one in message.recipients)


def _on(message: Message) -> str:
    return f" on {message.when:%Y-%m-%d}" if message.when else ""


def _is_before(message: Message, when: datetime | None) -> bool:
    return when is None or message.when is None or message.when <= when


def _time(message: Message) -> float:
    return message.when.timestamp() if message.when else float("-inf")
