"""Texts that are searched for the words and expressions of ``K:`` lines, at a bounded price."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lkmltrack.maintainers.lookup import Index

_MOST_WORK_AT_ONCE = 100_000_000
_MOST_WORK = 500_000_000
"""How many steps the expressions of one text may take at worst."""
_NEIGHBOURHOOD = 2_000


def keywords_in_file(text: str, index: "Index") -> "Iterator[tuple[str, int, str]]":
    """Yield (place, section, value) of every ``K:`` line that a text as a whole matches."""
    searched = SearchedText(text)
    for place, number, value, alternatives in index.keywords():
        if any(searched.has(alternative, index) for alternative in alternatives):
            yield place, number, value


class SearchedText:
    """A text that is searched for words, and how much may still be done to it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lowered: str | None = None
        self._left = _MOST_WORK

    def is_worth_a_look(self, alternative: "Any") -> bool:
        """Whether the text may match: it holds one of the words that have to be in a match."""
        words, _, ignores_case, *_ = alternative
        if words is None or ignores_case:
            return True
        return any(map(self._text.__contains__, words))

    def affordable_length(self, length: int, ends: int, ways: int) -> int:
        """Return how much of a line may be tried, and take it from what is left."""
        cost = ways * length ** (ends + 1)
        if cost > _MOST_WORK_AT_ONCE:
            length = int((_MOST_WORK_AT_ONCE / ways) ** (1 / (ends + 1)))
            cost = _MOST_WORK_AT_ONCE
        self._left -= cost
        return length if self._left >= 0 else 0

    def lines_with(self, words: "tuple[str, ...] | None", ignores_case: bool) -> "Iterator[int]":
        """Yield where each line begins that holds one of the words; every line without words."""
        if words is None or (ignores_case and not self._text.isascii()):
            # what is lowered is not always as long
            if words is None or any(word in self._lower() for word in words):
                yield from self._all_lines()
            return
        text = self._lower() if ignores_case else self._text
        for word in words:
            position = text.find(word)
            while position >= 0:
                yield text.rfind("\n", 0, position) + 1
                end = text.find("\n", position)
                position = text.find(word, end) if end >= 0 else -1

    def _all_lines(self) -> "Iterator[int]":
        start = 0
        while 0 <= start < len(self._text):
            yield start
            start = self._text.find("\n", start) + 1 or -1

    def _lower(self) -> str:
        if self._lowered is None:
            self._lowered = self._text.lower()
        return self._lowered

    def has(self, alternative: "Any", index: "Index") -> bool:
        """Whether one alternative of a keyword matches the text, over its lines."""
        words, is_whole, _, pattern, ends, ways = alternative
        if not self.is_worth_a_look(alternative):
            return False
        if is_whole:
            return True
        expression = index.expression(pattern)
        if expression is None:
            return False
        if words is None:
            length = self.affordable_length(len(self._text), ends, ways)
            return expression.search(self._text[:length]) is not None
        for start in self.lines_with(words, alternative[2]):
            # a match may begin and end in other lines than its words
            first = max(0, start - _NEIGHBOURHOOD)
            length = self.affordable_length(3 * _NEIGHBOURHOOD, ends, ways)
            if length and expression.search(self._text, first, first + length):
                return True
        return False
