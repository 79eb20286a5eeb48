"""Tables that programs make of two kernels or more: the test robot's, mmtests', AMD's."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.shapes import is_rule
from lkmltrack.model.evidence import BlockKind

_NUMBER = r"[-+]?[\d,]*\.?\d+(?:e[+-]?\d+)?"
_SPREAD = r"(?: *(?:±|\ufffd|ą|\+/?-) *\d+%)?"
_LKP_ROW = re.compile(
    rf" *{_NUMBER}{_SPREAD}(?: +[-+][\d.]+(?:e\+?\d+)?%? +{_NUMBER}{_SPREAD}){{1,8}} +"
    r"[A-Za-z][^\s.]*\.\S+$"
)
_LKP_FAIL = re.compile(r" *\d*:\d+(?: +-?\d+% +\d*:\d+){1,8} +\S+$")
_LKP_HASHES = re.compile(r" *[\w.+/-]{4,40}(?: +[0-9a-f]{8,40}){1,8}$")
_LKP_HEADS = ("%stddev", "%change", "%reproduction", "fail:runs", "stddev")
_MMTESTS_STATISTIC = re.compile(
    r" *(?:Min|Max|[AHG]mean|Sub[AH]mean|Stddev|H?CoeffVar|B[AHG]?(?:mean|Coeff\w*)[-.]\d+"
    r"|[AH]meanCI\S*|Pctile\S*|Samples\S*|Ops|Duration)(?: |-)"
)
_MMTESTS_CELL = re.compile(r"\d[ \t]*[(*] *-?(?:\d+\.\d+|nan|inf)% ?[)*]")
_MMTESTS_FOOT = re.compile(r" *(?:Duration|Ops) [A-Z]\S*(?: +[\d.]+){1,9}$")
_AMD_CELL = re.compile(r"\d+\.\d+ {0,8}\[ {0,3}-?\d+\.\d+ ?%?\]")
_AMD_SINGLE = re.compile(
    r"\d+\.\d+ {0,8}(?:\( {0,3}[\d.]+\) {0,8})?\[ {0,3}(?:[-+]?[\d.]+ ?%?|baseline)\]"
)
_AMD_HEAD = re.compile(r" *(?:Test|Units|Interpretation|Statistic|Case|Note|Clients|#\w+)\s*: ?")


def _opens_lkp(text: str) -> bool:
    return any(head in text for head in ("%stddev", "%reproduction")) or _is_lkp_row(text)


def _is_lkp_row(text: str) -> bool:
    return bool(_LKP_ROW.match(text) or _LKP_FAIL.match(text))


def _holds_lkp(text: str) -> bool:
    bare = text.strip(" |\\")
    return (
        _is_lkp_row(text) or not bare or any(head in text for head in _LKP_HEADS) or is_rule(text)
    )


def _heads_lkp(text: str) -> bool:
    is_dashes = text.startswith("---") and is_rule(text)
    return is_dashes or bool(_LKP_HASHES.match(text)) or any(head in text for head in _LKP_HEADS)


def _is_mmtests(text: str) -> bool:
    if not _MMTESTS_CELL.search(text):
        return False
    is_named = bool(_MMTESTS_STATISTIC.match(text))
    return is_named or len(_MMTESTS_CELL.findall(text)) >= 2


def _heads_table(text: str) -> bool:
    bare = text.strip()
    is_title = len(bare.split()) <= 3
    return bool(bare) and ("  " in bare or is_title or is_rule(text)) and bare[-1] not in ".:,"


def _is_amd(text: str) -> bool:
    return len(_AMD_CELL.findall(text)) >= 2 or "pct imp]" in text


def _holds_amd(text: str) -> bool:
    return bool(_AMD_CELL.search(text) or _AMD_SINGLE.search(text)) or _heads_amd(text)


def _opens_box(text: str) -> bool:
    return "testcase: change" in text and text.lstrip().startswith("|")


def _holds_box(text: str) -> bool:
    return text.lstrip().startswith(("|", "+--", "+=="))


def _heads_amd(text: str) -> bool:
    return bool(_AMD_HEAD.match(text)) or is_rule(text) or "pct imp" in text


FORMS = (
    Form(
        FormName.LKP,
        BlockKind.TABLE,
        ("%stddev", "%reproduction", " +", " -", "% "),
        _opens_lkp,
        holds=_holds_lkp,
        heads=_heads_lkp,
        titles=lambda text: " dmesg." in text or not _is_lkp_row(text),
    ),
    Form(
        FormName.LKP_SUMMARY,
        BlockKind.TABLE,
        ("testcase: change",),
        _opens_box,
        holds=_holds_box,
        heads=_holds_box,
        least=2,
        gap=0,
    ),
    Form(
        FormName.AMD,
        BlockKind.TABLE,
        ("[",),
        _is_amd,
        holds=_holds_amd,
        heads=_heads_amd,
        titles=lambda text: not _AMD_SINGLE.search(text) and not _AMD_CELL.search(text),
    ),
    Form(
        FormName.MMTESTS,
        BlockKind.TABLE,
        ("%)", "%*", "% )"),
        _is_mmtests,
        holds=lambda text: bool(_MMTESTS_FOOT.match(text)),
        heads=_heads_table,
        least=2,
    ),
)
