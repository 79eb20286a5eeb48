"""Benchmarks of the network: iperf, netperf, neper, pktgen."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.shapes import is_rule
from lkmltrack.model.evidence import BlockKind

_IPERF_ROW = re.compile(r" *\[ *(?:\d+|SUM)\](?:\[\S+\])? +[\d.]+ ?- *[\d.]+ +sec ")
_IPERF_HELD = re.compile(
    r" *(?:\[ *(?:\d+|ID|SUM)\]|- - -|Connecting to host|Client connecting|Server listening|TCP window|Accepted connection|Reverse mode|iperf Done|Test Complete|Interval)"
)
_NETPERF_HEAD = re.compile(
    r" *(?:MIGRATED )?(?:TCP|UDP|SCTP|OMNI)[ _](?:STREAM|RR|CRR|REQUEST|SENDFILE|MAERTS|Send)\S* ?(?:/RESPONSE )?\w* ?TEST"
)
_NETPERF_HELD = re.compile(
    r" *(?:Recv +Send|Socket +(?:Socket|Message|Size)|Size +Size|bytes +bytes|Local +/?Remote|Send +Recv|10\^6bits|(?:\d[\d.]* +){3,}[\d.]+|\d+ +\d+$|Trans\.|per sec|Throughput|Time +Rate)"
)
_NEPER = re.compile(r" *(?:tcp_rr|tcp_crr|tcp_stream|udp_rr|udp_stream)\b.{0,20} [\d.,]+")
_NEPER_KEY = re.compile(
    r" *(?:throughput|num_transactions|local_throughput|remote_throughput|invalid_secret_count|time_(?:start|end)|latency_\w+)(?:_\w+)?=[\d.]+"
)
_PKTGEN = re.compile(r".{0,80}\d+pps \d+Mb/sec|.{0,40}OK: \d+\(c\d+\+d\d+\)")

FORMS = (
    Form(
        FormName.IPERF,
        BlockKind.LOG,
        (" sec ",),
        lambda text: bool(_IPERF_ROW.match(text)),
        holds=lambda text: bool(_IPERF_HELD.match(text)),
        heads=lambda text: bool(_IPERF_HELD.match(text)) or is_rule(text),
        tool="iperf",
    ),
    Form(
        FormName.NETPERF,
        BlockKind.LOG,
        ("TEST",),
        lambda text: bool(_NETPERF_HEAD.match(text)),
        holds=lambda text: bool(_NETPERF_HELD.match(text)),
        titles=lambda text: "TEST" in text,
        tool="netperf",
    ),
    Form(
        FormName.NEPER,
        BlockKind.NUMBERS,
        (
            "tcp_rr",
            "tcp_crr",
            "tcp_stream",
            "udp_rr",
            "udp_stream",
            "throughput=",
            "num_transactions=",
        ),
        lambda text: bool(_NEPER.match(text) or _NEPER_KEY.match(text)),
        holds=lambda text: bool(_NEPER_KEY.match(text)),
        tool="neper",
    ),
    Form(
        FormName.PKTGEN,
        BlockKind.LOG,
        ("pps", "OK: "),
        lambda text: bool(_PKTGEN.match(text)),
        tool="pktgen",
    ),
)
