"""Who ought to have got a posting and who did: those who are missing come first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lkmltrack.cli.pages.people import (
    AS_ABOVE,
    LEVEL_STYLES,
    Note,
    edition_lines,
    person_lines,
    wrapped,
)
from lkmltrack.cli.pages.reason_words import reason_texts
from lkmltrack.cli.pages.words import counted, short_name
from lkmltrack.cli.text.cells import cut, pad, wrap
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.table import Column, table
from lkmltrack.cli.text.times import day
from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.audience import (
    Addition,
    Audit,
    Audited,
    Expected,
    Level,
    PatchAudit,
    Status,
)

_MARGIN = "  "
_SHOWN_REASONS = 3
_SHOWN_PRESENT = 8
_SHOWN_SUGGESTED = 8
_SHOWN_EXTRA = 8
_SHOWN_ADDITIONS = 10
_SHOWN_PATCHES = 4

_MANY = {
    Level.MAINTAINER: "maintainers",
    Level.REVIEWER: "reviewers",
    Level.LIST: "lists",
    Level.SUGGESTED: "suggested",
}
_BECAUSE = {
    "mailmap": "says the mailmap",
    "name": "the same name",
    "thread": "as the thread shows",
    "moved list": "the list moved",
    "address": "an address much like it",
}


@dataclass(frozen=True, slots=True)
class AuditPage:
    """An audit as lines; ``whole`` leaves nothing out."""

    audit: Audit
    width: int
    whole: bool = False

    def lines(self) -> Iterator[Line]:
        """Yield the page."""
        yield from self._head()
        yield from self._block("Missing", self.audit.missing)
        yield from self._block("Present under another address", self._with(Status.PRESENT_AS))
        partly = [one for one in self._with(Status.PRESENT) if one.not_on]
        yield from self._block("Present on some patches only", partly)
        yield from self._present([one for one in self._with(Status.PRESENT) if not one.not_on])
        yield from self._suggested()
        yield from self._extra()
        yield from self._patches()
        yield from self._additions()
        yield from self._troubles()
        yield from self._remarks()

    def _head(self) -> Iterator[Line]:
        """Yield what was posted, by which MAINTAINERS it is judged, and the verdict."""
        audit = self.audit
        yield [Span(cut(one_line(audit.title), self.width), Style.TITLE)]
        count = counted(len(audit.patches), "patch", "patches")
        patches = f", {count}" if len(audit.patches) > 1 else ""
        posted = f"{day(audit.date)} by {audit.author}{patches}"
        yield from wrapped(posted, self.width, Style.PLAIN)
        yield from edition_lines(audit.edition, self.width)
        if self.whole and audit.sections:
            yield from wrapped(f"sections: {', '.join(audit.sections)}", self.width, Style.DIM)
        told = verdict(audit)
        yield from wrapped(told.text, self.width, told.style)

    def _with(self, status: Status) -> list[Audited]:
        """Return those of a status who are more than suggested."""
        return [
            one
            for one in self.audit.recipients
            if one.status is status and one.expected.level is not Level.SUGGESTED
        ]

    def _block(self, heading: str, people: Sequence[Audited]) -> Iterator[Line]:
        """Yield people with everything that is to be said of each."""
        if people:
            yield from _heading(heading)
        above: list[Note] = []
        for one in people:
            notes = [*self._fate(one), *self._reasons(one.expected), *self._excuse(one)]
            is_same = bool(notes) and notes == above
            shown = [(AS_ABOVE, Style.DIM)] if is_same else notes
            yield from person_lines(one.expected, shown, self.width)
            above = notes

    def _fate(self, one: Audited) -> Iterator[Note]:
        """Yield how somebody got the mail, or why it may not reach them."""
        if one.present_as:
            because = _BECAUSE.get(one.because, one.because)
            yield f"as {one.present_as}{f' ({because})' if because else ''}", Style.GOOD
        if one.not_on:
            yield f"not on {self._patches_called(one.not_on)}", Style.WARNING
        if one.added is not None:
            is_own = one.added.by == one.added.who
            how = "answered" if is_own else f"added by {short_name(one.added.by)}"
            yield f"came in on {day(one.added.date)}: {how}", Style.GOOD
        if one.trouble is not None:
            yield one.trouble.text, Style.WARNING

    def _excuse(self, one: Audited) -> Iterator[Note]:
        """Yield why their absence is nobody's fault, unless it is said of all of them below."""
        if one.excuse and not any(one.excuse in remark for remark in self.audit.remarks):
            yield one.excuse, Style.PLAIN

    def _reasons(self, person: Expected) -> Iterator[Note]:
        """Yield why somebody is expected, and on which patches if not on all."""
        texts = reason_texts(person.reasons, whole=self.whole)
        shown = texts if self.whole else texts[:_SHOWN_REASONS]
        yield from ((text, Style.DIM) for text in shown)
        if len(shown) < len(texts):
            yield f"and {counted(len(texts) - len(shown), 'more reason')} (--all)", Style.DIM
        patches = person.for_patches
        if patches and len(patches) < len(self.audit.patches):
            yield f"for {self._patches_called(patches)}", Style.DIM

    def _patches_called(self, message_ids: Sequence[str]) -> str:
        """Return patches by their counters, else by their ids."""
        labels = {patch.message_id: _label(patch) for patch in self.audit.patches}
        called = [labels.get(one, f"<{one}>") for one in message_ids]
        left_out = 0 if self.whole else len(called) - _SHOWN_PATCHES
        if left_out > 0:
            return f"{', '.join(called[:_SHOWN_PATCHES])} and {left_out} more"
        return ", ".join(called)

    def _present(self, people: Sequence[Audited]) -> Iterator[Line]:
        """Yield who got it: names by level, or all of each."""
        senders = [one for one in self.audit.recipients if one.status is Status.SENDER]
        if not people and not senders:
            return
        if self.whole:
            yield from self._block("Present", [*senders, *people])
            return
        yield from _heading("Present")
        for level in Level:
            here = [one for one in people if one.expected.level is level]
            if here:
                names = [_called(one.expected) for one in here]
                yield from _named(_MANY[level], names, _SHOWN_PRESENT, self.width, level)
        if senders:
            names = [_called(one.expected) for one in senders]
            yield from _named("the sender", names, _SHOWN_PRESENT, self.width, Level.SUGGESTED)

    def _suggested(self) -> Iterator[Line]:
        """Yield who might help; those who got it are told when nothing is left out."""
        people = [
            one
            for one in self.audit.recipients
            if one.expected.level is Level.SUGGESTED
            and (one.status is Status.MISSING or self.whole)
            and one.status is not Status.SENDER
        ]
        shown = people if self.whole else people[:_SHOWN_SUGGESTED]
        yield from self._block("Suggested, and never counted as missing", shown)
        yield from _left_out(len(people) - len(shown))

    def _extra(self) -> Iterator[Line]:
        """Yield who is addressed without being looked for, and what names them."""
        named = [(one.who, f" ({one.why})") for one in self.audit.named]
        people = [*named, *((who, "") for who in self.audit.extra)]
        called = [f"{who if self.whole else short_name(who)}{why}" for who, why in people]
        if called:
            yield from _heading("Also addressed")
            shown = len(called) if self.whole else _SHOWN_EXTRA
            yield from _named("", called, shown, self.width, Level.SUGGESTED)

    @property
    def _names(self) -> dict[str, str]:
        """What people are called, by every address that is known to be theirs."""
        return {
            address: _called(one.expected)
            for one in self.audit.recipients
            for address in (one.present_as, one.expected.address)
            if address
        }

    def _patches(self) -> Iterator[Line]:
        """Yield who is missing on each patch of a series."""
        patches = self.audit.patches
        if len(patches) < 2:
            return
        yield from _heading("Patch by patch")
        names = self._names
        rows = [_patch_row(patch, names) for patch in patches]
        columns = (
            Column("", limit=8),
            Column("", limit=max(16, self.width // 2)),
            Column("", limit=10, rank=1),
            Column(""),
        )
        for row in table(columns, rows, self.width - len(_MARGIN)):
            yield [Span(_MARGIN), *row]

    def _additions(self) -> Iterator[Line]:
        """Yield who came in later: a line per mail that added people."""
        groups: dict[str, list[Addition]] = {}
        for addition in self.audit.additions:
            groups.setdefault(addition.message_id, []).append(addition)
        if groups:
            yield from _heading("Added later")
        told = list(groups.values())
        called = self._names
        shown = told if self.whole else told[:_SHOWN_ADDITIONS]
        for group in shown:
            by = one_line(short_name(group[0].by))
            start = f"{_MARGIN}{day(group[0].date)}  "
            names = ", ".join(called.get(one.who.address, short_name(one.who)) for one in group)
            texts = wrap(one_line(names), max(12, self.width - 14))
            yield [
                Span(start, Style.DIM),
                Span(cut(by, self.width - 20), Style.NAME),
                Span(" adds"),
            ]
            yield from ([Span(f"{' ' * 14}{text}")] for text in texts)
            if self.whole:
                yield [Span(cut(f"{' ' * 14}<{one_line(group[0].message_id)}>", self.width))]
        yield from _left_out(len(told) - len(shown))

    def _troubles(self) -> Iterator[Line]:
        """Yield addresses that may not be reached, of those whom no line above names."""
        named = {*map(id, self.audit.missing), *map(id, self._with(Status.PRESENT_AS))}
        troubled = [one for one in self.audit.recipients if one.trouble and id(one) not in named]
        if not troubled or self.whole:
            return
        yield from _heading("May not reach them")
        for one in troubled:
            text = one.trouble.text if one.trouble else ""
            yield from wrapped(f"{_called(one.expected)}: {text}", self.width, Style.WARNING, 2)

    def _remarks(self) -> Iterator[Line]:
        """Yield what else is to be said."""
        if self.audit.remarks:
            yield from _heading("Remarks")
        for remark in self.audit.remarks:
            yield from wrapped(remark, self.width, Style.PLAIN, 2)


def verdict(audit: Audit) -> Span:
    """Return how many are missing."""
    missing = audit.missing
    if not missing and any(one.excuse for one in audit.recipients):
        return Span("nobody is said to be missing", Style.PLAIN)
    if not missing:
        return Span("nobody is missing", Style.GOOD)
    later = sum(one.added is not None for one in missing)
    lists = sum(one.expected.level is Level.LIST for one in missing)
    people = len(missing) - lists
    parts = [counted(people, "person", "people")] if people else []
    parts += [counted(lists, "list")] if lists else []
    verb = "is" if len(missing) == 1 else "are"
    came = "all" if later == len(missing) else str(later)
    since = f"; {came} came in later" if later else ""
    return Span(f"{' and '.join(parts)} {verb} missing{since}", Style.BAD)


def _called(person: Expected) -> str:
    """Return what fits a list of names."""
    return person.name or person.address


def _label(patch: PatchAudit) -> str:
    """Return a mail's counter, as its subject has it."""
    subject = parse_subject(patch.subject)
    return f"{subject.counter}/{subject.total}" if subject.has_counter else "patch"


def _patch_row(patch: PatchAudit, names: dict[str, str]) -> list[Span]:
    """Return the cells of one mail."""
    count = len(patch.files)
    missing = ", ".join(names.get(address, address) for address in patch.missing)
    return [
        Span(_label(patch), Style.NUMBER),
        Span(parse_subject(patch.subject).title),
        Span(counted(count, "file") if count else "", Style.DIM),
        Span(f"{len(patch.missing)}: {missing}", Style.BAD)
        if missing
        else Span("all are there", Style.GOOD),
    ]


def _named(head: str, names: Sequence[str], most: int, width: int, level: Level) -> Iterator[Line]:
    """Yield names in running text behind a word, the last ones folded."""
    # one more name is no longer than saying so
    left_out = len(names) - most if len(names) > most + 1 else 0
    shown = list(names[: len(names) - left_out]) + (
        [f"and {left_out} more (--all)"] if left_out > 0 else []
    )
    start = f"{_MARGIN}{pad(head, 11)}{_MARGIN}" if head else _MARGIN
    texts = wrap(one_line(", ".join(shown)), max(12, width - len(start)))
    for number, text in enumerate(texts):
        before = Span(" " * len(start)) if number else Span(start, LEVEL_STYLES[level])
        yield [before, Span(text)]


def _heading(text: str) -> Iterator[Line]:
    yield ()
    yield [Span(text, Style.HEADER)]


def _left_out(count: int) -> Iterator[Line]:
    if count > 0:
        yield [Span(f"{_MARGIN}and {count} more (--all)", Style.DIM)]
