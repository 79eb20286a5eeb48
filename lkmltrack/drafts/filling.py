"""Templates in b4's syntax: ``${name}`` is filled, and lines that begin with ``#`` are dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from lkmltrack.errors import BadInputError

_SUBJECT = "subject:"
_MARK = "#"


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its names filled in."""

    subject: str
    body: str


def fill(template: str, facts: Mapping[str, str]) -> Filled:
    """Return the subject and the body; raises ``BadInputError`` for a name that nobody knows.

    A line that holds nothing but names that are known to be empty is left
    out, and so is the blank line that this leaves doubled.

    >>> fill("# help\\nSubject: Re: ${subject}\\n\\nHi ${who},\\n", {"subject": "x", "who": "Ada"})
    Filled(subject='Re: x', body='Hi Ada,\\n')
    """
    subject = ""
    lines: list[str] = []
    for line in template.split("\n"):
        if line.startswith(_MARK):
            continue
        if not subject and not any(lines) and line.lower().startswith(_SUBJECT):
            subject = " ".join(_filled(line[len(_SUBJECT) :], facts).split())
            continue
        filled = _filled(line, facts)
        if filled.strip() or not line.strip():
            lines += filled.rstrip("\n").split("\n")
    return Filled(subject, _without_gaps(lines))


def _filled(line: str, facts: Mapping[str, str]) -> str:
    """Return one line with its names filled; a ``$`` that stands alone is a dollar sign."""
    template = Template(line)
    if not template.is_valid():
        return line
    for name in template.get_identifiers():
        if name not in facts:
            raise BadInputError(
                f"the template names ${{{name}}}, which nothing here fills",
                f"known here: {', '.join(sorted(facts))}",
            )
    return template.substitute(facts)


def _without_gaps(lines: list[str]) -> str:
    """Return the lines as a text without blank lines at its ends or several in a row."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip() if line != "-- " else line)
    return "\n".join(kept).rstrip("\n") + "\n"
