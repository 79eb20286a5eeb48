"""Read the files of an index, build it, and keep it in the cache."""

import hashlib
import os
import stat
import time
from contextlib import suppress
from tempfile import mkstemp

from lkmltrack.adapters.maintainers_index.cache import Sources, opened, version_key
from lkmltrack.errors import BadInputError
from lkmltrack.maintainers.index import build_index
from lkmltrack.maintainers.lookup import Index
from lkmltrack.maintainers.profiles import profile_of_script

_LARGEST_FILE = 64 << 20
_MOST_INDEXES = 8
# a file that changed so lately could change again without a new time
_TOO_FRESH_NS = 2_000_000_000


def build(sources: Sources, folder: str, key: str, is_mended: bool) -> Index:
    """Return a new index, and keep it; where that cannot be done, it lives as long as we do."""
    contents = [read_file(path) for path in sources.paths]
    key = "" if key and _is_fresh(sources) else key
    return index_of(contents, folder, key, is_mended=is_mended)


def index_of(
    contents: list[bytes],
    folder: str,
    key: str,
    *,
    is_mended: bool = False,
    most: int = _MOST_INDEXES,
) -> Index:
    """Return the index of the contents of MAINTAINERS files, a mailmap and a script.

    It is kept in a folder of at most so many, and ``key`` leads to it, unless it is empty.
    """
    place = f"{folder}/{_hash_of(contents)}.index"
    is_usable = bool(folder) and _made_folder(folder)
    index = opened(place) if is_usable and not is_mended else None
    data = b""
    if index is None:
        data = _built(contents)
        index = opened(place) if is_usable and _write(place, data) else None
    if index is None:
        return Index(lambda start, length: data[start : start + length])
    if key:
        _link(os.path.basename(place), f"{folder}/{key}")
    _prune(folder, most)
    return index


def read_file(path: str) -> bytes:
    """Return what a file holds; nothing for an empty name."""
    if not path:
        return b""
    try:
        with open(path, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BadInputError(f"{path} is no file")
            data = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise BadInputError(f"cannot read {path}: {error.strerror}") from error
    if len(data) > _LARGEST_FILE:
        raise BadInputError(f"{path} is too large for a MAINTAINERS file")
    return data


def _built(contents: list[bytes]) -> bytes:
    """Return the index of the contents of all MAINTAINERS files, the mailmap and the script."""
    *maintainers, mailmap, script = contents
    profile = profile_of_script(script.decode("utf-8", "replace"))
    texts = [profile.decoded(data) for data in maintainers]
    # a file that ends without a newline must not run into the next one
    text = "\n".join(part.removesuffix("\n") for part in texts)
    return build_index(text, profile.decoded(mailmap), profile)


def _hash_of(contents: list[bytes]) -> str:
    """Return the name of an index: what it is made from, and how."""
    digest = hashlib.sha256(version_key().encode())
    for data in contents:
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:48]


def _is_fresh(sources: Sources) -> bool:
    """Whether one of the files changed only now."""
    times = [os.stat(path) for path in sources.paths if path]
    newest = max(max(state.st_mtime_ns, state.st_ctime_ns) for state in times)
    return newest > time.time_ns() - _TOO_FRESH_NS


def _made_folder(folder: str) -> bool:
    """Make the cache's folder, and tell whether it is only ours to write to."""
    try:
        os.makedirs(os.path.dirname(folder), mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            os.mkdir(folder, 0o700)
        state = os.stat(folder)
    except OSError:
        return False
    return state.st_uid == os.geteuid() and not state.st_mode & 0o022


def _write(place: str, data: bytes) -> bool:
    """Write an index whole or not at all; tell whether it is there."""
    temporary = ""
    try:
        number, temporary = mkstemp(prefix=".", dir=os.path.dirname(place))
        with os.fdopen(number, "wb") as file:
            file.write(data)
        os.replace(temporary, place)
    except OSError:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)
        return False
    return True


def _link(target: str, place: str) -> None:
    """Let a state of the files lead to its index."""
    temporary = f"{place}.{os.getpid()}"
    with suppress(OSError):
        os.symlink(target, temporary)
        os.replace(temporary, place)


def _prune(folder: str, most_indexes: int) -> None:
    """Remove the oldest indexes and links."""
    with suppress(OSError):
        names = os.listdir(folder)
        indexes = [name for name in names if name.endswith(".index")]
        links = [name for name in names if os.path.islink(f"{folder}/{name}")]
        for found, most in ((indexes, most_indexes), (links, 8 * most_indexes)):
            aged = sorted(found, key=lambda name: os.lstat(f"{folder}/{name}").st_mtime_ns)
            for name in aged[:-most]:
                os.unlink(f"{folder}/{name}")
