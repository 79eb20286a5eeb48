"""Mail in files of its own: a maildir, a folder of patches, a single mail."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lkmltrack.adapters.mailbox.bare_patches import mails_of_diff
from lkmltrack.adapters.mailbox.mbox import pieces
from lkmltrack.adapters.mailbox.opening import LONGEST_MAIL, cannot_read, opened, shown
from lkmltrack.adapters.mailbox.sniffing import SNIFFED, FileKind, kind_of_file
from lkmltrack.errors import BadInputError, PageGivenError
from lkmltrack.mail.mbox import split_mbox

_BUNDLES = (b"# v2 git bundle", b"# v3 git bundle")
_DIGITS = re.compile(r"(\d{1,18})")
_MAIL_SUFFIXES = frozenset((".patch", ".diff", ".eml", ".mbox", ".mbx", ".mail", ".msg", ".gz"))
_NO_MAIL_SUFFIXES = frozenset((".orig", ".rej", ".bak", ".swp", ".pem", ".json", ".html", ".md"))


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that may hold mail; ``key`` tells it from any other, even when it is moved."""

    path: Path
    key: str


def read_file(path: Path) -> Iterator[bytes]:
    """Yield the messages of one file, whatever it holds."""
    with opened(path) as file:
        head = file.read(SNIFFED)
        kind = kind_of_file(head)
        file.seek(0)
        if kind is FileKind.MBOX:
            for piece in pieces(file, shown(path)):
                yield from split_mbox(piece.data)
            return
        known = kind in (FileKind.MAIL, FileKind.DIFF, FileKind.PAGE)
        data = file.read(LONGEST_MAIL + 1) if known else head
    if len(data) > LONGEST_MAIL:
        raise BadInputError(f"{shown(path)}: too large for one mail, and it is no mbox")
    yield from messages_of(data, kind, shown(path))


def messages_of(data: bytes, kind: FileKind, name: str) -> list[bytes]:
    """Return the messages of data of a known kind; ``name`` is for the complaint."""
    if kind is FileKind.MBOX:
        return split_mbox(data)
    if kind is FileKind.MAIL:
        return [data]
    if kind is FileKind.DIFF:
        return mails_of_diff(data, os.path.basename(name))
    if kind is FileKind.PAGE:
        raise PageGivenError(
            f"{name}: a web page, not mail",
            f"If an archive's page shows a message: lkmltrack track {name}",
            page=data,
        )
    if data.startswith(_BUNDLES):
        raise BadInputError(
            f"{name}: this is a git bundle",
            f"Clone it, and import that: git clone --mirror {name} 0.git",
        )
    if kind is FileKind.EMPTY:
        raise BadInputError(f"{name}: there is nothing in it")
    raise BadInputError(
        f"{name}: neither mail nor a patch",
        "What is read: mbox (also .gz), .eml, git format-patch files, diffs, and folders of them.",
    )


def read_maildir_file(file: MailFile) -> list[bytes]:
    """Return a maildir's mail whole: such a file is one message, whatever its first line says."""
    with opened(_where_now(file)) as opened_file:
        data = opened_file.read(LONGEST_MAIL + 1)
    if len(data) > LONGEST_MAIL:
        raise BadInputError(f"{shown(file.path)}: too large for one mail")
    return [data] if data.strip() else []


def _where_now(file: MailFile) -> Path:
    """A mail reader that looks at a mail moves its file, or renames it."""
    if file.path.exists():
        return file.path
    for part in ("cur", "new"):
        folder = file.path.parent.parent / part
        if folder.is_dir():
            for name in _names(folder):
                if name.partition(":")[0] == file.key:
                    return folder / name
    return file.path


def files_of_maildir(folder: Path) -> list[MailFile]:
    """Return the files of a maildir in the order of their names; ``tmp`` holds unfinished ones."""
    found: list[MailFile] = []
    for part in ("cur", "new"):
        if (folder / part).is_dir():
            for name in _names(folder / part):
                found.append(MailFile(folder / part / name, name.partition(":")[0]))
    return sorted(found, key=lambda file: file.key)


def files_of_folder(folder: Path) -> list[MailFile]:
    """Return the files of a folder that look like mail or patches, in the order people read them.

    A quilt ``series`` file, when there is one, gives the order and the choice.
    """
    names = _names(folder)
    if "series" in names:
        listed = _quilt_series(folder, frozenset(names))
        if listed:
            return [_stamped(folder / name) for name in listed]
    names = sorted((name for name in names if _may_hold_mail(folder / name)), key=natural_order)
    return [_stamped(folder / name) for name in names]


def natural_order(name: str) -> list[tuple[int, int | str]]:
    """Return a key that sorts ``2-x`` before ``10-x``."""
    return [
        (0, int(part)) if part.isdecimal() and part.isascii() else (1, part.lower())
        for part in _DIGITS.split(name)
        if part
    ]


def _names(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        raise cannot_read(folder, error) from error


def _stamped(path: Path) -> MailFile:
    """A file under a name can be written anew, so its size and time belong to the key."""
    try:
        status = path.stat()
    except OSError as error:
        raise cannot_read(path, error) from error
    return MailFile(path, f"{path.name} {status.st_size} {status.st_mtime_ns}")


def _quilt_series(folder: Path, names: frozenset[str]) -> list[str]:
    with opened(folder / "series") as file:
        lines = file.read(LONGEST_MAIL).decode("utf-8", "surrogateescape").split("\n")
    listed = [words[0] for line in lines if (words := line.partition("#")[0].split())]
    return [name for name in dict.fromkeys(listed) if name in names and (folder / name).is_file()]


def _may_hold_mail(path: Path) -> bool:
    if path.name.endswith("~") or path.suffix.lower() in _NO_MAIL_SUFFIXES or not path.is_file():
        return False
    try:
        with opened(path) as file:
            kind = kind_of_file(file.read(SNIFFED))
    except BadInputError:
        # it is told when it is read: a patch that cannot be read must not be missed
        return path.suffix.lower() in _MAIL_SUFFIXES
    if kind is FileKind.DIFF:
        return path.suffix.lower() in _MAIL_SUFFIXES
    return kind in (FileKind.MBOX, FileKind.MAIL)
