"""Benchmarks of storage: fio, t/io_uring, iozone, dbench, dd."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import BlockKind

_FIO_LINE = re.compile(
    r".{0,80}?(?:\bIOPS ?= ?[\d.]+[kKM]?,? ?(?:BW|bw)|\bBW ?= ?[\d.]+ ?[KMG]?i?B/s|aggrb=|\bbw=[\d.]+[KMG]?i?B/s"
    r"|\b[sc]lat *\(\w+\) *: *min=|clat percentiles|lat percentiles|Maximum IOPS=|\d\d?\.\d\dth=\[|, iops=[\d.]+)",
)
_FIO_WORDS = ("lat (", "lat  (", "IOPS", "BW=", "bw=", "aggrb=", "percentiles", "th=[", "iops=")
_FIO_HELD = re.compile(
    r" *(?:\S+: +)?(?:\|? *\d+\.\d+th=\[|[sc]?lat \(?[\w]*\)?|bw *\(|iops +:|cpu +: +usr|cpu +:|IO depths|submit +:|complete +:"
    r"|issued rwts?|latency +:|Run status group|READ:|WRITE:|TRIM:|Jobs: \d|fio-\d|Starting \d+ |read ?:|write ?:|trim ?:"
    r"|Disk stats|\w+: ios=|\.\.\.$|slat |clat |lat )"
)
_FIO_HEAD = re.compile(
    r" *(?:\S+: \((?:g=|groupid=)|fio-\d|Starting \d+ |Jobs: |\S+: Laying out|\.\.\.$|[sc]?lat|clat percentiles)"
)
_FIO_TERSE = re.compile(r"3;fio-[\d.]+;")
_IOZONE = re.compile(
    r" *(?:Children see throughput for|Parent sees throughput|Min throughput per process|Max throughput per"
    r"|Avg throughput per process|Min xfer)"
)
_DBENCH = re.compile(r" *Throughput [\d.]+ [KMG]?B/sec +(?:\(sync\w*\w* ?\S*\) )?\d+ clients")
_DBENCH_HELD = re.compile(
    r" *(?:Operation +Count|[A-Z]\w+ +\d+ +[\d.]+ +[\d.]+$|-{10,}|\d+ +clients)"
)
_DD = re.compile(r" *\d{7,} bytes \(.{1,40}\) copied, [\d.]+ ?s")
_DD_HELD = re.compile(r" *\d+\+\d+ records (?:in|out)")

FORMS = (
    Form(
        FormName.FIO,
        BlockKind.LOG,
        (*_FIO_WORDS, ";fio-"),
        lambda text: bool(_FIO_LINE.match(text) or _FIO_TERSE.match(text)),
        holds=lambda text: bool(_FIO_HELD.match(text) or _FIO_HEAD.match(text)),
        heads=lambda text: bool(_FIO_HEAD.match(text)),
        tool="fio",
    ),
    Form(
        FormName.IOZONE,
        BlockKind.LOG,
        ("throughput",),
        lambda text: bool(_IOZONE.match(text)),
        holds=lambda text: "xfer" in text or "CPU " in text,
        heads=lambda text: any(character.isdigit() for character in text) or " = " in text,
        tool="iozone",
        least=2,
        is_loose=True,
    ),
    Form(
        FormName.DBENCH,
        BlockKind.NUMBERS,
        ("Throughput",),
        lambda text: bool(_DBENCH.match(text)),
        holds=lambda text: bool(_DBENCH_HELD.match(text)),
        heads=lambda text: bool(_DBENCH_HELD.match(text)),
        tool="dbench",
    ),
    Form(
        FormName.DD,
        BlockKind.LOG,
        ("copied",),
        lambda text: bool(_DD.match(text)),
        holds=lambda text: bool(_DD_HELD.match(text)),
        heads=lambda text: bool(_DD_HELD.match(text)),
        tool="dd",
    ),
)
