"""The evidence of a target: what each mail or file brings, what it claims, what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lkmltrack.cli.pages.bars import Strokes
from lkmltrack.cli.pages.block_lines import KIND_WORDS, BlockLines
from lkmltrack.cli.pages.claim_lines import claim_lines, completeness_lines
from lkmltrack.cli.pages.people import wrapped
from lkmltrack.cli.pages.tie_lines import tie_lines
from lkmltrack.cli.pages.words import counted, short_name
from lkmltrack.cli.text.cells import cut, pad, wrap
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.times import day
from lkmltrack.model.comparison import Misspelling, PatchLink
from lkmltrack.model.evidence import (
    Block,
    Claim,
    ClaimKind,
    ClaimStatus,
    Command,
    Document,
    EnvironmentFact,
)
from lkmltrack.model.proposal import Request

_KIND_CELLS = 19
_SHOWN_CLAIMS = 10
_SHOWN_COMMANDS = 8
_SHOWN_FACTS = 12


def has_evidence(document: Document) -> bool:
    """Whether a document brings figures of its own, or claims some."""
    return bool(document.own_blocks or own_claims(document))


def own_claims(document: Document) -> list[Claim]:
    """Return what the sender himself claims."""
    return [claim for claim in document.claims if not claim.is_quoted]


def own_commands(document: Document) -> list[Command]:
    """Return the commands that the sender himself gives."""
    return [command for command in document.commands if not command.is_quoted]


def own_facts(document: Document) -> list[EnvironmentFact]:
    """Return what the sender himself says about the machine."""
    return [fact for fact in document.environment if not fact.is_quoted]


@dataclass(frozen=True)
class EvidencePage:
    """Documents as lines; ``whole`` leaves nothing out."""

    documents: Sequence[Document]
    requests: Sequence[Request]
    width: int
    whole: bool = False
    strokes: Strokes = Strokes()
    links: Sequence[PatchLink] = ()
    misspelled: Sequence[Misspelling] = ()

    def lines(self) -> Iterator[Line]:
        """Yield the page."""
        yield from wrapped(self._summary(), self.width, Style.TITLE)
        explained: set[str] = set()
        for document in filter(self._is_shown, self.documents):
            yield ()
            yield from self._document(document)
            yield from self._completeness(document, explained)
        yield from self._repetitions([one for one in self.documents if not self._is_shown(one)])
        yield from self._open_requests()

    def _is_shown(self, document: Document) -> bool:
        """Whether a document gets a part of its own."""
        if has_evidence(document):
            return True
        # what was asked for alone is shown with the little that it has
        is_shown_fully = self.whole or len(self.documents) == 1
        return bool(own_commands(document) or is_shown_fully and own_facts(document))

    def _summary(self) -> str:
        """Return how much there is in how many mails."""
        blocks = sum(len(one.own_blocks) for one in self.documents)
        claims = [
            claim
            for one in self.documents
            for claim in own_claims(one)
            if claim.kind is not ClaimKind.LIMIT
        ]
        telling = sum(map(has_evidence, self.documents))
        if not telling:
            return f"no evidence in {_texts(self.documents)}"
        where = f"in {telling} of {_texts(self.documents)}"
        statuses = [
            f"{count} {status.value}"
            for status in ClaimStatus
            if (count := sum(claim.status is status for claim in claims))
        ]
        told = f" ({', '.join(statuses)})" if statuses else ""
        parts = [counted(blocks, "block")] if blocks else []
        parts += [f"{counted(len(claims), 'claim')}{told}"] if claims else []
        return f"{' and '.join(parts)} {where}"

    # ------------------------------------------------------------ one document

    def _document(self, document: Document) -> Iterator[Line]:
        """Yield everything of one mail or file."""
        yield from self._title(document)
        if document.tools:
            yield from wrapped(f"tools: {', '.join(document.tools)}", self.width, Style.DIM, 2)
        flat = _flat_shares(document)
        for block in document.own_blocks:
            yield from BlockLines(block, self.width, self.strokes, self.whole, flat).lines()
            yield from self._ties(block)
            yield from self._partly(block)
        yield from self._commands(own_commands(document))
        yield from self._facts(own_facts(document))
        yield from self._claims(document)
        yield from self._copies(document)

    def _completeness(self, document: Document, explained: set[str]) -> Iterator[Line]:
        """Yield how complete it is; what is missing is explained where it is first missed."""
        found = document.completeness
        if found is None or not has_evidence(document):
            return
        yield _heading("Completeness")
        yield from completeness_lines(
            found, self.width, self.strokes, known=explained, whole=self.whole
        )
        explained.update(lack.item for lack in found.missing)

    def _title(self, document: Document) -> Iterator[Line]:
        """Yield who brought it and when, or the name of the file."""
        if not document.message_id:
            yield [Span(cut(one_line(document.source), self.width), Style.TITLE)]
            return
        name = cut(one_line(short_name(document.author)), 40)
        yield [Span(day(document.date), Style.DIM), Span("  "), Span(name, Style.TITLE)]
        yield [Span(cut(f"  <{one_line(document.message_id)}>", self.width), Style.DIM)]

    def _commands(self, commands: Sequence[Command]) -> Iterator[Line]:
        """Yield what was run."""
        if commands:
            yield _heading("Commands")
        shown = commands if self.whole else commands[:_SHOWN_COMMANDS]
        for command in shown:
            at_once = f", {command.parallelism} at once" if (command.parallelism or 0) > 1 else ""
            lines = wrap(one_line(command.text), self.width - 6)
            for number, text in enumerate(lines):
                yield [Span("      " if number else "    "), Span(text, Style.NAME)]
            yield [Span(f"      line {command.line}{at_once}", Style.DIM)]
        yield from _left_out(len(commands) - len(shown))

    def _facts(self, facts: Sequence[EnvironmentFact]) -> Iterator[Line]:
        """Yield what is said about the machine and the kernel, kind by kind."""
        if facts:
            yield _heading("Machine and kernel")
        shown = facts if self.whole else facts[:_SHOWN_FACTS]
        kinds = dict.fromkeys(fact.kind for fact in shown)
        for kind in kinds:
            told = [_fact_text(fact) for fact in shown if fact.kind is kind]
            texts = wrap(one_line("; ".join(dict.fromkeys(told))), self.width - _KIND_CELLS - 4)
            for number, text in enumerate(texts):
                start = "" if number else kind.value
                yield [Span("    "), Span(pad(start, _KIND_CELLS), Style.DIM), Span(text)]
        yield from _left_out(len(facts) - len(shown))

    def _claims(self, document: Document) -> Iterator[Line]:
        """Yield what is claimed, the weakest first: that is what a reviewer will ask about."""
        claims = sorted(own_claims(document), key=lambda claim: _WEAKEST[claim.status])
        if claims:
            yield _heading("Claims")
        shown = claims if self.whole else claims[:_SHOWN_CLAIMS]

        def named(link: str) -> str:
            return self._named(link, document)

        yield from claim_lines(shown, self.width, named, whole=self.whole)
        yield from _left_out(len(claims) - len(shown))

    def _named(self, link: str, document: Document) -> str:
        """Return what a linked block is called; one of another mail with whose it is."""
        message_id, _, block_id = link.rpartition("#")
        owner = self._by_id.get(message_id) if message_id else document
        blocks = owner.blocks if owner is not None else ()
        block = next((one for one in blocks if one.id == block_id), None)
        if owner is None or block is None:
            return link
        named = f"{block.tool or KIND_WORDS[block.kind]}, lines {block.line_start}-{block.line_end}"
        if owner is document or owner.message_id == document.message_id:
            return named
        return f"{named} of {short_name(owner.author)}, {day(owner.date)}"

    # ------------------------------------------------------------ copies and questions

    def _copies(self, document: Document) -> Iterator[Line]:
        """Yield one line per quoted block: whose it is."""
        for block in document.blocks:
            if block.is_quoted:
                yield [
                    Span("  "),
                    Span(cut(f"repeats {self._origin(block)}", self.width - 2), Style.QUOTE),
                ]

    def _ties(self, block: Block) -> Iterator[Line]:
        """Yield what of a block the patches name as well."""
        yield from tie_lines(
            [link for link in self.links if link.block == block.id],
            [one for one in self.misspelled if one.block == block.id],
            self.width,
            whole=self.whole,
        )

    def _partly(self, block: Block) -> Iterator[Line]:
        """Yield whose rows stand in a block beside new ones."""
        if not block.repeats:
            return
        first = self._by_id.get(block.repeats)
        by = f"{short_name(first.author)}, {day(first.date)} " if first is not None else ""
        new = counted(len(block.added), "row is new", "rows are new")
        text = f"shows again what was posted before: {by}<{block.repeats}>; {new}"
        yield from wrapped(text, self.width, Style.QUOTE, 4)

    def _repetitions(self, documents: Sequence[Document]) -> Iterator[Line]:
        """Yield who repeats whose evidence and brings none."""
        repeating = [(one, block) for one in documents for block in one.blocks if block.is_quoted]
        if not repeating:
            return
        yield ()
        yield [Span("Quoted again", Style.HEADER)]
        for document, block in repeating:
            who = short_name(document.author) if document.message_id else document.source
            start = f"  {day(document.date)}  " if document.message_id else "  "
            text = f"{cut(one_line(who), 24)} repeats {self._origin(block)}"
            yield [Span(start, Style.DIM), Span(cut(text, self.width - len(start)))]

    def _origin(self, block: Block) -> str:
        """Return what a copy is a copy of, and who posted that first."""
        of = f" of {block.tool}" if block.tool else ""
        what = f"{KIND_WORDS[block.kind]}{of}"
        first = self._by_id.get(block.quoted)
        if first is not None:
            who = short_name(first.author)
            return one_line(f"{who}, {day(first.date)}: {what} <{block.quoted}>")
        if block.quoted:
            return one_line(f"<{block.quoted}>: {what}")
        return one_line(f"what is not here: {what}, lines {block.line_start}-{block.line_end}")

    def _open_requests(self) -> Iterator[Line]:
        """Yield what was asked for and not shown yet."""
        if not self.requests:
            return
        yield ()
        yield [Span("Asked for, and not answered yet", Style.HEADER)]
        for request in self.requests:
            yield [
                Span(f"  {day(request.date)}  ", Style.DIM),
                Span(cut(one_line(short_name(request.by)), 32), Style.NAME),
                Span(f"  wants {one_line(request.asks_for)}", Style.WARNING),
                Span(f"  {request.key}", Style.DIM),
            ]
            for text in wrap(one_line(request.text), self.width - 6):
                yield [Span(f"      {text}")]

    @cached_property
    def _by_id(self) -> Mapping[str, Document]:
        return {one.message_id: one for one in self.documents if one.message_id}


_WEAKEST = {
    ClaimStatus.CONTRADICTED: 0,
    ClaimStatus.UNSUPPORTED: 1,
    ClaimStatus.SUPPORTED: 2,
}


def _texts(documents: Sequence[Document]) -> str:
    """Return how many mails or files there are."""
    mails = sum(bool(one.message_id) for one in documents)
    files = len(documents) - mails
    parts = [counted(mails, "message")] if mails or not files else []
    return " and ".join([*parts, counted(files, "file")] if files else parts)


def _flat_shares(document: Document) -> dict[str, float]:
    """Return each symbol's share in the flat profiles of a text, the first one's where two differ."""
    shares: dict[str, float] = {}
    for block in document.own_blocks:
        for row in block.rows:
            shares.setdefault(row.symbol, row.share)
    return shares


def _fact_text(fact: EnvironmentFact) -> str:
    """Return a fact as written, and in standard form where that has none of its words."""
    written = _squeezed(fact.text)
    parts = [part for part in map(_squeezed, fact.value.split(",")) if part]
    says_other = bool(parts) and not any(part in written for part in parts)
    return f"{fact.text} ({fact.value})" if says_other else fact.text


def _squeezed(text: str) -> str:
    """Return letters and digits alone: ``Zen 5`` and ``Zen5`` are the same."""
    return "".join(filter(str.isalnum, text)).lower()


def _heading(text: str) -> Line:
    return [Span("  "), Span(text, Style.HEADER)]


def _left_out(count: int) -> Iterator[Line]:
    if count > 0:
        yield [Span(f"    and {count} more (--all)", Style.DIM)]
