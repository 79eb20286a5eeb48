"""MAINTAINERS text to sections, line by line as get_maintainer.pl reads it.

A blank line does not end a section, and a line that is none of ours begins the next.
"""

from lkmltrack.maintainers.profiles import Profile
from lkmltrack.model.maintainers import Entry, Section


def parse_sections(text: str, profile: Profile) -> list[Section]:
    """Return every section that has an entry, in the order of the text."""
    return _Reader(profile).read(text)


class _Reader:
    """One reading of a text."""

    def __init__(self, profile: Profile) -> None:
        self._any_letter = profile.any_letter
        self._comments_are_headers = profile.comments_are_headers
        self._found: list[Section] = []
        self._header = ""
        self._entries: list[Entry] = []
        self._place = 0

    def read(self, text: str) -> list[Section]:
        """Return the sections of a text."""
        count = 0
        for line in text.split("\n"):
            if line[1:2] == ":" and (self._any_letter or "A" <= line[0] <= "Z"):
                if not self._entries:
                    self._place = count
                self._entries.append(Entry(line[0], line[2:].lstrip()))
                count += 1
            elif self._is_header(line):
                self._end_section()
                self._header = line
                count += 1
        self._end_section()
        return self._found

    def _is_header(self, line: str) -> bool:
        """Whether a line that is no entry names what follows."""
        stripped = line.lstrip()
        return bool(stripped) and (self._comments_are_headers or not stripped.startswith("#"))

    def _end_section(self) -> None:
        """Keep what was read since the last header."""
        if not self._entries:
            return
        name, entries = self._header, tuple(self._entries)
        if self._place == 0:
            # no header before the first entry: it is taken for the name, as the script does
            name = ":".join(entries[0])
        self._found.append(Section(name, entries, self._place))
        self._entries = []
