"""The words without which a regular expression cannot match.

To look for a word is much cheaper than to run an expression, or even to
import what runs it: most patches hold none of the words.
"""

import re._constants as kind  # type: ignore[import-not-found] # no stubs for re's own parts
from collections.abc import Iterable
from re import IGNORECASE
from typing import Any

_MOST_WORDS = 64
_LARGEST_CLASS = 8
_LONGEST_WORD = 120
_REPEATS = (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT)


class Needed:
    """What an expression needs: one of the words; None when it may do without any.

    ``is_whole`` says that any of the words is also enough.
    """

    __slots__ = ("ignores_case", "is_whole", "words")

    def __init__(self, words: tuple[str, ...] | None, is_whole: bool, ignores_case: bool) -> None:
        self.words = words
        self.is_whole = is_whole
        self.ignores_case = ignores_case


def needed_words(tree: Any) -> Needed:
    """Return what a parsed expression needs."""
    ignores_case = _ignores_case(tree)
    expanded = _expanded(tree)
    is_whole = expanded is not None and not ignores_case and not _has_anchor(tree)
    words = _best_words(tree)
    if words is None:
        return Needed(None, False, ignores_case)
    if ignores_case:
        words = {word.lower() for word in words}
    return Needed(tuple(sorted(_shortest(words))), is_whole, ignores_case)


def _shortest(words: set[str]) -> set[str]:
    """Return the words that hold no other of the words."""
    return {word for word in words if not any(other != word and other in word for other in words)}


def _best_words(tree: Any) -> set[str] | None:
    """Return the set of words that says most: of all runs, the one with the longest words."""
    best: set[str] | None = None
    run: set[str] = {""}
    for operation, argument in tree:
        expanded = _expansion(operation, argument)
        longer = _joined(run, expanded) if expanded is not None else None
        if longer is not None:
            run = longer
            continue
        best = _better(best, run)
        run = expanded if expanded is not None else {""}
        best = _better(best, _inside(operation, argument))
    return _better(best, run)


def _inside(operation: Any, argument: Any) -> set[str] | None:
    """Return the words that a part needs which cannot be spelled out as a whole."""
    if operation is kind.SUBPATTERN:
        return _best_words(argument[3])
    if operation is kind.ATOMIC_GROUP:
        return _best_words(argument)
    if operation in _REPEATS and argument[0] > 0:
        return _best_words(argument[2])
    if operation is kind.BRANCH:
        every: set[str] = set()
        for alternative in argument[1]:
            words = _best_words(alternative)
            if words is None:
                return None
            every |= words
        return every if len(every) <= _MOST_WORDS else None
    return None


def _better(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    """Return the set that says more; a set with an empty word says nothing."""
    candidates = [words for words in (one, other) if words and "" not in words]
    return max(candidates, key=_weight, default=None)


def _weight(words: set[str]) -> tuple[int, int]:
    return min(map(len, words)), -len(words)


def _expanded(tree: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """Return every text that a sequence matches, if they are few."""
    found: set[str] = {""}
    for operation, argument in tree:
        expansion = _expansion(operation, argument)
        joined = _joined(found, expansion) if expansion is not None else None
        if joined is None:
            return None
        found = joined
    return found


def _joined(before: set[str], after: set[str]) -> set[str] | None:
    """Return every text of one set followed by every text of another, if they are few."""
    if len(before) * len(after) > _MOST_WORDS:
        return None
    if max(map(len, before)) + max(map(len, after)) > _LONGEST_WORD:
        return None
    return {one + other for one in before for other in after}


def _expansion(operation: Any, argument: Any) -> set[str] | None:
    """Return every text that one part matches, if they are few; an anchor matches nothing."""
    if operation is kind.LITERAL:
        return {chr(argument)}
    if operation is kind.AT:
        return {""}
    if operation is kind.IN:
        return _members(argument)
    if operation is kind.SUBPATTERN:
        return _expanded(argument[3])
    if operation is kind.BRANCH:
        parts = [_expanded(alternative) for alternative in argument[1]]
        return _union(parts)
    if operation in _REPEATS and argument[1] <= 2:
        return _repeated(*argument)
    return None


def _union(parts: list[set[str] | None]) -> set[str] | None:
    union: set[str] = set()
    for part in parts:
        if part is None:
            return None
        union |= part
    return union if len(union) <= _MOST_WORDS else None


def _repeated(least: int, most: int, body: Any) -> set[str] | None:
    """Return every text of a short repetition."""
    once = _expanded(body)
    if once is None:
        return None
    texts: set[str] = {""} if least == 0 else set()
    run: set[str] | None = {""}
    for count in range(1, most + 1):
        run = _joined(run, once) if run is not None else None
        if run is None:
            return None
        if count >= least:
            texts |= run
    return texts


def _members(members: Any) -> set[str] | None:
    """Return the characters of a small class."""
    found: set[str] = set()
    for operation, argument in members:
        if operation is kind.LITERAL:
            found.add(chr(argument))
        elif operation is kind.RANGE and argument[1] - argument[0] < _LARGEST_CLASS:
            found |= {chr(code) for code in range(argument[0], argument[1] + 1)}
        else:
            return None
    return found if len(found) <= _LARGEST_CLASS else None


def _parts(tree: Any) -> Iterable[tuple[Any, Any]]:
    """Yield every part of a tree, those inside of others too."""
    for operation, argument in tree:
        yield operation, argument
        if operation is kind.SUBPATTERN:
            yield from _parts(argument[3])
        elif operation is kind.BRANCH:
            for alternative in argument[1]:
                yield from _parts(alternative)
        elif operation in _REPEATS:
            yield from _parts(argument[2])
        elif operation is kind.ATOMIC_GROUP:
            yield from _parts(argument)
        elif operation in (kind.ASSERT, kind.ASSERT_NOT):
            yield from _parts(argument[1])


def _has_anchor(tree: Any) -> bool:
    return any(operation is kind.AT for operation, _ in _parts(tree))


def _ignores_case(tree: Any) -> bool:
    return any(
        operation is kind.SUBPATTERN and argument[1] & IGNORECASE
        for operation, argument in _parts(tree)
    )
