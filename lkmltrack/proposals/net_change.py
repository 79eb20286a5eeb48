"""The net change of a diff: what it adds and takes away, however the diff is written.

One change can be written as many diffs: git's algorithms disagree on which
lines stayed, people ask for more context, and renames are found or not. The
lines that come in addition, less those that go, are the same in all of them.
"""

import hashlib
import re
from collections import Counter

_HUNK = re.compile(r"@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@")


def net_change(diff: str) -> str:
    """Return a digest of a diff's net change; empty when it changes no line, or only their order.

    White space does not count, as for patch-ids: mailers spoil it.

    >>> moved = "@@ -1,2 +1,2 @@\\n+b\\n a\\n-c\\n"
    >>> net_change(moved) == net_change("@@ -1,2 +1,2 @@\\n-a\\n-c\\n+b\\n+a\\n") != ""
    True
    """
    net: Counter[str] = Counter()
    old = new = 0
    for line in diff.split("\n"):
        mark = line[:1]
        if old <= 0 and new <= 0:
            if mark == "@" and (match := _HUNK.match(line)):
                old, new = (1 if count is None else int(count) for count in match.groups())
        elif mark == "+":
            new -= 1
            net["".join(line[1:].split())] += 1
        elif mark == "-":
            old -= 1
            net["".join(line[1:].split())] -= 1
        elif mark != "\\":
            old, new = old - 1, new - 1
    changed = sorted((line, count) for line, count in net.items() if count and line)
    if not changed:
        return ""
    text = "\n".join(f"{count} {line}" for line, count in changed)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
