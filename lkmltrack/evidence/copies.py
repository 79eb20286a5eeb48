"""Copies: evidence belongs to who posted it first, however often it is quoted or shown again.

Where a block is from is told by its figures, each with the word before it and
the word behind it: that survives quoting, wrapping, blanks, and rows left
out. Whether a block that is not quoted adds a row is told by its whole rows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lkmltrack.model.evidence import Block, Document

_WORD = re.compile(r"[^\s|]{1,200}")
_EDGES = "\"'`*()[]{}<>,;:=~_—–\ufffd"
_RULE = frozenset("+-=_.:/\\±ą")
_MOST_FIGURES = 50_000
_MOST_PLACES = 64
"""A figure that stands in more documents than that tells nothing about where it is from."""
_ENOUGH_OF_QUOTE = 0.6
_ENOUGH_TO_REPEAT = 0.5
_MOST_ROWS_SOUGHT = 500
"""So many rows are sought in the earlier text as a whole; the others only among its rows."""
_FEWEST_FIGURES = 3
_FEWEST_DIGITS = 8


def copies(documents: Sequence[Document]) -> list[Document]:
    """Return the documents, in order of posting, with every copied block marked as one.

    A block that is quoted may be a copy of a later document too, as clocks are
    wrong; one that is not quoted is a copy only when it adds nothing to an
    earlier one. A quote of what nobody posted in these documents is left alone.
    """
    index = _Index()
    marked: list[list[Block]] = []
    for number, document in enumerate(documents):
        blocks = [_own_or_copy(block, number, index, documents) for block in document.blocks]
        for block in blocks:
            if not block.is_quoted:
                index.add(block, number)
        marked.append(blocks)
    return [
        replace(
            document,
            blocks=tuple(_attributed(block, number, index, documents) for block in blocks),
        )
        if blocks
        else document
        for number, (document, blocks) in enumerate(zip(documents, marked, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    """The document that has most of a block's figures."""

    document: int
    share: float


class _Index:
    """Which documents have which figures, and which blocks."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[str, str], list[int]] = {}
        self._blocks: dict[str, int] = {}
        self._rows: dict[int, set[str]] = {}
        self._streams: dict[int, list[str]] = {}

    def add(self, block: Block, document: int) -> None:
        """Remember a block that was first posted in a document."""
        self._blocks.setdefault(block.id, document)
        rows = _rows(block)
        self._rows.setdefault(document, set()).update(rows.values())
        self._streams.setdefault(document, []).append(f" {' '.join(rows.values())} ")
        for pair in (
            pair for figure in _figures(block) for pair in (*figure.beside, *figure.across)
        ):
            places = self._pairs.setdefault(pair, [])
            if len(places) < _MOST_PLACES and (not places or places[-1] != document):
                places.append(document)

    def same(self, block: Block) -> int | None:
        """Return the document that posted just this block."""
        return self._blocks.get(block.id)

    def find(self, figures: Sequence["_Figure"], but: int) -> _Found | None:
        """Return the earliest document with the most of these figures; never the one given."""
        holders = [self._holders(figure) - {but} for figure in figures]
        counts = Counter(document for holder in holders for document in holder)
        if not counts:
            return None
        most = max(counts.values())
        document = min(number for number, count in counts.items() if count == most)
        return _Found(document, most / len(figures))

    def missing(self, rows: dict[int, str], document: int) -> list[int]:
        """Return the numbers of the rows with a figure that a document has not."""
        known, streams = self._rows[document], self._streams[document]
        new = [number for number, row in rows.items() if row not in known and _has_digit(row)]
        return [
            number
            for place, number in enumerate(new)
            if place >= _MOST_ROWS_SOUGHT or not any(f" {rows[number]} " in one for one in streams)
        ]

    def _holders(self, figure: "_Figure") -> set[int]:
        if figure.beside:
            held = (set(self._pairs.get(pair, ())) for pair in figure.beside)
            return set.intersection(*held)
        return {place for pair in figure.across for place in self._pairs.get(pair, ())}


@dataclass(frozen=True, slots=True)
class _Figure:
    """A word with a digit in it, paired with its neighbours in its row, and across rows.

    The pairs in its row have to be found again; those across rows are only
    looked at when it stands alone in its row.
    """

    digits: int
    beside: tuple[tuple[str, str], ...]
    across: tuple[tuple[str, str], ...]


def _own_or_copy(block: Block, number: int, index: _Index, documents: Sequence[Document]) -> Block:
    """Return a block that is not quoted, marked when its figures were posted before."""
    if block.is_quoted:
        return block
    same = index.same(block)
    if same is not None and same != number:
        return replace(block, quoted=_name(documents[same]))
    figures = _figures(block)
    if not _is_telling(figures):
        return block
    found = index.find(figures, number)
    if found is None:
        return block
    earlier = _name(documents[found.document])
    new_rows = index.missing(_rows(block), found.document)
    if not new_rows:
        return replace(block, quoted=earlier)
    if found.share < _ENOUGH_TO_REPEAT:
        return block
    return replace(
        block, repeats=earlier, added=tuple(block.lines[row].strip() for row in new_rows)
    )


def _attributed(block: Block, number: int, index: _Index, documents: Sequence[Document]) -> Block:
    """Return a quoted block with the message-id of who posted it, when that is here."""
    if not block.depth or block.quoted:
        return block
    same = index.same(block)
    if same is not None and same != number:
        return replace(block, quoted=_name(documents[same]))
    figures = _figures(block)
    found = index.find(figures, number) if figures else None
    if found is None or found.share < _ENOUGH_OF_QUOTE:
        return block
    return replace(block, quoted=_name(documents[found.document]))


def _is_telling(figures: Sequence[_Figure]) -> bool:
    """Whether there are enough figures that chance does not make them the same."""
    return (
        len(figures) >= _FEWEST_FIGURES
        and sum(figure.digits for figure in figures) >= _FEWEST_DIGITS
    )


def _name(document: Document) -> str:
    return document.message_id or document.source


def _figures(block: Block) -> list[_Figure]:
    """Return the words with digits of a block, each with what stands before and behind it."""
    words = list(_words(block.lines))
    found: list[_Figure] = []
    for place, (_, word) in enumerate(words):
        if len(found) >= _MOST_FIGURES:
            break
        digits = sum(letter.isdigit() for letter in word)
        if not digits:
            continue
        beside: list[tuple[str, str]] = []
        across: list[tuple[str, str]] = []
        for left in (place - 1, place):
            if 0 <= left < len(words) - 1:
                is_beside = words[left][0] == words[left + 1][0]
                pair = (words[left][1], words[left + 1][1])
                (beside if is_beside else across).append(pair)
        across = across if beside or across else [(word, "")]
        found.append(_Figure(digits, tuple(beside), tuple(across)))
    return found


def _rows(block: Block) -> dict[int, str]:
    """Return the rows of a block by their number, each as its words alone."""
    rows: dict[int, list[str]] = {}
    for row, word in _words(block.lines):
        rows.setdefault(row, []).append(word)
    return {row: " ".join(words) for row, words in rows.items()}


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _words(lines: Iterable[str]) -> Iterable[tuple[int, str]]:
    """Yield the words of the lines with their row, without marks, rules and tree branches."""
    for row, line in enumerate(lines):
        for match in _WORD.finditer(line):
            word = (
                match[0].strip(_EDGES).lstrip("-") if "--" in match[0] else match[0].strip(_EDGES)
            )
            if word and not _RULE.issuperset(word):
                yield row, word
