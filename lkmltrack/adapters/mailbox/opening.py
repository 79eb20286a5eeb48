"""Opening what a person names: only regular files and folders, and never waiting for a pipe."""

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from lkmltrack.errors import BadInputError

LONGEST_MAIL = 100 << 20
"""More than this is no mail: it would only fill the memory."""

_GZIP_MAGIC = b"\x1f\x8b"
_OTHER_PACKERS = {
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\x03\x04": "unzip",
}


def shown(path: Path) -> str:
    """Return a path as text that can always be printed."""
    return os.fsencode(path).decode("utf-8", "replace")


def is_directory(path: Path) -> bool:
    """Whether a path is a folder; raises when there is nothing of that name."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise cannot_read(path, error) from error


def cannot_read(path: Path, error: OSError | ValueError) -> BadInputError:
    """Return the complaint about a path that the system does not let us read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return BadInputError(f"{shown(path)}: there is no such file or folder")
    if isinstance(error, PermissionError):
        return BadInputError(
            f"{shown(path)}: permission denied", "Make it readable for you, or copy it."
        )
    reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
    return BadInputError(f"{shown(path)}: {reason}")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading, unpacked when it is a gzip file.

    What goes wrong while it is read becomes a ``BadInputError`` too.
    """
    # without O_NONBLOCK a pipe without a writer would hang us before it can be refused
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BadInputError(
                    f"{shown(path)}: this is a pipe, a device or a socket, not a file",
                    "Name - to read mail from standard input: some-command | lkmltrack ... -",
                )
            yield _unpacked(file, path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInputError(
            f"{shown(path)}: the packed file breaks off or is damaged ({error})",
            "Get the file again.",
        ) from error
    except (OSError, ValueError) as error:
        raise cannot_read(path, error) from error


def _unpacked(file: BinaryIO, path: Path) -> BinaryIO:
    magic = file.read(6)
    file.seek(0)
    if magic.startswith(_GZIP_MAGIC):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    for start, program in _OTHER_PACKERS.items():
        if magic.startswith(start):
            raise BadInputError(
                f"{shown(path)}: this file is packed, and only gzip is unpacked here",
                f"Unpack it first with {program}.",
            )
    return file
