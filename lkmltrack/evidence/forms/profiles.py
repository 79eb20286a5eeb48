"""Profiles: perf report and top, call graphs, chains written by hand, perf diff, c2c, flame graphs."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.shapes import is_rule
from lkmltrack.model.evidence import BlockKind

_FLAT = re.compile(
    r"[ +|*-]*(?:\d+\. )?\d{1,3}\.\d{1,4} ?%(?:[ |]+[-+]?\d{1,3}\.\d+ ?%){0,8}[^%\[]{0,120}"
    r"(?:\[[^\]]{2,40}\][^%\[]{0,60})?\[[k.guH!]\]"
)
_SYMBOL_ROW = re.compile(
    r"[ +|*-]*\d{1,3}\.\d{1,4} ?%(?:\s+\d{1,3}\.\d+ ?%)?\s+[A-Za-z_]\w{2,}(?:[.\[( ]\S*)?"
)
_ONLY_SYMBOL = re.compile(
    r"[ +|*-]*\d{1,3}\.\d{1,4} ?%(?: +\d{1,3}\.\d+ ?%)? {1,12}[A-Za-z_][\w.]{2,79}(?: \([\w ]{1,40}\))?$"
)
_SYMBOL_FIRST = re.compile(r" *[a-z_]\w{3,79}(?:\[\w+\])? {2,}\d{1,3}\.\d\d%\**$")
_TREE = re.compile(r"[ |:`+-]{0,200}-- ?\d{1,3}\.\d+%(?:--?| {1,8})[\w\[<(]")
_COUNT_TREE = re.compile(r"[ |`-]{0,200}--\d{2,}--[A-Za-z_0]\w")
_TREE_ROOT = re.compile(r" *\d+(?:\.\d+%)?-{2}[A-Za-z_]\w+$")
_TREE_HELD = re.compile(
    r"[ |:]{0,200}(?:-{2,3}[\w.]{2,}\S{0,200}|(?<=    )[\w.$<>@\[\]+]\S{1,200}|(?<=[|:]))$"
)
_TUI = re.compile(r"[ |]*[-+] +\d{1,3}\.\d+% +(?:\d{1,3}\.\d+% +)?[\w\[]")
_HEAD = re.compile(
    r"[# ]*(?:Overhead|Children +Self|Samples: |Event count|Percent|Self +Sym|Total Lost)",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"# ?(?:Overhead|Children|Samples?:|Event count|\.{3,}|Total Lost|Baseline|To display|$|\()"
)
_CHAIN = re.compile(r" *~?\d{1,3}(?:\.\d+)? ?% {1,8}[\w.]{2,60} ?(?:-{1,3}>|=>|<-)")
_DIFF_ROW = re.compile(r" *(?:\d{1,3}\.\d+% +)?[-+]\d{1,3}\.\d+% +\S.{0,80}\[[k.]\](?: |$)")
_C2C_ROW = re.compile(r" *(?:\d{1,3}\.\d+% +){2,8}0x[0-9a-f]+ +\d+ +\d+ +0x[0-9a-f]{8,16} ")
_C2C_LINE = re.compile(r" *\d+ +\d+ +\d+ +\d+ +\d+ +0x[0-9a-f]{16}")
_FOLDED = re.compile(r"\S[^;]{0,80};[^;]{1,80};\S{1,300} \d{1,12}$")
_FLAME_LINK = re.compile(
    r"https?://\S{1,300}(?:flame|perf|cpu|trace|graph)\S{0,100}\.svg", re.IGNORECASE
)


def _opens_flat(text: str) -> bool:
    return bool(_FLAT.match(text)) or ("Overhead" in text and "Symbol" in text)


def _holds_flat(text: str) -> bool:
    if "%" in text:
        return bool(_SYMBOL_ROW.match(text) or _TUI.match(text) or _TREE.match(text))
    bare = text.strip()
    return bool(
        _COMMENT.match(bare) or _HEAD.match(bare) or bare in ("...", "[...]", "[ ... ]")
    ) or ("[k]" in text and bare.startswith("[k]"))


def _heads_profile(text: str) -> bool:
    bare = text.strip()
    return (
        bool(_COMMENT.match(bare) or _HEAD.match(bare))
        or ("  " in bare and "%" not in bare and bare[:1].isalpha() and bare[-1] not in ".:,")
        or (is_rule(text) and "." in text)
    )


def _opens_tree(text: str) -> bool:
    return bool(_TREE.match(text) or _COUNT_TREE.match(text) or _TREE_ROOT.match(text))


def _holds_tree(text: str) -> bool:
    return bool(_TREE_HELD.match(text)) or _holds_flat(text)


def _heads_tree(text: str) -> bool:
    return bool(_TREE_HELD.match(text) or _TREE_ROOT.match(text)) or _heads_profile(text)


def _is_title(text: str) -> bool:
    return "%" not in text


def _opens_diff(text: str) -> bool:
    return bool(_DIFF_ROW.match(text)) or ("Baseline" in text and "Delta" in text)


def _is_chain(text: str) -> bool:
    return bool(_CHAIN.match(text)) and text.count("->") + text.count("=>") + text.count("<-") >= 2


def _is_symbol(text: str) -> bool:
    return bool(_ONLY_SYMBOL.match(text) or _SYMBOL_FIRST.match(text))


def _opens_c2c(text: str) -> bool:
    return (
        "Cache Line" in text
        and ("Shared Data" in text or "Pareto" in text)
        or bool(_C2C_ROW.match(text))
    )


FORMS = (
    Form(
        FormName.PERF_C2C,
        BlockKind.PROFILE,
        ("Cache Line", "0x"),
        _opens_c2c,
        holds=lambda text: bool(_C2C_LINE.match(text)) or is_rule(text) or text.startswith("#"),
        heads=lambda text: bool(_C2C_LINE.match(text)) or is_rule(text),
        tool="perf c2c",
    ),
    Form(
        FormName.PERF_DIFF,
        BlockKind.PROFILE,
        ("[k]", "[.]", "Baseline"),
        _opens_diff,
        holds=_holds_flat,
        heads=_heads_profile,
        titles=_is_title,
        tool="perf diff",
        gap=2,
    ),
    Form(
        FormName.CALLCHAINS,
        BlockKind.CALLCHAIN,
        ("->", "=>", "<-"),
        _is_chain,
        holds=lambda text: text.lstrip()[:2] in ("->", "--", "=>") and "->" in text,
        confidence=0.9,
    ),
    Form(
        FormName.PERF_CALLGRAPH,
        BlockKind.CALLCHAIN,
        ("--",),
        _opens_tree,
        holds=_holds_tree,
        heads=_heads_tree,
        least=2,
        gap=2,
    ),
    Form(
        FormName.PERF_REPORT,
        BlockKind.PROFILE,
        ("[k]", "[.]", "[g]", "[u]", "[H]", "[!]", "Overhead"),
        _opens_flat,
        holds=_holds_tree,
        heads=_heads_profile,
        titles=_is_title,
        gap=2,
    ),
    Form(
        FormName.FOLDED_STACKS,
        BlockKind.PROFILE,
        (";",),
        lambda text: bool(_FOLDED.match(text)),
        least=3,
    ),
    Form(
        FormName.FLAME_GRAPH,
        BlockKind.PROFILE,
        (".svg",),
        lambda text: bool(_FLAME_LINK.search(text)),
        tool="flame graph",
        confidence=0.3,
    ),
)

SYMBOL_LIST = Form(
    FormName.PERF_REPORT,
    BlockKind.PROFILE,
    ("%",),
    _is_symbol,
    holds=_is_symbol,
    heads=_heads_profile,
    least=3,
    confidence=0.7,
)
"""Shares and symbols without a mode: tried after all others, for any table may look like it."""
