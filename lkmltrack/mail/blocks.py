"""Header blocks inside a body: a whole mail quoted, or forwarded, below what was written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST_LINE = 500
_MOST_LINES = 12

# the labels as mailers write them
_SENDER = "From|Von|De|Da|Van|Från|Fra|От|发件人|寄件者|寄件人|差出人|보낸 사람"
_DATE = (
    "Sent|Date|Gesendet|Datum|Envoyé|Enviado|Enviada|Inviato|Verzonden|Skickat|Sendt|Дата|Отправлено"
    "|发送时间|发件时间|发送日期|日期|寄件日期|送信日時|보낸 날짜"
)
_TO = "To|An|À|Para|A|Aan|Till|Til|Кому|收件人|收件者|宛先|받는 사람"
_SUBJECT = (
    "Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Тема|主题|主旨|主題|件名|제목"
)
_FIELD = re.compile(
    rf"\*?(?:(?P<sender>{_SENDER})|(?P<date>{_DATE})|(?P<to>{_TO})|(?P<subject>{_SUBJECT}))"
    r"\*?[ \xa0]?[:：]"
)
# what a mail's own header holds, and no mailer's summary of it
_RAW_FIELD = re.compile(
    r"(?:message-id|mime-version|content-|references|in-reply-to|received|x-|sender|return-path)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"[-_ ]{0,20}(?:original message|original appointment|ursprüngliche (?:mail|nachricht)"
    r"|message d'origine|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht|opprinnelig melding|ursprungligt meddelande|исходное сообщение"
    r"|邮件原件|原始邮件|原始郵件|原郵件|元のメッセージ|원본 메시지)[-_ ]{0,20}$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|messaggio inoltrato|пересылаемое сообщение|转发的|轉寄的|転送",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(rf"\n\*?(?:{_DATE})\*?[ \xa0]?[:：]")
_TO_LINE = re.compile(rf"\n\*?(?:{_TO})\*?[ \xa0]?[:：]")


@dataclass(frozen=True, slots=True)
class Block:
    """Where a header block stands, as (first line, one past the last), and what is below it."""

    first: int
    end: int
    is_forward: bool


def may_hold_block(body: str) -> bool:
    """Whether it is worth looking for a header block."""
    return _DATE_LINE.search(body) is not None and _TO_LINE.search(body) is not None


def find_block(lines: Sequence[str]) -> Block | None:
    """Return the first header block above a whole mail, as Outlook puts it below an answer."""
    has_text_above = False
    for index, line in enumerate(lines):
        if not line.strip() or len(line) > _LONGEST_LINE or line.startswith(">"):
            continue
        if _TITLE.match(line) and (end := _block_end(lines, index + 1)):
            return Block(index, end, is_forward=False)
        match = _FIELD.match(line)
        if match and match["sender"] and has_text_above and (end := _block_end(lines, index)):
            return Block(index, end, _is_forward(lines, index))
        has_text_above = True
    return None


def _is_forward(lines: Sequence[str], index: int) -> bool:
    above = " ".join(lines[max(index - 3, 0) : index])
    return bool(_FORWARD.search(above[-_LONGEST_LINE:]))


def _block_end(lines: Sequence[str], start: int) -> int:
    """Return one past a header block; 0 when it does not name sender, recipient and date or subject."""
    index = start
    while index < len(lines) and index - start < 2 and not lines[index].strip():
        index += 1
    seen: set[str] = set()
    while index < len(lines) and index - start < _MOST_LINES and lines[index].strip():
        line = lines[index][:_LONGEST_LINE]
        if _RAW_FIELD.match(line):
            return 0
        match = _FIELD.match(line)
        if match and match.lastgroup:
            seen.add(match.lastgroup)
        elif not seen:
            return 0
        index += 1
    return index if {"sender", "to"} <= seen and seen & {"date", "subject"} else 0
