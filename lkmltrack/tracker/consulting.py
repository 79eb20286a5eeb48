"""Consulting: whom to ask about a topic, symbols or evidence, before there is a patch."""

from collections.abc import Sequence

from lkmltrack.audience import consulting
from lkmltrack.audience.topic_words import topic_words
from lkmltrack.errors import TreeError
from lkmltrack.mail.subject import topic
from lkmltrack.model.audience import Consultation, Edition
from lkmltrack.model.message import Message
from lkmltrack.tracker.ports import Maintainers, Outside, Progress, no_progress

_WAY_OUT = (
    "name a kernel tree with --tree, or set it once: git config --global lkmltrack.tree DIR;"
    " without one, `lkmltrack maintainers --update` fetches MAINTAINERS"
)
_LONGEST_TEXT = 400_000


def maintainers_of(outside: Outside) -> Maintainers:
    """Return MAINTAINERS; raises ``TreeError`` where there can be none."""
    if outside.maintainers is None:
        raise TreeError("there is no MAINTAINERS to look into", _WAY_OUT)
    return outside.maintainers


def update_maintainers(outside: Outside, progress: Progress = no_progress) -> Edition:
    """Fetch a copy of MAINTAINERS for those who have no tree."""
    return maintainers_of(outside).update(progress)


def consult_topic(words: Sequence[str], outside: Outside) -> Consultation:
    """Return whom the words of a topic lead to; with sources also by where the words occur."""
    roster = maintainers_of(outside).roster()
    occurrences = None
    if outside.source_tree is not None:
        occurrences = outside.source_tree.occurrences(topic_words(words))
    return consulting.consult_topic(words, roster, occurrences)


def consult_symbols(names: Sequence[str], outside: Outside) -> Consultation:
    """Return whom the files lead to that define some symbols."""
    if outside.source_tree is None:
        raise TreeError("there are no sources to look for symbols in", _WAY_OUT)
    definitions = outside.source_tree.definitions(names)
    return consulting.consult_symbols(names, maintainers_of(outside).roster(), definitions)


def consult_evidence(text: str, outside: Outside) -> Consultation:
    """Return whom the functions of a profile or a call chain lead to."""
    tree = outside.source_tree
    find = tree.definitions if tree is not None else None
    return consulting.consult_evidence(text[:_LONGEST_TEXT], maintainers_of(outside).roster(), find)


def consult_messages(messages: Sequence[Message], outside: Outside) -> Consultation:
    """Return whom mails without a patch lead to: by their evidence, else by their subject."""
    text = "\n".join(message.body for message in messages)
    found = consult_evidence(text, outside)
    title = topic(messages[0].subject) if messages else ""
    if found.definitions or not title:
        return found
    return consult_topic([title], outside)
