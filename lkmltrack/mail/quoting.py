"""What a mail quotes: quote marks, attributions, and whole mails below Outlook's header."""

import re
from collections.abc import Sequence

_LONGEST_LINE = 500

# what is quoted a hundred times over is not counted further
_MARKS = re.compile(r">(?: ?>){0,99} ?")
_LINE_MARKS = re.compile(r"^>(?: ?>){0,99} ?", re.MULTILINE)

_VERBS = (
    "wrote|writes|said|schrieb|schreef|écrit|ecrit|escribió|escribio|escreveu|ha scritto|scrisse"
    "|skrev|napsal|napsala|napsal\\(a\\)|napisał|napisała|napisał\\(a\\)|kirjoitti|írta|yazdı"
    "|пишет|писал|писал\\(а\\)|написал|написала|пише|έγραψε|wrote\\.\\.\\."
    "|写道|寫道|写到|写|寫|のメール|書きました|さんは書きました|wrote\\)|작성"
)
_ENDS_WITH_VERB = re.compile(
    f"(?:{_VERBS})[ \\xa0]?(?:[:：]|\\.\\.\\.|…)?[ \\xa0]*$", re.IGNORECASE
)
_ENDS_WITH_COLON = re.compile(r"[:：][ \xa0]*$")
_BEGINS_LIKE_DATE = re.compile(
    r"(?:on|am|at|le|el|il|em|den|op|dne|dnia|w dniu|på|в|在|於|於|quoting|excerpts from|thus spake"
    r"|\* |\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{4}年|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}[:.：]\d{2}")
_SNIP = re.compile(
    r"[\[(<{]{0,3}[ \-=]{0,6}(?:\.{2,6}|…|snip[a-z]{0,4}|cut|trimmed|skip(?:ped)?)[ \-=.]{0,6}[\])>}]{0,3}$",
    re.IGNORECASE,
)

_ORIGINAL_MESSAGE = re.compile(
    r"[-_ ]{0,20}(?:original message|original appointment|ursprüngliche (?:mail|nachricht)"
    r"|message d'origine|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht|opprinnelig melding|ursprungligt meddelande|исходное сообщение"
    r"|邮件原件|原始邮件|原始郵件|原郵件|元のメッセージ|원본 메시지)[-_ ]{0,20}$",
    re.IGNORECASE,
)
_BLOCK_FIELD = re.compile(
    r"\*?(?:(?P<sender>from|von|de|da|van|från|fra|от|发件人|寄件者|寄件人|差出人|보낸 사람)"
    r"|(?P<date>sent|date|gesendet|datum|envoyé|enviado|inviato|verzonden|skickat|дата|отправлено"
    r"|发送时间|发件时间|日期|寄件日期|送信日時|보낸 날짜)"
    r"|(?P<to>to|an|à|para|a|aan|till|til|кому|收件人|收件者|宛先|받는 사람)"
    r"|(?P<more>cc|kopie|копия|抄送|副本|importance|reply-to)"
    r"|(?P<subject>subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|тема|主题|主旨"
    r"|主題|件名|제목))\*?[ \xa0]?[:：]",
    re.IGNORECASE,
)
_BLOCK_LINES = 12
# labels of a block's lines as mailers write them: a quick look before the close one
_DATE_LABELS = tuple(
    "\n" + label
    for label in (
        *(
            "Sent:",
            "*Sent:",
            "Date:",
            "*Date:",
            "Gesendet:",
            "Datum:",
            "Envoyé",
            "Enviado",
            "Inviato:",
        ),
        *(
            "Verzonden:",
            "Skickat:",
            "Дата:",
            "Отправлено",
            "发送时间",
            "发件时间",
            "日期",
            "寄件日期",
        ),
        *("送信日時", "보낸 날짜"),
    )
)
_TO_LABELS = tuple(
    "\n" + label
    for label in (
        *("To:", "*To:", "An:", "À", "Para:", "A:", "Aan:", "Till:", "Til:", "Кому:", "收件人"),
        *("收件者", "宛先", "받는 사람"),
    )
)


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


