"""``show``: one proposal's whole story."""

from argparse import ArgumentParser
from collections.abc import Iterator

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import proposal_facts
from lkmltrack.cli.pages.story import StoryPage, next_steps
from lkmltrack.cli.targets import add_target
from lkmltrack.cli.text.spans import Line
from lkmltrack.model.proposal import Proposal, Story
from lkmltrack.tracker.saying import say_seen
from lkmltrack.tracker.stories import story_of

DESCRIPTION = """\
Shows what one wants to know before answering: title, stage, revisions with the
reason why each was taken in, trailers per patch, who takes part, and what is
new. Showing a tracked proposal counts as having looked at it; --peek and --json
do not. A target that is not tracked is shown all the same, and not kept.
"""
EXAMPLES = (
    ("show 1", "the proposal with number 1"),
    ("show thread.mbox", "the story of a thread in a file"),
    ("show 1 --peek", "look without marking anything as seen"),
    ("show 1 --json | jq '.proposal.revisions'", "for scripts"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the target."""
    add_target(parser)
    parser.add_argument("--all", action="store_true", help="leave nothing out")
    parser.add_argument("--peek", action="store_true", help="do not count it as a look")


def run(call: Call) -> int:
    """Print the story."""
    target = call.arguments.target
    stream = call.stream_for([target])
    with call.progress():
        proposal, told = story_of(target, call.outside, stream=stream)
    if call.output.display.json:
        call.output.json("show", {"proposal": proposal_facts(proposal, told)})
        return ExitCode.OK
    call.output.page(_lines(proposal, told, call))
    if proposal is not None and not call.arguments.peek:
        say_seen(str(proposal.number), call.outside)
    return ExitCode.OK


def _lines(proposal: Proposal | None, told: Story, call: Call) -> Iterator[Line]:
    """Yield the page, and where to go next."""
    display = call.output.display
    now = call.outside.clock.now()
    yield from StoryPage(proposal, told, now, display.width, call.arguments.all).lines()
    if display.is_terminal:
        yield ()
        yield next_steps(proposal, told, call.arguments.target)
