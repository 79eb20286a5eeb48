"""Revisions: the postings of one proposal, their names, and which are out of date."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lkmltrack.model.series import PostingKind, Series
from lkmltrack.proposals.titles import title_words

_NAME = re.compile(
    r"(?P<rfc>rfc)?[\s_-]{0,2}(?:patch[\s_-]{0,2})?v?(?P<number>\d{1,4})?", re.IGNORECASE
)


def build_revisions(postings: Sequence[Series]) -> tuple[Series, ...]:
    """Return the postings by date, with those marked that repeat one or a part of one."""
    found: list[Series] = []
    for series in postings:
        found.append(
            replace(
                series,
                resend=series.resend or any(_repeats(series, earlier) for earlier in found),
                partial=any(_is_part_of(series, earlier) for earlier in found),
            )
        )
    return tuple(found)


def _repeats(series: Series, earlier: Series) -> bool:
    """Whether a posting is an earlier one again: the same number, the same patches."""
    if (series.kind, series.revision) != (earlier.kind, earlier.revision):
        return False
    ours, theirs = _diffs(series), _diffs(earlier)
    return bool(ours) and ours == theirs


def _diffs(series: Series) -> list[str]:
    """Return what tells the diffs of a posting from others; nothing where that is not known."""
    diffs = [patch.patch_id for patch in series.patches]
    return diffs if all(diffs) else []


def _is_part_of(series: Series, earlier: Series) -> bool:
    """Whether a posting without a cover letter sends some patches of an earlier one again."""
    if series.cover is not None or series.is_complete or not series.patches:
        return False
    theirs = {title_words(patch.title) for patch in earlier.patches}
    ours = [title_words(patch.title) for patch in series.patches]
    return series.expected == earlier.expected or all(words in theirs for words in ours)


def revision_name(series: Series) -> str:
    """Return what people call a revision: ``v2``, ``rfc1``, ``discussion``."""
    if series.kind is PostingKind.DISCUSSION:
        return "discussion"
    return f"{'rfc' if series.kind is PostingKind.RFC else 'v'}{series.revision}"


def revision_names(revisions: Sequence[Series]) -> tuple[str, ...]:
    """Return a name for each revision; what has a name already gets ``v2.2``, ``v2.3``."""
    names: list[str] = []
    count: dict[str, int] = {}
    for series in revisions:
        name = revision_name(series)
        count[name] = count.get(name, 0) + 1
        names.append(name if count[name] == 1 else f"{name}.{count[name]}")
    return tuple(names)


def find_revision(revisions: Sequence[Series], wanted: str) -> Series | None:
    """Return the revision that a person names: ``v2``, ``2``, ``rfc``, ``RFC v2``, a message-id.

    Of several postings of one number the last complete one is meant.
    """
    wanted = wanted.strip()
    names = revision_names(revisions)
    for name, series in zip(names, revisions, strict=True):
        if wanted == series.message_id or ("." in name and wanted.lower() == name):
            return series
    if wanted.lower() == "discussion":
        return _best([one for one in revisions if one.kind is PostingKind.DISCUSSION])
    match = _NAME.fullmatch(wanted)
    if match is None or not wanted[:1].isalnum() or not (match["rfc"] or match["number"]):
        return None
    number = int(match["number"] or 1)
    kind = PostingKind.RFC if match["rfc"] else PostingKind.PATCH
    same = [one for one in revisions if one.kind is kind and one.revision == number]
    if not same and not match["rfc"]:
        # "v1" of what was never more than an RFC
        same = [one for one in revisions if one.expected and one.revision == number]
    return _best(same)


def _best(same: Sequence[Series]) -> Series | None:
    complete = [series for series in same if series.is_complete]
    return _last(complete or same)


def _last(revisions: Sequence[Series]) -> Series | None:
    return revisions[-1] if revisions else None


def newest(revisions: Sequence[Series]) -> Series | None:
    """Return the posting that counts now: the last one that is not a part of another."""
    whole = [series for series in revisions if not series.partial]
    return _last(whole or revisions)


def superseded(revisions: Sequence[Series]) -> frozenset[str]:
    """Return the message-ids of the postings that a newer one has replaced."""
    last = newest(revisions)
    found: set[str] = set()
    for series in revisions:
        if last is None or series.message_id == last.message_id:
            break
        found.add(series.message_id)
    return frozenset(found)
