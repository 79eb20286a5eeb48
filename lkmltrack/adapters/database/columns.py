"""What of a message goes into which column of the full-text index."""

from dataclasses import dataclass
from itertools import compress
from operator import not_

from lkmltrack.adapters.database.scripts import spaced
from lkmltrack.adapters.database.values import storable
from lkmltrack.mail.diffs import has_diff
from lkmltrack.model.message import Address, Message

_QUOTE_MARKS = (">", " >")
_MOST_CHARACTERS = 4_000_000
"""More than the longest mail of fifteen kernel lists; what stands behind it is kept unindexed."""
_GIT_DIFF = "\ndiff --git "
_DIFF_MARKS = (
    *_QUOTE_MARKS,
    *("+", "-", " ", "\t", "@@", "\\", "diff -", "index ", "Index: ", "=====", "Binary files "),
    *("new file mode ", "deleted file mode ", "old mode ", "new mode ", "similarity index "),
    *("dissimilarity index ", "rename from ", "rename to ", "copy from ", "copy to "),
)


@dataclass(frozen=True, slots=True)
class Division:
    """The texts of a body: what the sender wrote, what is quoted or diff, and the diff's files."""

    own: str
    quoted: str = ""
    files: str = ""


def columns_of(message: Message) -> tuple[str, ...]:
    """Return the texts to index, in the order of ``schema.COLUMNS``."""
    division = divide(message.body[:_MOST_CHARACTERS])
    quoted = division.quoted
    for attachment in message.attachments:
        if attachment.text:
            quoted = f"{quoted}\n{attachment.text[:_MOST_CHARACTERS]}"
    return (
        _indexed(message.subject),
        _indexed(str(message.author)),
        _indexed(_people(message.to)),
        _indexed(_people(message.cc)),
        _indexed(division.own),
        _indexed(quoted),
        _indexed(division.files),
    )


def divide(body: str) -> Division:
    """Return the parts of a body.

    Ranking needs no more than this: a diff goes on to the signature, but for
    lines behind its last hunk that no diff could hold. ``mail.diffs`` counts
    all hunks, which costs as much as parsing the mail.
    """
    start = _diff_start(body)
    own = body[:start]
    quoted: list[str] = []
    if "\n>" in own or "\n >" in own or own.startswith(_QUOTE_MARKS):
        lines = own.split("\n")
        is_quoted = [line.startswith(_QUOTE_MARKS) for line in lines]
        quoted = list(compress(lines, is_quoted))
        own = "\n".join(compress(lines, map(not_, is_quoted)))
    if start == len(body):
        return Division(own, "\n".join(quoted))
    diff, signature, after = body[start:].partition("\n-- \n")
    last_hunk = diff.rfind("\n@@ ") + 1
    if last_hunk and "\nGIT binary patch\n" not in diff:
        lines = diff[last_hunk:].split("\n")
        text = [line for line in lines if line and not line.startswith(_DIFF_MARKS)]
        if text:
            own = "\n".join((own, *text))
            kept = [line for line in lines if line.startswith(_DIFF_MARKS)]
            diff = diff[:last_hunk] + "\n".join(kept)
    names = _after(_GIT_DIFF, diff) or _after("\n+++ ", diff)
    return Division(f"{own}{signature}{after}", "\n".join((*quoted, diff)), "\n".join(names))


def _after(mark: str, diff: str) -> list[str]:
    """Return what follows a mark, to the end of the line."""
    parts = f"\n{diff}".split(mark)[1:]
    return [part[: part.find("\n")] if "\n" in part else part for part in parts]


def _diff_start(body: str) -> int:
    """Return where the first diff that is not quoted begins, or the end."""
    if body.startswith(_GIT_DIFF[1:]):
        return 0
    place = body.find(_GIT_DIFF)
    if place < 0 and has_diff(body):
        place = body.rfind("\n--- ", 0, body.find("\n+++ ") + 1)
    return len(body) if place < 0 else place + 1


def _people(people: tuple[Address, ...]) -> str:
    return "\n".join([f"{one.name} {one.address}" for one in people])


def _indexed(text: str) -> str:
    return text if text.isascii() else spaced(storable(text))
