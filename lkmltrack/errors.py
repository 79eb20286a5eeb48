"""Every exception that lkmltrack raises on purpose.

LkmltrackError
├── UsageError             the call or its input is wrong (exit status 2)
│   └── BadInputError      a file, page or mail that cannot be what it should be
│       └── PageGivenError where mail was expected there is an archive's web page
├── NotFoundError          the answer is "nothing" (exit status 1)
├── ArchiveError           the archive or the network failed (exit status 3)
│   ├── UnreachableError   no connection, no name, no answer in time
│   ├── RefusedError       the server answered, with an HTTP error status
│   ├── BadAnswerError     the server answered 200 with something that is no mail
│   └── InterruptedPull    the person or the program cancelled the download
├── TreeError              the kernel tree or git repository cannot be used (exit status 2)
└── StoreError             the database failed (exit status 4)
    ├── StoreBusyError     another process holds the write lock too long
    ├── StoreFullError     no space left on the disk
    ├── StoreReadOnlyError the file or its folder cannot be written
    ├── StoreNewerError    the file was written by a newer lkmltrack
    └── StoreForeignError  the file is no lkmltrack database, or is damaged
"""


class LkmltrackError(Exception):
    """An expected failure: what failed, on what, and the way out.

    ``what`` is one sentence that names the thing; ``hint`` says what to try,
    and may be empty. Both may hold text from a mail or a server, so a front
    end passes them through ``mail.visible`` before it shows them.
    """

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what if not hint else f"{what}\n{hint}")
        self.what = what
        self.hint = hint


class UsageError(LkmltrackError):
    """The call or its input is wrong."""


class BadInputError(UsageError):
    """A file, page or mail that cannot be what it should be."""


class PageGivenError(BadInputError):
    """Where mail was expected there is an archive's web page; ``page`` is its bytes."""

    def __init__(self, what: str, hint: str = "", *, page: bytes = b"") -> None:
        super().__init__(what, hint)
        self.page = page


class NotFoundError(LkmltrackError):
    """There is nothing of that name."""


class ArchiveError(LkmltrackError):
    """The archive or the network failed; ``url`` is what was asked for."""

    def __init__(self, what: str, hint: str = "", *, url: str = "") -> None:
        super().__init__(what, hint)
        self.url = url


class UnreachableError(ArchiveError):
    """No connection, no name, or no answer in time."""


class RefusedError(ArchiveError):
    """The server answered with an HTTP error status."""

    def __init__(self, what: str, hint: str = "", *, url: str = "", status: int = 0) -> None:
        super().__init__(what, hint, url=url)
        self.status = status


class BadAnswerError(ArchiveError):
    """The server answered 200 with something that is no mail."""


class InterruptedPull(ArchiveError):
    """The download was cancelled."""


class TreeError(LkmltrackError):
    """The kernel tree or git repository cannot be used."""


class StoreError(LkmltrackError):
    """The database failed."""


class StoreBusyError(StoreError):
    """Another process holds the write lock too long."""


class StoreFullError(StoreError):
    """No space left on the disk."""


class StoreReadOnlyError(StoreError):
    """The database file or its folder cannot be written."""


class StoreNewerError(StoreError):
    """The database was written by a newer lkmltrack."""


class StoreForeignError(StoreError):
    """The file is no lkmltrack database, or is damaged."""
