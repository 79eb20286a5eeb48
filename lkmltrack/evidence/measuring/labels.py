"""Which side of a comparison a label stands for: the base, or the candidate, and why."""

import re
from collections.abc import Sequence

from lkmltrack.model.measurement import Role

_LONGEST = 120
_BASE = re.compile(
    r"\b(?:base(?:[ -]?line)?|before|pre|vanilla|stock|unpatched|unmodified|without(?:[ _-].*)?"
    r"|orig(?:inal)?|no[ _-]?patch(?:es)?|native|control|reference|nopatch|old|prior)\b"
    r"|\bw/o\b|\bwo\b|^non[ -]patched",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(
    r"\b(?:patched|after|post|new|this (?:patch|series|change|commit|set)|optimi[sz](?:ed|ation)"
    r"|opt|improved|modified|proposed|with (?:the |this |these |my |our |all )?"
    r"(?:patch(?:es|set|ed)?|series|change[sd]?|commit|fix)|with[ _-]patch(?:es|set|ed)?"
    r"|patch(?:es|set)?|the patch|diff|fix(?:ed)?)\b|\bw/(?!o\b)|^with:?$|^\+ ?\w",
    re.IGNORECASE,
)
_WEAK_BASE = re.compile(
    r"\b(?:mainline|upstream|master|tip|head|linus|linux-next|next-\d+|current|default|parent"
    r"|disabled|off|mm-(?:unstable|stable|new)|national)\b",
    re.IGNORECASE,
)
_WEAK_CANDIDATE = re.compile(r"\bwith\b|\benabled\b|\bon\b|\bv\d{1,2}\b(?!\.)", re.IGNORECASE)
_REVERT = re.compile(r"\brevert", re.IGNORECASE)
_VERSION = re.compile(
    r"(?<![\w.])v?([2-9])\.(\d{1,2})(?:\.(\d{1,3}))?(?:-rc(\d{1,2}))?(?![\d%]|th\b|\.\d)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s*(?:[+_]|-(?!rc\d)|w\b|w/|with\b)", re.IGNORECASE)
_NO_RC = 99

Roles = list[tuple[Role | None, str]]


def role_of(label: str) -> Role | None:
    """Return what a label says by itself, None when it takes another one to tell.

    >>> role_of("w/o patches"), role_of("with this patch"), role_of("5 levels")
    (<Role.BASE: 'base'>, <Role.CANDIDATE: 'candidate'>, None)
    """
    label = label.strip().strip("=#*-:[]()").strip()[:_LONGEST].replace("_", " ")
    if not label or _REVERT.search(label):
        return None
    base, candidate = _BASE.search(label), _CANDIDATE.search(label)
    if base and candidate:
        return _first_said(base, candidate)
    if base:
        return Role.BASE
    return Role.CANDIDATE if candidate else None


def _first_said(base: re.Match[str], candidate: re.Match[str]) -> Role:
    """``without the patch`` and ``patched (base 6.1)`` hold words of both sides."""
    return Role.BASE if base.start() <= candidate.start() else Role.CANDIDATE


def roles_of(labels: Sequence[str]) -> Roles:
    """Return the role of each of the labels that are compared, and what tells it.

    ``because`` is ``label``, ``version`` or ``revert``; it is empty where the
    role is None, which is everywhere when no label gives the base away.
    """
    roles: Roles = [(role, "label" if role else "") for role in map(role_of, labels)]
    if len(labels) < 2:
        return roles
    for step in (_by_suffix, _by_revert, _by_complement, _by_weak_words, _by_version):
        if _has_both(roles):
            break
        roles = step(labels, roles)
    return roles


def by_position(count: int) -> Roles:
    """Return the roles of columns of which nothing else is known: the first is the base."""
    first: Roles = [(Role.BASE, "position")]
    return first + [(Role.CANDIDATE, "position")] * (count - 1)


def _has_both(roles: Roles) -> bool:
    return {Role.BASE, Role.CANDIDATE} <= {role for role, _ in roles}


def _by_revert(labels: Sequence[str], roles: Roles) -> Roles:
    """A revert is the candidate, unless it is compared with what is patched."""
    reverts = [bool(_REVERT.search(label)) for label in labels]
    if not any(reverts) or all(reverts):
        return roles
    if any(role is Role.CANDIDATE for role, _ in roles):
        return [
            (Role.BASE, "revert") if is_revert and role is None else (role, why)
            for (role, why), is_revert in zip(roles, reverts, strict=True)
        ]
    others = [index for index, is_revert in enumerate(reverts) if not is_revert]
    plain = [index for index in others if roles[index][0] is Role.BASE] or others[:1]
    return [
        (Role.CANDIDATE, "revert")
        if is_revert
        else ((Role.BASE, "revert") if index in plain else (role, why))
        for index, ((role, why), is_revert) in enumerate(zip(roles, reverts, strict=True))
    ]


def _by_complement(labels: Sequence[str], roles: Roles) -> Roles:
    """Where only one side has a word for itself, everything else is the other side."""
    del labels
    said = {role for role, _ in roles}
    if Role.BASE in said and Role.CANDIDATE not in said:
        return [(role or Role.CANDIDATE, "label") for role, _ in roles]
    unknown = [index for index, (role, _) in enumerate(roles) if role is None]
    if Role.CANDIDATE in said and Role.BASE not in said and len(unknown) == 1:
        roles = list(roles)
        roles[unknown[0]] = (Role.BASE, "label")
    return roles


def _by_suffix(labels: Sequence[str], roles: Roles) -> Roles:
    """``v6.8`` beside ``v6.8+x``: the one without a suffix is the base."""
    plain = [label.strip().lower() for label in labels]
    for index, label in enumerate(plain):
        rest = [other for place, other in enumerate(plain) if place != index]
        if label and all(
            other.startswith(label) and _SUFFIX.match(other, len(label)) for other in rest
        ):
            return [
                (
                    Role.BASE if place == index else Role.CANDIDATE,
                    "revert" if _REVERT.search(other) else "version",
                )
                for place, other in enumerate(plain)
            ]
    return roles


def _by_weak_words(labels: Sequence[str], roles: Roles) -> Roles:
    """Words that are a base or a candidate only beside something else."""
    bases = [bool(_WEAK_BASE.search(label)) for label in labels]
    has_candidate = any(role is Role.CANDIDATE for role, _ in roles)
    if sum(bases) == 1:
        others = None if has_candidate else Role.CANDIDATE
        return [
            (role, why)
            if role is not None
            else ((Role.BASE, "label") if is_base else (others, "label" if others else ""))
            for (role, why), is_base in zip(roles, bases, strict=True)
        ]
    if has_candidate:
        return roles
    candidates = [bool(_WEAK_CANDIDATE.search(label)) for label in labels]
    if len(labels) - sum(candidates) == 1:
        return [(Role.CANDIDATE if is_new else Role.BASE, "label") for is_new in candidates]
    return roles


def _by_version(labels: Sequence[str], roles: Roles) -> Roles:
    """Of bare versions of the kernel the oldest is the base."""
    versions = [_version(label) for label in labels]
    if any(version is None for version in versions) or len(set(versions)) != len(versions):
        return roles
    oldest = min(version for version in versions if version is not None)
    return [(Role.BASE if version == oldest else Role.CANDIDATE, "version") for version in versions]


def _version(label: str) -> tuple[int, ...] | None:
    match = _VERSION.search(label[:_LONGEST])
    if match is None:
        return None
    major, minor, patch, candidate = match.groups()
    return int(major), int(minor), int(patch or 0), int(candidate or _NO_RC)
