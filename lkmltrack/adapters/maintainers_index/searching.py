"""MAINTAINERS in many files: a folder of them, or files of that name all over a tree."""

import os

from lkmltrack.errors import BadInputError

_MOST_FILES = 20_000
_NAME = "MAINTAINERS"


def maintainers_files(folder: str, is_searched: bool) -> list[str]:
    """Return the files in a folder; when ``is_searched``, those named MAINTAINERS anywhere below."""
    found = _below(folder) if is_searched else _inside(folder)
    if not found:
        raise BadInputError(f"there are no MAINTAINERS files in {folder}")
    if len(found) > _MOST_FILES:
        raise BadInputError(f"{folder} holds more than {_MOST_FILES:,} MAINTAINERS files")
    return found


def _inside(folder: str) -> list[str]:
    """Return every file in a folder that is not hidden, by name."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise BadInputError(f"cannot read {folder}: {error.strerror}") from error
    paths = [os.path.join(folder, name) for name in names if not name.startswith(".")]
    return [path for path in paths if os.path.isfile(path)]


def _below(folder: str) -> list[str]:
    """Return every MAINTAINERS file below a folder: those above come first, then by name."""
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        path = os.path.join(place, _NAME)
        if _NAME in files and os.path.isfile(path):
            found.append(path)
    return found
