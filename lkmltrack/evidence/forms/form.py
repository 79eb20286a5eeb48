"""What a form is, and the registry of all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import BlockKind

Test = Callable[[str], bool]


def never(text: str) -> bool:
    """Hold of no line."""
    del text
    return False


@dataclass(frozen=True, slots=True)
class Form:
    """One form of evidence, told by its lines; every test reads one unquoted line.

    ``opens`` is true of lines that only this form has, ``holds`` of the others
    that belong to it, blank lines or not in between, ``heads`` of what stands
    right above; ``titles`` open, and are no rows by themselves. One of ``words`` is in every line that opens.
    """

    name: FormName
    kind: BlockKind
    words: tuple[str, ...]
    opens: Test
    holds: Test = never
    heads: Test = never
    titles: Test = never
    tool: str = ""
    least: int = 1
    """So many lines must open or hold."""
    gap: int = 1
    """So many blank lines in a row may be inside."""
    is_loose: bool = False
    """Whether every line without a blank above it belongs, unless it is prose, a label, a prompt."""
    confidence: float = 1.0

    def may_open(self, text: str) -> bool:
        """Whether a line opens a block of this form."""
        for word in self.words:  # a loop: this is asked of every line
            if word in text:
                return self.opens(text)
        return False
