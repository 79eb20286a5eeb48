"""What an update brought, a line per proposal that has news."""

from collections.abc import Iterator, Sequence

from lkmltrack.cli.pages.words import counted, stage_span
from lkmltrack.cli.text.cells import cut
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.model.series import PostingKind, Series
from lkmltrack.proposals.revisions import revision_name
from lkmltrack.proposals.taken import describe_applied
from lkmltrack.tracker.updating import News


def news_lines(found: Sequence[News], width: int) -> Iterator[Line]:
    """Yield the news; proposals without any are left out."""
    for news in found:
        if not news.is_news:
            continue
        yield _first_line(news)
        for series in news.new_revisions:
            yield [Span(cut(f"    {_posted(series)}", width))]
        for applied in news.new_commits:
            words = f"    {one_line(applied.subject)}: {one_line(describe_applied(applied))}"
            yield [Span(cut(words, width), Style.GOOD)]


def _first_line(news: News) -> Line:
    """Return number, name, how much is new, and a changed stage."""
    spans = [
        Span(f"#{news.proposal.number}", Style.NUMBER),
        Span("  "),
        Span(one_line(news.proposal.name), Style.NAME),
        Span("  "),
        Span(counted(len(news.new_messages), "new message"), Style.NEW),
    ]
    if news.stage_before == news.stage_after:
        return spans
    return [
        *spans,
        Span("  "),
        stage_span(news.stage_before),
        Span(" -> "),
        stage_span(news.stage_after),
    ]


def _posted(series: Series) -> str:
    """Return what was posted."""
    label = revision_name(series)
    if series.kind is PostingKind.DISCUSSION:
        return f"new {label}: {one_line(series.title)}"
    patches = counted(series.expected, "patch", "patches")
    return f"new revision {label}, {patches}: {one_line(series.title)}"
