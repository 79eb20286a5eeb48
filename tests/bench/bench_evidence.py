"""How fast evidence is found: megabytes a second for every form, beside a plain scan and jc.

Run it by hand on a folder of real mail, patches and outputs of tools:

    python tests/bench/bench_evidence.py FOLDER [--size 1.0]

The blocks of each form that are found in the folder are repeated, with prose
between them, to a text of that many megabytes. The plain scan tries every
form's expression on every line, as a program without words and blocks would;
jc reads one table that it is handed, and finds none.
"""

import argparse
import importlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from lkmltrack.evidence.blocks import find_blocks, recognised
from lkmltrack.evidence.forms.names import FormName
from lkmltrack.evidence.forms.registry import FORMS
from lkmltrack.evidence.text import TextLine, read_file_lines, read_mail_lines
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import parse_message

PROSE = "\n\nThis is what came out of it on the machine that I have here, and it is\nwhat I wanted to see.\n\n"
MEGA = 1_000_000
TABLES = (FormName.ORG_TABLE, FormName.MARKDOWN_TABLE, FormName.GRID_TABLE)


def texts_in(folder: Path) -> Iterator[str]:
    """Yield the bodies of all mails and the text of all other files in a folder."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        if path.suffix == ".mbox":
            yield from (parse_message(one).body for one in split_mbox(raw))
        elif path.suffix in (".eml", ".patch"):
            yield parse_message(raw).body
        elif path.suffix in (".txt", ".log"):
            yield raw.decode("utf-8", "replace")


def seconds(job: Callable[[], object]) -> float:
    """Return the least CPU time of three runs."""
    best = 1e9
    for _ in range(3):
        begin = time.process_time()
        job()
        best = min(best, time.process_time() - begin)
    return max(best, 1e-9)


def plain_scan(lines: tuple[TextLine, ...]) -> int:
    """Return how many lines some form's expression fits, each tried on each line."""
    return sum(1 for line in lines if any(form.opens(line.text) for form in FORMS))


def jc_seconds(tables: list[str]) -> float | None:
    """Return what jc takes for tables that are cut out for it, None without jc."""
    try:
        jc = importlib.import_module("jc")
    except ImportError:
        return None

    def read() -> None:
        for table in tables:
            try:
                jc.parse("asciitable_m", table, quiet=True)
            except jc.exceptions.ParseError:
                continue

    return seconds(read)


def row(name: str, blocks: list[str], size: float) -> str:
    """Return a form's line of the table."""
    text = ""
    piece = PROSE.join(dict.fromkeys(blocks))
    while len(text) < size * MEGA:
        text += piece + PROSE
    lines = read_file_lines(text)
    mega = sum(len(line.raw) + 1 for line in lines) / MEGA
    ours = seconds(lambda: find_blocks(lines))
    plain = seconds(lambda: plain_scan(lines))
    answer = (
        f"{name:20} {len(blocks):6} {mega:7.2f} {mega / ours:8.2f} {mega / plain:8.2f} "
        f"{plain / ours:7.2f}"
    )
    if name in TABLES:
        jc = jc_seconds(blocks)
        cut = "\n\n".join(blocks)
        alone = seconds(lambda: find_blocks(read_file_lines(cut)))
        answer += f"   jc, tables alone: {jc / alone:.2f}x" if jc else "   jc is not installed"
    return answer


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=float, default=1.0, help="megabytes for each form")
    args = parser.parse_args()
    found: defaultdict[str, list[str]] = defaultdict(list)
    documents = [read_mail_lines(text) for text in texts_in(args.folder)]
    mega = sum(len(line.raw) + 1 for lines in documents for line in lines) / MEGA
    whole = seconds(lambda: [find_blocks(lines) for lines in documents])
    for lines in documents:
        for block in recognised(lines):
            found[block.form].append(block.text)
    print(f"{'form':20} {'blocks':>6} {'MB':>7} {'MB/s':>8} {'plain':>8} {'ratio':>7}")
    print(
        f"{'the whole folder':20} {sum(map(len, found.values())):6} {mega:7.2f} {mega / whole:8.2f}"
    )
    for name in sorted(found):
        print(row(name, found[name], args.size))


if __name__ == "__main__":
    main()
