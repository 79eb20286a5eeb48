"""A small tree of invented people, and calls whose answers the real scripts gave.

With the name of a get_maintainer.pl this file writes the answers anew:
``python -m tests.maintainers.invented_tree SCRIPT > tests/maintainers/data/answers-7.3.txt``.
The script has to break ties by the order of the file: a copy in whose get_maintainers() the
sort of ``keys %hash`` ends in ``|| $a <=> $b``.
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"
FOLDERS = (DATA / "folders.txt").read_text().split()
FILES = (DATA / "files.txt").read_text().split()
OPTIONS = (
    "",
    "--norolestats",
    "--nol",
    "--nom --nor",
    "--non",
    "--no-n --nomailmap",
    "--nomailmap",
    "--noremove-duplicates",
    "--s",
    "--nomoderated",
    "--nofixes --nokeywords",
    "--scm --status --subsystem --web",
    "--separator ; --norolestats",
    "--nomultiline",
    "--sections",
    "--letters mf",
    "--git-chief-penguins",
    "--pattern-depth 1",
    "--pattern-depth=2",
    "--noemail --status --no-l",
    "--roles --norolestats --NoR",
)


def calls() -> Iterator[list[str]]:
    """Yield the words of every call: each patch and file, and each option with some of them."""
    patches = sorted(f"patches/{path.name}" for path in (DATA / "patches").iterdir())
    for patch in patches:
        yield [patch]
    for file in FILES:
        yield ["-f", file]
    yield from (["-f", folder] for folder in ("two", "folder/named", "drivers", "depth/one/two/"))
    for options in OPTIONS[1:]:
        words = shlex.split(options)
        yield [*words, "patches/keywords.patch"]
        yield [*words, "patches/mailed.patch", "patches/renames.patch", "patches/alpha.patch"]
        yield [*words, "-f", "mapped/a.c", "arch/x86/net/bpf.c", "drivers/beta/x.c", "caps/a.c"]


def build_tree(place: Path, script: str) -> None:
    """Make the tree in a folder; ``script`` stands for the tree's own get_maintainer.pl."""
    for folder in FOLDERS:
        (place / folder).mkdir(parents=True, exist_ok=True)
    for file in FILES:
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        (place / file).touch()
    shutil.copy(DATA / "MAINTAINERS", place / "MAINTAINERS")
    shutil.copy(DATA / "mailmap", place / ".mailmap")
    (place / "Documentation" / "bindings").mkdir()
    shutil.copy(DATA / "thing.yaml", place / "Documentation" / "bindings" / "thing.yaml")
    shutil.copytree(DATA / "patches", place / "patches")
    (place / "scripts" / "get_maintainer.pl").write_text(script)


def read_answers(path: Path) -> Iterator[tuple[list[str], str]]:
    """Yield (words, output) of every call that is kept in a file."""
    words: list[str] = []
    lines: list[str] = []
    for line in path.read_text("utf-8", "surrogateescape").split("\n")[:-1]:
        if line.startswith("$ "):
            if words:
                yield words, "".join(lines)
            words, lines = shlex.split(line[2:]), []
        else:
            lines.append(f"{line}\n")
    yield words, "".join(lines)


def main() -> None:
    """Print every call and what a script answers."""
    script = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        build_tree(Path(folder), "")
        for words in calls():
            done = subprocess.run(
                ["perl", str(script), *words], cwd=folder, capture_output=True, check=True
            )
            sys.stdout.buffer.write(f"$ {shlex.join(words)}\n".encode() + done.stdout)


if __name__ == "__main__":
    main()
