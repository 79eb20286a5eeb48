"""Requests: what reviewers asked, and which later message takes each of them up."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from lkmltrack.mail.sentences import Sentence
from lkmltrack.model.proposal import Request
from lkmltrack.model.said import Said, Verb
from lkmltrack.model.series import PostingKind, Series
from lkmltrack.proposals.additions import added_recipients
from lkmltrack.proposals.asking import EVIDENCE_KINDS, asks_for
from lkmltrack.proposals.conversation import Contribution, Conversation, Role
from lkmltrack.proposals.people import author_of
from lkmltrack.proposals.showing import kinds_shown

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_ENOUGH = 0.5
"""So much of a request's wording stands in the quote above its answer."""
_MOST_PER_MESSAGE = 40


def find_requests(conversation: Conversation, revisions: Sequence[Series]) -> tuple[Request, ...]:
    """Return what reviewers asked for in replies, by date, each with its first answer."""
    found: list[Request] = []
    for contribution in conversation.replies():
        if contribution.role is not Role.REVIEWER:
            continue
        asked = list(_asked(contribution))
        for sentence, kind in asked[:_MOST_PER_MESSAGE]:
            answer = _find_answer(contribution, sentence, kind, conversation, revisions)
            found.append(
                Request(
                    message_id=contribution.message_id,
                    by=author_of(contribution.message),
                    date=contribution.message.when,
                    text=sentence.text,
                    asks_for=kind,
                    answered_by=answer,
                )
            )
    return tuple(found)


def _asked(contribution: Contribution) -> Iterator[tuple[Sentence, str]]:
    """Yield the sentences of a contribution that ask for something, with what they ask for."""
    for sentence in contribution.sentences:
        if kind := asks_for(sentence):
            yield sentence, kind


def _find_answer(
    contribution: Contribution,
    sentence: Sentence,
    kind: str,
    conversation: Conversation,
    revisions: Sequence[Series],
) -> str | None:
    """Return the message that takes a request up, None while it is open."""
    below = [
        answer
        for answer in conversation.answers_below(contribution.message_id)
        if answer.person != contribution.person and answer.role is not Role.ROBOT
    ]
    answers = (
        _quoting_it(sentence, below),
        _showing_it(kind, below),
        _quoting_near_it(sentence, contribution, below),
        _replying_to_all(contribution, below, conversation),
        _adding_people(contribution, conversation) if kind == "cc" else None,
        _posted_later(contribution, kind, conversation, revisions),
    )
    return next((answer.message_id for answer in answers if answer is not None), None)


# ---------------------------------------------------------------- ways to answer


def _quoting_it(sentence: Sentence, below: Iterable[Contribution]) -> Contribution | None:
    """Return the first reply with own words right below a quote of the request."""
    return next(
        (contribution for contribution in below if takes_up(sentence.text, contribution.sentences)),
        None,
    )


def _showing_it(kind: str, below: Iterable[Contribution]) -> Contribution | None:
    """Return the author's first reply that shows evidence of the kind asked for."""
    if kind not in EVIDENCE_KINDS:
        return None
    for contribution in below:
        if contribution.role is Role.AUTHOR and kind in kinds_shown(contribution.message):
            return contribution
    return None


def _quoting_near_it(
    sentence: Sentence, contribution: Contribution, below: Sequence[Contribution]
) -> Contribution | None:
    """Return the first reply to a neighbour of the request in its paragraph."""
    near = [
        other.text
        for other in contribution.sentences
        if other.paragraph == sentence.paragraph and len(other.text.split()) >= _SHINGLE
    ]
    for answer in below:
        if any(takes_up(text, answer.sentences) for text in near):
            return answer
    return None


def _replying_to_all(
    contribution: Contribution, below: Iterable[Contribution], conversation: Conversation
) -> Contribution | None:
    """Return the first direct reply that quotes nothing above its own words."""
    for answer in below:
        is_direct = conversation.parents.get(answer.message_id) == contribution.message_id
        if is_direct and answer.sentences and not any(one.quoted for one in answer.sentences):
            return answer
    return None


def _adding_people(contribution: Contribution, conversation: Conversation) -> Contribution | None:
    """Return the first later message of the author that adds recipients."""
    for later in conversation.contributions:
        is_later = later.time > contribution.time and later.role is Role.AUTHOR
        if is_later and added_recipients(later, conversation):
            return later
    return None


def _posted_later(
    contribution: Contribution, kind: str, conversation: Conversation, revisions: Sequence[Series]
) -> Contribution | None:
    """Return the first later posting that is what was asked for."""
    for series in revisions:
        posted = conversation.by_id.get(series.message_id)
        if posted is None or posted.time <= contribution.time:
            continue
        if _is_wanted(kind, series):
            return posted
    return None


def _is_wanted(kind: str, series: Series) -> bool:
    match kind:
        case "rfc":
            return series.kind is PostingKind.RFC
        case "discussion":
            return series.kind is PostingKind.DISCUSSION
        case "change" | "changelog" | "documentation" | "cc":
            return series.kind is not PostingKind.DISCUSSION
        case _:
            return False


# ---------------------------------------------------------------- quotes


def takes_up(request: str, answer: Sequence[Sentence]) -> bool:
    """Whether own words stand right below a quote that holds most of a request."""
    wanted = _shingles(request)
    if not wanted:
        return False
    size = len(next(iter(wanted)))
    quotes = {sentence.quoted for sentence in answer if sentence.quoted}
    return any(len(wanted & _shingles(quote, size)) >= _ENOUGH * len(wanted) for quote in quotes)


@lru_cache(maxsize=8_192)
def _shingles(text: str, size: int = _SHINGLE) -> frozenset[tuple[str, ...]]:
    """Return the runs of so many words of a text; of all its words when it is shorter."""
    words = [word.lower() for word in _WORD.findall(text)]
    size = min(size, len(words))
    if not size:
        return frozenset()
    return frozenset(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


# ---------------------------------------------------------------- a person's word


_VERBS = (Verb.CONFIRM, Verb.DISMISS, Verb.REOPEN)


def words_said(said: Sequence[Said]) -> dict[str, str]:
    """Return what the person last said of requests, by their keys."""
    return {one.value: word_of(one.verb) for one in said if one.verb in _VERBS}


def word_of(verb: Verb) -> str:
    """Return what a request is marked with when the person says so."""
    return "" if verb is Verb.REOPEN else verb.value


def with_words(requests: Sequence[Request], words: Mapping[str, str]) -> tuple[Request, ...]:
    """Return requests with what the person said of each."""
    return tuple(
        replace(request, said=words[request.key]) if request.key in words else request
        for request in requests
    )
