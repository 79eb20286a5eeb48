"""``search``: full-text search over all mail that is kept."""

from collections.abc import Sequence

from lkmltrack.cli.arguments import Parser, without_protection
from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import hit_facts
from lkmltrack.cli.pages.hits import hit_lines
from lkmltrack.errors import UsageError
from lkmltrack.tracker.query import parse_query
from lkmltrack.tracker.searching import search

DESCRIPTION = """\
Searches the mail in the database in public-inbox's language, the best hits
first, each with the line that matches:

  word  "a phrase"  word*         anywhere
  s:  f:  t:  c:  b:              subject, from, to, cc, body
  d:20260101..20260301  d:7d..    the date
  l:  dfn:  m:                    list, file in a diff, Message-ID
  -word  OR  ( )                  not, either, together

The exit status is 1 when nothing is found.
"""
EXAMPLES = (
    ("search 's:rmap f:lorenzo'", "a subject and an author"),
    ("search '\"lock contention\" d:30d..'", "a phrase in mail of the last 30 days"),
    ("search dfn:mm/rmap.c -s:Re:", "patches to a file"),
    ("search --remote 's:\"per-vma locks\"'", "ask the archive, and keep what it finds"),
)
_OPERATORS = frozenset(("AND", "OR", "NOT", "XOR"))


def add_arguments(parser: Parser) -> None:
    """Declare the query; a word of it may begin with a dash."""
    parser.takes_dashed_words = True
    parser.add_argument("query", metavar="QUERY", nargs="+", help="what to look for")
    parser.add_argument("--remote", action="store_true", help="ask the archive first")
    parser.add_argument("-n", "--limit", type=int, default=50, help="at most so many hits (50)")
    parser.add_argument("--offset", type=int, default=0, help="leave out so many of the best")


def run(call: Call) -> int:
    """Print the hits."""
    options = call.arguments
    if options.limit < 1 or options.offset < 0:
        raise UsageError("--limit is at least 1, --offset at least 0")
    query = query_text(without_protection(options.query))
    with call.progress():
        hits = search(
            query, call.outside, remote=options.remote, limit=options.limit, offset=options.offset
        )
    if call.output.display.json:
        call.output.json("search", {"query": query, "hits": [hit_facts(hit) for hit in hits]})
    elif hits:
        parsed = parse_query(query, call.outside.clock.now())
        call.output.page(hit_lines(hits, parsed, call.output.display.width))
    else:
        call.remark(f"nothing found for {query}")
    return ExitCode.OK if hits else ExitCode.NO


def query_text(words: Sequence[str]) -> str:
    """Return the query that the shell took apart; one word is taken as it is.

    >>> query_text(["s:a f:b"]), query_text(["lock contention", "s:mm rmap", "-x"])
    ('s:a f:b', '"lock contention" s:"mm rmap" -x')
    """
    if len(words) == 1:
        return words[0]
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """Give a word with blanks the quotes that the shell took off."""
    if not any(c.isspace() for c in word) or '"' in word or "(" in word:
        return word
    if _OPERATORS & set(word.split()) or sum(":" in part for part in word.split()) > 1:
        return f"({word})"
    field, colon, rest = word.partition(":")
    if colon and field.lstrip("-").isalpha():
        return f'{field}:"{rest}"'
    return f'"{word}"'
