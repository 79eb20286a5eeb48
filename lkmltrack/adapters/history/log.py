"""The log: commits that are worth a look, out of a long history in one pass."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import unquote_to_bytes

from lkmltrack.adapters.history.process import Git
from lkmltrack.adapters.history.texts import find_links, find_origin, find_reverted, find_spared
from lkmltrack.adapters.history.values import address, as_text, moment
from lkmltrack.errors import TreeError
from lkmltrack.model.commit import Commit, Wanted
from lkmltrack.proposals.commits import folded_title
from lkmltrack.proposals.people import name_key

Told = Callable[[str, int, int | None], None]

_FIELDS = ("%H", "%an", "%ae", "%at", "%cn", "%ce", "%ct", "%s", "%B")
_COUNT = len(_FIELDS)
_BLOCK = 1 << 20
_SHA = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LINK_STARTS = (b"Link: ", b"Message-I", b"LKML-Ref", b"Msgid: ", b"Patch-Li", b"Lore: ")
_AROUND_IDS = bytes.maketrans(b"<>#? \t\r", b"///////")
_LONGEST_BODY = 200_000
_PLAIN = (
    "--no-color",
    "--no-decorate",
    "--no-notes",
    "--no-patch",
    "--encoding=UTF-8",
    "--no-mailmap",
)
_SINCE_AS_FILTER = (2, 37)


def read_commits(
    git: Git,
    wanted: Wanted,
    *,
    starts: Sequence[str],
    without: Sequence[str],
    since: datetime | None,
    progress: Told,
) -> list[Commit]:
    """Return the commits that are wanted, and every revert, newest first.

    They are looked for from ``starts`` down to ``without``, and those committed
    before ``since`` are left out. A commit that claims a wrong date hides no
    other one.
    """
    oldest = max(int(since.timestamp()), 0) if since else 0
    options = [
        "--ignore-missing",
        "--stdin",
        "--no-merges",
        "-z",
        f"--format={'%x00'.join(_FIELDS)}",
    ]
    if oldest and git.version >= _SINCE_AS_FILTER:
        # plain --since would stop below the first commit with an older date
        at = datetime.fromtimestamp(oldest, UTC)
        options.append(f"--since-as-filter={at:%Y-%m-%dT%H:%M:%SZ}")
    given = [*starts, *(f"^{commit}" for commit in without)]
    sieve = _Sieve(wanted)
    found: list[Commit] = []
    with git.stream("log", *_PLAIN, *options, given=given) as stream:
        done = 0
        for records in _records(stream.output.read, git):
            found += [
                sieve.commit(fields)
                for fields in records
                if sieve.lets_through(fields) and moment(fields[6]).timestamp() >= oldest
            ]
            done += len(records)
            progress("commits", done, None)
        stream.finish()
    return found


def _records(read: Callable[[int], bytes], git: Git) -> Iterator[list[list[bytes]]]:
    """Yield the commits of each block that was read, as lists of fields."""
    rest = b""
    while block := read(_BLOCK):
        fields = (rest + block).split(b"\0")
        whole = (len(fields) - 1) // _COUNT * _COUNT
        rest = b"\0".join(fields[whole:])
        records = [fields[start : start + _COUNT] for start in range(0, whole, _COUNT)]
        if not all(_SHA.fullmatch(record[0]) for record in records):
            raise TreeError(f"{git.shown}: git log answers in a way that is not understood")
        yield records


class _Sieve:
    """Tells fast which commits are worth a look, on the bytes that git prints."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._addresses = {one.encode("utf-8", "replace") for one in wanted.authors}
        self._ids = {_pieces(one.encode("utf-8", "replace"))[-1] for one in wanted.message_ids} - {
            b""
        }
        self._names: dict[bytes, bool] = {}

    def lets_through(self, fields: Sequence[bytes]) -> bool:
        """Whether a commit has something that is wanted, or takes another one back."""
        body = fields[8]
        return (
            fields[2].lower() in self._addresses
            or self._is_wanted_name(fields[1])
            or self._is_wanted_title(fields[7])
            or self._has_wanted_link(body)
            or b" reverts" in body
            or fields[7].startswith(b'Revert "')
        )

    def commit(self, fields: Sequence[bytes]) -> Commit:
        """Return a commit; its links are read only where there is a wanted one."""
        body = as_text(fields[8][:_LONGEST_BODY])
        return Commit(
            sha=as_text(fields[0]),
            subject=as_text(fields[7]),
            author=address(as_text(fields[1]), as_text(fields[2])),
            authored=moment(fields[3]),
            committer=address(as_text(fields[4]), as_text(fields[5])),
            committed=moment(fields[6]),
            links=find_links(body) if self._has_wanted_link(fields[8]) else (),
            copy_of=find_origin(body),
            reverts=find_reverted(body),
            spares=find_spared(body),
        )

    def _is_wanted_name(self, name: bytes) -> bool:
        found = self._names.get(name)
        if found is None:
            key = name_key(as_text(name))
            found = self._names[name] = bool(key) and key in self._wanted.authors
        return found

    def _is_wanted_title(self, subject: bytes) -> bool:
        return folded_title(as_text(subject)) in self._wanted.titles

    def _has_wanted_link(self, body: bytes) -> bool:
        for start in _LINK_STARTS:
            position = body.find(b"\n" + start)
            while position >= 0:
                end = body.find(b"\n", position + 1)
                line = body[position : end if end >= 0 else None]
                if b"%" in line:
                    line = unquote_to_bytes(line)
                if not self._ids.isdisjoint(_pieces(line)):
                    return True
                position = body.find(b"\n" + start, end) if end >= 0 else -1
        return False


def _pieces(line: bytes) -> list[bytes]:
    """Return what stands between the marks of a URL; a message-id may be two of them."""
    return line.translate(_AROUND_IDS).split(b"/")
