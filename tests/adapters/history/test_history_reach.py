"""Which tips contain which commits: every answer against a walk by hand, in random histories."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lkmltrack.adapters.history.process import Git
from lkmltrack.adapters.history.reach import find_contents
from tests.adapters.history.repositories import Repository


@dataclass
class Dag:
    """A random history, and who descends from whom in it."""

    path: Path
    shas: list[str] = field(default_factory=list)
    ancestors: list[set[int]] = field(default_factory=list)

    def contents(self, tip: int, commits: list[int]) -> frozenset[str]:
        return frozenset(self.shas[one] for one in commits if one in self.ancestors[tip])


def random_history(folder: Path, dice: random.Random, size: int) -> Dag:
    """Make a repository of commits with random parents and clocks that jump."""
    folder.mkdir()
    repository = Repository(folder)
    repository.git("init", "--quiet", "--bare")
    dag = Dag(folder)
    lines: list[str] = []
    for number in range(size):
        low = max(0, number - 12)
        parents = (
            {dice.randrange(low, number) for _ in range(dice.choice((1, 1, 1, 2, 3)))}
            if number
            else set()
        )
        if dice.random() < 0.04:
            parents = set()
        when = (
            1_700_000_000
            + number * 1_000
            + dice.choice((0, 0, 0, -900_000, 900_000, -1_600_000_000))
        )
        lines += [
            f"commit refs/heads/b{number}",
            f"mark :{number + 1}",
            f"committer Mia <mia@example.com> {when} +0000",
            "data 1",
            "x",
        ]
        for place, parent in enumerate(sorted(parents)):
            lines.append(f"{'merge' if place else 'from'} :{parent + 1}")
        lines.append("deleteall\n")
        dag.ancestors.append({number}.union(*(dag.ancestors[parent] for parent in parents)))
    repository.git(
        "fast-import", "--quiet", f"--export-marks={folder}/marks", given="\n".join(lines).encode()
    )
    marks = dict(line.split() for line in (folder / "marks").read_text().splitlines())
    dag.shas = [marks[f":{number + 1}"] for number in range(size)]
    return dag


@pytest.mark.parametrize("seed", range(4))
def test_every_answer_is_that_of_a_walk_by_hand(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    dag = random_history(tmp_path / "dag", dice, 70)
    git = Git(dag.path)
    for _ in range(12):
        numbers = range(len(dag.shas))
        commits = dice.sample(numbers, dice.choice((1, 3, 8)))
        tips = dice.sample(numbers, dice.choice((1, 5, 20)))
        known = dice.sample(numbers, dice.choice((0, 1, 6)))
        floor = dag.shas[dice.choice(numbers)] if dice.random() < 0.7 else ""
        found = find_contents(
            git,
            [dag.shas[tip] for tip in tips],
            [dag.shas[one] for one in commits],
            known={dag.shas[one]: dag.contents(one, commits) for one in known},
            floor=floor,
        )
        assert found == {dag.shas[tip]: dag.contents(tip, commits) for tip in tips}


def test_a_floor_that_is_too_high_is_noticed(tmp_path: Path) -> None:
    dag = random_history(tmp_path / "dag", random.Random(1), 30)
    top = max(range(30), key=lambda number: len(dag.ancestors[number]))
    below = sorted(dag.ancestors[top])[3]
    found = find_contents(
        Git(dag.path), [dag.shas[top]], [dag.shas[below]], known={}, floor=dag.shas[top]
    )
    assert found == {dag.shas[top]: frozenset([dag.shas[below]])}


def test_commits_and_tips_that_are_lost_are_in_nothing_and_hold_nothing(tmp_path: Path) -> None:
    dag = random_history(tmp_path / "dag", random.Random(2), 10)
    lost, gone = "1" * 40, "2" * 40
    found = find_contents(
        Git(dag.path),
        [dag.shas[9], lost],
        [dag.shas[9], gone],
        known={"3" * 40: frozenset()},
        floor=dag.shas[0],
    )
    assert found == {dag.shas[9]: frozenset([dag.shas[9]]), lost: frozenset()}
