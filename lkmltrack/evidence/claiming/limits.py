"""Limits: what a text says was not measured."""

import re

_NOT = re.compile(
    r"\b(?:(?:(?:did|do|have|has|had|could|can)(?: not|n't)|didn't|haven't|couldn't|can't|cannot|never|not yet|don't)\s(?:\w+\s){0,2}?(?:test(?:ed)?|measured?|benchmark(?:ed)?|tried|try|run|ran|profiled?|have (?:any )?(?:numbers|data|hardware)|evaluated?)"
    r"|(?:not|un)[ -]?(?:been )?(?:tested|measured|benchmarked|profiled)\b|only (?:tested|measured|benchmarked)\b)",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\b(?:perf\w*|numbers|benchmark\w*|numa|hardware|machine|server|workloads?|measur\w+|latency|throughput|scalab\w+|regress\w*|data)\b",
    re.IGNORECASE,
)


def tells_a_limit(text: str) -> bool:
    """Whether a text says that something was not measured.

    >>> tells_a_limit("I did not test the case of one node, as I have no such server.")
    True
    """
    return not text.endswith("?") and bool(_NOT.search(text)) and bool(_OF.search(text))
