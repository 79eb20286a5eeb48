"""The ``b4`` program: what applies, reviews and thanks is its work, not ours."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from lkmltrack.errors import TreeError

_RUN_LIBRARY = "import sys; from b4.command import cmd; sys.exit(cmd())"


class B4Command:
    """Runs b4 in a folder, on the person's terminal."""

    MAILBOX = "<mailbox>"
    """Stands among the arguments for the file that holds the mails."""

    def run(self, arguments: Sequence[str], folder: Path, *, mails: bytes = b"") -> int:
        """Run ``b4 ARGUMENTS`` in a folder and return its exit status."""
        if self.MAILBOX not in arguments:
            return self._run(arguments, folder)
        with TemporaryDirectory(prefix="lkmltrack-") as place:
            mailbox = Path(place, "series.mbox")
            mailbox.write_bytes(mails)
            named = [str(mailbox) if one == self.MAILBOX else one for one in arguments]
            return self._run(named, folder)

    def _run(self, arguments: Sequence[str], folder: Path) -> int:
        # standard input is closed: b4 takes a mail from it when it is no terminal
        try:
            done = subprocess.run(
                [*_program(), *arguments], cwd=folder, stdin=subprocess.DEVNULL, check=False
            )
        except OSError as error:
            raise TreeError(
                f"b4 cannot be started in {folder}: {error.strerror}", "is b4 installed?"
            ) from error
        return done.returncode


def _program() -> list[str]:
    """Return the b4 on the path, else the one that came with us."""
    found = shutil.which("b4")
    return [found] if found else [sys.executable, "-c", _RUN_LIBRARY]
