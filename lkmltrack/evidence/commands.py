"""Commands: the exact command lines of runs, with what continues them, in prompts and in prose."""

import re
from collections.abc import Iterator, Sequence

from lkmltrack.evidence.text import TextLine
from lkmltrack.evidence.vocabulary.parallelism import parallelism_of
from lkmltrack.evidence.vocabulary.passages import Passage, passages
from lkmltrack.evidence.vocabulary.programs import (
    WRAPPERS,
    is_local,
    is_perf_run,
    is_setting,
    is_workload,
    program_of,
)
from lkmltrack.evidence.vocabulary.shell import (
    MOST_LINES,
    continues,
    has_open_loop,
    has_open_quote,
    has_prose,
    is_assignment,
    is_environment,
    is_option,
    is_prose,
    without_prompt,
    without_remark,
)
from lkmltrack.model.evidence import Block, Command

_WORD = re.compile(r"[^\s\"'`(),;]+")
_COUNTED = re.compile(r"Performance counter stats for '([^'\n]{2,300})'")
_NOT_COUNTED = ("system wide", "CPU", "process id", "thread id", "sleep ")
_QUOTES = {'"': '"', "'": "'", "`": "`", "\u201c": "\u201d", "\u2018": "\u2019"}
_ASKED = re.compile(
    r"\b(?:outputs? of|dumps? of|please|could you|can you|would you|provide|try)\b", re.IGNORECASE
)
_LOOP = re.compile(r"(?:for|while|until)\s.{1,200}?(?:;|\s)\s?do\b|(?:for|while|until)\s.{1,200}$")
_HAS_DIGIT = re.compile(r"\d|[/_]")
_SCRIPTS = (".sh", ".py", ".pl")
_LONGEST = 600
_MOST = 500


def find_commands(lines: Sequence[TextLine], blocks: Sequence[Block]) -> tuple[Command, ...]:
    """Return the command lines that run or measure a workload, in order of their lines.

    Builds, mounts, settings and requests to run something are none.
    """
    del blocks
    found: list[Command] = []
    for passage in passages(lines):
        found += _in_passage(passage)
        if len(found) > _MOST:
            break
    return tuple(found[:_MOST])


def _in_passage(passage: Passage) -> list[Command]:
    found: list[Command] = []
    taken: set[int] = set()
    index = 0
    while index < len(passage.lines):
        count, text = _on_lines(passage.lines, index)
        if count:
            found.append(_command(text, passage, index, index + count - 1))
            taken.update(range(index, index + count))
        index += max(count, 1)
    found += _within(passage, taken)
    return sorted(found, key=lambda command: command.line)


def _command(text: str, passage: Passage, first: int, last: int) -> Command:
    words = _words(text)
    return Command(
        text=text,
        line=passage.lines[first].number,
        line_end=passage.lines[last].number,
        program=_program(words),
        parallelism=parallelism_of(words),
        is_quoted=passage.is_quoted,
    )


def _words(text: str) -> list[str]:
    return [word.strip("\"'`()") for word in text.replace("\\\n", " ").replace(";", " ; ").split()]


def _program(words: Sequence[str]) -> str:
    """Return the name of the first program that measures or is measured."""
    for index, word in enumerate(words):
        if is_perf_run(words[index:]):
            return f"perf {words[index + 1]}"
        if word.endswith("t/io_uring"):
            return "t/io_uring"
        if is_workload(word):
            return program_of(word)
    return next((program_of(word) for word in words if is_local(word)), words[0] if words else "")


def _on_lines(lines: Sequence[TextLine], index: int) -> tuple[int, str]:
    """Return how many lines a command takes that starts a line, and its text; 0 when none does."""
    body, is_prompted = without_prompt(lines[index].text)
    if not body or not _starts(body, is_prompted):
        return 0, ""
    texts = [body]
    for line in lines[index + 1 : index + MOST_LINES]:
        last = lines[index].text if len(texts) == 1 else texts[-1]
        whole = "\n".join(texts)
        if not (continues(last, line.text) or has_open_loop(whole) or has_open_quote(whole)):
            break
        texts.append(line.text)
    if has_open_quote("\n".join(texts)):
        texts = texts[: _joined(texts)]
    texts[-1] = without_remark(texts[-1])
    text = "\n".join(texts)[:_LONGEST].rstrip()
    return (len(texts), text) if _runs(text, is_prompted) else (0, "")


def _joined(texts: Sequence[str]) -> int:
    """Return how many lines a backslash joins, for a text whose quote is never closed."""
    return next((place for place, text in enumerate(texts, 1) if not text.endswith("\\")), 1)


def _starts(body: str, is_prompted: bool) -> bool:
    """Whether a line may begin a run, by its first words."""
    words = body.split(maxsplit=24)
    if _LOOP.match(body):
        return words[0] != "for(" and (is_prompted or "; do" in body or body.endswith(" do"))
    place = _program_place(words)
    if place is None:
        return False
    rest = words[place + 1 :]
    if rest and rest[0].startswith("("):
        return False
    if words[place] == "dd" or is_local(words[place]):
        is_alone = words[place].startswith(".") and (bool(rest) or words[place].endswith(_SCRIPTS))
        return is_prompted or (is_alone and not has_prose(rest))
    if is_prompted:
        return not has_prose(rest) and (bool(rest) or not words[place][0].isupper())
    if words[place][0].isupper() or words[0][0] in _QUOTES:
        return False
    return bool(rest) and _looks_like_arguments(rest)


