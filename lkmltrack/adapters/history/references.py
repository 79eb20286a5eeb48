"""Branches and tags: where they point, who made their last commit, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lkmltrack.adapters.history.process import Git
from lkmltrack.adapters.history.values import address, as_text, moment
from lkmltrack.model.commit import BRANCHES, HEAD, TAGS, Reference
from lkmltrack.model.message import Address

CLOCK_ERRORS = timedelta(days=30)
"""Computers that commit are wrong about the time by less than this."""

_MAIN_NAMES = ("master", "main", "trunk")
_FIELDS = (
    "%(refname)",
    "%(symref)",
    "%(HEAD)",
    "%(objectname)",
    "%(objecttype)",
    "%(committername)",
    "%(committeremail)",
    "%(committerdate:unix)",
    "%(*objectname)",
    "%(*objecttype)",
    "%(*committerdate:unix)",
    "%(taggerdate:unix)",
)


@dataclass(frozen=True, slots=True)
class Tip:
    """A branch or tag, its commit, and who made that when.

    ``rank`` is lowest for the branch that counts most; ``tagged`` is None
    without a tagger.
    """

    name: str
    target: str
    commit: str
    committer: Address
    committed: datetime
    tagged: datetime | None = None
    rank: int = 0

    @property
    def is_tag(self) -> bool:
        """Whether it is a tag."""
        return self.name.startswith(TAGS)


def read_references(git: Git) -> tuple[Reference, ...]:
    """Return HEAD, the branches and the tags, and the object that each points to."""
    with git.stream("show-ref", "--head") as stream:
        output = stream.output.read()
        # 1 says that a repository has no branch yet
        stream.finish(forgiven=(0, 1))
    found: list[Reference] = []
    for line in as_text(output).splitlines():
        target, _, name = line.partition(" ")
        if name == HEAD or name.startswith((*BRANCHES, TAGS)):
            found.append(Reference(name, target))
    return tuple(found)


def read_tips(git: Git) -> list[Tip]:
    """Return the branches and tags that lead to a commit, but for names of another branch."""
    lines = git.lines("for-each-ref", f"--format={'%00'.join(_FIELDS)}", *BRANCHES, TAGS)
    told = [dict(zip(_FIELDS, line.split("\0"), strict=True)) for line in lines]
    mains = {fields["%(symref)"]: fields["%(refname)"] for fields in told if fields["%(symref)"]}
    return [tip for fields in told if (tip := _tip(fields, mains)) is not None]


def _tip(fields: Mapping[str, str], mains: Mapping[str, str]) -> Tip | None:
    is_annotated = fields["%(objecttype)"] == "tag"
    star = "*" if is_annotated else ""
    if fields["%(symref)"] or fields[f"%({star}objecttype)"] != "commit":
        return None
    name = fields["%(refname)"]
    return Tip(
        name=name,
        target=fields["%(objectname)"],
        commit=fields[f"%({star}objectname)"],
        committer=address(fields["%(committername)"], fields["%(committeremail)"].strip("<>")),
        committed=moment(fields[f"%({star}committerdate:unix)"]),
        tagged=moment(fields["%(taggerdate:unix)"]) if fields["%(taggerdate:unix)"] else None,
        rank=_rank(name, mains.get(name, ""), is_checked_out=fields["%(HEAD)"] == "*"),
    )


def _rank(name: str, alias: str, *, is_checked_out: bool) -> int:
    """Return how far a branch is from the one that counts: where the clone came from goes first."""
    is_main = name.rpartition("/")[2] in _MAIN_NAMES
    tests: Sequence[bool] = (
        alias == "refs/remotes/origin/HEAD",
        name.startswith("refs/remotes/origin/") and is_main and name.count("/") == 3,
        name.startswith("refs/heads/") and is_main and name.count("/") == 2,
        bool(alias) or (name.startswith("refs/remotes/") and is_main),
        is_checked_out,
        True,
    )
    return tests.index(True)
