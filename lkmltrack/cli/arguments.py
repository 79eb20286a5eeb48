"""Split the words of a call: global options anywhere, a command, and the command's own."""

from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn, Protocol, cast

from lkmltrack.cli.call import Call
from lkmltrack.cli.commands import COMMANDS, Command, command_of
from lkmltrack.errors import UsageError

# no word of a command line can hold it
_NO_OPTION = "\0"
_WITH_VALUE = ("--db", "--tree", "--archive", "--color")


class CommandModule(Protocol):
    """What the file of a command holds."""

    DESCRIPTION: str
    """A paragraph or two for the help and the manual page."""
    EXAMPLES: Sequence[tuple[str, str]]
    """Calls without the leading ``lkmltrack``, and what each does."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, call: Call) -> int:
        """Do it, and return the exit status."""


class Parser(ArgumentParser):
    """An argparse parser whose complaints are ours to show.

    With ``takes_dashed_words`` a word such as ``-foo`` that is no option is an argument.
    """

    takes_dashed_words = False

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the call instead of leaving the process."""
        raise UsageError(message, f"{self.prog} --help tells what there is")

    def protected(self, words: Sequence[str]) -> list[str]:
        """Return the words with a mark before those that argparse would take for options."""
        if not self.takes_dashed_words or "--" in words:
            return list(words)
        options = self._option_string_actions
        return [
            f"{_NO_OPTION}{word}"
            if word[:1] == "-" and word[:2] != "--" and word != "-" and word not in options
            else word
            for word in words
        ]


def without_protection(values: Sequence[str]) -> list[str]:
    """Return words as they were before ``Parser.protected``."""
    return [value.removeprefix(_NO_OPTION) for value in values]


@dataclass(frozen=True)
class Words:
    """The words of a call, divided at the command (empty when there is none)."""

    before: tuple[str, ...]
    command: str
    after: tuple[str, ...]


def divide(words: Sequence[str]) -> Words:
    """Find the command: the first word that is neither an option nor an option's value.

    >>> divide(["--db", "x", "-q", "show", "1", "--json"]).after
    ('1', '--json')
    """
    position = 0
    while position < len(words) and words[position].startswith("-") and words[position] != "-":
        position += 2 if words[position] in _WITH_VALUE else 1
    if position >= len(words):
        return Words(tuple(words), "", ())
    return Words(tuple(words[:position]), words[position], tuple(words[position + 1 :]))


def module_of(command: Command) -> CommandModule:
    """Import the file of one command."""
    return cast(CommandModule, import_module(f"lkmltrack.cli.{command.module}"))


def known_command(name: str) -> Command:
    """Return a command's row, or complain with the nearest names."""
    command = command_of(name)
    if command is not None:
        return command
    if any(mark in name for mark in "@/.") or name.isdigit():
        raise UsageError(
            f"there is no command {name!r}",
            f"to follow it: lkmltrack track {name}; to read it: lkmltrack thread {name}",
        )
    from difflib import get_close_matches

    near = get_close_matches(name, [row.name for row in COMMANDS], n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "lkmltrack --help lists them"
    raise UsageError(f"there is no command {name!r}", hint)


def command_parser(command: Command, *, global_options: bool = True) -> Parser:
    """Build the parser of one command, examples included."""
    module = module_of(command)
    parser = Parser(
        prog=f"lkmltrack {command.name}",
        description=module.DESCRIPTION,
        epilog=_epilog(module.EXAMPLES),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    module.add_arguments(parser)
    # the global options are explained below, they need not be in every usage line
    parser.usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    if global_options:
        _add_global_options(parser)
    return parser


def parse_global_options(words: Sequence[str], into: Namespace) -> None:
    """Read the options before the command."""
    parser = Parser(prog="lkmltrack", allow_abbrev=False, add_help=False)
    _add_global_options(parser)
    parser.parse_args(list(words), into)


def global_defaults() -> Namespace:
    """Return what the global options are when nobody gives them."""
    return Namespace(
        db="",
        tree="",
        archive="",
        isolated=False,
        json=False,
        color="auto",
        pager=True,
        quiet=False,
        verbose=False,
        version=False,
        help=False,
    )


def has_option(words: Sequence[str], *names: str) -> bool:
    """Whether one of the options is given; what follows a lone ``--`` is none."""
    options = words[: words.index("--")] if "--" in words else words
    return any(name in options for name in names)


def _add_global_options(parser: ArgumentParser) -> None:
    """Declare the global options; unset ones leave what came before the command alone."""
    group = parser.add_argument_group("global options")
    add = group.add_argument
    add("--db", metavar="PATH", default=SUPPRESS, help="the database (LKMLTRACK_DB)")
    add("--tree", metavar="DIR", default=SUPPRESS, help="a kernel tree or git repository")
    add("--archive", metavar="URL|DIR", default=SUPPRESS, help="where threads are pulled from")
    add("--json", action="store_true", default=SUPPRESS, help="one JSON object instead of text")
    add("--color", choices=("auto", "always", "never"), default=SUPPRESS, help="colour or not")
    add("--no-pager", dest="pager", action="store_false", default=SUPPRESS, help="no pager")
    add("-q", "--quiet", action="store_true", default=SUPPRESS, help="no progress, no remarks")
    add("-v", "--verbose", action="store_true", default=SUPPRESS, help="say more")
    add("-h", "--help", action="store_true", default=SUPPRESS, help="this help")
    add("--version", action="store_true", default=SUPPRESS, help="the version")


def _epilog(examples: Sequence[tuple[str, str]]) -> str:
    """Lay out the examples under a help text."""
    lines = ["examples:"]
    for call, meaning in examples:
        lines += [f"  lkmltrack {call}", f"      {meaning}"]
    return "\n".join(lines)