def is_snip(line: str) -> bool:
    """Whether a line says that something was left out of a quote.

    >>> is_snip("[ ... ]"), is_snip("<snip>"), is_snip("cut the cake")
    (True, True, False)
    """
    return len(line) < 40 and bool(_SNIP.match(line.strip()))


def attribution_lines(lines: Sequence[str], quote: int) -> tuple[int, int] | None:
    """Return the lines, as (first, one past the last), that say who wrote the quote below them.

    ``quote`` is where the quote begins. Blank lines and snips may be between.
    """
    last = quote - 1
    while last >= 0 and quote - last < 6 and (not lines[last].strip() or is_snip(lines[last])):
        last -= 1
    if last < 0 or quote - last >= 6 or len(lines[last]) > _LONGEST_LINE:
        return None
    first = _attribution_start(lines, last)
    text = " ".join(lines[first : last + 1])
    is_near = quote - last <= 2
    if _ENDS_WITH_VERB.search(text) and (is_near or _looks_dated(text)):
        return first, last + 1
    if (
        _ENDS_WITH_COLON.search(text)
        and is_near
        and _BEGINS_LIKE_DATE.match(text)
        and _looks_dated(text)
    ):
        return first, last + 1
    return None


def _attribution_start(lines: Sequence[str], last: int) -> int:
    """Return where an attribution begins that a mailer may have wrapped."""
    for first in range(last, max(last - 3, -1), -1):
        line = lines[first].strip()
        if not line or line.startswith(">"):
            break
        if _BEGINS_LIKE_DATE.match(line) and _looks_dated(line):
            return first
    return last


def _looks_dated(text: str) -> bool:
    return "@" in text or bool(_TIME.search(text)) or any(map(str.isdigit, text))


def is_attribution(line: str) -> bool:
    """Whether a line is an attribution by itself, quote or no quote below.

    >>> is_attribution("On Tue, 21 Apr 2026 at 10:09, Jane Doe <jane@example.org> wrote:")
    True
    """
    if len(line) > _LONGEST_LINE or not _ENDS_WITH_VERB.search(line):
        return False
    return bool(_BEGINS_LIKE_DATE.match(line.strip())) and _looks_dated(line)


def may_hold_original_message(body: str) -> bool:
    """Whether it is worth looking for a whole mail below an answer."""
    return any(label in body for label in _TO_LABELS) and any(
        label in body for label in _DATE_LABELS
    )


def original_message(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return the header block above a whole quoted mail, as Outlook puts it below an answer.

    The lines are (first, one past the last); None when there is none.
    """
    for index, line in enumerate(lines):
        if len(line) > _LONGEST_LINE or line.startswith(">"):
            continue
        if _ORIGINAL_MESSAGE.match(line) and line.strip():
            end = _block_end(lines, index + 1)
            return (index, end) if end else None
        match = _BLOCK_FIELD.match(line)
        if match and match["sender"] and index and any(map(str.strip, lines[:index])):
            end = _block_end(lines, index)
            if end:
                return index, end
    return None


def _block_end(lines: Sequence[str], start: int) -> int:
    """Return one past the header block, 0 when it is none: it must name sender, date and To or Subject."""
    seen: set[str] = set()
    index = start
    while index < len(lines) and not lines[index].strip() and index - start < 2:
        index += 1
    while index < len(lines) and index - start < _BLOCK_LINES and lines[index].strip():
        match = _BLOCK_FIELD.match(lines[index][:_LONGEST_LINE])
        if match and match.lastgroup:
            seen.add(match.lastgroup)
        elif not seen:
            return 0
        index += 1
    return index if {"sender", "date", "to"} <= seen or {"sender", "subject", "to"} <= seen else 0
