"""Local mail of every kind, told apart by looking at it."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from lkmltrack.adapters.mailbox.epochs import EpochsSource, find_epochs, is_repository
from lkmltrack.adapters.mailbox.files import (
    MailFile,
    files_of_folder,
    files_of_maildir,
    messages_of,
    read_file,
    read_maildir_file,
)
from lkmltrack.adapters.mailbox.files_source import FilesSource
from lkmltrack.adapters.mailbox.mbox import MboxSource
from lkmltrack.adapters.mailbox.opening import is_directory, opened, shown
from lkmltrack.adapters.mailbox.sniffing import SNIFFED, FileKind, kind_of_file
from lkmltrack.errors import BadInputError
from lkmltrack.mail.charsets import guess_text

_MOST_AT_ONCE = 512 << 20
_LARGEST_TEXT = 64 << 20
LocalSource = MboxSource | FilesSource | EpochsSource


class PlaceKind(Enum):
    """What a path is to a reader of mail."""

    FILE = "file"
    MAILDIR = "maildir"
    EPOCHS = "epochs"
    FOLDER = "folder"


def kind_of_place(path: Path) -> PlaceKind:
    """Return what a path is; raises when there is nothing."""
    if not is_directory(path):
        return PlaceKind.FILE
    if (path / "cur").is_dir() or (path / "new").is_dir():
        return PlaceKind.MAILDIR
    if is_repository(path) or find_epochs(path):
        return PlaceKind.EPOCHS
    return PlaceKind.FOLDER


class LocalMailboxes:
    """Reads local mail."""

    def read(self, path: Path) -> list[bytes]:
        """Return the messages of an mbox, .eml, .patch, maildir or folder of patches."""
        messages: list[bytes] = []
        size = 0
        for raw in _messages_at(path):
            messages.append(raw)
            size += len(raw)
            if size > _MOST_AT_ONCE:
                raise BadInputError(
                    f"{shown(path)}: more than {_MOST_AT_ONCE >> 20} MB of mail to read at once",
                    f"Keep it with `lkmltrack import {shown(path)}`, then name a Message-ID.",
                )
        if not messages:
            raise _no_mail(path)
        return messages

    def read_stream(self, data: bytes) -> list[bytes]:
        """Return the messages of an mbox, a mail, or patches that came on standard input."""
        return messages_of(data, kind_of_file(data[:SNIFFED]), "standard input")

    def text(self, path: Path) -> str:
        """Return a file that is no mail as text; empty when it is mail, or a folder."""
        if is_directory(path):
            return ""
        with opened(path) as file:
            data = file.read(_LARGEST_TEXT + 1)
        return text_of(data, shown(path))

    def stream_text(self, data: bytes) -> str:
        """Return what came on standard input as text, when it is no mail."""
        return text_of(data, "standard input")

    def source(self, path: Path) -> LocalSource:
        """Return a bulk source for a path."""
        kind = kind_of_place(path)
        if kind is PlaceKind.EPOCHS:
            return EpochsSource(path)
        if kind is PlaceKind.MAILDIR:
            return FilesSource(path, files_of_maildir, read_maildir_file)
        if kind is PlaceKind.FOLDER:
            if not files_of_folder(path):
                raise _no_mail(path)
            return FilesSource(path, files_of_folder, _read)
        with opened(path) as file:
            head = file.read(SNIFFED)
            file_kind = kind_of_file(head)
        if file_kind is FileKind.MBOX:
            return MboxSource(path)
        if file_kind in (FileKind.UNKNOWN, FileKind.EMPTY, FileKind.PAGE):
            messages_of(head, file_kind, shown(path))
        return FilesSource(path, _the_file, _read)


def text_of(data: bytes, what: str) -> str:
    """Return bytes as text when they hold text and no mail; else nothing."""
    if kind_of_file(data[:SNIFFED]) is not FileKind.UNKNOWN:
        return ""
    if len(data) > _LARGEST_TEXT:
        raise BadInputError(
            f"{what}: more than {_LARGEST_TEXT >> 20} MB of text", "Give the part that matters."
        )
    if b"\0" in data[:SNIFFED]:
        raise BadInputError(f"{what}: this is no text", "Give what the tool prints.")
    return guess_text(data).replace("\r\n", "\n")


def _messages_at(path: Path) -> Iterator[bytes]:
    kind = kind_of_place(path)
    if kind is PlaceKind.FILE:
        yield from read_file(path)
    elif kind is PlaceKind.MAILDIR:
        for file in files_of_maildir(path):
            yield from read_maildir_file(file)
    elif kind is PlaceKind.FOLDER:
        for file in files_of_folder(path):
            yield from read_file(file.path)
    else:
        raise BadInputError(
            f"{shown(path)}: this is a git repository, not a mailbox",
            f"Keep its mail with `lkmltrack import {shown(path)}`, or name it with --archive.",
        )


def _read(file: MailFile) -> list[bytes]:
    return list(read_file(file.path))


def _the_file(path: Path) -> list[MailFile]:
    status = path.stat()
    return [MailFile(path, f"{path.name} {status.st_size} {status.st_mtime_ns}")]


def _no_mail(path: Path) -> BadInputError:
    return BadInputError(
        f"{shown(path)}: there is no mail in this folder",
        "What is read: a maildir, a folder of patches or .eml files, a public-inbox repository.",
    )
