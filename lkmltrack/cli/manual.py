"""The manual page, in roff, from the texts that the help is made of."""

from collections.abc import Iterator, Sequence

from lkmltrack import __version__
from lkmltrack.cli.arguments import CommandModule, command_parser, module_of
from lkmltrack.cli.commands import COMMANDS, GLOBAL_OPTIONS, Command
from lkmltrack.cli.exit_codes import MEANINGS
from lkmltrack.cli.shell.outline import Slot, Takes, outline_of
from lkmltrack.cli.targets import TARGET_HELP

_INTRODUCTION = """\
lkmltrack carries a proposal over Linux-kernel mailing lists, from the first idea to the merge.
It pulls threads from lore.kernel.org or any other public-inbox server, from an mbox or from
standard input, joins the discussion, the RFC and every revision of a series into one proposal,
keeps all of its mail in a database, and shows where it stands.
"""
# what roff reads as its own, or prints as another character
_ROFF = str.maketrans(
    {"\\": "\\(rs", "-": "\\-", "'": "\\(aq", "^": "\\(ha", "~": "\\(ti", "`": "\\(ga"}
)
_TARGETS = f"A TARGET is {TARGET_HELP}."

ENVIRONMENT = (
    ("LKMLTRACK_DB", "the database, as --db"),
    ("LKMLTRACK_TREE", "the kernel tree, as --tree"),
    ("LKMLTRACK_ARCHIVE", "the archive, as --archive"),
    ("NO_COLOR", "when it is set and not empty, no colour unless --color always is given"),
    ("GIT_PAGER, PAGER, LESS", "the pager, chosen and set up as git does"),
    ("COLUMNS", "the width of the output"),
    (
        "XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_CACHE_HOME",
        "where the database, templates and cache are",
    ),
)
SETTINGS = (
    ("lkmltrack.db", "the database"),
    ("lkmltrack.tree", "the kernel tree"),
    ("lkmltrack.archive", "the archive"),
    ("lkmltrack.stalledAfter", "after how many days without mail a proposal is stalled (30)"),
    ("lkmltrack.ccIgnore", "addresses that cc never names as missing"),
    ("lkmltrack.maintainersUrl", "where maintainers --update fetches MAINTAINERS"),
)
FILES = (
    ("$XDG_DATA_HOME/lkmltrack/lkmltrack.db", "the database (~/.local/share without the variable)"),
    ("$XDG_CONFIG_HOME/lkmltrack/templates/", "your own templates"),
)


def manual_page() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    """Yield the page's lines."""
    yield f'.TH LKMLTRACK 1 "" "lkmltrack {__version__}" "User Commands"'
    # no hyphenation, ragged right: calls must be copied as they stand
    yield from (".nh", ".ad l", ".SH NAME")
    yield r"lkmltrack \- carry a proposal over Linux-kernel mailing lists"
    yield from (".SH SYNOPSIS", r".B lkmltrack", r"[OPTIONS] COMMAND \&...")
    yield from (".SH DESCRIPTION", *_paragraphs(_INTRODUCTION), ".PP", escaped(_TARGETS))
    yield ".SH OPTIONS"
    yield escaped("These stand before or after the command.")
    yield from _definitions(GLOBAL_OPTIONS)
    yield ".SH COMMANDS"
    for command in COMMANDS:
        yield from _command(command, module_of(command))
    yield ".SH EXIT STATUS"
    yield from _definitions([(str(int(code)), meaning) for code, meaning in MEANINGS])
    for heading, rows in (
        ("ENVIRONMENT", ENVIRONMENT),
        ("CONFIGURATION", SETTINGS),
        ("FILES", FILES),
    ):
        yield f".SH {heading}"
        if rows is SETTINGS:
            yield escaped("Settings are read from git-config(1); b4's and liblore's are honoured.")
        yield from _definitions(rows)
    yield from (
        ".SH SEE ALSO",
        escaped("git-config(1), b4(5), lei(1), mutt(1), public-inbox-v2-format(5)"),
    )


def _command(command: Command, module: CommandModule) -> Iterator[str]:
    """Yield the section of one command."""
    parser = command_parser(command, global_options=False)
    usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    yield from (f".SS {command.name}", f".B {escaped(usage)}", ".PP")
    yield from _paragraphs(module.DESCRIPTION)
    options = outline_of(command, parser).options
    yield from _definitions([(_option(option), option.summary) for option in options])
    yield from (".PP", "Examples:", ".RS 4", ".nf")
    for call, meaning in module.EXAMPLES:
        yield from (escaped(f"# {meaning}"), escaped(f"lkmltrack {call}"))
    yield from (".fi", ".RE")


def _option(option: Slot) -> str:
    """Return an option's names and what it takes."""
    if option.takes is Takes.NOTHING:
        return ", ".join(option.names)
    value = option.metavar or "|".join(option.choices)
    return f"{', '.join(option.names)} {value}"


def _definitions(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield a list of terms and what they mean."""
    for term, meaning in rows:
        yield from (".TP", f".B {escaped(term)}", escaped(meaning))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield running text; indented lines stay as they are."""
    is_fixed = False
    for line in text.strip().split("\n"):
        if line.startswith("  ") != is_fixed and line:
            is_fixed = not is_fixed
            yield ".nf" if is_fixed else ".fi"
        yield escaped(line) if line else ".PP"
    if is_fixed:
        yield ".fi"


def escaped(text: str) -> str:
    r"""Return a text as roff prints it verbatim.

    >>> escaped(".a -b \\c")
    '\\&.a \\-b \\(rsc'
    """
    text = text.translate(_ROFF)
    return f"\\&{text}" if text.startswith(".") else text
