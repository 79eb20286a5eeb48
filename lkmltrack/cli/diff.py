"""``diff``: what changed between two revisions of a series."""

from argparse import ArgumentParser
from collections.abc import Iterator

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.pages.mail import diff_style
from lkmltrack.cli.targets import add_target
from lkmltrack.cli.text.spans import Line, Span, Style
from lkmltrack.tracker.comparing import range_diff

DESCRIPTION = """\
Compares two revisions of a series with git range-diff, by default the last two.
It needs a kernel tree (--tree) that has the base commits; without one it is a
diff of the mails.
"""
EXAMPLES = (
    ("diff 1", "the last two revisions"),
    ("diff 1 v1 v3", "two that you name"),
    ("diff 1 --tree ~/linux", "with a kernel tree"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the target and the revisions."""
    add_target(parser)
    parser.add_argument("older", metavar="vA", nargs="?", default="", help="the older revision")
    parser.add_argument("newer", metavar="vB", nargs="?", default="", help="the newer revision")


def run(call: Call) -> int:
    """Print the difference."""
    options = call.arguments
    stream = call.stream_for([options.target])
    with call.progress():
        text = range_diff(
            options.target, call.outside, older=options.older, newer=options.newer, stream=stream
        )
    if call.output.display.json:
        asked = {"older": options.older or None, "newer": options.newer or None}
        call.output.json("diff", {"target": options.target, **asked, "text": text})
    elif text.strip():
        call.output.page(_lines(text))
    else:
        call.remark("the two revisions are the same")
    return ExitCode.OK


def _lines(text: str) -> Iterator[Line]:
    """Yield a range-diff or a diff, coloured."""
    for line in text.rstrip("\n").split("\n"):
        yield [Span(line, _style(line))]


def _style(line: str) -> Style:
    """Return the style of a line: a pair of patches, or a diff, or a diff of a diff."""
    if line[:1] not in (" ", "+", "-", "@", "d"):
        return Style.TITLE
    # in a range-diff everything but the heads is indented by four
    return diff_style(line.removeprefix("    "))
