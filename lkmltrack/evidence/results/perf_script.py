"""perf script: samples as text, one head and its stack after the other."""

import re

from lkmltrack.evidence.results.found import Found
from lkmltrack.evidence.results.samples import MOST_FRAMES, Frame, Samples

_HEAD = re.compile(
    r"(\S.{0,40}?)\s+\d{1,8}(?:/\d{1,8})?\s+(?:\[\d{1,4}\]\s+)?(?:[.\w]{4,6}\s+)?"
    r"\d{1,10}\.\d{3,9}:\s+(?:(\d{1,18})\s+)?([\w:/.=,-]{1,80}?):(?:\s|$)(.{0,300})"
)
_FRAME = re.compile(r"\s*([0-9a-f]{1,16})\s(\S.{0,200}?)\s\(([^()\s][^()]{0,200})\)\s{0,4}$")
_LONGEST_LINE = 512
_LOOKED_AT = 200
_MOST_EVENTS = 20


def is_perf_script(content: str) -> bool:
    """Whether a text is heads of samples with stacks: a tracer's lines alone are no profile."""
    if ": " not in content[:100_000]:
        return False
    lines = content[:100_000].split("\n", _LOOKED_AT)[:_LOOKED_AT]
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        head = _head(line)
        if head is not None and (_frame(head[4]) or _frame(below)):
            return True
    return False


def read_perf_script(content: str, _: str) -> Found:
    """Return a profile for every event that was sampled."""
    events: dict[str, Samples] = {}
    stack: list[Frame] = []
    sample: tuple[str, str, float] | None = None
    lines = content.split("\n")
    for line in [*lines, ""]:
        head = _head(line) if line and not line[0].isspace() else None
        if head is not None or not line.strip():
            if sample is not None:
                _add(events, sample, stack)
            sample, stack = None, []
            if head is not None:
                sample = head[1].strip(), head[3].rstrip(":"), float(head[2] or 1)
                stack = [one for one in (_frame(head[4]),) if one]
        elif sample is not None and len(stack) < MOST_FRAMES:
            frame = _frame(line)
            stack.extend([frame] if frame else [])
    blocks = (samples.block(len(lines)) for samples in events.values())
    found = tuple(block for block in blocks if block is not None)
    return Found("perf", found, remarks=() if found else ("it has no samples",))


def _add(events: dict[str, Samples], sample: tuple[str, str, float], stack: list[Frame]) -> None:
    command, event, weight = sample
    if event not in events and len(events) >= _MOST_EVENTS:
        return
    events.setdefault(event, Samples(event)).add(command, stack, weight)


def _head(line: str) -> re.Match[str] | None:
    if ":" not in line or line[:1].isspace() or line.startswith("#"):
        return None
    return _HEAD.match(line[:_LONGEST_LINE])


def _frame(line: str) -> Frame | None:
    """Return the symbol and the object of a line of a stack; None for other lines."""
    if "(" not in line:
        return None
    match = _FRAME.match(line[:_LONGEST_LINE])
    if match is None:
        return None
    return match[2].partition("+0x")[0], match[3]
