"""How long it takes to find applied patches in a long history, first and later.

Run it by hand: ``PYTHONPATH=. python tests/bench/bench_applied.py [FOLDER [COMMITS]]``.
The history is invented, the same in every run, and stays in FOLDER for the
next one. What git itself needs to print the same commits stands beside.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lkmltrack.adapters.history import GitHistory
from lkmltrack.model.commit import AppliedBy
from lkmltrack.model.message import Address
from lkmltrack.model.series import Patch, PostingKind, Series
from lkmltrack.tracker.applying import Application, find_applied
from lkmltrack.tracker.ports import Outside
from tests.fakes import outside_world

START = datetime(2024, 1, 1, tzinfo=UTC)
PACE = timedelta(minutes=7)
AUTHORS, MAINTAINERS = 900, 60
TOPIC = 12
RELEASE = 2_500
BACKPORTS = 800
WORDS = (
    "add",
    "fix",
    "drop",
    "rename",
    "split",
    "avoid",
    "lock",
    "unlock",
    "queue",
    "page",
    "folio",
    "slab",
    "node",
    "numa",
    "rmap",
    "walk",
    "table",
    "scan",
    "flag",
    "race",
    "leak",
    "check",
    "bound",
    "count",
    "sort",
    "wait",
    "wake",
    "merge",
    "free",
    "reclaim",
)


@dataclass(frozen=True)
class Made:
    """A commit of the invented history, by its number."""

    number: int

    @property
    def title(self) -> str:
        """A title that no other commit has."""
        dice = random.Random(self.number)
        return f"{dice.choice(WORDS)}/{dice.choice(WORDS)}: {' '.join(dice.choices(WORDS, k=4))} {self.number}"

    @property
    def author(self) -> Address:
        """Who wrote it."""
        who = self.number * 7_919 % AUTHORS
        return Address(f"Developer Number{who}x", f"dev{who}@example.org")

    @property
    def posted(self) -> datetime:
        """When it was posted, and written."""
        return START + self.number * PACE - timedelta(days=10)

    @property
    def message_id(self) -> str:
        """The message that brought it."""
        return f"{self.posted:%Y%m%d%H%M%S}.{self.number}-1-dev@example.org"

    @property
    def has_link(self) -> bool:
        """Whether the maintainer linked to the message."""
        return self.number % 3 != 0

    @property
    def file(self) -> str:
        """The file it changes."""
        return f"dir{self.number % 53}/file{self.number * 31 % 37}.c"

    def text(self, first_line: str = "") -> str:
        """The text of the commit."""
        dice = random.Random(self.number)
        lines = [" ".join(dice.choices(WORDS, k=11)) for _ in range(9)]
        link = f"Link: https://lore.kernel.org/r/{self.message_id}\n" if self.has_link else ""
        signed = f"Signed-off-by: {self.author}\n"
        body = "\n".join(lines)
        return f"{self.title}\n\n{first_line}{body}\n\n{signed}{link}Signed-off-by: Mia <m@example.com>\n"


def fast_import(count: int) -> Iterator[bytes]:
    """Yield a history: topics that are merged, releases, stable branches, and a branch to come."""
    dice = random.Random(1)
    files: dict[str, list[str]] = {}
    marks = iter(range(1, 10 * count))
    trunk, number, merged = 0, 0, 0
    while number < count:
        base = trunk
        topic = 0
        for _ in range(min(TOPIC, count - number)):
            made = Made(number)
            lines = files.setdefault(made.file, [f"line {place}" for place in range(30)])
            lines[dice.randrange(30)] = f"changed by {number}"
            mark = next(marks)
            yield commit(mark, "refs/heads/topic", made, topic or base, "\n".join(lines))
            topic, number = mark, number + 1
        mark = next(marks)
        yield merge(mark, number, trunk, topic)
        trunk, merged = mark, merged + 1
        if number % RELEASE < TOPIC:
            release = f"v6.{number // RELEASE}"
            when = int((START + number * PACE).timestamp())
            yield f"tag {release}\nfrom :{trunk}\ntagger Leo <l@example.com> {when} +0000\ndata 1\nx\n".encode()
            if number // RELEASE % 6 == 5:
                yield from stable(release, trunk, number, marks)
    yield f"reset refs/heads/master\nfrom :{trunk}\n".encode()


def commit(mark: int, branch: str, made: Made, parent: int, content: str, first: str = "") -> bytes:
    """Return a commit as git fast-import reads it."""
    text, data = made.text(first).encode(), content.encode()
    written = int(made.posted.timestamp())
    when = int((START + made.number * PACE).timestamp()) + (5_000_000 if first else 0)
    maintainer = made.number % MAINTAINERS
    head = (
        f"commit {branch}\nmark :{mark}\n"
        f"author {made.author} {written} +0000\n"
        f"committer Maintainer Number{maintainer}y <max{maintainer}@example.com> {when} +0000\n"
        f"data {len(text)}\n"
    ).encode()
    tail = f"M 100644 inline {made.file}\ndata {len(data)}\n".encode()
    parents = f"from :{parent}\n".encode() if parent else b""
    return head + text + parents + tail + data + b"\n"


def merge(mark: int, number: int, trunk: int, topic: int) -> bytes:
    """Return the merge of a topic into the trunk."""
    when = int((START + number * PACE).timestamp())
    parents = f"from :{trunk}\nmerge :{topic}\n" if trunk else f"from :{topic}\n"
    text = f"Merge topic {number}"
    return (
        f"commit refs/heads/master\nmark :{mark}\ncommitter Leo Leader <l@example.com> {when} +0000\n"
        f"data {len(text)}\n{text}\n{parents}\n"
    ).encode()


def stable(release: str, trunk: int, number: int, marks: Iterator[int]) -> Iterator[bytes]:
    """Yield a stable branch with backports of what came in before."""
    parent = trunk
    for back in range(BACKPORTS):
        made = Made(number - 3 * back - 1)
        mark = next(marks)
        first = f"commit {made.number:040x} upstream.\n\n"
        yield commit(mark, f"refs/heads/linux-{release}.y", made, parent, f"{back}\n", first)
        parent = mark


def build(folder: Path, count: int) -> None:
    """Make the repository with git fast-import."""
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    command = ["git", "-C", str(folder), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for part in fast_import(count):
            process.stdin.write(part)
    assert process.returncode == 0
    (folder / "built").write_text(str(count))


# ---------------------------------------------------------------- what is looked for


def proposals(count: int, number: int, patches: int) -> dict[str, list[Series]]:
    """Return proposals of two revisions, a third each with a link, the same change, or another."""
    found: dict[str, list[Series]] = {}
    for place in range(number):
        first = count * (place + 1) // (number + 2)
        made = [Made(first + step) for step in range(patches)]
        found[f"p{place}"] = [
            revision(made, f"r{which}.", timedelta(days=which - 2)) for which in (1, 2)
        ]
    return found


def revision(made: list[Made], prefix: str, later: timedelta) -> Series:
    """Return a posting of patches; the second one is that which was applied."""
    is_last = later >= timedelta(0)
    patches = tuple(
        Patch(
            one.message_id if is_last else f"{prefix}{one.message_id}",
            place,
            one.title,
            one.author,
            f"{one.number:040x}",
            (one.file,),
        )
        for place, one in enumerate(made, 1)
    )
    head = patches[0]
    return Series(
        PostingKind.PATCH,
        2 if is_last else 1,
        head.message_id,
        head.title,
        head.author,
        made[0].posted + later,
        len(patches),
        patches,
    )


def with_patch_ids(folder: Path, wanted: dict[str, list[Series]]) -> dict[str, list[Series]]:
    """Return proposals in which every other patch has the patch-id of its commit on the trunk."""
    run = subprocess.run(
        ["git", "-C", str(folder), "log", "--no-merges", "--format=%H %s", "master"],
        capture_output=True,
        check=True,
    )
    shas = {line[41:]: line[:40] for line in run.stdout.decode().splitlines()}
    titles = {p.title for revisions in wanted.values() for one in revisions for p in one.patches}
    ids = GitHistory(folder).patch_ids([shas[title] for title in titles])

    def told(patch: Patch) -> Patch:
        known = next(iter(ids[shas[patch.title]]))
        return replace(patch, patch_id=known) if patch.counter % 2 else patch

    return {
        key: [replace(one, patches=tuple(map(told, one.patches))) for one in revisions]
        for key, revisions in wanted.items()
    }


# ---------------------------------------------------------------- the table


def timed(name: str, work: Callable[[], object]) -> None:
    """Run something and print how long it took, and how much of a processor, git's work included."""
    start, before = time.perf_counter(), sum(os.times()[:4])
    found = work()
    wall, busy = time.perf_counter() - start, sum(os.times()[:4]) - before
    told = ""
    if isinstance(found, Application):
        ways = [one.how for applied in found.patches.values() for one in applied]
        told = "  ".join(f"{how.value} {ways.count(how)}" for how in AppliedBy)
        told += "".join(f"  {warning}" for warning in found.warnings)
    print(f"{name:<45}{wall * 1_000:>9.0f} ms {busy * 1_000:>9.0f} ms busy  {told}")


