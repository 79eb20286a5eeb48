"""``update``: ask the archive what is new in the tracked proposals."""

from argparse import ArgumentParser
from collections.abc import Sequence

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import Facts, revision_facts
from lkmltrack.cli.pages.news import news_lines
from lkmltrack.cli.targets import PROPOSAL_HELP
from lkmltrack.cli.text.spans import one_line
from lkmltrack.tracker.updating import News, update

DESCRIPTION = """\
Asks the archive for new mail and new revisions of the named proposals, or of
all, and prints what is new. One proposal that cannot be refreshed does not stop
the others; it is told, and the exit status is 3. With --exit-code the status
tells whether there is news: 0 when there is, 1 when there is none.
"""
EXAMPLES = (
    ("update", "refresh everything"),
    ("update 1 rmap", "refresh two proposals"),
    ("update -q", "for cron: prints news only"),
    ("update -q --exit-code && notify-send news", "act on news"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the proposals."""
    parser.add_argument("proposals", metavar="PROPOSAL", nargs="*", help=PROPOSAL_HELP)
    parser.add_argument("--exit-code", action="store_true", help="1 when there is no news")


def run(call: Call) -> int:
    """Refresh, and print the news."""
    with call.progress() as progress:
        found = update(call.arguments.proposals, call.outside, progress=progress)
    if call.output.display.json:
        call.output.json("update", {"news": [_facts(news) for news in found]})
    else:
        call.output.print(news_lines(found, call.output.display.width))
        _remark_silence(found, call)
    for trouble, numbers in _troubles(found).items():
        call.remark(f"lkmltrack: {', '.join(f'#{n}' for n in numbers)}: {one_line(trouble)}")
    if any(news.failure for news in found):
        return ExitCode.ARCHIVE
    is_quiet = call.arguments.exit_code and not any(news.is_news for news in found)
    return ExitCode.NO if is_quiet else ExitCode.OK


def _troubles(found: Sequence[News]) -> dict[str, list[int]]:
    """Return what went wrong, each trouble once with the proposals that had it."""
    troubles: dict[str, list[int]] = {}
    for news in found:
        for trouble in filter(None, (news.failure, *news.warnings)):
            troubles.setdefault(trouble, []).append(news.proposal.number)
    return troubles


def _remark_silence(found: Sequence[News], call: Call) -> None:
    """Say that there is no news, rather than nothing."""
    if not found:
        call.remark("no proposal is tracked yet; lkmltrack track TARGET begins")
    elif not any(news.is_news or news.failure for news in found):
        call.remark("nothing new")


def _facts(news: News) -> Facts:
    """Return one proposal's news."""
    return {
        "number": news.proposal.number,
        "name": news.proposal.name,
        "root": news.proposal.root,
        "new_messages": len(news.new_messages),
        "new": list(news.new_messages),
        "new_revisions": [revision_facts(series) for series in news.new_revisions],
        "new_commits": [
            {"patch": one.patch, "commit": one.commit, "how": one.how.value}
            for one in news.new_commits
        ],
        "stage_before": news.stage_before.value,
        "stage_after": news.stage_after.value,
        "failure": news.failure or None,
        "warnings": list(news.warnings),
    }
