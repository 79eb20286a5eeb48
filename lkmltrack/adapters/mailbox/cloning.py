"""Cloning an epoch of a list from lore or another public-inbox server, and going on with it."""

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from lkmltrack import __version__
from lkmltrack.adapters.mailbox.epochs import UNFINISHED, is_repository
from lkmltrack.adapters.mailbox.git_process import Answer, Git, Stream
from lkmltrack.adapters.mailbox.opening import cannot_read, shown
from lkmltrack.errors import (
    ArchiveError,
    BadAnswerError,
    BadInputError,
    RefusedError,
    UnreachableError,
    UsageError,
)

Progress = Callable[[str, int, int | None], None]

_LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
_MIRROR = {
    "remote.origin.fetch": "+refs/*:refs/*",
    "remote.origin.mirror": "true",
    "remote.origin.tagOpt": "--no-tags",
}
_STEP = re.compile(r"(?:remote: )?([A-Z][A-Za-z ]{2,40}): +\d{1,3}% \((\d{1,12})/(\d{1,12})\)")
_STATUS = re.compile(r"returned error: (\d{3})")
_NOT_FOUND = "' not found"
_UNREACHABLE = (
    "Could not resolve",
    "Failed to connect",
    "Couldn't connect",
    "Connection",
    "Empty reply",
    "Recv failure",
    "SSL",
    "early EOF",
    "hung up",
    "timed out",
    "too slow",
    "unexpected disconnect",
)
_POLLED_EVERY = 0.1
_FETCH = (
    "-c",
    f"http.userAgent=git/lkmltrack-{__version__}",
    "-c",
    "http.lowSpeedLimit=1000",
    "-c",
    "http.lowSpeedTime=60",
    "fetch",
    "--progress",
    "--prune",
    "--no-write-fetch-head",
    "--end-of-options",
    "origin",
)


def _no_progress(what: str, done: int, total: int | None) -> None:
    """Say nothing."""


def clone_epoch(url: str, destination: Path, progress: Progress = _no_progress) -> None:
    """Clone an epoch to a bare repository, or fetch what is new when it is there already.

    What ``progress`` raises ends git and passes through; an interrupted clone
    is taken up again by the next call.
    """
    protocol = _protocol_of(url)
    is_new = not destination.exists()
    git = _prepared(url, destination)
    try:
        _fetch(git, url, protocol, progress)
    except (RefusedError, BadAnswerError):
        if is_new:
            # there is nothing to go on with
            shutil.rmtree(destination)
        raise


def _fetch(git: Git, url: str, protocol: str, progress: Progress) -> None:
    leftovers = _unfinished_packs(git.directory)
    try:
        with git.stream(*_FETCH, protocol=protocol) as fetch:
            _report(fetch, progress)
            ended = fetch.finish()
    finally:
        for pack in _unfinished_packs(git.directory) - leftovers:
            pack.unlink(missing_ok=True)
    if ended.status:
        raise _failure(url, ended.complaint)
    _set_head(git, url)
    git.run("config", "--unset", UNFINISHED)


def _report(fetch: Stream, progress: Progress) -> None:
    """Tell how far git is until it ends."""
    while fetch.is_running:
        steps = _STEP.findall(fetch.said)
        if steps:
            what, done, total = steps[-1]
            progress(what.lower(), int(done), int(total))
        else:
            progress("waiting for the server", 0, None)
        time.sleep(_POLLED_EVERY)


def _unfinished_packs(repository: Path) -> set[Path]:
    return set((repository / "objects" / "pack").glob("tmp_*"))


def _failure(url: str, complaint: str) -> ArchiveError:
    """Return what a fetch that failed means."""
    lines = [line for line in re.split(r"[\r\n]+", complaint) if line and not _STEP.match(line)]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    said = (fatal or lines or ["git does not say why"])[0].removeprefix("fatal: ")
    what = f"{url} could not be cloned: {said}"
    status = _STATUS.search(complaint)
    if status or _NOT_FOUND in complaint:
        hint = "Look at the list's page on the server for the number of its epochs."
        return RefusedError(what, hint, url=url, status=int(status[1]) if status else 404)
    if any(sign in complaint for sign in _UNREACHABLE):
        return UnreachableError(what, "Try again: what was there already is kept.", url=url)
    return BadAnswerError(
        what, "Is it a git repository? lore has epochs as LIST/0, LIST/1 ...", url=url
    )


def _set_head(git: Git, url: str) -> None:
    """Have HEAD name a branch that is there, as a clone would."""
    branches = git.run("for-each-ref", "--format=%(refname)", "refs/heads").output.decode()
    if not branches.split():
        # git takes a page of HTML for a repository without branches
        raise BadAnswerError(
            f"{url} could not be cloned: the server tells of no branch",
            "Open the URL in a browser: it may want to see that you are no robot.",
            url=url,
        )
    if git.run("rev-parse", "--verify", "--quiet", "HEAD").status:
        _check(git, git.run("symbolic-ref", "HEAD", branches.split()[0]))


def _check(git: Git, answer: Answer) -> None:
    if answer.status:
        raise git.failed(answer.complaint)


def _protocol_of(url: str) -> str:
    """Return the one protocol that git may use for a URL; refuse any but a few."""
    if not url or url.startswith("-") or any(not c.isprintable() for c in url):
        raise UsageError(f"{url!r} is no URL to clone from")
    if os.path.isabs(url):
        return "file"
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise UsageError(
            f"a URL with a name or password in it: {parts.scheme}://...@{parts.hostname}",
            "Let git keep them: see `git help credentials`.",
        )
    if parts.scheme == "file" and not parts.netloc:
        return "file"
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return parts.scheme
    raise UsageError(
        f"{url}: mail is not cloned over this protocol",
        "Use https://, or the path of a repository on this computer.",
    )


def _prepared(url: str, destination: Path) -> Git:
    """Return the repository to fetch into: a new one, or the one that an earlier call made."""
    try:
        exists = destination.exists() and any(destination.iterdir())
        if exists and not is_repository(destination):
            raise BadInputError(
                f"{shown(destination)}: there is something else here already",
                "Name a folder that is not there yet.",
            )
        destination.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_read(destination, error) from error
    git = Git(destination)
    if not exists:
        _check(git, git.run("init", "--quiet", "--bare", "--template=", "--initial-branch=master"))
        _check(git, git.run("config", UNFINISHED, "true"))
    known = (
        git.run("config", "--get", "remote.origin.url").output.decode("utf-8", "replace").strip()
    )
    if known and known != url:
        raise BadInputError(
            f"{shown(destination)}: this is a clone of {known}", "Name another folder."
        )
    for key, value in {"remote.origin.url": url, **_MIRROR}.items():
        _check(git, git.run("config", key, value))
    return git
