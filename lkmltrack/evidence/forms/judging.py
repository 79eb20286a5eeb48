"""Whether lines of values are results: units, sides of a comparison, what stands above."""

import re
from collections.abc import Sequence

from lkmltrack.evidence.forms.labels import has_comparison, has_sides, key_count, names_measuring
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.shapes import has_digit, has_percent, has_unit, numeric_count

ENOUGH = 5
"""So many points make lines of values results."""
_FEW = 3
_MOST = 60
_COUNTER = re.compile(
    r"[ |]*(?:pgscan|pgsteal|workingset|pswp|thp_|numa_|allocstall|zswp|pgfault|pgmajfault|pgpg|nr_|slabs_|compact_|pgmigrate|refault|oom_kill)"
)
_CODE = re.compile(
    r"\b(?:vmlinux|bzImage|bss|rodata|\.text|sizeof|object size|kallsyms_\w+)\b|\w\.ko?\b|\w\.o\b"
)
"""What tables of the size of code name."""
_PARAMETERS = (
    "parameters:",
    "with following parameters",
    "config:",
    "configuration:",
    "settings:",
    "[global]",
    "fio job",
    "job file",
    "options:",
)


def is_alike(before: Sequence[str], data: Sequence[str]) -> bool:
    """Whether rows have as many values as those of the table above."""
    counts = {numeric_count(text) for text in before[:_MOST] if has_digit(text)}
    return len(data) >= 2 and all(numeric_count(text) in counts for text in data[:20])


def are_parameters(heads: Sequence[str], above: Sequence[str]) -> bool:
    """Whether values are what somebody set for a run: a line right above them says so."""
    told = [*(text for text in heads), *above[-2:]]
    if any(text.strip().lower().startswith(_PARAMETERS) for text in told):
        return True
    return any(text.strip().lower().endswith("parameters:") for text in above)


def score(data: Sequence[str], heads: Sequence[str], above: Sequence[str]) -> int:
    """Return how much speaks for lines being results: units, sides of a comparison, names."""
    points = 0
    first = data[:40]
    if sum(1 for text in first if has_unit(text)) * 2 >= len(first):
        points += 3
    elif any(has_unit(text) for text in first):
        points += 1
    if any(_names_unit(text) for text in heads) or any(
        "(" in text and _names_unit(text) for text in first
    ):
        points += 2
    if sum(1 for text in first if _COUNTER.match(text)) >= _FEW:
        points += 2
    if sum(1 for text in first if has_percent(text)) * 2 >= len(first):
        points += 1
    compared = any(has_comparison(text) for text in heads) + any(
        has_comparison(text) for text in first
    )
    points += 2 * min(compared, 1) + 2 * any(has_sides(text) for text in heads)
    keys = sum(min(key_count(text), 2) for text in (*heads, *first[:10]))
    points += min(keys, 2)
    if any(names_measuring(text) for text in (*above, *heads)):
        points += 2
    if len(first) >= 3:
        points += 1
    if sum(1 for text in first if text.count("|") >= 2) * 2 >= len(first):
        points += 1
    if any(_CODE.search(text) for text in (*heads, *first[:10])):
        points -= 3
    return points


def _names_unit(text: str) -> bool:
    """Whether a head names a unit that only measurements have: ``time (ms)``, ``MB/s``."""
    return any(has_unit(f"1 {word}") for word in text.replace("(", " ").replace("|", " ").split())


def form_of(body: Sequence[str], data: Sequence[str], is_table: bool) -> FormName:
    """Return how a table or a list of values is drawn."""
    if any(text.count("+-") >= 2 or text.lstrip().startswith("+=") for text in body):
        return FormName.GRID_TABLE if not any("|-" in text for text in body) else FormName.ORG_TABLE
    if sum(1 for text in data if _COUNTER.match(text)) * 2 >= len(data):
        return FormName.COUNTERS
    barred = sum(1 for text in data if "|" in text)
    if barred * 2 >= len(data):
        is_org = any("-+-" in text for text in body)
        return FormName.ORG_TABLE if is_org else FormName.MARKDOWN_TABLE
    if any(text.lstrip().startswith("==") and " =" in text.strip() for text in body):
        return FormName.RST_TABLE
    if sum(1 for text in data if "->" in text or "=>" in text) * 2 >= len(data):
        return FormName.ARROWS
    return FormName.ALIGNED_TABLE if is_table else FormName.KEY_VALUES


def confidence_of(form: FormName, heads: Sequence[str]) -> float:
    """Return how sure it is that such lines are results."""
    if form in (FormName.ALIGNED_TABLE, FormName.KEY_VALUES, FormName.ARROWS):
        return 0.6 if heads else 0.5
    return 0.7
