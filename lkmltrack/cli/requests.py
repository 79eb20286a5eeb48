"""``requests``: what reviewers asked, over all proposals, and what you say of it."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import request_facts
from lkmltrack.cli.pages.words import short_name
from lkmltrack.cli.targets import PROPOSAL_HELP
from lkmltrack.cli.text.cells import wrap
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.cli.text.times import day
from lkmltrack.model.said import Verb
from lkmltrack.tracker.asking import Asked, requests_of, say_of_request

DESCRIPTION = """\
Lists what reviewers asked for and nobody answered yet. It is read from their
words, so it is a suggestion: confirm what is one, dismiss what is none.
"""
EXAMPLES = (
    ("requests", "what is open, over all proposals"),
    ("requests 1 --all", "of one proposal, answered ones too"),
    ("requests --dismiss 1a2b3c4d", "this is none, or it is settled"),
)
_SAID = {"confirm": Verb.CONFIRM, "dismiss": Verb.DISMISS, "reopen": Verb.REOPEN}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the proposals and what is said."""
    parser.add_argument("proposals", metavar="PROPOSAL", nargs="*", help=PROPOSAL_HELP)
    parser.add_argument("--all", action="store_true", help="those too that were answered")
    for name, help_text in (
        ("confirm", "this is a request, and it is open"),
        ("dismiss", "this is none, or it is settled"),
        ("reopen", "take that back"),
    ):
        parser.add_argument(f"--{name}", metavar="KEY", action="append", default=[], help=help_text)


def run(call: Call) -> int:
    """Say what is said, then list what is open."""
    options = call.arguments
    changed = [
        say_of_request(key, verb, call.outside)
        for name, verb in _SAID.items()
        for key in getattr(options, name)
    ]
    found = changed or requests_of(options.proposals, call.outside, every=options.all)
    if call.output.display.json:
        call.output.json("requests", {"requests": [_facts(asked) for asked in found]})
    else:
        call.output.page(_lines(found, call.output.display.width))
        if not found:
            call.remark("nothing is open")
    return ExitCode.OK


def _facts(asked: Asked) -> dict[str, object]:
    return {"proposal": asked.proposal.number, **request_facts(asked.request)}


def _lines(found: Sequence[Asked], width: int) -> Iterator[Line]:
    """Yield each request: key, proposal, who asked, what, and what became of it."""
    for asked in found:
        request = asked.request
        fate = request.said or ("answered" if request.answered_by else "")
        yield [
            Span(request.key, Style.NUMBER),
            Span(f"  #{asked.proposal.number}"),
            Span(f"  {day(request.date)}  ", Style.DIM),
            Span(one_line(short_name(request.by)), Style.NAME),
            Span(f"  {request.asks_for}", Style.TREE),
            Span(f"  {fate}" if fate else "", Style.GOOD),
        ]
        for text in wrap(one_line(request.text), width - 4):
            yield [Span(f"    {text}")]
