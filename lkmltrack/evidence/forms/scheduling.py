"""Benchmarks of the scheduler and of latency: hackbench, schbench, cyclictest."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import BlockKind

_HACKBENCH = re.compile(r" *Running in (?:process|threaded) mode with \d+ groups")
_HACKBENCH_HELD = re.compile(
    r" *(?:each \(==|Each sender will pass|Time: *[\d.]+|[#$] .{0,20}hackbench)"
)
_SCHBENCH_HEAD = re.compile(
    r"(?:.{0,20} - | *)(?:(?:Wakeup|Request|Schedule) )?(?:Latency|Latencies|RPS) percentiles \((?:usec|requests)",
    re.IGNORECASE,
)
_SCHBENCH_ROW = re.compile(r" *\*? *\d{1,2}\.\d+(?:th|%)?:? +(?:\(\d+\)|[|(])? *\d")
_SCHBENCH_TH = re.compile(r" *\*? *\d{1,2}\.\d+th:? +[\d(|]")
_SCHBENCH_HELD = re.compile(
    r" *(?:min=\d+, max=\d+|(?:current |avg |average )?rps: ?[\d.]|sched delay|message \d|(?:\./)?schbench )"
)
_CYCLICTEST = re.compile(r".{0,20}T: ?\d+ ?\( *\d+\) P: ?\d+ I: ?\d+ C: *\d+ Min: *\d+")
_CYCLICTEST_HELD = re.compile(
    r" *(?:policy: |# /dev/cpu_dma|Min Latencies|Avg Latencies|Max Latencies|# (?:Min|Avg|Max) Lat|Histogram Overflows)"
)

FORMS = (
    Form(
        FormName.HACKBENCH,
        BlockKind.LOG,
        ("Running in ",),
        lambda text: bool(_HACKBENCH.match(text)),
        holds=lambda text: bool(_HACKBENCH_HELD.match(text)),
        heads=lambda text: "hackbench" in text and text.strip()[:1] in "#$",
        titles=lambda text: "Time:" not in text,
        tool="hackbench",
    ),
    Form(
        FormName.SCHBENCH,
        BlockKind.HISTOGRAM,
        ("ercentiles (", "th"),
        lambda text: bool(_SCHBENCH_HEAD.match(text) or _SCHBENCH_TH.match(text)),
        holds=lambda text: bool(_SCHBENCH_ROW.match(text) or _SCHBENCH_HELD.match(text)),
        tool="schbench",
        least=2,
        gap=0,
    ),
    Form(
        FormName.CYCLICTEST,
        BlockKind.TABLE,
        ("T:",),
        lambda text: bool(_CYCLICTEST.match(text)),
        holds=lambda text: bool(_CYCLICTEST_HELD.match(text)),
        heads=lambda text: bool(_CYCLICTEST_HELD.match(text)),
        tool="cyclictest",
    ),
)
