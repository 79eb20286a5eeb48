"""What lines are made of: cells, numbers, units, words of prose."""

import re
from functools import lru_cache

_LEAD = re.compile(r"[(\[{*~<>≈≤≥+±=|-]{0,4}(\.?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d{1,3})?)")
_GAP = re.compile(r" {2,}")
_WORD = re.compile(r"(?<![\w.%])[A-Za-z][A-Za-z'-]*")
_SETTING = re.compile(
    r"\s*-{0,2}[A-Za-z][\w.-]*=\S+$|\s*[a-z_]+(?:\.[\w-]+){1,6} ?= ?\d+$|\s*CONFIG_\w+="
)
_PAIR = re.compile(r"[A-Za-z_][\w.-]*=[\w,:/-]*$")
_RULE_CHARACTERS = frozenset("-=+|_~*.:─━═┼ ")


def vocabulary(words: str) -> frozenset[str]:
    """Return the words of a table of them."""
    return frozenset(words.split())


UNITS = vocabulary(
    """
    % %) x X ns nsec nsecs us usec usecs µs μs ms msec msecs s sec secs second seconds m min mins
    minutes h hours cycles cycle clk b kb mb gb tb kib mib gib tib k g t byte bytes bit bits
    kbytes mbytes gbytes kbyte mbyte gbyte
    b/s kb/s mb/s gb/s tb/s kib/s mib/s gib/s kbps mbps gbps bps pps kpps mpps kbyte/s mbyte/s
    kb/sec mb/sec gb/sec kbytes/sec mbytes/sec gbytes/sec bits/sec kbits/sec mbits/sec gbits/sec
    kbit/s mbit/s gbit/s bit/s iops kiops miops ops ops/s ops/sec kops mops op/s kop/s mop/s
    io/s req/s reqs/s request/sec requests/s requests/sec response/sec rps qps tps fps hz khz mhz
    ghz j joules w watts mw uj mj ns/op us/op ms/op cycles/op insn/cycle ipc lps lpm mwips kbps)
    files/sec files/s trans/s transactions/s txn/s txns/s loops/s pages/s calls/s faults/s
    mrps/s krps/s rec/s records/s packets/s packets/sec pkts/s msgs/s cycles/byte cpb nops
    us/call ns/call point points pp times µsec μsec milliseconds microseconds nanoseconds
    operations/sec operations/s events/s ev/s jobs/min
    """
)
"""What may follow a number, in lower case."""

_WEAK = vocabulary(
    "b kb mb gb tb kib mib gib tib k g t m h w x byte bytes bit bits % %) hz khz mhz "
    "ghz pages times point points kbytes mbytes gbytes kbyte mbyte gbyte min mins hours"
)
"""Units that capacities and settings have as well: they prove nothing by themselves."""

STOP_WORDS = vocabulary(
    """
    a about after all also an and any are as at be because been but by can cannot could did do
    does doing don't for from get had has have he her here how i if in into is it it's its just
    let me more most my no not now of on once one only or other our out over same see she should
    since so some such than that the their them then there these they this those though through
    to too under until up use used using very was we were what when where which while who why
    will with without would you your
    """
)

FILLERS = vocabulary("- -- --- n/a na nan . ... * ? x none baseline base ref oom fail ­ — –")
"""What stands in a table's cell for a number that is not there."""


def cells(text: str) -> list[str]:
    """Return what is between bars, or between runs of two blanks and more.

    >>> cells("| a b | 1.5 |"), cells("16 groups   1.2  1.4")
    (['a b', '1.5'], ['16 groups', '1.2', '1.4'])
    """
    if "|" in text:
        return [cell for part in text.split("|") if (cell := part.strip())]
    return _GAP.split(text.strip())


@lru_cache(maxsize=4096)
def is_number(token: str) -> bool:
    """Whether a word is a number, a range or a pair of numbers, with its unit perhaps.

    >>> [is_number(word) for word in ("1,200.5", "+14%", "143-150k", "4KB", "0x10", "v6.1", "6.1.3")]
    [True, True, True, True, False, False, False]
    """
    rest = token[:40]
    if rest.count("/") > 1:  # a date
        return False
    for _ in range(3):
        lead = _LEAD.match(rest)
        if lead is None:
            return False
        rest = rest[lead.end() :].rstrip(")]}*,;:|")
        if not rest or rest[0] == "%" or rest.lower() in UNITS or rest.strip("(") == "":
            return True
        if rest[0] in "-~/±[(" or rest.startswith(("..", "+-", "+/-")):
            rest = rest.lstrip("-~/±.+[(")
        elif rest[0] in "kKMG" and rest[1:2] in ("-", "~", "/"):
            rest = rest[2:]
        else:
            return False
    return False


