"""A whole answer: the files of a call to the lines that get_maintainer.pl prints for them."""

from lkmltrack.maintainers.roll import Roll

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from lkmltrack.maintainers.lookup import Index
    from lkmltrack.maintainers.options import Options
    from lkmltrack.maintainers.patch import Patch
    from lkmltrack.maintainers.signers import History

    class Surroundings(Protocol):
        """The tree that the files are in, as far as an answer needs it."""

        @property
        def is_folder(self) -> "Callable[[str], bool] | None":
            """Tells whether the tree has a folder of that name; None when there is no tree."""

        @property
        def history(self) -> "History | None":
            """The tree's git history, if it has one."""

        def content_of(self, path: str) -> bytes:
            """Return what a file in the tree holds; nothing when there is none."""


class Inputs:
    """What an answer is asked for."""

    __slots__ = ("files", "fixes", "keywords", "ranges")

    def __init__(self) -> None:
        self.files: list[str] = []
        self.keywords: dict[str, tuple[int, str]] = {}
        """By place: (section, value)."""
        self.fixes: list[str] = []
        self.ranges: list[tuple[str, int, int]] = []

    def add_file(self, path: str) -> None:
        """Add a path in the tree."""
        self.files.append(path)

    def add_text(self, text: str, index: "Index") -> None:
        """Add the keywords that the text of a file holds."""
        from lkmltrack.maintainers.searching import keywords_in_file

        for place, number, value in keywords_in_file(text, index):
            self.keywords[place] = (number, value)

    def add_patch(self, patch: "Patch", index: "Index", options: "Options") -> None:
        """Add what a patch names."""
        self.files = sorted({*self.files, *patch.files})
        if options.fixes:
            self.fixes += patch.fixes
        if options.git_blame:
            self.ranges += patch.ranges
        if options.keywords:
            for place, number, value in patch.keywords(index):
                self.keywords[place] = (number, value)


class Answer:
    """What is to be printed."""

    def __init__(self, roll: Roll, sections: list[str]) -> None:
        self.roll = roll
        self.section_lines = sections

    def lines(self, options: "Options") -> "list[str]":
        """Return the lines of standard output."""
        roll = self.roll
        shown = list(self.section_lines)
        people = [
            f"{call.email} ({call.roles})" if options.roles else call.email
            for call in roll.merged()
        ]
        if people:
            shown += _laid_out(people, options)
        for is_wanted, values in (
            (options.scm, roll.trees),
            (options.substatus, roll.substates),
            (options.status, roll.states),
            (options.subsystem, roll.subsystems),
            (options.web, roll.sites),
            (options.bug, roll.bug_places),
        ):
            if is_wanted:
                shown += _laid_out(list(dict.fromkeys(values)), options)
        return shown


def find_answer(
    inputs: Inputs, index: "Index", options: "Options", surroundings: "Surroundings"
) -> Answer:
    """Return the answer for some inputs."""
    return _Finding(inputs, index, options, surroundings).find()