def _program_place(words: Sequence[str]) -> int | None:
    """Return where the measured program stands behind wrappers and variables, None for no run."""
    for index, word in enumerate(words):
        is_value = index > 0 and _takes_value(words[index - 1])
        is_program = is_workload(word) or (is_local(word) and not is_value)
        if is_program or is_perf_run(words[index:]):
            return index
        name = program_of(word)
        is_wrapped = bool(index) and program_of(words[0]) in WRAPPERS and not is_setting(word)
        if not (is_environment(word) or name in WRAPPERS or is_wrapped):
            return None
    return None


def _takes_value(word: str) -> bool:
    """Whether the word behind an option may be its value."""
    return is_option(word) and "=" not in word and word != "--"


def _looks_like_arguments(words: Sequence[str]) -> bool:
    """Whether words behind a program are arguments: an option comes early, and no sentence."""
    if all(word.startswith(("/", "./", "~/")) for word in words):
        return True
    for word in words[:4]:
        if is_option(word) or is_assignment(word):
            return not has_prose(words[:12])
        if is_prose(word) or not (word.isalnum() or _HAS_DIGIT.search(word)):
            return False
    return False


def _runs(text: str, is_prompted: bool) -> bool:
    """Whether a whole command line, loops and all, has a run in it."""
    words = _words(text)
    if "..." in words or not words or words[-1] == "":
        return False
    if not _LOOP.match(text):
        return is_prompted or len(words) > 1 or is_local(words[0])
    if "do" not in words:
        return False
    return any(
        is_perf_run(words[index:]) or is_workload(word) or (is_local(word) and word != "do")
        for index, word in enumerate(words)
        if not is_setting(word) and word != "dd"
    )


def _within(passage: Passage, taken: set[int]) -> Iterator[Command]:
    """Yield the commands inside sentences, quoted or not."""
    text = passage.text
    end = 0
    for found in _COUNTED.finditer(text):
        if not found[1].startswith(_NOT_COUNTED):
            yield _placed(found[1], found.start(1), found.end(1), passage)
    for word in _WORD.finditer(text):
        start = word.start()
        if start < end or not _may_run(word[0], text, word.end()):
            continue
        if passage.lines.index(passage.line_at(start)) in taken or _is_scripted(word, text):
            continue
        begin, end = _extent(text, start, word.end())
        end = max(end, word.end())
        if _is_worth(text[begin:end], text, begin):
            yield _placed(text[begin:end], begin, end, passage)


def _is_scripted(word: re.Match[str], text: str) -> bool:
    """Whether ``dd`` begins a line: in a script it fills a file, rarely is it what is measured."""
    return (
        word[0] == "dd" and not text[text.rfind("\n", 0, word.start()) + 1 : word.start()].strip()
    )


def _placed(text: str, start: int, end: int, passage: Passage) -> Command:
    first, last = passage.line_at(start), passage.line_at(max(end - 1, start))
    words = _words(text)
    return Command(
        text=passage.written(start, end),
        line=first.number,
        line_end=last.number,
        program=_program(words),
        parallelism=parallelism_of(words),
        is_quoted=passage.is_quoted,
    )


def _may_run(word: str, text: str, end: int) -> bool:
    """Whether a word inside a sentence is a program with arguments behind it."""
    following = text[end : end + 60].split(maxsplit=2)
    if not following or text[end : end + 1] not in " \n(":
        return False
    if word == "perf":
        return is_perf_run([word, *following]) and len(following) > 1
    return is_workload(word) or is_local(word)


def _extent(text: str, start: int, end: int) -> tuple[int, int]:
    """Return from where to where a command goes: to the closing quote, or as far as arguments do."""
    opening = max(start - 40, 0)
    for place in range(start - 1, opening - 1, -1):
        character = text[place]
        if character in _QUOTES and (not place or not text[place - 1].isalnum()):
            close = text.find(_QUOTES[character], end, end + _LONGEST)
            if close > 0 and "\n\n" not in text[start:close]:
                return place + 1, close
            break
        if character in "\n.;:,":
            break
    return start, _end_of_arguments(text, end)


def _end_of_arguments(text: str, end: int) -> int:
    """Return where the arguments behind a program end and the sentence goes on."""
    last, needs_value, needs_rest = end, False, False
    for word in re.finditer(r"\S+", text[end : end + _LONGEST]):
        token, start = word[0], end + word.start()
        is_new_line = "\n" in text[last:start]
        bare = token.rstrip(".,;:)`\"'")
        is_argument = is_option(token) or is_assignment(token)
        if not bare:
            return end
        if token == "\\" or needs_rest:
            last, needs_rest = start + len(token), needs_rest and "))" not in token
            continue
        if not is_argument and (
            is_new_line
            and not (needs_value and bare[0].isdigit())
            or is_prose(bare)
            or token[0] in "(|=["
        ):
            break
        if not is_argument and not needs_value and not _is_operand(bare, last == end):
            break
        last = start + len(bare)
        if bare != token:
            break
        needs_value = _takes_value(token)
        needs_rest = "$((" in token and "))" not in token
    return last


def _is_operand(word: str, is_first: bool) -> bool:
    """Whether a word may be what a program works on: a name with a digit or a slash, a test's name."""
    if is_first:
        return False
    return bool(_HAS_DIGIT.search(word)) or word.isidentifier()


def _is_worth(command: str, text: str, start: int) -> bool:
    """Whether a command found in a sentence is a run with its arguments, and not a wish for one."""
    words = command.split()
    if len(words) < 2 or words[-1] in _QUOTES or "..." in command or "\u2026" in command:
        return False
    if _ASKED.search(text[max(start - 60, 0) : start]):
        return False
    has_arguments = any(is_option(word) or is_assignment(word) or "/" in word for word in words[1:])
    return (has_arguments or words[1].isdigit()) and not has_prose(words)
