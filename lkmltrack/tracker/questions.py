"""Questions: what to search for to find the other revisions of a series, here and at an archive."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from lkmltrack.model.message import Address
from lkmltrack.model.query import And, Field, Node, Or, Term
from lkmltrack.model.series import Series
from lkmltrack.proposals.people import name_key
from lkmltrack.proposals.postings import Posting

_MOST_TITLES = 6
_MOST_CHANGE_IDS = 4
_LONGEST_PHRASE = 200
_BEFORE = timedelta(days=365)
_ONE_DAY = timedelta(days=1)
_NOT_SEARCHABLE = re.compile(r"[\"\x00-\x1f]")


def local_questions(postings: Sequence[Posting]) -> list[Node]:
    """Return what to ask the store about the neighbours of postings."""
    revisions = [posting.series for posting in postings]
    questions: list[Node] = [
        Term(Field.OWN, f"change-id: {change_id}", is_phrase=True)
        for change_id in _change_ids(revisions)
    ]
    for title, author in _titles(revisions):
        words = Term(Field.SUBJECT, title, is_phrase=True)
        senders = tuple(Term(Field.FROM, one, is_phrase=True) for one in _names_of(author))
        questions.append(And((words, Or(senders))) if senders else words)
    for address, since, until in _missing_patches(postings):
        days = Term(Field.DATE, "", since=since, until=until)
        questions.append(And((Term(Field.FROM, address, is_phrase=True), days)))
    return questions


def archive_questions(postings: Sequence[Posting]) -> list[str]:
    """Return what to ask an archive: one question as b4 composes it, and one for missing patches."""
    revisions = [posting.series for posting in postings]
    dates = [series.date for series in revisions if series.date is not None]
    first = min(dates) - _BEFORE if dates else None
    questions = [limited(condition, first)] if (condition := like_these(revisions)) else []
    questions.extend(
        f'f:"{address}" AND s:PATCH AND d:{since:%Y%m%d}..{until:%Y%m%d}'
        for address, since, until in _missing_patches(postings)
    )
    return questions


def like_these(revisions: Sequence[Series], most_titles: int = _MOST_TITLES) -> str:
    """Return the condition that other revisions fulfil; empty when there is nothing to go by."""
    parts = [f'nq:"change-id: {change_id}"' for change_id in _change_ids(revisions)]
    for title, author in _titles(revisions)[:most_titles]:
        senders = [f'f:"{one}"' for one in _names_of(author)]
        if senders:
            who = senders[0] if len(senders) == 1 else f"({' OR '.join(senders)})"
            parts.append(f'(s:"{title}" AND {who})')
    return " OR ".join(parts)


def limited(condition: str, since: datetime | None) -> str:
    """Return the question for what fulfils a condition and was sent since a day."""
    return f"({condition}) AND d:{since:%Y%m%d}.." if since else f"({condition})"


def _names_of(author: Address) -> list[str]:
    """Return address and full name: lists and relays put their own address in front of a name."""
    wanted = (author.address, author.name if name_key(author.name) else "")
    return [text for one in wanted if (text := _NOT_SEARCHABLE.sub("", one).strip())]


def _change_ids(revisions: Sequence[Series]) -> list[str]:
    found = (_NOT_SEARCHABLE.sub("", series.change_id) for series in revisions)
    return [one for one in dict.fromkeys(found) if one][:_MOST_CHANGE_IDS]


def _titles(revisions: Sequence[Series]) -> list[tuple[str, Address]]:
    """Return the titles to search for and who used them, the newest and the oldest series' first."""
    found: dict[tuple[str, str], tuple[str, Address]] = {}
    for series in [*revisions[-1:], *revisions[:1], *revisions]:
        # series are renamed more often than their patches
        for title in (series.title, *(patch.title for patch in series.patches[:1])):
            phrase = _NOT_SEARCHABLE.sub(" ", title).strip()[:_LONGEST_PHRASE]
            if phrase:
                who = name_key(series.author.name) or series.author.address.lower()
                found.setdefault((phrase.lower(), who), (phrase, series.author))
    return list(found.values())[:_MOST_TITLES]


def _missing_patches(postings: Sequence[Posting]) -> Iterator[tuple[str, datetime, datetime]]:
    """Yield who sent a series without threading, of which patches are missing, and when."""
    for posting in postings[:_MOST_TITLES]:
        series = posting.series
        is_alone = series.cover is None and posting.answers is None
        address = _NOT_SEARCHABLE.sub("", series.author.address)
        if is_alone and address and series.date is not None and not series.is_complete:
            yield address, series.date - _ONE_DAY, series.date + _ONE_DAY
