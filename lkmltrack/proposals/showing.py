"""Showing: which kinds of evidence a message brings, as far as its shape tells."""

import re
from collections.abc import Sequence

from lkmltrack.mail.body import split_lines
from lkmltrack.model.message import LineKind, Message

_PROFILE_ROW = re.compile(r"\s{0,12}[|\s-]{0,8}\d{1,3}\.\d{1,2}%\s.{0,200}[A-Za-z_]{3}")
_CHAIN = re.compile(r"-->|<-\s|\[k\]|\[kernel\]|\[\.\]|;[a-z_]+;|--\d")
_NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d,]{0,15}(?:\.\d+)?(?:[KMGT]?i?B?|%|[munp]?s)?(?![\w.])")
_HARDWARE = re.compile(
    r"\b(?:xeon|epyc|emerald rapids|sapphire rapids|icelake|ice lake|skylake|zen ?\d|kunpeng|graviton"
    r"|neoverse|cortex|ampere|altra|threadripper|ryzen|power\d{1,2}|\d{1,4} ?(?:cores?|cpus|vcpus"
    r"|threads|sockets|numa nodes)|(?:bare ?metal|virtual machine)|nvme|optane|raspberry)\b"
)
_COMMAND = re.compile(
    r"(?:^|\s)(?:\$ |# )?(?:\./\w|fio --|perf (?:bench|stat|record)|sysbench |hackbench |stress-ng "
    r"|will-it-scale|iperf3? |netperf |dd if=|make -j|./Run|echo \S{1,60} >)"
)
_LONGEST_LINE = 400
_ROWS = 3


def kinds_shown(message: Message) -> frozenset[str]:
    """Return which of numbers, profile, hardware and workload the sender's own lines show."""
    own = [
        line.text[:_LONGEST_LINE]
        for line in split_lines(message.body)
        if line.depth == 0 and line.kind is LineKind.TEXT
    ]
    attached = [
        line[:_LONGEST_LINE]
        for part in message.attachments
        if part.text is not None
        for line in part.text[:100_000].split("\n")
    ]
    lines = own + attached
    found: set[str] = set()
    if sum(bool("%" in line and _PROFILE_ROW.match(line)) for line in lines) >= _ROWS:
        found.update(("profile", "numbers"))
    elif _has_table(lines):
        found.add("numbers")
    plain = "\n".join(lines).lower()
    if _HARDWARE.search(plain):
        found.add("hardware")
    if found and any(_COMMAND.search(line) for line in lines):
        found.add("workload")
    return frozenset(found)


def _has_table(lines: Sequence[str]) -> bool:
    """Whether some lines running hold two numbers or more each."""
    run = 0
    for line in lines:
        if not any(character.isdigit() for character in line):
            run = 0 if line.strip() else run
            continue
        run = run + 1 if len(_NUMBER.findall(line)) >= 2 else 0
        if run >= _ROWS:
            return True
    return False
