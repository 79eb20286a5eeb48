"""Commits made from patches alone, in a repository of their own."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from lkmltrack.adapters.series.git_command import run_git
from lkmltrack.adapters.series.posted import PostedPatch
from lkmltrack.adapters.series.sparse_files import SparseTree, Version

_NOBODY = "nobody@lkmltrack.invalid"


def make_repository(folder: Path, object_format: str = "sha1") -> None:
    """Make an empty repository; nobody's templates, hooks or settings are in it."""
    run_git("init", "--quiet", "--template=", f"--object-format={object_format}", os.fspath(folder))


def import_patches(folder: Path, patches: Sequence[PostedPatch], name: str) -> str:
    """Make a commit of each patch, and return the range of them.

    Raises ``BadInputError`` when the patches do not follow from one another.
    """
    tree = SparseTree()
    changes = [tree.apply(patch.diff) for patch in patches]
    base, tip = f"refs/heads/{name}-base", f"refs/heads/{name}"
    # written now, as only the last patch completes what the first ones left unknown
    pieces = _commit(base, "", "What was there before", tree.before())
    for patch, touched in zip(patches, changes, strict=True):
        parent = base if patch is patches[0] else ""
        text = f"{patch.title}\n\n{patch.message}".strip()
        pieces += _commit(tip, parent, text, touched, _person(patch), patch.date)
    run_git("fast-import", "--quiet", given=b"".join(pieces), folder=folder)
    return f"{name}-base..{name}"


def _commit(
    branch: str,
    parent: str,
    text: str,
    files: Mapping[str, Version | None],
    author: str = f"<{_NOBODY}>",
    date: datetime | None = None,
) -> list[bytes]:
    seconds = max(int(date.timestamp()), 0) if date else 0
    pieces = [
        f"commit {branch}\nauthor {author} {seconds} +0000\n".encode(),
        f"committer <{_NOBODY}> {seconds} +0000\n".encode(),
        _data(text),
        f"from {parent}\n".encode() if parent else b"",
    ]
    for path, version in files.items():
        name = _quoted(path)
        if version is None:
            pieces.append(b"D " + name + b"\n")
        else:
            pieces.append(f"M {version.mode} inline ".encode() + name + b"\n")
            pieces.append(_data(version.content))
    return pieces


def _data(text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    return b"data %d\n%s\n" % (len(raw), raw)


def _person(patch: PostedPatch) -> str:
    name = "".join(c for c in patch.author.name if c.isprintable() and c not in "<>").strip()
    address = "".join(c for c in patch.author.address if c.isprintable() and c not in "<> ")
    return f"{name} <{address or _NOBODY}>" if name else f"<{address or _NOBODY}>"


def _quoted(path: str) -> bytes:
    """Return a path as fast-import reads it: quoted, every byte that could mislead escaped."""
    raw = path.encode("utf-8", "replace")
    return b'"%s"' % b"".join(
        bytes((byte,)) if 32 < byte < 127 and byte not in b'"\\' else b"\\%03o" % byte
        for byte in raw
    )
