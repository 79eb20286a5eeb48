"""The index of a MAINTAINERS text: by folder, name and word, with every address prepared."""

from collections import defaultdict
from collections.abc import Iterable

from lkmltrack.maintainers.address_lists import split_addresses
from lkmltrack.maintainers.addresses import LONGEST_ADDRESS, format_address, parse_address
from lkmltrack.maintainers.expressions import RefusedExpression, translate
from lkmltrack.maintainers.literals import needed_words
from lkmltrack.maintainers.lookup import (
    CERTAIN,
    EXCLUDES,
    NAME,
    PARTITIONS,
    UNCERTAIN,
    partition_of,
)
from lkmltrack.maintainers.mailmap import Mailmap, parse_mailmap
from lkmltrack.maintainers.patterns import Form, Pattern
from lkmltrack.maintainers.pieces import PieceWriter
from lkmltrack.maintainers.prices import parsed, price
from lkmltrack.maintainers.profiles import Profile
from lkmltrack.maintainers.sections import parse_sections
from lkmltrack.model.maintainers import Section

_ELLIPSIS = "..."
_ROLES = {
    "supported": "supporter",
    "maintained": "maintainer",
    "odd fixes": "odd fixer",
    "orphan": "orphan minder",
    "obsolete": "obsolete minder",
}
_CHIEF_STATUS = "buried alive in reporters"

Hit = tuple[int, int, int, bool, int]
Bucket = tuple[
    list[Hit], list[tuple[object, ...]], list[tuple[object, ...]], list[tuple[object, ...]]
]


def build_index(text: str, mailmap: str, profile: Profile) -> bytes:
    """Return the index of a MAINTAINERS text, as ``lookup.Index`` reads it."""
    return _Building(parse_mailmap(mailmap), profile).build(parse_sections(text, profile))


