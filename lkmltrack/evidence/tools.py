"""Tools: the benchmarks and profilers that a text names as part of its evidence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.evidence.commands import find_commands
from lkmltrack.evidence.text import TextLine
from lkmltrack.evidence.vocabulary.passages import Passage, passages
from lkmltrack.evidence.vocabulary.programs import program_of
from lkmltrack.evidence.vocabulary.talk import (
    sentence_around,
    speaks_of_measuring,
    tells_an_effect,
)
from lkmltrack.evidence.vocabulary.tool_names import (
    IMPLIED,
    MONITORS,
    NAMES,
    PHRASES,
    Need,
    is_benchmark_by_name,
    squeezed,
)
from lkmltrack.model.evidence import Block, BlockKind, Command

_WORD = re.compile(r"[A-Za-z0-9_][\w./+-]*")
_JOINS = re.compile(r"[ \n_-]{1,40}")
_FILE = re.compile(
    r"\.(?:c|h|S|sh|py|pl|rb|rst|txt|dts|dtsi|yaml|json|log|out|patch|svg|png|html|ko|o)$"
)
_PATH_STARTS = (
    "/",
    "./",
    "../",
    "~",
    "tools/",
    "drivers/",
    "fs/",
    "lib/",
    "kernel/",
    "mm/",
    "arch/",
    "net/",
    "block/",
    "include/",
    "Documentation/",
    "samples/",
    "a/",
    "b/",
)
_RUN_BEFORE = re.compile(
    r"\b(?:ran|run|runs|running)\s+(?:an?\s+|the\s+|parallel\s+)?$", re.IGNORECASE
)
_RUN_AFTER = re.compile(r"\(\d\)|[ -](?:benchmarks?|test|tests|workloads?)\b", re.IGNORECASE)
_IS_ONE = re.compile(r"\s+\((?:an?\s+)?(?:micro-?)?benchmark\b", re.IGNORECASE)
_MICRO = re.compile(r"\bmicro[- ]?benchmarks?\b", re.IGNORECASE)
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in a passage, and what it needs beside it."""

    name: str
    need: Need
    start: int
    end: int


