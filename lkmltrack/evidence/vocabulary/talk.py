"""Words by which a text speaks of measuring."""

import re

_TALK = re.compile(
    r"\b(?:tests?|tested|testing|bench\w*|workloads?|runs?|ran|running|perform\w*|throughput"
    r"|latenc\w+|regress\w+|improv\w+|results?|measur\w+|profil\w+|scores?|faster|slower|speed\w*"
    r"|average|clients?|cases?|contention|tps|qps|rps|iops|ops|trans)\b",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"\b(?:regress\w+|improv\w+|faster|slower|speed-?ups?|throughput|latency|bandwidth|gains?"
    r"|reduc\w+|increas\w+|decreas\w+|drops?|dropped|overhead|performance|win|better|worse|usage"
    r"|utili[sz]ation|contention|iops|score)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\d\s?%|%\d|\b\d+(?:\.\d+)?x\b|\d\s?(?:[KMG]i?B/s|[KMG]bps|k?iops|[mun]s\b|ops|sec|cycles)",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?][\s)]+(?=[A-Z0-9])")


def speaks_of_measuring(text: str) -> bool:
    """Whether a text has a word of running, testing or measuring."""
    return bool(_TALK.search(text))


def tells_an_effect(text: str) -> bool:
    """Whether a text says by how much something became faster, slower, larger or smaller."""
    return bool(_AMOUNT.search(text) and _EFFECT.search(text))


def sentence_around(text: str, start: int, end: int, reach: int = 240) -> str:
    """Return the sentence that a place of a text is in, cut where it goes on for long."""
    before, after = text[max(start - reach, 0) : start], text[end : end + reach]
    heads = [found.end() for found in _END.finditer(before)]
    tail = _END.search(after)
    return (
        before[heads[-1] if heads else 0 :]
        + text[start:end]
        + (after[: tail.start()] if tail else after)
    )