class _Building:
    """One index in the making."""

    def __init__(self, mailmap: Mailmap, profile: Profile) -> None:
        self._mailmap = mailmap
        self._profile = profile
        self._folders: defaultdict[str, Bucket] = defaultdict(lambda: ([], [], [], []))
        self._names: list[tuple[object, ...]] = []
        self._keywords: list[tuple[object, ...]] = []
        self._known: dict[str, tuple[str, str, str, str]] = {}
        self._refusals: list[tuple[str, str, str]] = []

    def build(self, sections: Iterable[Section]) -> bytes:
        """Return the finished bytes."""
        writer = PieceWriter()
        people: list[bytes] = []
        lines: list[bytes] = []
        for number, section in enumerate(sections):
            self._index(number, section)
            people.append(writer.add(self._people_of(section)))
            lines.append(
                writer.add((section.name, section.place, tuple(map(tuple, section.entries))))
            )
        partitions: list[dict[str, Bucket]] = [{} for _ in range(PARTITIONS)]
        for folder, bucket in self._folders.items():
            partitions[partition_of(folder)][folder] = bucket
        return writer.finished(
            (
                self._profile.differences,
                b"".join(writer.add(partition) for partition in partitions),
                writer.add(self._names),
                writer.add(self._keywords),
                writer.add((self._mailmap.names, self._mailmap.addresses)),
                writer.add(b"".join(people)),
                writer.add(b"".join(lines)),
                self._refusals,
            )
        )

    def _index(self, number: int, section: Section) -> None:
        """Enter the lines of a section that paths and texts are matched with."""
        is_maintained = section.is_maintained
        for order, (letter, value) in enumerate(section.entries):
            try:
                if letter == "F" or letter == "X":
                    depth = EXCLUDES if letter == "X" else 0
                    self._enter_pattern(value, (number, order, depth, is_maintained))
                elif letter == "N" and self._profile.has_names:
                    self._enter_name(value, (number, order, 0, is_maintained))
                elif letter == "K":
                    self._enter_keyword(value, number, section.place + order)
            except RefusedExpression as refusal:
                self._refusals.append((section.name, f"{letter}: {value}", str(refusal)))

    def _enter_pattern(self, value: str, hit: tuple[int, int, int, bool]) -> None:
        """Enter an ``F:`` or ``X:`` line."""
        pattern = Pattern(value, two_stars=self._profile.two_stars, braces=self._profile.braces)
        number, order, kind, is_maintained = hit
        depth = kind if kind == EXCLUDES else pattern.depth
        certain = (number, order, depth, is_maintained, CERTAIN)
        slashes = -1 if pattern.is_any_depth else pattern.slashes
        folders, files, stars, expressions = self._folders[pattern.folder]
        if pattern.form is Form.FOLDER:
            folders.append(certain)
        elif pattern.form is Form.STARS:
            stars.append((pattern.pieces, slashes, certain))
        elif pattern.form is Form.EXPRESSION:
            expressions.append((*pattern.pieces, slashes, certain))
        elif not pattern.is_ambiguous:
            files.append((*pattern.pieces, certain))
        else:
            uncertain = (*certain[:4], UNCERTAIN)
            files.append((*pattern.pieces, uncertain))
            self._folders[f"{value}/"][0].append(uncertain)

    def _enter_name(self, value: str, hit: tuple[int, int, int, bool]) -> None:
        """Enter an ``N:`` line."""
        if not value:
            return  # Perl then repeats its last successful match, which fits no path
        patterns = translate(value)
        trees = [parsed(pattern) for pattern in patterns]
        for tree in trees:
            price(tree)
        needs = [needed_words(tree) for tree in trees]
        words: tuple[str, ...] | None = ()
        for need in needs:
            if need.words is None or need.ignores_case or words is None:
                words = None
            else:
                words += need.words
        is_whole = words is not None and all(need.is_whole for need in needs)
        self._names.append((words, is_whole, "|".join(patterns), (*hit, NAME)))

    def _enter_keyword(self, value: str, number: int, place: int) -> None:
        """Enter a ``K:`` line."""
        alternatives = []
        for pattern in translate(value):
            tree = parsed(pattern)
            needed = needed_words(tree)
            alternatives.append(
                (needed.words, needed.is_whole, needed.ignores_case, pattern, *price(tree))
            )
        self._keywords.append((str(place), number, value, tuple(alternatives)))

    def _people_of(self, section: Section) -> tuple[object, ...]:
        """Return what a section says of people, lists and places, ready to be shown."""
        short = _shortened(section.name, self._profile.longest_name)
        reviewer = self._profile.role_of_reviewer
        rows: list[tuple[object, ...]] = []
        # without a header the script takes the first line for the name
        for letter, value in section.entries[section.place == 0 :]:
            if letter == "M" or letter == "R":
                rows += self._person_rows(letter, value)
            elif letter == "L":
                rows.append(self._list_row(value))
            elif letter in "TWBS":
                rows.append((letter, value))
        return (
            section.name,
            f"{self._role(section)}:{short}",
            f"{reviewer}{short}" if reviewer.endswith(":") else reviewer,
            "" if short == "THE REST" else f":{short}",
            tuple(rows),
        )

    def _role(self, section: Section) -> str:
        """Return what the people of ``M:`` lines are called."""
        is_headless = section.place == 0 and section.entries[0].letter == "S"
        status = "" if is_headless and len(section.values("S")) == 1 else section.status
        status = status.lower()
        if status == _CHIEF_STATUS:
            return "chief penguin"
        if not self._profile.role_from_status:
            return "maintainer"
        return _ROLES.get(status, status or "unknown")

    def _person_rows(self, letter: str, value: str) -> Iterable[tuple[object, ...]]:
        """Yield a row for every address of a line."""
        value = value[:LONGEST_ADDRESS]
        addresses: list[str] | None = [value]
        if "," in value or not value:
            addresses = split_addresses(value)
        for text in [value] if addresses is None else addresses:
            name, address = parse_address(text)
            if not address:
                yield ("!", value)
                continue
            email = format_address(name, address)
            yield (letter, name.lower(), address, email, *self._prepared(email))

    def _list_row(self, value: str) -> tuple[object, ...]:
        """Return the row of a mailing list."""
        address, more = _divided(value)
        kind = 2 if "subscribers-only" in more else 1 if "moderated" in more else 0
        return ("L", address, kind, *self._prepared(address))

    def _prepared(self, email: str) -> tuple[str, str, str, str]:
        """Return (as the mailmap has it, lower name, lower address, mapped once more)."""
        known = self._known.get(email)
        if known is None:
            mapped = self._mailmap.mapped(email)
            name, address = parse_address(mapped)
            final = self._mailmap.mapped(mapped)
            # equal texts are written once when they are one object
            mapped = email if mapped == email else mapped
            final = mapped if final == mapped else final
            known = self._known[email] = (mapped, name.lower(), address.lower(), final)
        return known


def _divided(value: str) -> tuple[str, str]:
    """Return the first word of a list's line and the rest of the line."""
    value = value[:LONGEST_ADDRESS]
    words = value.split(None, 1)
    if len(words) < 2 or not value.startswith(words[0]):
        return words[0] if words else value, ""
    return words[0], words[1]


def _shortened(name: str, longest: int) -> str:
    """Return a section's name as roles show it."""
    if len(name) <= longest:
        return name
    return name[: longest - len(_ELLIPSIS)].rstrip() + _ELLIPSIS
