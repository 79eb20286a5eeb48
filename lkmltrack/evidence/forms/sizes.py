"""Sizes of code: recognised, so that nothing takes them for a table of a benchmark."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import BlockKind

_BLOAT_HEAD = re.compile(r".{0,40}add/remove: \d+/\d+ grow/shrink: \d+/\d+")
_BLOAT_ROW = re.compile(r" *[\w.$]{2,100}(?: +(?:\d+|-)){2} +[-+]\d+$")
_SIZE_HEAD = re.compile(r" *text\s+(?:ro)?data\s+bss")
_SIZE_ROW = re.compile(
    r"[ +-]*(?:\(?\w+\)? +)?\d+ +\d+ +\d+ +\d+(?: +[0-9a-f]+)?(?: +\S.{0,100})?$"
)


def _holds_bloat(text: str) -> bool:
    bare = text.strip()
    return bool(_BLOAT_ROW.match(text)) or bare.startswith(
        ("Function ", "Data ", "RO Data", "Total:", "Total ", "...")
    )


FORMS = (
    Form(
        FormName.BLOAT,
        BlockKind.TABLE,
        ("add/remove:",),
        lambda text: bool(_BLOAT_HEAD.match(text)),
        holds=_holds_bloat,
        tool="bloat-o-meter",
        confidence=0.4,
        gap=2,
    ),
    Form(
        FormName.SIZE,
        BlockKind.TABLE,
        ("text",),
        lambda text: bool(_SIZE_HEAD.match(text)),
        holds=lambda text: bool(_SIZE_ROW.match(text)),
        tool="size",
        confidence=0.4,
        gap=1,
    ),
)
