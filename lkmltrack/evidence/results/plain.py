"""Plain logs: what the recognisers of mail find in a tool's own text."""

from lkmltrack.errors import BadInputError
from lkmltrack.evidence.reading import read_text
from lkmltrack.model.evidence import Document

_LONGEST_LINE = 2_000


def read_plain(name: str, content: str) -> Document:
    """Return what a text holds; raises ``BadInputError`` when that is no result of any kind."""
    document = read_text(_on_lines(content), name)
    if not document.blocks:
        raise BadInputError(
            f"{name} holds no results that are known",
            "attach what the benchmark prints, its JSON or CSV, or a table of your own",
        )
    return document


def _on_lines(content: str) -> str:
    """Return a text in which what a progress bar wrote over a line is gone."""
    if "\r" not in content:
        return content
    return "\n".join(
        line[-_LONGEST_LINE:].rstrip("\r").rpartition("\r")[2] for line in content.split("\n")
    )