class _Finding:
    """One answer in the making."""

    def __init__(
        self, inputs: Inputs, index: "Index", options: "Options", surroundings: "Surroundings"
    ) -> None:
        self._inputs = inputs
        self._index = index
        self._options = options
        self._surroundings = surroundings
        self._roll = Roll(index, options)
        self._section_lines: list[str] = []
        self._found: list[str] = []
        self._inexact: set[str] = set()

    def find(self) -> Answer:
        """Do it in the script's order: sections, keywords, commits, addresses in files."""
        only_the_rest = [self._call_sections(path) for path in self._inputs.files]
        if self._options.keywords:
            self._call_keywords()
        if (
            self._index.profile.drops_the_rest
            and self._options.drop_the_rest
            and not any(only_the_rest)
        ):
            self._roll.drop_role("supporter:THE REST")
        self._roll.deduplicate()
        if self._options.email:
            self._call_signers()
            self._settle_chief()
            self._call_found()
        if self._inputs.fixes:
            self._call_fixes()
        return Answer(self._roll, self._section_lines)

    def _call_sections(self, path: str) -> bool:
        """Call the sections of a path; tell whether there is none but the last resort."""
        index, options = self._index, self._options
        is_folder = self._surroundings.is_folder
        matched = index.match(path, is_folder, options.pattern_depth)
        if not matched.is_exact:
            self._inexact.add(path)
        is_only_the_rest = True
        for number, _ in matched.sections:
            self._roll.call_section(number)
            if index.profile.drops_the_rest and index.people(number)[0] != "THE REST":
                is_only_the_rest = False
            if options.sections:
                from lkmltrack.maintainers.section_lines import section_lines

                self._section_lines += section_lines(index, number, options.letters, is_folder)
        if (path.endswith(".yaml") and index.profile.found_everywhere) or options.file_emails:
            self._find_addresses(path)
        return is_only_the_rest

    def _call_keywords(self) -> None:
        """Call the sections of keywords, in the order of their places read as texts."""
        has_suffix = self._index.profile.keyword_suffix
        for place in sorted(self._inputs.keywords):
            number, value = self._inputs.keywords[place]
            self._roll.call_section(number, f":Keyword:{value}" if has_suffix else "")

    def _find_addresses(self, path: str) -> None:
        """Find the addresses in a file."""
        from lkmltrack.maintainers.found_addresses import find_addresses

        if path.endswith("MAINTAINERS") and not path[:-11][-1:].isalnum():
            return
        self._found += find_addresses(
            self._index.profile.decoded(self._surroundings.content_of(path)),
            is_unicode=self._index.profile.is_unicode,
            with_names=self._options.names,
        )

    def _call_signers(self) -> None:
        """Call who worked on the files before, where the options or a gap ask for it."""
        options, profile = self._options, self._index.profile
        is_fallback = bool(options.git_fallback)
        if profile.fallback_when_nobody:
            is_fallback = not (self._roll.people or options.git or options.git_blame)
        paths = [
            path
            for path in self._inputs.files
            if options.git
            or (is_fallback and path in self._inexact and not path.endswith("MAINTAINERS"))
        ]
        if not paths and not options.git_blame:
            return
        history = self._surroundings.history
        if history is None:
            return
        from lkmltrack.maintainers.signers import Signers

        signers = Signers(self._roll, options, profile, history)
        for path in self._inputs.files:
            if path in paths:
                signers.add_file(path)
            if options.git_blame:
                signers.add_blame(path, self._inputs.ranges, is_whole=not self._inputs.ranges)

    def _settle_chief(self) -> None:
        """Leave out who is chief of all, unless asked for."""
        name, address = self._index.profile.chief
        if not address:
            return
        email = f"{name} <{address}>" if self._options.names else address
        if self._options.git_chief_penguins:
            self._roll.add(email, "chief penguin")
        else:
            self._roll.drop(email)

    def _call_found(self) -> None:
        """Call the addresses that were found in files."""
        if not self._found:
            return
        from lkmltrack.maintainers.addresses import format_address, parse_address

        for email in self._found:
            if self._index.profile.maps_found_addresses:
                email = self._roll.mapped(email)
            text = format_address(*parse_address(email), self._options.names)
            self._roll.call_somebody(text, "in file")

    def _call_fixes(self) -> None:
        """Call who signed the commits that are mended."""
        history = self._surroundings.history
        if history is None:
            return
        from lkmltrack.maintainers.signers import Signers

        signers = Signers(self._roll, self._options, self._index.profile, history)
        for commit in dict.fromkeys(self._inputs.fixes):
            signers.add_commit(commit)


def _laid_out(values: "list[str]", options: "Options") -> "list[str]":
    """Return one line for each value, or one for all of them."""
    return values if options.multiline else [options.separator.join(values)]
