"""``digest``: what happened over all proposals, and who waits for whom."""

from argparse import ArgumentParser

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.pages.digest import digest_facts, digest_lines

DESCRIPTION = """\
Tells over all tracked proposals who waits for whom and since when, what was
applied, NAKed, withdrawn or reverted, what has stalled, what was asked, posted
and approved. WHEN is a time ago (7d, 2w, 3months) or a date as search reads it
(2026-04-01, yesterday, last.week); mails count by the date that they bear.
It reads what is kept; lkmltrack update asks for what is new.
"""
EXAMPLES = (
    ("digest", "the last seven days"),
    ("digest --since 2026-04-01 --format md", "to paste into a mail or a wiki"),
    ("digest --since 1d --json", "for scripts"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the time and the format."""
    parser.add_argument("--since", metavar="WHEN", default="7d", help="from when on (7d)")
    parser.add_argument("--format", choices=("text", "md"), default="text", help="text, or md")


def run(call: Call) -> int:
    """Print the digest."""
    # not above: the use cases bring b4's grouping rules along, and a wrong call need not wait
    from lkmltrack.tracker.reporting import digest, parse_since

    since = parse_since(call.arguments.since, call.outside.clock.now())
    with call.progress() as progress:
        found = digest(since, call.outside, progress=progress)
    display = call.output.display
    if display.json:
        call.output.json("digest", digest_facts(found))
    elif call.arguments.format == "md":
        from lkmltrack.reports.digest_page import build_digest_page
        from lkmltrack.reports.markdown import render_markdown

        call.output.text(render_markdown(build_digest_page(found)))
    else:
        call.output.page(digest_lines(found, display.width))
    if not found.proposals:
        call.remark("no proposal is tracked yet; lkmltrack track TARGET begins")
    return ExitCode.OK
