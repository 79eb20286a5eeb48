"""``export``: a proposal for people and programs that have no lkmltrack."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import Facts, message_facts, proposal_facts
from lkmltrack.cli.files import write_file
from lkmltrack.cli.targets import TARGET_HELP
from lkmltrack.cli.text.json_text import json_text
from lkmltrack.tracker.exporting import export_mbox
from lkmltrack.tracker.reading import read_thread
from lkmltrack.tracker.stories import story_of

DESCRIPTION = """\
Writes the mails of a proposal as an mbox, each byte for byte and in the order
in which they came; the whole story with every message as JSON; or, for people
who have no lkmltrack, one page that stands alone, as HTML or as Markdown: the
page names the message behind each statement, and has none of your notes and
tags. It goes to standard output, or with -o to a file that is either complete
or not there.
"""
EXAMPLES = (
    ("export 1 -o thread.mbox", "the mails, for mutt, b4 or git am"),
    ("export 1 --format json -o story.json", "story and messages, for programs"),
    ("export 1 --format html -o story.html", "a page for a browser; it fetches nothing"),
    ("export 1 --format md", "the same page as Markdown"),
    ("export 1 | b4 am -m - -o .", "straight into b4"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the proposal, the format and the file."""
    parser.add_argument("target", metavar="PROPOSAL", help=TARGET_HELP)
    parser.add_argument(
        "--format",
        choices=("mbox", "json", "html", "md"),
        help="mbox, unless --json is given",
    )
    parser.add_argument("-o", "--output", metavar="FILE", default="", help="write to this file")
    parser.add_argument("--force", action="store_true", help="overwrite the file")


def run(call: Call) -> int:
    """Write the export."""
    options = call.arguments
    stream = call.stream_for([options.target])
    kind = options.format or ("json" if options.json else "mbox")
    if kind == "mbox":
        data = export_mbox(options.target, call.outside, stream=stream)
    elif kind in ("html", "md"):
        data = _page(call, kind, stream)
    else:
        facts = {"schema": "lkmltrack.export/1", **_facts(call, stream)}
        data = (json_text(facts) + "\n").encode("utf-8", "backslashreplace")
    if options.output:
        write_file(options.output, data, overwrite=options.force)
        call.remark(f"wrote {options.output}")
    else:
        call.output.raw(data)
    return ExitCode.OK


def _page(call: Call, kind: str, stream: bytes | None) -> bytes:
    """Return the page, rendered."""
    from lkmltrack.reports.html import render_html
    from lkmltrack.reports.markdown import render_markdown
    from lkmltrack.tracker.reporting import report_page

    with call.progress():
        page = report_page(call.arguments.target, call.outside, stream=stream)
    render = render_html if kind == "html" else render_markdown
    return render(page).encode()


def _facts(call: Call, stream: bytes | None) -> Facts:
    """Return the story and every message."""
    target = call.arguments.target
    with call.progress():
        proposal, told = story_of(target, call.outside, stream=stream)
        messages = read_thread(target, call.outside, stream=stream).messages
    return {
        "proposal": proposal_facts(proposal, told),
        "messages": [message_facts(message) for message in messages],
    }
