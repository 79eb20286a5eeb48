"""Scales: how many cores, copies or threads a text speaks of."""

import re
from collections.abc import Mapping

_WORDS = {
    "core": "cores",
    "cpu": "cores",
    "vcpu": "cores",
    "copie": "copies",
    "instance": "copies",
    "thread": "threads",
    "task": "threads",
    "process": "threads",
    "processe": "threads",
    "job": "threads",
    "group": "groups",
    "node": "nodes",
    "socket": "sockets",
}
_COUNTED = re.compile(
    r"(?<![\w.])(\d{1,6})[ -]{0,2}(?:physical |logical |parallel |numa )?"
    r"(cores?|v?cpus?|copies|instances?|threads?|tasks?|process(?:es)?|jobs?|groups?|nodes?|sockets?)\b",
    re.IGNORECASE,
)
_LONGEST = 2_000


def find_scales(text: str) -> Mapping[str, int]:
    """Return the first count of each kind: ``cores``, ``copies``, ``threads`` ...

    >>> dict(find_scales("the 256-core execl case with 4 nodes"))
    {'cores': 256, 'nodes': 4}
    """
    found: dict[str, int] = {}
    for match in _COUNTED.finditer(text[:_LONGEST]):
        word = match[2].lower()
        kind = "copies" if word == "copies" else _WORDS.get(word.rstrip("s"), word)
        found.setdefault(kind, int(match[1]))
    return found
