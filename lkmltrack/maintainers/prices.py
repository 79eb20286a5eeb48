"""What a regular expression can cost at worst, read off its parsed form.

MAINTAINERS is a text that others write: an expression that could try a number
of ways that grows with the power of a line's length is refused.
"""

import re
import re._constants as kind  # type: ignore[import-not-found] # no stubs for re's own parts
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from typing import Any

from lkmltrack.maintainers.expressions import RefusedExpression

MOST_OPEN_ENDS = 4
MOST_WAYS = 4_096
_OPEN = 256
_LATIN = 256
_EVERY_CHARACTER = (1 << _LATIN + 1) - 1
_BEYOND_LATIN = 1 << _LATIN

_REPEATS = (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT)
_CATEGORIES = {
    kind.CATEGORY_DIGIT: r"\d",
    kind.CATEGORY_NOT_DIGIT: r"\D",
    kind.CATEGORY_SPACE: r"\s",
    kind.CATEGORY_NOT_SPACE: r"\S",
    kind.CATEGORY_WORD: r"\w",
    kind.CATEGORY_NOT_WORD: r"\W",
}


def parsed(pattern: str) -> Any:
    """Return Python's own parse of a pattern, or refuse what it cannot read."""
    try:
        return parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise RefusedExpression(str(error)) from None


def price(tree: Any) -> tuple[int, int]:
    """Return (open ends, ways): a line of n characters costs at most ``ways * n ** (ends + 1)``."""
    ends, ways = _sequence(tree)
    if ends > MOST_OPEN_ENDS:
        raise RefusedExpression(f"it has {ends} parts of any length")
    return ends, ways


def _sequence(tree: Iterable[tuple[Any, Any]]) -> tuple[int, int]:
    """Return the price of parts in a row."""
    ends, ways = 0, 1
    for operation, argument in tree:
        more_ends, more_ways = _part(operation, argument)
        ends, ways = ends + more_ends, ways * more_ways
        if ways > MOST_WAYS:
            raise RefusedExpression("it can be read in too many ways")
    return ends, ways


def _part(operation: Any, argument: Any) -> tuple[int, int]:
    """Return the price of one part."""
    if operation in _REPEATS:
        return _repeat(*argument)
    if operation is kind.SUBPATTERN:
        return _sequence(argument[3])
    if operation is kind.ATOMIC_GROUP:
        return _sequence(argument)
    if operation is kind.BRANCH:
        return _branch(argument[1])
    if operation in (kind.ASSERT, kind.ASSERT_NOT):
        return _sequence(argument[1])
    if operation is kind.GROUPREF_EXISTS:
        return _branch([part for part in argument[1:] if part is not None])
    return 0, 1


def _repeat(least: int, most: int, body: Any) -> tuple[int, int]:
    """Return the price of a repetition; what is repeated without end must be plain."""
    ends, ways = _sequence(body)
    if most == least == 1:
        return ends, ways
    if int(most) >= _OPEN:
        if ends or ways > 1 or _is_empty(body):
            raise RefusedExpression("it repeats a part that can be read in more than one way")
        return 1, 1
    if ends and most > 1:
        raise RefusedExpression("it repeats a part of any length")
    choices = int(most) - int(least) + 1
    if ways > 1 and most > 1:
        if int(most) * ways.bit_length() > MOST_WAYS.bit_length() + 8:
            raise RefusedExpression("it can be read in too many ways")
        ways = ways ** int(most)
    return ends, choices * ways


def _branch(alternatives: Any) -> tuple[int, int]:
    """Return the price of alternatives; those that begin differently leave no choice."""
    prices = [_sequence(alternative) for alternative in alternatives]
    ends = max((price[0] for price in prices), default=0)
    seen = 0
    for alternative in alternatives:
        beginning = first_characters(alternative)
        if not beginning or beginning & seen:
            return ends, sum(price[1] for price in prices)
        seen |= beginning
    return ends, max((price[1] for price in prices), default=1)


def _is_empty(body: Any) -> bool:
    """Whether a body can match nothing at all."""
    return bool(body.getwidth()[0] == 0)


def first_characters(tree: Any) -> int:
    """Return, as bits, the characters a sequence can begin with; 0 when it cannot be told."""
    for operation, argument in tree:
        if operation is kind.AT:
            continue
        if operation is kind.SUBPATTERN:
            return 0 if argument[1] or argument[2] else first_characters(argument[3])
        if operation in _REPEATS:
            return first_characters(argument[2]) if argument[0] else 0
        if operation is kind.BRANCH:
            beginnings = [first_characters(alternative) for alternative in argument[1]]
            return 0 if 0 in beginnings else _any_of(beginnings)
        return _characters(operation, argument)
    return 0


def _any_of(sets: Iterable[int]) -> int:
    """Return the union of sets of characters."""
    union = 0
    for bits in sets:
        union |= bits
    return union


def _characters(operation: Any, argument: Any) -> int:
    """Return, as bits, what one character of a pattern stands for."""
    if operation is kind.LITERAL:
        return 1 << min(int(argument), _LATIN)
    if operation is kind.NOT_LITERAL:
        return _EVERY_CHARACTER & ~(1 << argument) if argument < _LATIN else _EVERY_CHARACTER
    if operation is kind.ANY:
        return _EVERY_CHARACTER
    if operation is kind.RANGE:
        low, high = (min(int(end), _LATIN) for end in argument)
        return (1 << high + 1) - (1 << low)
    if operation is kind.CATEGORY:
        category = re.compile(_CATEGORIES[argument])
        return _BEYOND_LATIN | _any_of(
            1 << code for code in range(_LATIN) if category.match(chr(code))
        )
    if operation is kind.IN:
        members = [part for part in argument if part[0] is not kind.NEGATE]
        union = _any_of(_characters(*member) for member in members)
        is_negated = len(members) < len(argument)
        return _EVERY_CHARACTER & ~union | _BEYOND_LATIN if is_negated else union
    return 0
