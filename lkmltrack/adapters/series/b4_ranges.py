"""Commits made by b4 from mails, on the files that a kernel tree holds.

b4 runs in a process of its own: it may exit, it reads the settings of where it
stands, it cleans its cache, and it has no time limit. It works in a repository
of ours that borrows the tree's objects, so that nothing is written to the tree
and nothing that the tree's config names is run.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from lkmltrack.adapters import git_environment
from lkmltrack.adapters.series.clean_mail import clean_mail
from lkmltrack.adapters.series.fake_history import make_repository
from lkmltrack.adapters.series.git_command import run_git
from lkmltrack.adapters.series.posted import PostedPatch
from lkmltrack.errors import TreeError
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.model.message import Message

_TIMEOUT = 300.0
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_PROGRAM = "lkmltrack.adapters.series.b4_program"


def ranges_with_files(
    folder: Path, older: Sequence[PostedPatch], newer: Sequence[PostedPatch], tree: Path
) -> tuple[str, str]:
    """Return the ranges of commits of two revisions in a new repository at ``folder``.

    Raises ``TreeError`` when the tree lacks files that the patches are for.
    """
    _borrow_objects(folder, tree)
    mails = {"older": older, "newer": newer}
    for name, patches in mails.items():
        (folder / ".git" / f"{name}.mbox").write_bytes(_mbox(patches, name))
    ranges = _run_b4(folder)
    return ranges["older"], ranges["newer"]


def _borrow_objects(folder: Path, tree: Path) -> None:
    """Make a repository that sees a tree's objects, with the files of its HEAD in the index."""
    place = os.path.abspath(tree)
    head = _asked(place, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}")
    objects = _asked(place, "rev-parse", "--path-format=absolute", "--git-path", "objects")
    if "\n" in objects or objects.startswith('"'):
        raise TreeError("the tree's path cannot be written into git's list of borrowed objects")
    make_repository(folder, "sha256" if len(head) == 64 else "sha1")
    (folder / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "objects" / "info" / "alternates").write_text(f"{objects}\n", "utf-8")
    run_git("read-tree", "--end-of-options", head, folder=folder)
    (folder / ".git" / "borrowed-head").write_text(head, "utf-8")


def _asked(place: str, *question: str) -> str:
    """Return what git says of the tree; its config is kept from running anything."""
    answer = run_git("-C", place, *question).decode("utf-8", "surrogateescape").strip()
    if not answer:
        raise TreeError("git tells nothing of the tree")
    return answer


def _mbox(patches: Sequence[PostedPatch], name: str) -> bytes:
    """Return the patches as mails of one series, with headers that b4 cannot misread."""
    return join_mbox([_mail(patch, name, len(patches)) for patch in patches])


def _mail(patch: PostedPatch, name: str, total: int) -> bytes:
    message = Message(
        message_id=f"{patch.counter}.{name}@lkmltrack.invalid",
        subject="",
        author=patch.author,
        date=patch.date or _SOME_DAY,
    )
    body = f"{patch.message}\n---\n\n{patch.diff}-- \nlkmltrack\n"
    return clean_mail(message, body, f"[PATCH v2 {patch.counter}/{total}] {patch.title}")


def _run_b4(folder: Path) -> dict[str, str]:
    command = [sys.executable, "-m", _PROGRAM, os.fspath(folder)]
    own = folder / ".git" / "own"
    environment = git_environment() | {
        "HOME": os.fspath(own),
        "XDG_CACHE_HOME": os.fspath(own),
        "XDG_CONFIG_HOME": os.fspath(own),
        "XDG_DATA_HOME": os.fspath(own),
        "GIT_CONFIG_NOSYSTEM": "1",
        # it finds what we found, from wherever we were started
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONSAFEPATH": "1",
    }
    try:
        answer = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise TreeError(f"b4 could not do it: {error}") from error
    try:
        return dict(json.loads((folder / ".git" / "ranges.json").read_text("utf-8")))
    except (OSError, ValueError):
        said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
    reason = " ".join(said[-1].removeprefix("ERROR:").split()) if said else "it does not say why"
    raise TreeError(f"b4 could not do it: {reason}")
