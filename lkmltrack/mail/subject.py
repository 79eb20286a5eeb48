"""Subject lines: reply markers, brackets, counters."""

import re
from dataclasses import dataclass, field

from lkmltrack.model.message import Subject

_LONGEST_HEAD = 2_000
"""Markers and brackets are looked for no further than this."""

# in front of an answer or a forwarded mail, whatever follows
_SURE_MARKERS = frozenset(
    [
        "re",
        "fwd",
        "antw",
        "antwort",
        "antwoord",
        "továbbít",
        "vál",
        "答复",
        "答覆",
        "回复",
        "回覆",
        "转发",
        "轉發",
        "轉寄",
        "返信",
        "転送",
        "회신",
        "답장",
        "전달",
        "отв",
        "ответ",
        "пер",
        "απ",
        "σχετ",
        "πρθ",
    ]
)
# also words that a title may begin with: they count in capitals ("AW:"), or in front of
# a bracket or of another marker
_OTHER_MARKERS = frozenset(
    [
        "aw",
        "fw",
        "sv",
        "vs",
        "vb",
        "vl",
        "wg",
        "rif",
        "r",
        "i",
        "res",
        "rv",
        "enc",
        "ynt",
        "ilt",
        "odp",
        "pd",
        "tr",
        "ref",
        "atb",
        "bls",
        "ri",
    ]
)

_WORD = re.compile(
    r"\s*([^\W\d_]{1,9})[ \xa0]?(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4}|\d{1,2})?\s{0,9}[:：]\s*"
)
_GATE_TAG = re.compile(
    r"\s*[\[(<*{]{1,5}\s{0,9}"
    r"(?:ext|external(?: (?:e-?mail|sender|mail))?|extern|internal|caution|bulk|sus|suspect"
    r"|suspicious|unverified sender|(?:suspected |possible |probable )?(?:spam|phish(?:ing)?)"
    r"|外部邮件|外部メール|외부메일)"
    r"\s{0,9}[:!?]{0,3}\s{0,9}[\])>*}]{1,5}\s*:?\s*",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"\s*\[(?:fwd|fw|re):", re.IGNORECASE)
