"""Files that each hold mail, as a bulk source."""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from lkmltrack.adapters.mailbox.files import MailFile
from lkmltrack.adapters.mailbox.opening import shown
from lkmltrack.adapters.mailbox.walking import Found, Place, in_batches
from lkmltrack.errors import BadInputError
from lkmltrack.model.source import Batch

ListFiles = Callable[[Path], list[MailFile]]
ReadFile = Callable[[MailFile], list[bytes]]

_DIGEST_BYTES = 8


class FilesWalk:
    """A way through the files of a source that were not seen before.

    A file that cannot be read does not keep the others from being read; it is
    told of at the end.
    """

    def __init__(self, files: Sequence[MailFile], read: ReadFile, cursor: str) -> None:
        self._read = read
        self._start = cursor
        known = _read_cursor(cursor)
        digests = [(_digest(file.key), file) for file in files]
        self._seen = known & {digest for digest, _ in digests}
        self._todo = [(digest, file) for digest, file in digests if digest not in known]
        self.can_stop = False

    @property
    def cursor(self) -> str:
        """The names seen, as short digests."""
        return _write_cursor(self._seen) if self._seen else self._start

    def __iter__(self) -> Iterator[Found]:
        complaints: list[BadInputError] = []
        for digest, file in self._todo:
            try:
                raws = self._read(file)
            except BadInputError as complaint:
                # one that is gone was deleted meanwhile, which is nobody's fault
                if file.path.exists():
                    complaints.append(complaint)
                continue
            if not raws:
                self._seen.add(digest)
            for index, raw in enumerate(raws):
                self.can_stop = index == len(raws) - 1
                if self.can_stop:
                    self._seen.add(digest)
                yield Found(raw, (os.fspath(file.path), len(raws), index))
        if complaints:
            raise _joined(complaints, len(self._todo))


def _joined(complaints: list[BadInputError], files: int) -> BadInputError:
    first = complaints[0]
    if len(complaints) == 1:
        return first
    return BadInputError(
        f"{len(complaints)} of {files} files could not be read; the first: {first.what}", first.hint
    )


class FilesSource:
    """Files that each hold mail, as a bulk source; its cursor is the names seen."""

    def __init__(self, path: Path, list_files: ListFiles, read: ReadFile) -> None:
        self.path = path
        self.name = f"files:{shown(path.resolve())}"
        self._list_files = list_files
        self._read = read

    def total(self) -> int | None:
        """Return how many files there are."""
        return len(self._list_files(self.path))

    def batches(self, cursor: str, size: int) -> Iterator[Batch]:
        """Yield the messages after ``cursor``, about ``size`` at a time."""
        return in_batches(self.walk(cursor), cursor, size)

    def walk(self, cursor: str) -> FilesWalk:
        """Return a walk over what comes after a cursor."""
        return FilesWalk(self._list_files(self.path), self._read, cursor)

    def raws(self, places: list[Place]) -> list[bytes]:
        """Return the mails at some places, in that order."""
        found: list[bytes] = []
        for name, count, index in places:
            path = Path(name)
            raws = self._read(MailFile(path, path.name.partition(":")[0]))
            if len(raws) != count:
                raise BadInputError(f"{shown(path)}: the file changed while it was read")
            found.append(raws[index])
        return found


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogateescape")).digest()[:_DIGEST_BYTES]


def _write_cursor(seen: set[bytes]) -> str:
    return json.dumps({"seen": b64encode(b"".join(sorted(seen))).decode("ascii")})


def _read_cursor(cursor: str) -> set[bytes]:
    try:
        packed = b64decode(json.loads(cursor)["seen"])
    except (ValueError, TypeError, KeyError):
        return set()
    step = _DIGEST_BYTES
    return {packed[start : start + step] for start in range(0, len(packed), step)}
