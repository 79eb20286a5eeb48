"""The commands as a completion needs them: options, what each takes, what stands where."""

from argparse import Action, ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from lkmltrack.cli.arguments import command_parser
from lkmltrack.cli.commands import COMMANDS, Command


class Takes(Enum):
    """What kind of word belongs to an option or a place."""

    NOTHING = "nothing"
    WORD = "word"
    CHOICE = "choice"
    PROPOSAL = "proposal"
    TARGET = "target"
    """A proposal or a file."""
    FILE = "file"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Slot:
    """An option (with names) or a place for a word (without)."""

    names: tuple[str, ...]
    summary: str
    takes: Takes
    choices: tuple[str, ...] = ()
    metavar: str = ""
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """One command."""

    name: str
    summary: str
    options: tuple[Slot, ...]
    places: tuple[Slot, ...]


_BY_METAVAR = {
    "TARGET": Takes.TARGET,
    "MSGID": Takes.TARGET,
    "PROPOSAL": Takes.PROPOSAL,
    "FILE": Takes.FILE,
    "SOURCE": Takes.FILE,
    "PATH": Takes.FILE,
    "DIR": Takes.FOLDER,
    "URL|DIR": Takes.FOLDER,
}


def outlines() -> tuple[Outline, ...]:
    """Return every command's outline, in the order of the table."""
    return tuple(outline_of(command, command_parser(command)) for command in COMMANDS)


def with_value(found: Sequence[Outline]) -> tuple[str, ...]:
    """Return the names of all options that take a value."""
    options = (option for outline in found for option in outline.options)
    names = (option.names for option in options if option.takes is not Takes.NOTHING)
    return tuple(sorted({name for group in names for name in group}))


def outline_of(command: Command, parser: ArgumentParser) -> Outline:
    """Read a command's parser."""
    actions = parser._actions  # argparse has no public way to list them
    return Outline(
        command.name,
        command.summary,
        tuple(_slot(action) for action in actions if action.option_strings),
        tuple(_slot(action) for action in actions if not action.option_strings),
    )


def _slot(action: Action) -> Slot:
    """Read one argument."""
    choices = tuple(str(choice) for choice in action.choices or ())
    metavar = str(action.metavar or "")
    if action.nargs == 0:
        takes = Takes.NOTHING
    elif choices:
        takes = Takes.CHOICE
    else:
        takes = _BY_METAVAR.get(metavar, Takes.WORD)
    names = tuple(action.option_strings)
    word = metavar or ("" if choices else action.dest.upper())
    return Slot(names, action.help or "", takes, choices, word, action.nargs in ("*", "+"))
