"""What was posted: the revisions, the trailers they earned, and the threads they stand in."""

from collections.abc import Iterator
from dataclasses import dataclass

from lkmltrack.model.proposal import Proposal, Story
from lkmltrack.model.series import Carriage, PostingKind, Series, Trailer
from lkmltrack.proposals.revisions import revision_names, superseded
from lkmltrack.reports.document import Line, Paragraph, Piece, Section, Table, Tone, line, message
from lkmltrack.reports.words import CARRIAGES, counted, day, reason_words

_OF_THE_AUTHOR = frozenset(("signed-off-by", "co-developed-by", "cc", "from", "assisted-by"))
_TOLD_FATES = frozenset((Carriage.LOST, Carriage.CHANGED, Carriage.GONE))


def revisions_section(story: Story) -> Section | None:
    """Return the postings by date."""
    if not story.revisions:
        return None
    replaced = superseded(story.revisions)
    rows = tuple(
        (
            line(Piece(name, Tone.STRONG)),
            line(day(series.date)),
            _count(series),
            line(_condition(series, is_replaced=series.message_id in replaced)),
            line(series.title),
            line(message(series.message_id)),
        )
        for name, series in zip(revision_names(story.revisions), story.revisions, strict=True)
    )
    heads = ("Revision", "Date", "Patches", "", "Title", "Message")
    return Section("Revisions", (Table(heads, rows),))


def _count(series: Series) -> Line:
    """Return how many patches are here of those that were announced."""
    if series.kind is PostingKind.DISCUSSION:
        return ()
    here = f"{len(series.patches)} of {series.expected}"
    return line(Piece(here, Tone.PLAIN if series.is_complete else Tone.OPEN))


def _condition(series: Series, *, is_replaced: bool) -> str:
    """Return what is special about a posting."""
    told = []
    if series.resend:
        told.append("resend")
    if series.partial:
        told.append("a part")
    if is_replaced and series.kind is not PostingKind.DISCUSSION:
        told.append("superseded")
    return ", ".join(told)


def trailers_section(story: Story) -> Section | None:
    """Return who approved what, the newest revision first, and what the newest one lacks."""
    given = [one for one in story.trailers if one.person and _is_given(one)]
    if not given:
        return None
    places = _places_of(story)
    told: dict[tuple[str, str, str], Trailer] = {}
    for trailer in sorted(given, key=lambda one: _order(one, places)):
        told.setdefault((trailer.patch or "", trailer.name, trailer.value), trailer)
    rows = []
    named: set[str] = set()
    for trailer in told.values():
        patch = trailer.patch or ""
        rows.append(
            (
                _patch_line(patch, places, is_named=patch in named),
                line(Piece(f"{trailer.name}:", Tone.GOOD), f" {trailer.value}"),
                line(f"{day(trailer.date)} ", message(trailer.message_id)),
            )
        )
        named.add(patch)
    table = Table(("Patch", "Trailer", "Read from"), tuple(rows))
    lacking = tuple(_lacking(story, places))
    if not lacking:
        return Section("Trailers", (table,))
    what = Paragraph(line("Given earlier, and not in the newest revision:"))
    heads = ("Given to", "Trailer", "Now", "Read from")
    return Section("Trailers", (table, what, Table(heads, lacking)))


def _is_given(trailer: Trailer) -> bool:
    """Whether a trailer is somebody's word, not an author's own bookkeeping."""
    return trailer.name.lower() not in _OF_THE_AUTHOR


def _lacking(story: Story, places: dict[str, "_Place"]) -> Iterator[tuple[Line, ...]]:
    """Yield the trailers of earlier revisions that the newest one does not have."""
    for one in story.carried:
        if one.state in _TOLD_FATES:
            yield (
                _patch_line(one.given_to, places),
                line(f"{one.trailer.name}: {one.trailer.value}"),
                line(Piece(CARRIAGES[one.state], Tone.OPEN)),
                line(message(one.trailer.message_id)),
            )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a patch or a cover letter stands, and how it is called; newer ones sort first."""

    order: tuple[int, int]
    revision: str
    counter: str
    title: str = ""


def _places_of(story: Story) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    names = revision_names(story.revisions)
    for number, (name, series) in enumerate(zip(names, story.revisions, strict=True)):
        if series.cover:
            places[series.cover] = _Place((-number, 0), name, "cover letter")
        for patch in series.patches:
            counter = f"{patch.counter}/{series.expected}"
            places[patch.message_id] = _Place((-number, patch.counter), name, counter, patch.title)
    return places


def _order(trailer: Trailer, places: dict[str, _Place]) -> tuple[int, int]:
    place = places.get(trailer.patch or "")
    # what is no patch of a revision comes last
    return place.order if place is not None else (1, 0)


def _patch_line(patch: str, places: dict[str, _Place], *, is_named: bool = False) -> Line:
    """Return how a patch is called: revision, counter, and title where it is not named yet."""
    if patch not in places:
        return line(message(patch)) if patch else line("the whole")
    place = places[patch]
    title = "" if is_named else f" {place.title}".rstrip()
    return line(Piece(f"{place.revision} {place.counter}", Tone.STRONG), title)


def threads_section(proposal: Proposal | None) -> Section | None:
    """Return the threads that were taken together, each with its reason."""
    if proposal is None or not proposal.threads:
        return None
    rows = []
    for join in proposal.threads:
        why, because = reason_words(join)
        rows.append((line(message(join.root)), line(f"{why} ", message(because))))
    title = f"Why {counted(len(rows), 'thread')} {'is' if len(rows) == 1 else 'are'} in here"
    return Section(title, (Table(("First message", "Reason"), tuple(rows)),))