def add_commits(folder: Path, numbers: range) -> None:
    """Put commits on top of the trunk, as a fetch would."""
    stream: list[bytes] = []
    for place, number in enumerate(numbers, 1):
        part = commit(place, "refs/heads/master", Made(number), place - 1, f"{number}\n")
        stream.append(
            part
            if place > 1
            else part.replace(b"M 100644", b"from refs/heads/master^0\nM 100644", 1)
        )
    subprocess.run(
        ["git", "-C", str(folder), "fast-import", "--quiet"], input=b"".join(stream), check=True
    )


def measure(folder: Path, count: int, number: int, patches: int) -> None:
    """Print how long the looks take for some proposals."""
    wanted = with_patch_ids(folder, proposals(count, number, patches))
    late = revision([Made(count + 10_000_007 - count % 1_000)], "late.", timedelta(0))
    wanted["late"] = [late]
    with tempfile.TemporaryDirectory() as place:
        outside = outside_world(Path(place))

        def look() -> Application:
            # a new object each time, as every run of the program has
            world: Outside = replace(outside, history=GitHistory(folder))
            return find_applied(wanted, world)

        print(f"\n{number} proposals of 2 revisions with {patches} patches")
        timed("  first look", look)
        timed("  nothing moved", look)
        timed("  nothing moved, again", look)
        before = git(folder, "rev-parse", "refs/heads/master")
        add_commits(folder, range(count + 1_000_000, count + 1_000_020))
        timed("  20 new commits", look)
        add_commits(folder, range(late_number(late), late_number(late) + 1))
        timed("  1 new commit that is a posted patch", look)
        git(folder, "tag", "-a", "-m", "x", "v9.1", "master")
        timed("  a new release", look)
        git(folder, "branch", "from-the-middle", "master~500")
        timed("  a new branch from the middle", look)
        git(folder, "tag", "-d", "v9.1")
        git(folder, "branch", "-D", "from-the-middle")
        git(folder, "update-ref", "refs/heads/master", before)
        timed("  all that taken back", look)


