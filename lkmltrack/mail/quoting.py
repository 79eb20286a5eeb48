"""Quote marks, and the attributions that say whose words are quoted."""

import re
from collections.abc import Sequence

_LONGEST_LINE = 500
_MOST_BETWEEN = 5
"""So many blank lines and snips may stand between an attribution and its quote."""

# what is quoted a hundred times over is not counted further
_MARKS = re.compile(r" ?>(?: ?>){0,99} ?")
_LINE_MARKS = re.compile(r"^ ?>(?: ?>){0,99} ?", re.MULTILINE)

_VERBS = (
    r"wrote|writes|said|schrieb|schreef|écrit|ecrit|escribió|escribio|escreveu|ha scritto"
    r"|scrisse|skrev|napsala?|napsal\(a\)|napisała?|napisał\(a\)|kirjoitti|írta|yazdı"
    r"|пишет|писала?|писал\(а\)|написала?|пише|έγραψε"
    r"|写道|寫道|写到|のメール|書きました|作成しました|작성|썼습니다"
)
_ENDS_WITH_VERB = re.compile(rf"(?:{_VERBS})[ \xa0]?(?:[:：]|\.\.\.|…|-+)?[ \xa0]*$", re.IGNORECASE)
_VERB_THEN_DATE = re.compile(r"\b(?:wrote|writes|schrieb|said) (?:on|at|am) .*[:：][ \xa0]*$")
_ENDS_WITH_COLON = re.compile(r"[:：][ \xa0]*$")
_BEGINS_LIKE_DATE = re.compile(
    r"(?:(?:on|am|at|le|el|il|em|den|op|dne|dnia|w dniu|på|в|quoting|excerpts from)\s|在|于|於|\* "
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{4}年|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )",
    re.IGNORECASE,
)
_DATED = re.compile(r"@|\d")
_FULL_TIME = re.compile(r"\d{1,2}:\d{2}:\d{2}")
_SNIP = re.compile(
    r"[\[(<{]{0,3}[ \-=]{0,6}(?:\.{2,6}|…|snip[a-z]{0,4}|cut|trimmed|skip(?:ped)?)"
    r"[ \-=.]{0,6}[\])>}]{0,3}$",
    re.IGNORECASE,
)
_FENCED = re.compile(r"\s?-{2,8} ?On .{10,300} wrote ?-{2,8}")


def quote_depth(line: str) -> tuple[int, str]:
    """Return how deep a line is quoted by its marks, and the line without them.

    >>> quote_depth("> >> text"), quote_depth("a > b")
    ((3, 'text'), (0, 'a > b'))
    """
    marks = _MARKS.match(line)
    if marks is None:
        return 0, line
    return marks[0].count(">"), line[marks.end() :]


def without_marks(text: str) -> str:
    """Return quoted lines without their marks."""
    return _LINE_MARKS.sub("", text)


def has_indented_marks(body: str) -> bool:
    """Whether the quotes of a mail begin with a blank, as one mailer's do.

    It fences its attribution, by which it is known.
    """
    if "wrote ---" not in body or "\n >" not in body:
        return False
    return any(_FENCED.match(line) for line in body[:10_000].split("\n"))


def is_snip(line: str) -> bool:
    """Whether a line says that something was left out of a quote.

    >>> is_snip("[ ... ]"), is_snip("<snip>"), is_snip("cut the cake")
    (True, True, False)
    """
    return len(line) < 40 and bool(_SNIP.match(line.strip()))


def attribution_above(lines: Sequence[str], quote: int) -> tuple[int, int] | None:
    """Return the lines, as (first, one past the last), that say who wrote the quote below them.

    ``quote`` is where the quote begins. Blank lines and snips may be between.
    """
    last = quote - 1
    while last >= 0 and quote - last <= _MOST_BETWEEN and _is_between(lines[last]):
        last -= 1
    if last < 0 or quote - last > _MOST_BETWEEN or len(lines[last]) > _LONGEST_LINE:
        return None
    first = _attribution_start(lines, last)
    text = " ".join(lines[first : last + 1])
    return (first, last + 1) if _ENDS_WITH_VERB.search(text) or _names_a_time(text) else None


def _is_between(line: str) -> bool:
    return not line.strip() or is_snip(line)


def _attribution_start(lines: Sequence[str], last: int) -> int:
    """Return where an attribution begins that a mailer may have wrapped."""
    for first in range(last, max(last - 3, -1), -1):
        line = lines[first].strip()
        if not line or line.startswith(">") or len(line) > _LONGEST_LINE:
            break
        if _BEGINS_LIKE_DATE.match(line) and _DATED.search(line):
            return first
    return last


def _names_a_time(text: str) -> bool:
    """Whether a line that ends with a colon is an attribution without a verb."""
    if not _ENDS_WITH_COLON.search(text):
        return False
    if _FULL_TIME.search(text) or _VERB_THEN_DATE.search(text):
        return True
    return bool(_BEGINS_LIKE_DATE.match(text) and _DATED.search(text))


def is_attribution(text: str) -> bool:
    """Whether a text is an attribution by itself, quote or no quote below.

    >>> is_attribution("On Tue, 21 Apr 2026 at 10:09, Jane Doe <jane@example.org> wrote:")
    True
    """
    if len(text) > _LONGEST_LINE or not _ENDS_WITH_VERB.search(text):
        return False
    return bool(_BEGINS_LIKE_DATE.match(text.strip()) and _DATED.search(text))
