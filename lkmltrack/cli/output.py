"""Standard output: lines, JSON or bytes; coloured, paged and safe for a terminal."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from lkmltrack.cli.streams import forget_standard_output
from lkmltrack.cli.text.json_text import json_text
from lkmltrack.cli.text.spans import Line, characters
from lkmltrack.errors import UsageError
from lkmltrack.mail.visible import visible

_NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Display:
    """How standard output is to be written."""

    is_terminal: bool = False
    coloured: bool = False
    width: int = 80
    unicode: bool = True
    json: bool = False
    paged: bool = False


def chosen_display(
    stream: TextIO | None, environment: Mapping[str, str], *, color: str, json: bool, pager: bool
) -> Display:
    """Return the display that the options, the environment and the terminal ask for."""
    is_terminal = stream is not None and not stream.closed and stream.isatty()
    dumb = environment.get("TERM", "") == "dumb"
    wanted = is_terminal and not dumb and not environment.get("NO_COLOR")
    return Display(
        is_terminal=is_terminal,
        coloured=color == "always" or (color == "auto" and wanted),
        width=_width(stream if is_terminal else None, environment),
        unicode=stream is not None and _speaks_unicode(stream),
        json=json,
        paged=pager and is_terminal and not dumb and not json,
    )


def _speaks_unicode(stream: TextIO) -> bool:
    """Whether every character can be written; a stream that names no encoding takes all."""
    return (stream.encoding or "utf-8").lower().replace("-", "") in ("utf8", "utf8sig")


def _width(terminal: TextIO | None, environment: Mapping[str, str]) -> int:
    """Return the columns of the terminal; 80 when nobody knows."""
    told = environment.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return max(_NARROWEST, int(told))
    try:
        columns = os.get_terminal_size(terminal.fileno()).columns if terminal else 0
    except OSError:
        columns = 0
    return max(_NARROWEST, columns or 80)


class Output:
    """Where a command's answer goes."""

    def __init__(
        self, stream: TextIO | None, display: Display, environment: Mapping[str, str]
    ) -> None:
        self.display = display
        self._stream = stream
        self._environment = environment

    def page(self, lines: Iterable[Line]) -> None:
        """Write lines through the pager, where there is one."""
        with self._paged() as stream:
            self._write_lines(lines, stream)

    def print(self, lines: Iterable[Line]) -> None:
        """Write lines as they come."""
        with self._open() as stream:
            self._write_lines(lines, stream)

    def json(self, name: str, facts: Mapping[str, Any]) -> None:
        """Write one object with its schema."""
        with self._open() as stream:
            whole = {"schema": f"lkmltrack.{name}/1", **facts}
            stream.write(json_text(whole, ascii_only=not self.display.unicode) + "\n")

    def raw(self, data: bytes) -> None:
        """Write bytes as they are; to a terminal only their visible form."""
        with self._open() as stream:
            if self.display.is_terminal:
                stream.write(visible(data.decode("utf-8", "backslashreplace")))
            else:
                stream.flush()
                stream.buffer.write(data)

    def text(self, text: str) -> None:
        """Write a text that lkmltrack itself made, such as a script or a manual page."""
        with self._open() as stream:
            stream.write(text)

    def _write_lines(self, lines: Iterable[Line], stream: TextIO) -> None:
        for spans in lines:
            text = characters(spans, self.display.coloured)
            # our own ellipsis must not grow to an escape where its encoding lacks it
            stream.write((text if self.display.unicode else text.replace("…", "~")) + "\n")

    @contextmanager
    def _open(self) -> Iterator[TextIO]:
        """Give standard output, and turn a failed write into an error that can be told."""
        stream = self._stream
        if stream is None:
            raise UsageError("standard output is closed", "the answer has nowhere to go")
        try:
            yield stream
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            forget_standard_output()
            raise UsageError(f"cannot write to standard output: {error.strerror}") from error

    @contextmanager
    def _paged(self) -> Iterator[TextIO]:
        """Give the pager's stream, else standard output."""
        if self.display.paged and self._stream is not None:
            from lkmltrack.cli.pager import opened_pager, pager_command

            command = pager_command(self._environment)
            if command:
                self._stream.flush()
                with opened_pager(command, self._environment) as stream:
                    yield stream
                return
        with self._open() as stream:
            yield stream
