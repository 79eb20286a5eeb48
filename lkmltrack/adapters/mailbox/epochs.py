"""public-inbox v2 repositories: one git repository an epoch, one commit a mail."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lkmltrack.adapters.mailbox.git_process import Git, Stream
from lkmltrack.adapters.mailbox.opening import LONGEST_MAIL, shown
from lkmltrack.adapters.mailbox.walking import Found, Place, in_batches
from lkmltrack.errors import BadInputError
from lkmltrack.model.source import Batch

UNFINISHED = "lkmltrack.unfinished"
"""The setting in a clone of ours that tells that its first fetch has not ended."""

_EPOCH_NAME = re.compile(r"\d{1,9}\.git")
_DEEPEST_MIRROR = 4
_MOST_FOLDERS = 20_000
_ANSWER = "%(objectname) %(objecttype) %(objectsize) %(rest)"
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Epoch:
    """A bare repository of mail; ``key`` is its path within the source."""

    key: str
    directory: Path


def is_repository(path: Path) -> bool:
    """Whether a folder is a bare git repository, or what an interrupted clone leaves of one."""
    return (path / "HEAD").is_file() and (path / "objects").is_dir()


def find_epochs(path: Path) -> list[Epoch]:
    """Return the epochs of an inbox (``git/0.git`` ...) or of every inbox of a mirror."""
    if is_repository(path):
        return [Epoch(path.name, path)]
    if is_repository(path / ".git") and _is_checkout_of_mail(path):
        return [Epoch(path.name, path / ".git")]
    found: list[Epoch] = []
    folders = [(path, 0)]
    for _ in range(_MOST_FOLDERS):
        if not folders:
            break
        folder, depth = folders.pop()
        for place in _folders_in(folder):
            if _EPOCH_NAME.fullmatch(place.name) and is_repository(place):
                found.append(Epoch(os.path.relpath(place, path), place))
            elif depth < _DEEPEST_MIRROR and place.suffix != ".git" and not place.is_symlink():
                folders.append((place, depth + 1))
    return sorted(found, key=_in_order)


def _is_checkout_of_mail(path: Path) -> bool:
    return {name for name in os.listdir(path) if not name.startswith(".")} in ({"m"}, {"d"}, set())


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [folder / e.name for e in entries if e.is_dir() and not e.name.startswith(".")]
    except OSError:
        # a mirror may hold what is not ours to read; that the top can be read was seen before
        return []


def _in_order(epoch: Epoch) -> tuple[str, int]:
    folder, name = os.path.split(epoch.key)
    number = name.removesuffix(".git")
    return folder, int(number) if number.isdecimal() else 0


class EpochsSource:
    """Epochs as a bulk source; its cursor is the last commit that was read of each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = f"epochs:{shown(path.resolve())}"

    def total(self) -> int | None:
        """Return how many mails the epochs hold; None when one is damaged, which reading tells."""
        try:
            return sum(map(_count, self._epochs()))
        except BadInputError:
            return None

    def batches(self, cursor: str, size: int) -> Iterator[Batch]:
        """Yield the messages after ``cursor``, ``size`` at a time."""
        return in_batches(self.walk(cursor), cursor, size)

    def walk(self, cursor: str) -> "EpochsWalk":
        """Return a walk over what comes after a cursor."""
        return EpochsWalk(self._epochs(), cursor)

    def raws(self, places: list[Place]) -> list[bytes]:
        """Return the mails at some places, in that order."""
        by_epoch: dict[str, list[str]] = {}
        for name, _, _ in places:
            key, _, blob = name.rpartition(":")
            by_epoch.setdefault(key, []).append(blob)
        found: dict[str, bytes] = {}
        for epoch in self._epochs():
            if blobs := by_epoch.get(epoch.key):
                read = _read_blobs(Git(epoch.directory), blobs)
                found |= {f"{epoch.key}:{blob}": raw for blob, raw in read.items()}
        missing = [name for name, _, _ in places if name not in found]
        if missing:
            raise BadInputError(f"{shown(self.path)}: {missing[0]} is gone")
        return [found[name] for name, _, _ in places]

    def _epochs(self) -> list[Epoch]:
        epochs = find_epochs(self.path)
        if not epochs:
            raise BadInputError(f"{shown(self.path)}: there is no public-inbox repository here")
        return epochs


def _count(epoch: Epoch) -> int:
    git = Git(epoch.directory)
    tip = _tip(git)
    if not tip:
        return 0
    answer = git.run("rev-list", "--count", "--end-of-options", tip)
    if answer.status:
        raise git.failed(answer.complaint)
    return int(answer.output)


class EpochsWalk:
    """A way through epochs, oldest mail first."""

    can_stop = True

    def __init__(self, epochs: list[Epoch], cursor: str) -> None:
        self._epochs = epochs
        self._start = cursor
        self._last = _read_cursor(cursor)

    @property
    def cursor(self) -> str:
        """The last commit read of each epoch."""
        return json.dumps(self._last, sort_keys=True) if self._last else self._start

    def __iter__(self) -> Iterator[Found]:
        for epoch in self._epochs:
            git = Git(epoch.directory)
            tip = _tip(git)
            last = self._last.get(epoch.key, "")
            if tip and tip != last:
                _check_is_mail(git, tip)
                yield from self._walk(epoch, git, last, tip)

    def _walk(self, epoch: Epoch, git: Git, last: str, tip: str) -> Iterator[Found]:
        # purged or edited history lacks the commit: then all is read again, and known already
        wanted = f"{last}..{tip}" if last and _has_ancestor(git, last, tip) else tip
        for blob, commit, raw in _read(git, _listed(git, wanted)):
            self._last[epoch.key] = commit
            yield Found(raw, (f"{epoch.key}:{blob}", 0, 0))
        # the last commits may have removed mail only
        self._last[epoch.key] = tip


