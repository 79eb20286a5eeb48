"""Releases: which tags name one, and in which order."""

import re
from collections.abc import Iterable
from datetime import datetime

from lkmltrack.adapters.history.references import CLOCK_ERRORS, Tip
from lkmltrack.model.commit import TAGS

_RELEASE = re.compile(
    r"(?:v(?=\d{1,4}$)|[A-Za-z_-]{0,40}(?=\d{1,6}[._]))(\d{1,6}(?:[._]\d{1,8}){0,5})"
    r"(?:[-_.]?(?:rc|pre|beta|alpha)[-_.]?(\d{1,4}))?"
)
_KERNEL_RELEASE = re.compile(r"v\d{1,4}(?:\.\d{1,4}){1,3}(?:-rc\d{1,3})?")
_LONGEST_NAME = 100
_MOST_NUMBERS = 6
_FINAL = 1_000_000


def release_order(name: str) -> tuple[int, ...] | None:
    """Return the place of a tag's name among the releases; None when it names none.

    The kernel's way of naming goes before all others, and a candidate before
    its release.

    >>> release_order("v6.12-rc3") < release_order("v6.12") < release_order("v6.12.1")
    True
    >>> release_order("next-20260407") is release_order("sent/a-flag-v2") is None
    True
    """
    match = _RELEASE.fullmatch(name) if len(name) <= _LONGEST_NAME else None
    if match is None:
        return None
    numbers = [int(number) for number in re.split("[._]", match[1])]
    numbers += [0] * (_MOST_NUMBERS - len(numbers))
    is_foreign = _KERNEL_RELEASE.fullmatch(name) is None
    return (int(is_foreign), *numbers, int(match[2]) if match[2] else _FINAL)


def is_release(tip: Tip) -> bool:
    """Whether a tip is the tag of a release."""
    return _order(tip) is not None


def first_release(tips: Iterable[Tip]) -> Tip | None:
    """Return the tag of the first release among branches and tags."""
    ordered = [(order, tip.name, tip) for tip in tips if (order := _order(tip)) is not None]
    return min(ordered)[2] if ordered else None


def release_before(tips: Iterable[Tip], moment: datetime) -> Tip | None:
    """Return the newest release that was tagged before a moment, for certain.

    Nothing in it can have been committed later. A tag without a tagger's date
    is not taken: its commit may claim any date.
    """
    found = [
        (max(tip.tagged, tip.committed), tip.name, tip)
        for tip in tips
        if tip.tagged is not None and _order(tip) is not None
    ]
    early = [one for one in found if one[0] < moment - CLOCK_ERRORS]
    return max(early)[2] if early else None


def _order(tip: Tip) -> tuple[int, ...] | None:
    return release_order(tip.name.removeprefix(TAGS)) if tip.is_tag else None
