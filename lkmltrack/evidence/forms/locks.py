"""Locks: perf lock contention and report, /proc/lock_stat, locktorture."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.shapes import is_rule
from lkmltrack.model.evidence import BlockKind

_UNIT = r"(?:ns|us|ms|s|m|h)"
_CONTENTION = re.compile(
    rf" *\d+ +[\d.]+ {_UNIT} +[\d.]+ {_UNIT} +[\d.]+ {_UNIT}(?: +(?:rw\w+|spin|mutex|\w+)(?::[RWU])?)? "
)
_FRAME = re.compile(r" *(?:0x[0-9a-f]+|[a-z_][\w.]+\+0x[0-9a-f]+)")
_TORTURE = re.compile(r" *(?:Writes|Reads ?) ?:? +Total: \d+ +Max/Min: ")
_STAT_ROW = re.compile(r" *\S.{0,60}?: +(?:[\d.]+ +){4,12}[\d.]+$")
_STAT_POINT = re.compile(r" *\S.{0,60} +\d+ +\[<[0-9a-f]+>\] ")


def _opens_lock(text: str) -> bool:
    return bool(_CONTENTION.match(text)) or (
        "contended" in text and "wait" in text and "  " in text.strip()
    )


def _holds_lock(text: str) -> bool:
    bare = text.strip()
    return bool(_FRAME.match(text)) or bare == "..." or is_rule(text) or bare.startswith("&")


def _opens_stat(text: str) -> bool:
    return "con-bounces" in text or bool(_STAT_POINT.match(text))


def _holds_stat(text: str) -> bool:
    return (
        bool(_STAT_ROW.match(text) or _STAT_POINT.match(text))
        or is_rule(text)
        or "waittime" in text
    )


FORMS = (
    Form(
        FormName.PERF_LOCK,
        BlockKind.TABLE,
        ("contended", " ns ", " us ", " ms ", " s ", " m ", " h "),
        _opens_lock,
        holds=_holds_lock,
        tool="perf lock",
        least=2,
    ),
    Form(
        FormName.LOCK_STAT,
        BlockKind.TABLE,
        ("con-bounces", "[<"),
        _opens_stat,
        holds=_holds_stat,
        heads=lambda text: is_rule(text) or bool(_STAT_ROW.match(text)),
        tool="lock_stat",
        least=2,
    ),
    Form(
        FormName.LOCKTORTURE,
        BlockKind.NUMBERS,
        ("Max/Min:",),
        lambda text: bool(_TORTURE.match(text)),
        heads=lambda text: text.rstrip().endswith(":"),
        tool="locktorture",
    ),
)