def _tip(git: Git) -> str:
    """Return the newest commit: HEAD's, or the only branch's; empty when there is none yet."""
    answer = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}")
    if answer.status == 0:
        return answer.output.decode("ascii").strip()
    branches = git.run("for-each-ref", "--format=%(objectname)", "refs/heads")
    if branches.status:
        raise git.failed(branches.complaint or answer.complaint)
    tips = branches.output.decode("ascii").split()
    if len(tips) == 1:
        return tips[0]
    if tips:
        raise git.failed(f"HEAD names no branch, and there are {len(tips)} branches")
    _check_is_whole(git)
    return ""


def _check_is_whole(git: Git) -> None:
    """Tell an interrupted clone from a repository that is still empty."""
    packs = git.directory / "objects" / "pack"
    is_partial = packs.is_dir() and any(name.startswith("tmp_") for name in os.listdir(packs))
    if is_partial or git.run("config", "--get", UNFINISHED).status == 0:
        raise BadInputError(
            f"{shown(git.directory)}: this clone was interrupted, there is no mail in it yet",
            f"Finish it with `git -C {shown(git.directory)} fetch`, or delete and clone again.",
        )


def _check_is_mail(git: Git, tip: str) -> None:
    """Refuse a repository of something else; a commit of an epoch holds ``m``, ``d`` or nothing."""
    answer = git.run("ls-tree", "--name-only", "--end-of-options", tip)
    if answer.status:
        raise git.failed(answer.complaint)
    names = set(answer.output.decode("utf-8", "replace").split("\n")) - {""}
    if names - {"m", "d"}:
        raise BadInputError(
            f"{shown(git.directory)}: this git repository is no public-inbox v2 epoch",
            "An epoch has one file, named m, in each commit."
            " For the commits of a kernel tree name a revision range.",
        )


def _has_ancestor(git: Git, last: str, tip: str) -> bool:
    answer = git.run("merge-base", "--is-ancestor", "--end-of-options", last, tip)
    return answer.status == 0


def _listed(git: Git, wanted: str) -> Iterator[str]:
    """Yield a line for each commit, oldest first: the object to read, and the commit.

    git names an object once. A commit without one repeats a mail, removes one
    (``d``) or lost its own to a purge; it is asked for by the file's name then,
    which is slower.
    """
    listing = ("rev-list", "--objects", "--in-commit-order", "--reverse", "--end-of-options")
    with git.stream(*listing, wanted) as objects:
        commit = ""
        for line in objects.output:
            # a commit is a name alone; a tree has a blank behind it, a blob its path
            name, blank, path = line.decode("utf-8", "replace").rstrip("\n").partition(" ")
            if not blank:
                if commit:
                    yield f"{commit}:m {commit}"
                commit = name
            elif path == "m":
                yield f"{name} {commit}"
                commit = ""
        if commit:
            yield f"{commit}:m {commit}"
        ended = objects.finish()
    if ended.status:
        raise git.failed(ended.complaint)


def _read(git: Git, listed: Iterable[str]) -> Iterator[tuple[str, str, bytes]]:
    """Yield (blob, commit, mail) for lines of "blob commit", all read by one process."""
    with git.feed("cat-file", f"--batch={_ANSWER}", "--buffer", lines=listed) as mails:
        yield from _answers(git, mails)
        ended = mails.finish()
    if ended.status:
        raise git.failed(ended.complaint)


def _answers(git: Git, mails: Stream) -> Iterator[tuple[str, str, bytes]]:
    output = mails.output
    while header := output.readline():
        words = header.decode("ascii", "replace").split()
        if words[1:] == ["missing"] and words[0].endswith(":m"):
            continue
        if len(words) != 4 or not words[2].isdecimal():
            lacks = words[1:] == ["missing"]
            raise git.failed(f"this copy lacks the mail {words[0]}" if lacks else repr(header[:99]))
        blob, commit, size = words[0], words[3], int(words[2])
        if size > LONGEST_MAIL:
            raise git.failed(f"the mail of commit {commit} has {size} bytes")
        raw = output.read(size)
        if len(raw) < size or output.read(1) != b"\n":
            raise git.failed(mails.finish().complaint or "an object breaks off")
        yield blob, commit, raw


def _read_blobs(git: Git, blobs: list[str]) -> dict[str, bytes]:
    """Return the contents of blobs."""
    if not all(_COMMIT.fullmatch(blob) for blob in blobs):
        raise BadInputError(f"{shown(git.directory)}: no object names: {blobs[0]!r}")
    lines = [f"{blob} {blob}" for blob in dict.fromkeys(blobs)]
    return {blob: raw for blob, _, raw in _read(git, lines)}


def _read_cursor(cursor: str) -> dict[str, str]:
    """Return the last commits that a cursor tells; none when it tells nothing that is usable."""
    try:
        told = json.loads(cursor)
    except ValueError:
        return {}
    if not isinstance(told, dict):
        return {}
    return {
        key: commit
        for key, commit in told.items()
        if isinstance(commit, str) and _COMMIT.fullmatch(commit)
    }
