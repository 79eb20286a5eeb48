"""``track``: pull threads, find the other revisions, and follow them as proposals."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import Facts, proposal_facts
from lkmltrack.cli.pages.story import StoryPage, next_steps
from lkmltrack.cli.pages.words import counted
from lkmltrack.cli.targets import TARGET_HELP
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.model.proposal import Story
from lkmltrack.tracker.saying import say_seen
from lkmltrack.tracker.stories import story
from lkmltrack.tracker.tracking import Tracked, track

DESCRIPTION = """\
Pulls the whole thread of each TARGET, looks for the other revisions of the
series and for the discussion before it, keeps every mail byte for byte, and
follows it all as one proposal. Each thread is told with the reason why it was
taken in; "track --also" and "untrack --revision" correct that.
"""
EXAMPLES = (
    ("track https://lore.kernel.org/r/MESSAGE-ID", "follow a thread that somebody linked to"),
    ("track thread.mbox", "follow a thread from a file, without network"),
    ("track MESSAGE-ID --also OTHER-MESSAGE-ID", "say that another thread belongs to it"),
    ("track - < saved.mbox", "from standard input, for example out of mutt"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the targets."""
    parser.add_argument("targets", metavar="TARGET", nargs="+", help=TARGET_HELP)
    parser.add_argument(
        "--also",
        metavar="TARGET",
        action="append",
        default=[],
        help="a thread that belongs to it too, whatever the mails say",
    )


def run(call: Call) -> int:
    """Track, and print each proposal."""
    options = call.arguments
    stream = call.stream_for([*options.targets, *options.also])
    with call.progress() as progress:
        found = track(
            options.targets, call.outside, also=options.also, stream=stream, progress=progress
        )
        stories = [story(tracked.proposal, call.outside) for tracked in found]
    for warning in dict.fromkeys(one for tracked in found for one in tracked.warnings):
        call.remark(f"lkmltrack: {one_line(warning)}")
    if call.output.display.json:
        call.output.json("track", _facts(found, stories))
    else:
        # what is tracked for the first time is all shown, and nothing of it is news
        told = [
            replace(one, new_messages=()) if tracked.is_new else one
            for tracked, one in zip(found, stories, strict=True)
        ]
        call.output.print(_lines(found, told, call))
        for tracked in found:
            say_seen(str(tracked.proposal.number), call.outside)
    return ExitCode.OK


def _facts(found: Sequence[Tracked], stories: Sequence[Story]) -> Facts:
    """Return the first proposal, as most calls name one, and all of them."""
    proposals = [
        {
            **proposal_facts(tracked.proposal, told),
            "is_new": tracked.is_new,
            "brought": len(tracked.new_messages),
            "warnings": list(tracked.warnings),
        }
        for tracked, told in zip(found, stories, strict=True)
    ]
    return {"proposal": proposals[0] if proposals else None, "proposals": proposals}


def _lines(found: Sequence[Tracked], stories: Sequence[Story], call: Call) -> Iterator[Line]:
    """Yield what was done, and each story."""
    now = call.outside.clock.now()
    for place, (tracked, told) in enumerate(zip(found, stories, strict=True)):
        if place:
            yield ()
        yield _done(tracked)
        yield ()
        yield from StoryPage(tracked.proposal, told, now, call.output.display.width).lines()
        if call.output.display.is_terminal:
            yield ()
            yield next_steps(tracked.proposal, told, "")


def _done(tracked: Tracked) -> Line:
    """Return what the call did."""
    verb = "tracking" if tracked.is_new else "already tracked"
    return [
        Span(f"{verb} as ", Style.GOOD),
        Span(f"#{tracked.proposal.number}", Style.NUMBER),
        Span(f", {counted(len(tracked.new_messages), 'new message')}"),
    ]
