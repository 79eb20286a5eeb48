"""Histograms: bpftrace, bcc, lists of percentiles."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import BlockKind

_BPFTRACE = re.compile(
    r" *[\[(](?:-?\d+[KMGT]?|\.\.\.)(?:, ?(?:-?\d+[KMGT]?|\.\.\.))?[)\]] +\d+ ?\|?"
)
_BPFTRACE_BAR = re.compile(r" *[\[(]\S{1,20}(?: ?\S{1,20})?[)\]] +\d+ +\|[@ ]*\|?$")
_BPFTRACE_MAP = re.compile(r" *@\w*(?:\[[^\]]{0,80}\])?: *\d*$")
_BCC = re.compile(r" *\d+ +-> +\d+ +: +\d+ +\|")
_PERCENTILE = re.compile(
    r"[ |*>-]*(?:p ?(?:50|75|90|95|99)(?:\.\d+)?|P(?:50|75|90|95|99)(?:\.\d+)?|(?:50|75|9\d)(?:\.\d+)? ?%?(?:th|%ile)(?: percentile)?)"
    r"[ :=|(\w/)-]{1,24}\d"
)
_METRIC = re.compile(r" *[A-Za-z][\w/ ]{2,40}: +[\d.,]+(?: ?[a-zA-Z/]{1,10})?$")

FORMS = (
    Form(
        FormName.BPFTRACE_HISTOGRAM,
        BlockKind.HISTOGRAM,
        ("|",),
        lambda text: bool(_BPFTRACE_BAR.match(text)),
        holds=lambda text: bool(_BPFTRACE.match(text)),
        heads=lambda text: bool(_BPFTRACE_MAP.match(text)),
        tool="bpftrace",
        least=2,
    ),
    Form(
        FormName.BCC_HISTOGRAM,
        BlockKind.HISTOGRAM,
        ("->", "distribution"),
        lambda text: bool(_BCC.match(text)) or (": count" in text and "distribution" in text),
        holds=lambda text: text.startswith("avg = ") or text.strip() == "...",
        least=2,
    ),
    Form(
        FormName.PERCENTILES,
        BlockKind.HISTOGRAM,
        ("50", "90", "95", "99", "75"),
        lambda text: bool(_PERCENTILE.match(text)),
        holds=lambda text: "th" in text and bool(_PERCENTILE.match(text)),
        heads=lambda text: bool(_METRIC.match(text)),
        least=3,
        confidence=0.9,
    ),
)
