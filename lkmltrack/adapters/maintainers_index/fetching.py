"""A copy of MAINTAINERS, the mailmap and the ignore file, fetched into the cache.

Every copy is a folder of its own; a link leads to the newest. So a copy is
whole or not there, and who reads the one before is not disturbed.
"""

import os

from lkmltrack.adapters.maintainers_index.cache import cache_folder
from lkmltrack.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lkmltrack.adapters.maintainers_index.downloading import Limits
    from lkmltrack.model.audience import Edition

    Progress = Callable[[str, int, int | None], None]

DEFAULT_URL = "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/plain/"
"""Where mainline's files are; their names are put after it."""
_MAINTAINERS = "MAINTAINERS"
_CURRENT = "current"
_COPY = "copy-"
_WRITABLE_BY_OTHERS = 0o022
# who still reads an old copy is done with it by then
_KEPT_SECONDS = 3_600.0


def fetched_folder(environment: "Mapping[str, str]") -> str:
    """Return the folder of the newest copy; empty when there is none, or when it is not ours."""
    link = f"{_place(environment)}/{_CURRENT}"
    folder = os.path.realpath(link)
    if folder == link or not os.path.isfile(f"{folder}/{_MAINTAINERS}"):
        return ""
    return folder if _is_ours(folder) and _is_ours(os.path.dirname(link)) else ""


def fetched_edition(environment: "Mapping[str, str]") -> "Edition | None":
    """Return the newest copy as an edition, dated when it was fetched; None when there is none."""
    folder = fetched_folder(environment)
    return _edition(folder) if folder else None


def update(
    url: str,
    environment: "Mapping[str, str]",
    progress: "Progress",
    limits: "Limits | None" = None,
) -> "Edition":
    """Fetch a copy and return it; when anything fails, the one before stays.

    ``url`` is what the names of the files are put after; empty for mainline.
    """
    from lkmltrack.adapters.maintainers_index.downloading import download

    place = _place(environment)
    if not place:
        raise UsageError("there is no place for a copy of MAINTAINERS", "set HOME, or --tree DIR")
    files = download(url or DEFAULT_URL, progress, limits)
    try:
        folder = _keep(files, place)
    except OSError as error:
        raise UsageError(
            f"cannot write the copy of MAINTAINERS to {place}: {error.strerror}",
            "make room there, or set XDG_CACHE_HOME",
        ) from error
    return _edition(folder)


def _place(environment: "Mapping[str, str]") -> str:
    """Return the folder of all copies; empty when there is no cache."""
    indexes = cache_folder(environment)
    return f"{os.path.dirname(indexes)}/tree" if indexes else ""


def _edition(folder: str) -> "Edition":
    from datetime import UTC, datetime

    from lkmltrack.model.audience import Edition

    path = f"{folder}/{_MAINTAINERS}"
    return Edition(place=path, date=datetime.fromtimestamp(os.stat(path).st_mtime, UTC))


def _keep(files: "Mapping[str, bytes]", place: str) -> str:
    """Write a copy and let the link lead to it."""
    import shutil
    from tempfile import mkdtemp

    os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
    os.makedirs(place, mode=0o700, exist_ok=True)
    if not _is_ours(place):
        raise UsageError(f"{place} belongs to others, or others may write to it", "remove it")
    folder = mkdtemp(prefix=_COPY, dir=place)
    is_kept = False
    try:
        for name, data in files.items():
            _write(f"{folder}/{name}", data)
        _lead_to(folder, place)
        is_kept = True
    finally:
        if not is_kept:
            shutil.rmtree(folder, ignore_errors=True)
    _prune(place)
    return os.path.realpath(folder)


def _write(path: str, data: bytes) -> None:
    """Write a file down to the disk."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _lead_to(folder: str, place: str) -> None:
    """Let the link lead to a folder, in one step."""
    # beside the folder: its name is nobody else's
    temporary = f"{folder}.link"
    os.symlink(os.path.basename(folder), temporary)
    os.replace(temporary, f"{place}/{_CURRENT}")


def _prune(place: str) -> None:
    """Remove copies that nobody reads any more."""
    import shutil
    import time

    current = os.path.realpath(f"{place}/{_CURRENT}")
    for name in os.listdir(place):
        path = f"{place}/{name}"
        if not name.startswith(_COPY) or os.path.realpath(path) == current:
            continue
        try:
            age = time.time() - os.lstat(path).st_mtime
        except FileNotFoundError:
            continue
        if age > _KEPT_SECONDS and os.path.islink(path):
            os.unlink(path)
        elif age > _KEPT_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _is_ours(folder: str) -> bool:
    """Whether a folder is ours, and only ours to write to."""
    try:
        state = os.stat(folder)
    except OSError:
        return False
    return state.st_uid == os.geteuid() and not state.st_mode & _WRITABLE_BY_OTHERS