_OPEN_PREFIX = re.compile(
    r"\[\s*(?:(?:(?:patch|rfc|rft|resend)[a-z0-9.]*|v\d+|\d+/\d+)(?:[\s,;]+|$))+", re.IGNORECASE
)
_SLASH = re.compile(r"(\d)\s{0,9}/\s{0,9}(\d)")
_SEPARATORS = re.compile(r"[\s,;|]+")
_COUNTER = re.compile(r"#?(\d{1,4})/(\d{1,4})")
_VERSION = re.compile(r"v\.?(\d{1,4})(?:\.\d{1,4})?", re.IGNORECASE)
_GLUED_VERSION = re.compile(
    r"([a-z/_-]*(?:patch(?:es|set)?|rfc|rft|resend))[-_.]?v(\d{1,4})(?:\.\d{1,4})?", re.IGNORECASE
)
_NUMBER = re.compile(r"#?(\d{1,4})")
_ATTEMPT = re.compile(r"(?:take|try)#?(\d{1,4})?", re.IGNORECASE)
_KNOWN_WORD = re.compile(r"(?:patch(?:es|set)?|rfc|rft|resend)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands in front of a title."""

    markers: int
    brackets: tuple[str, ...]
    title: str


def parse_subject(text: str) -> Subject:
    """Take a subject line apart.

    >>> parse_subject("Re: 答复: [PATCH RFC v2 net-next 03/12] mm: add a flag")
    Subject(title='mm: add a flag', reply_markers=2, prefixes=('PATCH', 'RFC', 'net-next'), \
revision=2, counter=3, total=12, has_revision=True, has_counter=True)
    """
    head = _read_head(text)
    words = _Words()
    for bracket in head.brackets:
        words.read(bracket)
    return Subject(
        title=head.title,
        reply_markers=head.markers,
        prefixes=tuple(words.prefixes),
        revision=1 if words.revision is None else words.revision,
        counter=words.counter[0] if words.counter else 1,
        total=words.counter[1] if words.counter else 1,
        has_revision=words.revision is not None,
        has_counter=words.counter is not None,
    )


def strip_reply_markers(text: str) -> tuple[str, int]:
    """Return the subject without its reply markers, and how many there were.

    Marks that a mail gateway left between them go too; brackets stay.

    >>> strip_reply_markers("答复: 答复: [PATCH] mm: add a flag")
    ('[PATCH] mm: add a flag', 2)
    >>> strip_reply_markers("Re: [External] AW: [PATCH] mm: add a flag")
    ('[PATCH] mm: add a flag', 2)
    """
    head = _read_head(text)
    brackets = " ".join(f"[{bracket}]" for bracket in head.brackets)
    return f"{brackets} {head.title}".strip(), head.markers


def normalised_subject(text: str) -> str:
    """Return the subject as b4 and liblore read it: "Re:" once, one bracket, plain words.

    >>> normalised_subject("答复: 答复: [PATCH,v2,1/3] mm: add a flag")
    'Re: [PATCH v2 1/3] mm: add a flag'
    """
    subject = parse_subject(text)
    words = list(subject.prefixes)
    if subject.has_revision:
        words.append(f"v{subject.revision}")
    if subject.has_counter:
        words.append(f"{subject.counter}/{subject.total}")
    parts = ["Re:"] if subject.is_reply else []
    if words:
        parts.append(f"[{' '.join(words)}]")
    return " ".join([*parts, subject.title]).strip()


def topic(text: str) -> str:
    """Return the bare title, the same for every mail of a topic.

    >>> topic("RE: [PATCH v3 1/2]  mm: add a  flag")
    'mm: add a flag'
    """
    return _read_head(text).title


# ---------------------------------------------------------------- the head


def _read_head(text: str) -> _Head:
    """Read markers, gateway tags and brackets until the title begins."""
    text = " ".join(text.split())
    if _WRAPPED.match(text) and text.endswith("]"):
        text = text[1:-1].lstrip("[ ")
    markers = 0
    brackets: list[str] = []
    position = 0
    while position < len(text) and position < _LONGEST_HEAD:
        end = _marker_end(text, position)
        if end > position:
            # a new patch that begins with a marker is still a patch
            markers += not any("PATCH" in bracket.upper() for bracket in brackets)
            position = end
            continue
        if tag := _GATE_TAG.match(text, position):
            position = tag.end()
            continue
        end, bracket = _bracket(text, position)
        if end == position:
            break
        brackets.append(bracket)
        position = end
    title = text[position:].lstrip()
    if brackets and title.startswith((":", "：")):
        title = title[1:].lstrip()
    return _Head(markers, tuple(brackets), title)


def _marker_end(text: str, position: int) -> int:
    """Return where the reply marker at ``position`` ends; ``position`` when there is none.

    A word that is only perhaps a marker is one when a bracket or a sure
    marker follows, with nothing but such words between.
    """
    first = _WORD.match(text, position)
    match = first
    while match is not None:
        word = match[1]
        known = word.lower()
        if known in _SURE_MARKERS or (known in _OTHER_MARKERS and word[0].isupper()):
            break
        is_foreign = not word.isascii() or (len(word) <= 3 and word.istitle())
        if known not in _OTHER_MARKERS and not is_foreign:
            return position
        if text.startswith("[", match.end()):
            break
        match = _WORD.match(text, match.end())
    return position if first is None or match is None else first.end()


def _bracket(text: str, position: int) -> tuple[int, str]:
    """Return where the bracket at ``position`` ends and what is in it."""
    if not text.startswith("[", position):
        return position, ""
    end = _closing_bracket(text, position)
    if end < 0:
        match = _OPEN_PREFIX.match(text, position)
        if match is None:
            return position, ""
        return match.end(), match[0].strip("[ ,;")
    inside = text[position + 1 : end].replace("[", " ").replace("]", " ")
    end += 1
    while text.startswith((" ", "]"), end):
        end += 1
    return end, " ".join(inside.split())


def _closing_bracket(text: str, position: int) -> int:
    """Return the bracket that closes the one at ``position``; the next one when they do not pair."""
    depth = 0
    for index in range(position, min(len(text), position + _LONGEST_HEAD)):
        if text[index] == "[":
            depth += 1
        elif text[index] == "]":
            depth -= 1
            if depth == 0:
                return index
    return text.find("]", position)


# ---------------------------------------------------------------- the words in the brackets


@dataclass(slots=True)
class _Words:
    """The words of the brackets, sorted into prefixes, revision and counter."""

    prefixes: list[str] = field(default_factory=list)
    revision: int | None = None
    counter: tuple[int, int] | None = None

    def read(self, bracket: str) -> None:
        """Read the words of one bracket."""
        tokens = _SEPARATORS.split(_SLASH.sub(r"\1/\2", bracket).strip())
        waiting = [token for token in tokens if token][::-1]
        while waiting:
            self._read_token(waiting.pop(), waiting)

    def _read_token(self, token: str, waiting: list[str]) -> None:
        if (match := _COUNTER.fullmatch(token)) and self._is_counter(int(match[1]), int(match[2])):
            if self.counter is None:
                self.counter = (int(match[1]), int(match[2]))
        elif match := _VERSION.fullmatch(token.rstrip(":")):
            self.revision = int(match[1])
        elif match := _GLUED_VERSION.fullmatch(token.rstrip(":")):
            self.revision = int(match[2])
            waiting.append(match[1])
        elif (
            (match := _ATTEMPT.fullmatch(token))
            and self._takes_attempt(match, waiting)
            or self._takes_spelled_counter(token, waiting)
        ):
            pass
        else:
            self._keep(token)

    def _is_counter(self, counter: int, total: int) -> bool:
        """Whether two numbers are a counter rather than a year and a month."""
        return counter <= total or counter < 1_000

    def _takes_attempt(self, match: re.Match[str], waiting: list[str]) -> bool:
        """Read "take 2", as revisions were written before ``v2``."""
        if match[1]:
            self.revision = int(match[1])
            return True
        if waiting and (number := _NUMBER.fullmatch(waiting[-1])):
            waiting.pop()
            self.revision = int(number[1])
            return True
        return False

    def _takes_spelled_counter(self, token: str, waiting: list[str]) -> bool:
        """Read "1 of 3"."""
        if len(waiting) < 2 or waiting[-1].lower() != "of" or self.counter is not None:
            return False
        counter, total = _NUMBER.fullmatch(token), _NUMBER.fullmatch(waiting[-2])
        if counter is None or total is None:
            return False
        del waiting[-2:]
        self.counter = (int(counter[1]), int(total[1]))
        return True

    def _keep(self, token: str) -> None:
        pieces = [piece for piece in re.split(r"[/_-]", token.rstrip(":")) if piece]
        if len(pieces) > 1 and all(map(_KNOWN_WORD.fullmatch, pieces)):
            self.prefixes.extend(pieces)
        elif _KNOWN_WORD.fullmatch(token.rstrip(":")):
            self.prefixes.append(token.rstrip(":"))
        else:
            self.prefixes.append(token)