def is_numeric_cell(cell: str) -> bool:
    """Whether a cell holds a value: a number first, and little beside it.

    >>> [is_numeric_cell(c) for c in ("48603.4 Mbps (14.13% better)", "avg: 0.2 ms", "2 of the nodes")]
    [True, True, False]
    """
    words = cell[:80].split()
    if not words:
        return False
    if len(words) > 1 and words[0][-1] in ":=" and len(words[0]) <= 12:
        words = words[1:]
    elif "=" in words[0]:
        words[0] = words[0].rpartition("=")[2] or "="
    if words[0] in ("(", "[", "±", "+", "-", "<", ">", "~", "about") and len(words) > 1:
        words = words[1:]
    if not is_number(words[0]):
        return False
    rest = [word for word in words[1:] if not is_number(word) and not _is_beside(word)]
    return len(rest) <= 1 and not any(word.lower() in STOP_WORDS for word in rest)


def _is_beside(word: str) -> bool:
    bare = word.lower().strip("()[]*,;:")
    return bare in UNITS or not any(character.isalnum() for character in bare)


def is_filler(cell: str) -> bool:
    """Whether a cell says that there is no number."""
    return cell.lower() in FILLERS


@lru_cache(maxsize=8192)
def numeric_count(text: str) -> int:
    """Return how many of a line's cells are values; 0 for a line that is not made of cells.

    Words between single blanks count as cells when most of them are numbers.
    """
    parts = cells(text)
    found = sum(1 for cell in parts if is_numeric_cell(cell))
    if found >= 2:
        return found
    words = text.split()
    numbers = sum(1 for word in words if is_number(word))
    if numbers >= 3 and numbers * 3 >= len(words) * 2:
        return numbers
    if numbers >= 2 and len(words) <= numbers + 1 and len(words) >= 3 and not is_number(words[0]):
        return numbers
    return found


def is_rule(text: str) -> bool:
    """Whether a line is a rule of a table or below a heading."""
    bare = text.strip()
    return (
        len(bare) >= 3 and _RULE_CHARACTERS.issuperset(bare) and any(c in "-=_~─━═" for c in bare)
    )


def words_of(text: str) -> list[str]:
    """Return the words of a line in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


@lru_cache(maxsize=4096)
def is_prose(text: str) -> bool:
    """Whether a line is part of a sentence rather than of a table or of a tool's output."""
    bare = text.strip()
    words = words_of(bare)
    if len(words) < 3:
        return False
    stops = sum(1 for word in words if word in STOP_WORDS)
    wide = "|" in bare or bool(_GAP.search(bare))
    if wide:
        return stops >= 4 and len(words) >= 8
    numbers = sum(1 for word in bare.split() if is_number(word))
    if numbers * 2 > len(words):
        return False
    return (
        stops >= 3
        or (stops >= 2 and len(words) >= 6)
        or (len(words) >= 6 and bool(stops) and bare[-1] in ".,;?!")
        or (len(words) >= 10 and numbers < 3)
    )


def has_unit(text: str) -> bool:
    """Whether a number on a line has a unit that only measurements have."""
    words = text.split()
    for index, word in enumerate(words):
        if "=" in word:
            word = word.rpartition("=")[2]
        lead = _LEAD.match(word[:40])
        if lead is None:
            continue
        unit = word[lead.end() :].strip(")]}*,;:.").lower()
        if not unit and index + 1 < len(words):
            unit = words[index + 1].strip("()[]*,;:.").lower()
        if (unit in UNITS and unit not in _WEAK) or unit.endswith(("/s", "/sec", "/second")):
            return True
    return False


def has_percent(text: str) -> bool:
    """Whether a number on a line is a percentage or a ratio."""
    return "%" in text and bool(_PERCENT.search(text))


_PERCENT = re.compile(r"\d ?%|% ?\d")


def has_digit(text: str) -> bool:
    """Whether a line holds a digit at all."""
    return bool(_DIGIT.search(text))


_DIGIT = re.compile(r"[0-9]")


def is_setting(text: str) -> bool:
    """Whether a line sets options rather than telling what came out.

    >>> is_setting("iodepth=64"), is_setting("--threads=4 --time=60 -x"), is_setting("bw=12.5MB/s a=1")
    (True, True, False)
    """
    if "=" not in text or ("  " in text.strip() and text.lstrip()[0] != "-"):
        return False
    if _SETTING.match(text):
        return not has_unit(text.partition("=")[2])
    words = text.split()
    pairs = [word for word in words if _PAIR.match(word.lstrip("-"))]
    return len(pairs) >= 2 and len(pairs) * 3 >= len(words) * 2
