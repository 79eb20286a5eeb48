"""Files that a command writes for a person: whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from lkmltrack.errors import BadInputError


def write_file(path: str, data: bytes, *, overwrite: bool = False) -> None:
    """Write a file by way of a temporary one beside it."""
    place = Path(path)
    if not overwrite and place.exists():
        raise BadInputError(f"{path} is there already", "--force overwrites it")
    try:
        number, temporary = mkstemp(prefix=f".{place.name}.", dir=place.parent)
    except OSError as error:
        raise BadInputError(f"cannot write {path}: {error.strerror}") from error
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        # mkstemp makes it private; a file that a person asked for follows the umask
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, place)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise BadInputError(f"cannot write {path}: {error.strerror}") from error


def _umask() -> int:
    """Return the process's umask; there is no way to read it without setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def read_file(path: str, most: int) -> bytes:
    """Return a file's bytes; one with more than ``most`` is refused."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise BadInputError(f"cannot read {path}: {error.strerror}") from error
    if len(data) > most:
        raise BadInputError(f"{path} is larger than {most >> 20} MiB", "give the part that matters")
    return data
