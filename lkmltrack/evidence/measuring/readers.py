"""Which reader a form has, and which are tried when that one finds nothing."""

from collections.abc import Callable

from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.measuring.chains import (
    read_call_graph,
    read_chains,
    read_folded,
    read_report,
)
from lkmltrack.evidence.measuring.counters import (
    read_hyperfine,
    read_ministat,
    read_perf_stat,
    read_time,
)
from lkmltrack.evidence.measuring.histograms import read_histogram
from lkmltrack.evidence.measuring.lines import read_arrows, read_key_values
from lkmltrack.evidence.measuring.lkp import read_lkp, read_summary
from lkmltrack.evidence.measuring.locks import read_contention, read_lock_stat
from lkmltrack.evidence.measuring.mmtests import read_amd, read_mmtests
from lkmltrack.evidence.measuring.profiles import (
    read_cache_lines,
    read_difference,
    read_profile,
)
from lkmltrack.evidence.measuring.programs import (
    read_cyclictest,
    read_hackbench,
    read_headless_netperf,
    read_iperf,
    read_netperf,
    read_pgbench,
    read_redis,
    read_sysbench,
)
from lkmltrack.evidence.measuring.setting import Reading, Setting
from lkmltrack.evidence.measuring.storage import read_fio, read_percentiles, read_progress
from lkmltrack.evidence.measuring.suites import (
    read_perf_bench,
    read_stress_ng,
    read_tcrypt,
    read_unixbench,
)
from lkmltrack.evidence.measuring.tables import read_table
from lkmltrack.model.evidence import BlockKind

Reader = Callable[[Setting], Reading]

_READERS: dict[FormName, tuple[Reader, ...]] = {
    FormName.PERF_REPORT: (read_report,),
    FormName.PERF_CALLGRAPH: (read_call_graph, read_profile),
    FormName.CALLCHAINS: (read_chains,),
    FormName.PERF_DIFF: (read_difference,),
    FormName.PERF_C2C: (read_cache_lines,),
    FormName.PERF_LOCK: (read_contention,),
    FormName.LOCK_STAT: (read_lock_stat,),
    FormName.FOLDED_STACKS: (read_folded,),
    FormName.BPFTRACE_HISTOGRAM: (read_histogram,),
    FormName.BCC_HISTOGRAM: (read_histogram,),
    FormName.PERCENTILES: (read_percentiles,),
    FormName.PERF_STAT: (read_perf_stat,),
    FormName.TIME: (read_time,),
    FormName.HYPERFINE: (read_hyperfine,),
    FormName.MINISTAT: (read_ministat,),
    FormName.UNIXBENCH: (read_unixbench,),
    FormName.HACKBENCH: (read_hackbench,),
    FormName.SCHBENCH: (read_percentiles,),
    FormName.SYSBENCH: (read_sysbench,),
    FormName.KERNBENCH: (read_mmtests, read_time),
    FormName.STRESS_NG: (read_stress_ng,),
    FormName.FIO: (read_fio, read_progress),
    FormName.IPERF: (read_iperf,),
    FormName.NETPERF: (read_netperf,),
    FormName.PGBENCH: (read_pgbench,),
    FormName.REDIS: (read_redis,),
    FormName.CYCLICTEST: (read_cyclictest,),
    FormName.TCRYPT: (read_tcrypt,),
    FormName.PERF_BENCH: (read_perf_bench,),
    FormName.LKP: (read_lkp,),
    FormName.LKP_SUMMARY: (read_summary,),
    FormName.MMTESTS: (read_mmtests,),
    FormName.AMD: (read_amd,),
    FormName.ARROWS: (read_arrows,),
    FormName.KEY_VALUES: (read_progress, read_arrows, read_key_values),
    FormName.LOG: (read_progress, read_key_values),
    FormName.FLAME_GRAPH: (),
}
_TABLES = frozenset(
    {
        FormName.ORG_TABLE,
        FormName.MARKDOWN_TABLE,
        FormName.GRID_TABLE,
        FormName.RST_TABLE,
        FormName.ALIGNED_TABLE,
        FormName.COUNTERS,
    }
)
_LINES: tuple[Reader, ...] = (read_arrows, read_key_values)


def readers_of(form: str, kind: BlockKind) -> tuple[Reader, ...]:
    """Return the readers of a form, the likeliest first: a tool's results may stand in a table."""
    in_lines = kind in (BlockKind.NUMBERS, BlockKind.LOG)
    others = (*_LINES, read_table) if in_lines else (read_table, *_LINES)
    known = next((name for name in FormName if name == form), None)
    if known is FormName.FLAME_GRAPH:
        return ()
    if known is FormName.ALIGNED_TABLE:
        return (read_headless_netperf, read_mmtests, read_table, *_LINES)
    if known in _TABLES:
        return (read_mmtests, read_table, *_LINES)
    return (*(_READERS.get(known, ()) if known else ()), *others)