def late_number(late: Series) -> int:
    """Return the number of the commit that a late posting becomes."""
    return int(late.title.rpartition(" ")[2])


def git(folder: Path, *arguments: str) -> str:
    """Run git, as Mia."""
    who = {
        f"GIT_{role}_{what}": "Mia <m@example.com>"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    run = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True,
        check=True,
        env=os.environ | who,
    )
    return run.stdout.decode().strip()


def main() -> None:
    """Build the history unless it is there, and print the table."""
    arguments = sys.argv[1:]
    count = int(arguments[1]) if len(arguments) > 1 else 150_000
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(arguments[0] if arguments else scratch) / f"history-{count}.git"
        if not (folder / "built").exists():
            timed(f"build {count:,} commits", lambda: build(folder, count))
        print(
            f"{git(folder, 'rev-list', '--count', '--all')} commits, "
            f"{len(git(folder, 'show-ref').splitlines())} branches and tags"
        )
        for graph in ("without", "with"):
            print(f"\n== {graph} a commit-graph")
            if graph == "with":
                git(folder, "commit-graph", "write", "--reachable")
            timed("git show-ref", lambda: git(folder, "show-ref"))
            timed(
                "git log --all --no-merges, the same fields",
                lambda: git(
                    folder, "log", "--all", "--no-merges", "--format=%H%an%ae%at%cn%ce%ct%s%B"
                ),
            )
            timed(
                "git rev-list --all --parents --topo-order",
                lambda: git(folder, "rev-list", "--all", "--parents", "--topo-order"),
            )
            measure(folder, count, 1, 10)
            measure(folder, count, 50, 10)
        (folder / "objects/info/commit-graph").unlink()


if __name__ == "__main__":
    main()
