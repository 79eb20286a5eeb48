"""Benchmarks of services: sysbench, pgbench, redis, memtier."""

import re

from lkmltrack.evidence.forms.form import Form
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.model.evidence import BlockKind

_SYSBENCH = re.compile(
    r" *(?:events per second: +[\d.]|total number of events: +\d|events \(avg/stddev\)"
    r"|execution time \(avg/stddev\)|transactions: +\d+ +\(|[\d.]+ MiB transferred \(|Total operations: \d+ \()"
)
_SYSBENCH_HELD = re.compile(
    r" *(?:General statistics|Latency \(ms\)|Threads fairness|SQL statistics|CPU speed|total time|total number"
    r"|min: +[\d.]|max: +[\d.]|avg: +[\d.]|\d+th percentile|sum: +[\d.]|read: +\d|write: +\d|other: +\d|total: +\d|queries"
    r"|ignored errors|reconnects|Number of threads|sysbench \d|Running the test|Initializing|Threads started|Throughput:|events)"
)
_PGBENCH = re.compile(r" *tps = [\d.]+ \((?:including|excluding|without) ")
_PGBENCH_HELD = re.compile(
    r" *(?:number of |latency |initial connection|scaling factor|query mode|transaction type|duration: \d|maximum number|pgbench \()"
)
_REDIS = re.compile(
    r" *(?:[\w ()]{0,40}: )?[\d.]+ requests per second|.{0,10}\d{1,3}\.\d+% <= [\d.]+ milli"
)
_REDIS_HELD = re.compile(
    r" *(?:=+ [\w ()]+ =+|\d+ requests completed|\d+ parallel clients|\d+ bytes payload|keep alive|~\d+% CPU"
    r"|Latency by percentile|Cumulative distribution|Summary:|throughput summary|latency summary|avg +min +p50|host config|multi-thread)"
)
_MEMTIER = re.compile(r" *Type +Ops/sec")
_MEMTIER_ROW = re.compile(r" *(?:Sets|Gets|Waits|Totals) +[\d.]+ ")

FORMS = (
    Form(
        FormName.SYSBENCH,
        BlockKind.LOG,
        ("events", "transactions:", "transferred", "Total operations"),
        lambda text: bool(_SYSBENCH.match(text)),
        holds=lambda text: bool(_SYSBENCH_HELD.match(text)),
        heads=lambda text: bool(_SYSBENCH_HELD.match(text)),
        tool="sysbench",
        gap=2,
    ),
    Form(
        FormName.PGBENCH,
        BlockKind.LOG,
        ("tps = ",),
        lambda text: bool(_PGBENCH.match(text)),
        holds=lambda text: bool(_PGBENCH_HELD.match(text)),
        heads=lambda text: bool(_PGBENCH_HELD.match(text)),
        tool="pgbench",
    ),
    Form(
        FormName.REDIS,
        BlockKind.LOG,
        ("requests per second", "% <= "),
        lambda text: bool(_REDIS.match(text)),
        holds=lambda text: bool(_REDIS_HELD.match(text)),
        heads=lambda text: bool(_REDIS_HELD.match(text)),
        tool="redis-benchmark",
    ),
    Form(
        FormName.MEMCACHED,
        BlockKind.TABLE,
        ("Ops/sec", "Sets", "Gets", "Totals"),
        lambda text: bool(_MEMTIER.match(text)),
        holds=lambda text: bool(_MEMTIER_ROW.match(text)) or text.startswith("---"),
        tool="memtier",
        least=2,
    ),
)
