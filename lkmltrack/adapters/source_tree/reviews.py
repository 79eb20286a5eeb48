"""Who gave a trailer to the last commits that touched some functions."""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from lkmltrack.adapters.source_tree.declarations import declared
from lkmltrack.adapters.source_tree.names import plain_name
from lkmltrack.adapters.source_tree.process import SourceGit
from lkmltrack.model.audience import Review
from lkmltrack.model.message import Address

_MOST_PATHS = 40
_MOST_FUNCTIONS = 100
_MOST_COMMITS = 200
_SINCE = "--since=2.years.ago"
_PATIENCE = 30.0
_MOST_OUTPUT = 64 << 20
_LONGEST_LINE = 2_000
# no line of a patch or of a message of git's begins so
_MARK = b"\0"
_FORMAT = "%x00%H%x00%ct%x00%P%x00%s%n%(trailers:only,unfold)%x00"
_TRAILER = re.compile(r"([A-Z][A-Za-z]*(?:-[a-z]+)*-by):[ \t]*([^<>]*)<([^<>\s]{1,200})>")
_COMMENTS = (b"/*", b"*", b"//")
_WORDS = re.compile(rb"\w+")
_NO_RENAMES = (
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-show-signature",
)


class _Commit:
    """A commit while its patch is read."""

    def __init__(self, rev: str, time: str, is_first: bool, subject: str) -> None:
        self.rev = rev
        self.date = _date(time)
        self.is_first = is_first
        self.subject = subject
        self.trailers: list[tuple[str, Address]] = []
        self.places: dict[tuple[str, str], None] = {}
        """(path, function), each once."""


def find_reviews(
    git: SourceGit, paths: Sequence[str], functions: Sequence[str], limit: int
) -> list[Review]:
    """Return the trailers of the last commits that touched the functions, the newest first.

    Without functions any commit of the files counts. When there is no time
    left, what was found so far is returned.
    """
    names = {name.encode() for one in functions[:_MOST_FUNCTIONS] if (name := plain_name(one))}
    chosen = [path for path in dict.fromkeys(paths) if path][:_MOST_PATHS]
    if not git.has_history or not chosen or limit <= 0 or (functions and not names):
        return []
    found: list[Review] = []
    with git.running(*_log(chosen), patience=_PATIENCE, most=_MOST_OUTPUT) as output:
        for commit in _Log(set(map(os.fsencode, chosen)), names).commits(iter(output)):
            # what begins the history, or the part of it that is here, adds every line
            if not commit.is_first:
                found += _reviews(commit)
            if len(found) >= limit:
                break
    return found[:limit]


def _log(paths: Sequence[str]) -> list[str]:
    """Return the git command that prints the last commits of some files."""
    return [
        "--literal-pathspecs",
        "log",
        f"--max-count={_MOST_COMMITS}",
        _SINCE,
        "--no-merges",
        *_NO_RENAMES,
        f"--format={_FORMAT}",
        "--patch",
        "--unified=0",
        "--inter-hunk-context=0",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "HEAD",
        "--",
        *paths,
    ]


class _Log:
    """The commits of a log while it is read."""

    def __init__(self, paths: set[bytes], functions: set[bytes]) -> None:
        self._paths = paths
        self._functions = functions
        self._commit: _Commit | None = None
        self._is_message = False
        self._path = b""
        self._hunk: _Hunk | None = None

    def commits(self, lines: Iterator[bytes]) -> Iterator[_Commit]:
        """Yield each commit when all of it is read."""
        for line in lines:
            if line.startswith(_MARK) and line.count(_MARK) == 4:
                if self._commit is not None:
                    yield self._commit
                self._commit = _commit(line)
                self._is_message, self._path, self._hunk = True, b"", None
            elif self._commit is None:
                continue
            elif self._is_message:
                self._is_message = line != _MARK
                _take_trailer(line, self._commit)
            else:
                self._take_patch(line, self._commit)
        if self._commit is not None:
            yield self._commit

    def _take_patch(self, line: bytes, commit: _Commit) -> None:
        """Take a line of a patch."""
        if line.startswith(b"diff "):
            self._path, self._hunk = b"", None
        elif self._hunk is None and line.startswith((b"--- a/", b"+++ b/")):
            named = line[6:].rstrip(b"\t")
            self._path = named if named in self._paths else self._path
        elif self._path and line.startswith(b"@@ "):
            self._hunk = _Hunk(self._path, self._functions, commit)
            self._hunk.begin(line[:_LONGEST_LINE])
        elif self._hunk is not None and line[:1] in (b"+", b"-"):
            self._hunk.take(line[:_LONGEST_LINE])


def _commit(line: bytes) -> _Commit:
    """Read the line that begins a commit."""
    _, rev, time, parents, subject = line.split(_MARK, 4)
    return _Commit(
        rev.decode("ascii", "replace"),
        time.decode("ascii", "replace"),
        not parents,
        subject.decode("utf-8", "replace"),
    )


def _take_trailer(line: bytes, commit: _Commit) -> None:
    """Take who gave a trailer."""
    text = line[:_LONGEST_LINE].decode("utf-8", "replace")
    if "-by:" not in text or (trailer := _TRAILER.match(text)) is None:
        return
    who = Address(trailer[2].strip().strip('"'), trailer[3])
    if (trailer[1], who) not in commit.trailers:
        commit.trailers.append((trailer[1], who))


class _Hunk:
    """One run of changed lines, and the functions that it touches.

    git names the function above; that one is not touched when the change begins with another.
    """

    def __init__(self, path: bytes, functions: set[bytes], commit: _Commit) -> None:
        self._path = os.fsdecode(path)
        self._functions = functions
        self._commit = commit
        self._above: list[bytes] = []

    def begin(self, line: bytes) -> None:
        """Take the line that begins it."""
        if self._functions:
            self._above = _WORDS.findall(line.partition(b" @@ ")[2])
        else:
            self._commit.places[(self._path, "")] = None

    def take(self, line: bytes) -> None:
        """Take a changed line."""
        text = line[1:]
        begun = declared(text)
        if begun is not None:
            self._above = []
            self._touch([begun[0]])
        elif self._above and text.strip() and not text.lstrip().startswith(_COMMENTS):
            self._touch(self._above)
            self._above = []

    def _touch(self, names: Sequence[bytes]) -> None:
        for name in names:
            if name in self._functions:
                self._commit.places[(self._path, name.decode())] = None


def _reviews(commit: _Commit) -> Iterator[Review]:
    """Yield a review for every trailer of a commit; of several functions the first is named."""
    for path, function in list(commit.places)[:1]:
        for trailer, who in commit.trailers:
            yield Review(who, trailer, commit.rev, commit.subject, commit.date, path, function)


def _date(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OSError, OverflowError, ValueError):
        return None
