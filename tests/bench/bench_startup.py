"""How long lkmltrack takes to start, beside Python itself and b4.

Run it by hand: ``python tests/bench/bench_startup.py [RUNS]``. The programs
take turns, so that a busy machine is unfair to all of them; what counts are
the ratios.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
BARE = "python3 -c pass"
B4 = "b4 --version"
COMMANDS = {
    BARE: [sys.executable, "-c", "pass"],
    "python3 -I -S -c pass": [sys.executable, "-I", "-S", "-c", "pass"],
    "lkmltrack --version": [str(BIN / "lkmltrack"), "--version"],
    "lkmltrack --help": [str(BIN / "lkmltrack"), "--help"],
    "lkmltrack list -q": [str(BIN / "lkmltrack"), "list", "-q"],
    B4: [str(BIN / "b4"), "--version"],
}


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall time of one run; a command that fails would be fast for nothing."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def measure(runs: int) -> dict[str, list[float]]:
    """Run every command ``runs`` times, in turns, after one round that warms the caches."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
        times: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for turn in range(runs + 1):
            for name, command in COMMANDS.items():
                took = seconds(command, environment)
                if turn:
                    times[name].append(took)
    return times


def main() -> None:
    """Print medians, the spread, and the ratios to a bare Python and to b4."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    times = measure(runs)
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"median of {runs} runs in turns, wall time in ms, spread is the middle half")
    print(f"{'':<24}{'median':>8}{'spread':>16}{'x python':>10}{'x b4':>8}")
    for name, values in times.items():
        low, _, high = statistics.quantiles(values, n=4)
        print(
            f"{name:<24}{medians[name] * 1e3:>8.1f}{low * 1e3:>9.1f} ..{high * 1e3:>5.1f}"
            f"{medians[name] / medians[BARE]:>10.2f}{medians[name] / medians[B4]:>8.2f}"
        )


if __name__ == "__main__":
    main()
