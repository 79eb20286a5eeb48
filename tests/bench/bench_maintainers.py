"""``lkmltrack maintainers`` beside get_maintainer.pl: whole processes, in turns, in one run.

``python tests/bench/bench_maintainers.py TREE PATCHES [RUNS]``: a kernel tree with the script,
and a folder of patches. What counts are the ratios: a busy machine is unfair to both.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUIET = ["--nogit", "--nogit-fallback"]
OURS = [sys.executable, "-m", "lkmltrack", "maintainers", *QUIET]
SCRIPT = ["perl", "scripts/get_maintainer.pl", *QUIET]
Row = tuple[str, list[list[str]], list[list[str]]]


def files_of(patch: Path) -> int:
    """Return how many files a patch names."""
    return patch.read_bytes().count(b"\n+++ ")


def rows(patches: list[Path], tree: Path) -> list[Row]:
    """Return (what, calls of the script, calls of ours)."""
    smallest = [str(p) for p in patches if files_of(p) == 1][:20]
    large = str(min(patches, key=lambda patch: (abs(files_of(patch) - 20), patch.name)))
    sources = [str(p.relative_to(tree)) for p in sorted((tree / "mm").rglob("*.[ch]"))]
    sources += [str(p.relative_to(tree)) for p in sorted((tree / "fs").rglob("*.[ch]"))]
    paths = sources[:1000]
    return [
        ("one small patch", [[*SCRIPT, smallest[0]]], [[*OURS, smallest[0]]]),
        ("a patch of 20 files", [[*SCRIPT, large]], [[*OURS, large]]),
        ("a series of 20", [[*SCRIPT, patch] for patch in smallest], [[*OURS, *smallest]]),
        (f"{len(paths)} paths", [[*SCRIPT, "-f", *paths]], [[*OURS, "-f", *paths]]),
    ]


def timed(calls: list[list[str]], tree: Path, environment: dict[str, str]) -> float:
    """Return the wall time of some processes, one after the other."""
    start = time.perf_counter()
    for call in calls:
        subprocess.run(call, cwd=tree, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    tree, patches = Path(sys.argv[1]).resolve(), sorted(Path(sys.argv[2]).resolve().iterdir())
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 9
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"XDG_CACHE_HOME": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        print(f"{'wall, ms':<22}{'script':>10}{'cold':>9}{'warm':>9}{'ratio':>9}")
        for what, theirs, ours in rows(patches, tree):
            shutil.rmtree(cache, ignore_errors=True)
            cold = timed(ours, tree, environment)
            slow: list[float] = []
            fast: list[float] = []
            turns_of_script = 1 if len(theirs[0]) > 100 else max(2, runs // len(theirs))
            for _ in range(runs):
                # the script takes minutes for a thousand paths
                if len(slow) < turns_of_script:
                    slow.append(timed(theirs, tree, environment))
                fast.append(timed(ours, tree, environment))
            script, warm = statistics.median(slow), statistics.median(fast)
            print(
                f"{what:<22}{script * 1e3:>10.0f}{cold * 1e3:>9.0f}{warm * 1e3:>9.1f}"
                f"{script / warm:>8.1f}x"
            )


if __name__ == "__main__":
    main()