def find_tools(lines: Sequence[TextLine], blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return the tools that the sender's own text measures with, each once, as it spells them.

    Without numbers in it a text has only those that its command lines run.
    """
    own = [passage for passage in passages(lines) if not passage.is_quoted]
    names: dict[str, str] = {}
    if _has_results(own, blocks):
        for passage in own:
            for name in _named(passage, blocks):
                names.setdefault(squeezed(name), name)
    for command in find_commands(lines, blocks):
        if not command.is_quoted:
            for name in _run_by(command):
                names.setdefault(squeezed(name), name)
    _add_shown(names, blocks)
    return tuple(_without_implied(names))[:_MOST]


_RUNNABLE = frozenset(NAMES) | frozenset(PHRASES)
_PLACING = frozenset({"numactl"})


def _run_by(command: Command) -> Iterator[str]:
    """Yield the tools of a command line: its program, and the benchmark that one is told to run."""
    if squeezed(command.program) in _RUNNABLE:
        yield command.program
    for word in command.text.split()[:40]:
        name = program_of(word)
        if NAMES.get(squeezed(name)) is Need.NAME or name in _PLACING:
            yield name


def _has_results(own: Sequence[Passage], blocks: Sequence[Block]) -> bool:
    return any(not block.depth for block in blocks) or any(
        tells_an_effect(passage.text) for passage in own
    )


def _add_shown(names: dict[str, str], blocks: Sequence[Block]) -> None:
    """Add the tools whose own output is there while nothing names them."""
    for block in blocks:
        shown = squeezed(block.tool)
        if not shown or block.depth or block.kind is not BlockKind.LOG or shown.startswith("perf"):
            continue
        if not any(_is_akin(name, shown) for name in names):
            names.setdefault(shown, block.tool)


def _is_akin(one: str, other: str) -> bool:
    """Whether two names are of one tool: ``iperf`` and ``iperf3``, UnixBench and its heading."""
    is_version = one.startswith(other) or other.startswith(one)
    return is_version or (one, other) in IMPLIED or (other, one) in IMPLIED


def _without_implied(names: dict[str, str]) -> list[str]:
    kept: list[str] = []
    seen: set[str] = set()
    for key, name in names.items():
        if any((other, key) in IMPLIED for other in names if other not in _hidden(key, seen)):
            seen.add(key)
            continue
        kept.append(name)
    return kept


def _hidden(key: str, seen: set[str]) -> set[str]:
    """Return the names that are left out already, so that two that imply each other leave one."""
    return seen | {key}


def _named(passage: Passage, blocks: Sequence[Block]) -> Iterator[str]:
    text = passage.text
    for mention in _mentions(text):
        if _counts(mention, passage, blocks):
            yield mention.name
    if "enchmark" in text:
        for found in _MICRO.finditer(text):
            yield found.group()


def _counts(mention: _Mention, passage: Passage, blocks: Sequence[Block]) -> bool:
    """Whether what stands beside a name makes it a tool of evidence."""
    text = passage.text
    before = text[max(mention.start - 40, 0) : mention.start]
    if before.rstrip().endswith("Comm:"):
        return False
    if mention.need is Need.NAME:
        return True
    if mention.need is Need.RUN:
        after = text[mention.end : mention.end + 20]
        return bool(_RUN_BEFORE.search(before) or _RUN_AFTER.match(after))
    if _heads_a_block(mention, passage, blocks):
        return True
    return speaks_of_measuring(sentence_around(text, mention.start, mention.end))


def _heads_a_block(mention: _Mention, passage: Passage, blocks: Sequence[Block]) -> bool:
    line = passage.line_at(mention.start)
    if not line.text.lstrip().startswith(mention.name):
        return False
    return any(block.line_start - 2 <= line.number <= block.line_end for block in blocks)


def _mentions(text: str) -> Iterator[_Mention]:
    words = list(_WORD.finditer(text))
    index = 0
    while index < len(words):
        taken, found = _phrase(text, words, index)
        if not taken:
            taken, found = 1, list(_of_word(words[index].group(), words[index].start(), text))
        yield from found
        index += taken


def _phrase(text: str, words: list[re.Match[str]], index: int) -> tuple[int, list[_Mention]]:
    """Return how many words a name of several words takes, and that name."""
    for length in (4, 3, 2):
        group = words[index : index + length]
        if len(group) < length:
            continue
        start, end = group[0].start(), group[-1].end()
        last = group[-1].group()
        end -= len(last) - len(last.split("/")[0].rstrip("./+-"))
        key = squeezed(text[start:end])
        need = PHRASES.get(key)
        gaps = (text[a.end() : b.start()] for a, b in zip(group, group[1:], strict=False))
        if need is not None and all(_JOINS.fullmatch(gap) for gap in gaps):
            return length, [_Mention(" ".join(text[start:end].split()), need, start, end)]
    return 0, []


def _of_word(word: str, start: int, text: str) -> Iterator[_Mention]:
    """Yield the names in one word: ``memtier/memcached`` has two, a path none."""
    word = word.rstrip("./-")
    if "t/io_uring" in word and word.endswith("t/io_uring"):
        yield _Mention("t/io_uring", Need.NAME, start, start + len(word))
        word = word[: -len("t/io_uring")].rstrip("/")
    if _is_path(word, start, text):
        return
    for part in word.split("/"):
        name, need = _one_name(part)
        if need is None and _calls_it_benchmark(part, start, word, text):
            name, need = part, Need.NAME
        if need is not None:
            yield _Mention(name, need, start, start + len(word))


def _calls_it_benchmark(part: str, start: int, word: str, text: str) -> bool:
    after = text[start + len(word) : start + len(word) + 30]
    if after.startswith("(") or not part or not any(mark in part for mark in "_-"):
        return False
    return is_benchmark_by_name(part) or bool(_IS_ONE.match(after))


def _is_path(word: str, start: int, text: str) -> bool:
    if start and text[start - 1] in "./~$-=":
        return True
    if _FILE.search(word) or word.startswith(_PATH_STARTS):
        return True
    return word.count("/") > 1 and _one_name(word.split("/")[0])[1] is None


def _one_name(word: str) -> tuple[str, Need | None]:
    """Return the tool's name at the head of a word: ``stress-ng.fork.ops`` and ``fio-3.39``."""
    head = word.split(".")[0]
    if head != word and squeezed(head) in MONITORS:
        return "", None
    need = NAMES.get(squeezed(head), PHRASES.get(squeezed(head)))
    if need is not None and not head.isupper() or need is Need.NAME:
        return head, need
    while "-" in head:
        head = head.rpartition("-")[0]
        if NAMES.get(squeezed(head)) is Need.NAME:
            return head, Need.NAME
    return "", None
