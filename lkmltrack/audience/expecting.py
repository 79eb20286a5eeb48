"""Expecting: everybody whom get_maintainer.pl would name for some patches, with every reason."""

from collections.abc import Iterator, Sequence

from lkmltrack.audience.gathering import Gathered, Gathering
from lkmltrack.audience.histories import call_history
from lkmltrack.mail.diffs import has_diff
from lkmltrack.maintainers.answer import Inputs, find_answer
from lkmltrack.maintainers.found_addresses import find_addresses
from lkmltrack.maintainers.options import Options
from lkmltrack.maintainers.patch import Patch
from lkmltrack.maintainers.roll import Call, Roll
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Expected, Level, Reason, ReasonKind
from lkmltrack.model.message import Message
from lkmltrack.proposals.grouping import patch_text

_AFTER_FILES = 1_000
"""How far away a section is that only a keyword or a file's text leads to."""
_LIST_KINDS = ("open list", "moderated list", "subscriber list")
_IN_FILE = "in file"
IN_WORDS = ", in the words of the mail"
"""Ends the detail of a keyword that nothing but the words around the diff matches."""
_LONGEST_STATUS = 40


def expected_of(patches: Sequence[Message], roster: Roster) -> list[Expected]:
    """Return everybody whom some patches concern, the closest first, with all reasons.

    Whom MAINTAINERS names are the people and lists that get_maintainer.pl
    prints without git; whom only commits name is merely suggested.
    """
    gathering = Gathering()
    for message in patches:
        _OnePatch(message, roster).gather(gathering)
    return gathering.ranked()


def sections_of(expected: Sequence[Expected]) -> tuple[str, ...]:
    """Return the names of the sections that people are expected for, each once."""
    names = dict.fromkeys(reason.section for one in expected for reason in one.reasons)
    names.pop("", None)
    return tuple(names)


def text_of(message: Message) -> str:
    """Return a mail as get_maintainer.pl would read it before it was sent.

    Whom it is addressed to is left out: the name of a list there must not make
    the section expected that the list belongs to.
    """
    head = f"From: {message.author}\nSubject: {message.subject}\n".replace("\r", " ")
    parts = [part.text for part in message.attachments if part.text and has_diff(part.text)]
    return "\n".join([head, message.body, *parts])


class _OnePatch:
    """What one mail calls for."""

    def __init__(self, message: Message, roster: Roster) -> None:
        self._message = message
        self._roster = roster
        self._index = roster.index
        options = Options()
        options.git_fallback = options.fixes = 0
        self._options = options
        patch = Patch(text_of(message), roster.index.profile)
        self._fixes = list(dict.fromkeys(patch.fixes))
        self._inputs = Inputs()
        self._inputs.add_patch(patch, roster.index, options)
        self._roll: Roll = find_answer(self._inputs, roster.index, options, roster).roll
        self._calls: dict[str, Call] = {call.email: call for call in self._roll.merged()}
        self._rows_of: dict[int, list[Gathered]] = {}

    def gather(self, into: Gathering) -> None:
        """Put everybody with their reasons into a gathering."""
        into.begin_patch(self._message.message_id)
        for far, number, reason in self._section_reasons():
            for gathered in self._people_of(number):
                into.add(gathered, reason, far)
        self._gather_from_files(into)
        for email, call in self._calls.items():
            # whom a section names in a way that no reason was found for
            into.add_if_new(Gathered.of(email, Level.REVIEWER, call.roles.partition(":")[0]))
        call_history(self._roster, self._inputs.files, self._fixes, into)

    def _section_reasons(self) -> Iterator[tuple[int, int, Reason]]:
        """Yield (how far, section, reason) for files and keywords."""
        index, is_folder = self._index, self._roster.is_folder
        for path in self._inputs.files:
            sections = index.match(path, is_folder).sections
            lines = index.deciding_lines(path, is_folder) if sections else {}
            for number, depth in sections:
                name, _, entries = index.lines(number)
                letter, value = entries[lines[number]]
                reason = Reason(ReasonKind.FILE, path, name, f"{letter}: {value}")
                yield path.count("/") + 1 - depth, number, reason
        in_diff = self._keywords_of_diff() if self._inputs.keywords else frozenset()
        for place, (number, value) in self._inputs.keywords.items():
            name = index.people(number)[0]
            detail = f"K: {value}" if place in in_diff else f"K: {value}{IN_WORDS}"
            yield _AFTER_FILES, number, Reason(ReasonKind.KEYWORD, value, name, detail)

    def _keywords_of_diff(self) -> frozenset[str]:
        """Return the places of the keywords that the change itself matches."""
        text = patch_text(self._message)
        if text is None:
            return frozenset()
        changed = Patch(text.diff, self._index.profile)
        return frozenset(place for place, _, _ in changed.keywords(self._index))

    def _people_of(self, number: int) -> list[Gathered]:
        """Return the people and lists of a section that are on the roll."""
        if number not in self._rows_of:
            self._rows_of[number] = list(self._rows(number))
        return self._rows_of[number]

    def _rows(self, number: int) -> Iterator[Gathered]:
        _, maintainer, reviewer, _, rows = self._index.people(number)
        note = self._note_of(rows)
        for row in rows:
            letter = row[0]
            if letter == "L":
                level, role, address, email = Level.LIST, _LIST_KINDS[row[2]], row[1], row[1]
            elif letter in ("M", "R"):
                is_maintainer = letter == "M"
                level = Level.MAINTAINER if is_maintainer else Level.REVIEWER
                role = (maintainer if is_maintainer else reviewer).partition(":")[0]
                address, email = row[2], row[3]
            else:
                continue
            final = self._roll.deduplicated(email)
            if final in self._calls:
                yield Gathered.of(final, level, f"{role}{note}", also=address)

    def _note_of(self, rows: "Sequence[tuple[str, ...]]") -> str:
        """Return what to add to roles when nobody really looks after a section."""
        status = ("", *(row[1] for row in rows if row[0] == "S"))[-1].lower()[:_LONGEST_STATUS]
        is_usual = any(word in status for word in ("maintain", "support", "buried"))
        if not status or is_usual or self._index.profile.role_from_status:
            return ""
        return f" ({status})"

    def _gather_from_files(self, into: Gathering) -> None:
        """Add whose addresses stand in the files themselves."""
        found = {email for email, call in self._calls.items() if _IN_FILE in call.found_as}
        if not found:
            return
        for path in self._inputs.files:
            if not path.endswith(".yaml"):
                continue
            named = set(self._named_in(path))
            for email in sorted(found & named):
                gathered = Gathered.of(email, Level.REVIEWER, _IN_FILE)
                into.add(gathered, Reason(ReasonKind.IN_FILE, path, detail=path), _AFTER_FILES)

    def _named_in(self, path: str) -> Iterator[str]:
        """Yield the people of the roll whose name or address a file holds."""
        profile = self._index.profile
        text = profile.decoded(self._roster.content_of(path))
        addresses, names = set(), set()
        for email in find_addresses(text, is_unicode=profile.is_unicode, with_names=1):
            one = Gathered.of(self._roll.mapped(email), Level.REVIEWER, _IN_FILE)
            addresses.add(one.address.lower())
            names.add(one.name.lower())
        for email in self._calls:
            one = Gathered.of(email, Level.REVIEWER, _IN_FILE)
            if one.address.lower() in addresses or (one.name and one.name.lower() in names):
                yield email
