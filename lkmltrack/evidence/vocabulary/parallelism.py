"""How many copies, threads or jobs a command line starts, by each program's own options."""

import re
from collections.abc import Sequence
from math import prod

from lkmltrack.evidence.vocabulary.programs import program_of
from lkmltrack.evidence.vocabulary.tool_names import squeezed

_MOST = 1_000_000
_LONG = (
    "--numjobs",
    "--threads",
    "--num-threads",
    "--jobs",
    "--workers",
    "--clients",
    "--processes",
    "--parallel",
    "--procs",
    "--connections",
    "--concurrency",
    "--nthreads",
    "--num_threads",
    "--nproc",
    "--num-procs",
    "--nr-threads",
    "--nr_threads",
)
_OPTIONS: dict[str, tuple[str, ...]] = {
    "ab": ("-c",),
    "aim7": ("-n",),
    "cyclictest": ("-t", "--threads"),
    "dbbench": ("--threads", "-threads"),
    "dbench": ("-c", "--clients", "#"),
    "ebizzy": ("-t",),
    "echobench": ("--number",),
    "fio": ("--numjobs", "-numjobs", "numjobs"),
    "fsmark": ("-t",),
    "h2load": ("-c", "-t"),
    "iozone": ("-t",),
    "iperf": ("-P", "--parallel"),
    "iperf2": ("-P", "--parallel"),
    "iperf3": ("-P", "--parallel"),
    "ioping": ("-P",),
    "kcbench": ("-j", "--jobs"),
    "kernbench": ("-o",),
    "make": ("-j", "--jobs"),
    "memcached": ("-t", "--threads"),
    "mysqlslap": ("--concurrency", "-c"),
    "neper": ("-F", "-T", "--num-flows", "--num-threads"),
    "ninja": ("-j",),
    "parallel": ("-j", "--jobs"),
    "pgbench": ("-c", "-j", "--client", "--jobs"),
    "pipetest": ("-t",),
    "redisbenchmark": ("-c", "--threads"),
    "run": ("-c",),
    "schbench": (),
    "siege": ("-c",),
    "stressapptest": ("-m", "-C"),
    "sysbench": ("--threads", "--num-threads", "threads", "num-threads", "--thread-num"),
    "tbench": ("-t", "#"),
    "tcprr": ("-F", "-T"),
    "tcpstream": ("-F", "-T"),
    "tcpcrr": ("-F", "-T"),
    "udprr": ("-F", "-T"),
    "tiouring": ("-n",),
    "usemem": ("-n", "--nproc", "-t", "--thread"),
    "willitscale": ("-t", "-n"),
    "wrk": ("-c", "-t"),
    "wrk2": ("-c", "-t"),
    "xargs": ("-P", "--max-procs"),
    "ycsb": ("-threads",),
}
"""The options that say it, the greatest counts; ``#`` is the first bare number."""
_PRODUCTS: dict[str, tuple[tuple[tuple[str, ...], int], ...]] = {
    "memtier": ((("-t", "--threads"), 4), (("-c", "--clients"), 50)),
    "memtierbenchmark": ((("-t", "--threads"), 4), (("-c", "--clients"), 50)),
    "mutilate": ((("-T", "--threads"), 1), (("-c", "--connections"), 1)),
    "schbench": ((("-m", "--message-threads"), 1), (("-t", "--threads"), 1)),
}
"""The options that multiply, each with what it is when it is not given."""
_GROUPS = ("-g", "--groups", "--group")
_DESCRIPTORS = ("-f", "--fds", "--nr_fds")
_HACKBENCH = re.compile(r"(\d+)\s+(?:process|thread)|(?:process|thread)\s+(\d+)|^(\d+)$")
_STRESSORS = re.compile(r"^--?[a-z][a-z0-9-]*$")
_STRESSOR_SETTINGS = (
    "timeout",
    "ops",
    "method",
    "bytes",
    "size",
    "bogo",
    "backoff",
    "time",
    "seed",
    "yaml",
    "load",
    "slice",
    "sched",
    "percent",
    "flush",
    "hdd-bytes",
    "job",
    "delay",
)


def parallelism_of(words: Sequence[str]) -> int | None:
    """Return the greatest number that any program in a command line is started with."""
    found: list[int] = []
    for index, word in enumerate(words):
        key = "tiouring" if word.endswith("t/io_uring") else squeezed(program_of(word))
        found += _of_program(key, words[index + 1 :])
    found += _values(words, _LONG)
    found = [number for number in found if 0 < number <= _MOST]
    return max(found, default=None)


def _of_program(key: str, words: Sequence[str]) -> list[int]:
    if key == "hackbench" or (key == "messaging" and words):
        return _hackbench(words)
    if key == "stressng" or key == "stress":
        return _stressors(words)
    if key in _PRODUCTS:
        return _product(words, _PRODUCTS[key])
    if key.endswith(("threads", "processes")):
        return _values(words, ("-t", "-n"))
    options = _OPTIONS.get(key)
    if options is None:
        return []
    found = _values(words, options)
    if not found and "#" in options:
        bare = [int(word) for word in words if word.isascii() and word.isdigit()]
        found = bare[:1]
    return found


def _product(words: Sequence[str], factors: Sequence[tuple[tuple[str, ...], int]]) -> list[int]:
    given = [_values(words, names) for names, _ in factors]
    if not any(given):
        return []
    return [
        prod(found[0] if found else usual for found, (_, usual) in zip(given, factors, strict=True))
    ]


def _hackbench(words: Sequence[str]) -> list[int]:
    """Return the tasks: each group has as many senders as receivers, one for each descriptor."""
    groups = _values(words, _GROUPS)
    if not groups:
        old = _HACKBENCH.search(" ".join(words[:3]))
        groups = [int(number) for number in old.groups() if number] if old else []
    if not groups:
        return []
    descriptors = _values(words, _DESCRIPTORS) or [20]
    return [groups[0] * 2 * descriptors[0]]


def _stressors(words: Sequence[str]) -> list[int]:
    found: list[int] = []
    for option, value in zip(words, words[1:], strict=False):
        is_setting = option.strip("-").endswith(_STRESSOR_SETTINGS) or option in ("-t", "-b")
        if _STRESSORS.match(option) and value.isascii() and value.isdigit() and not is_setting:
            found.append(int(value))
    return found


def _values(words: Sequence[str], options: Sequence[str]) -> list[int]:
    """Return the numbers given to some options, apart (``-c 8``), glued (``-c8``) or with ``=``."""
    found: list[int] = []
    for index, word in enumerate(words):
        for option in options:
            if word == option and index + 1 < len(words):
                found += _number(words[index + 1])
            elif word.startswith(f"{option}="):
                found += _number(word[len(option) + 1 :])
            elif len(option) == 2 and option[0] == "-" and word.startswith(option):
                found += _number(word[2:])
    return found


def _number(text: str) -> list[int]:
    bare = text.strip("\"'`,;)")
    return [int(bare)] if bare.isascii() and bare.isdigit() and len(bare) < 8 else []
