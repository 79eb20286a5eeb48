"""The answer of ``lkmltrack maintainers``, which speaks get_maintainer.pl's dialect.

git send-email calls it once per patch, so it starts with next to nothing:
``__main__`` comes here before anything else is imported, and what an ordinary
answer does not need is imported where it is needed.
"""

import os
import sys

from lkmltrack.adapters.maintainers_index.cache import cache_folder, open_index
from lkmltrack.adapters.maintainers_index.choosing import HOW_TO_NAME_ONE, chosen_tree
from lkmltrack.adapters.maintainers_index.tree import MaintainersTree
from lkmltrack.cli.streams import forget_standard_output, stand_in_for_closed_streams
from lkmltrack.errors import BadInputError, LkmltrackError, TreeError, UsageError
from lkmltrack.maintainers.answer import Answer, Inputs, find_answer
from lkmltrack.maintainers.options import (
    Options,
    parse_options,
    settle,
    words_of_configuration,
)
from lkmltrack.maintainers.patch import Patch
from lkmltrack.maintainers.pieces import DamagedPieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from lkmltrack.maintainers.lookup import Index

_GLOBAL_WITH_VALUE = ("--db", "--tree", "--archive", "--color")
_GLOBAL_FLAGS = {
    "--json": "json",
    "--no-pager": "no_pager",
    "-q": "quiet",
    "--quiet": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
    "-h": "help",
    "--help": "help",
    "--usage": "help",
    "--update": "update",
    "--version": "version",
}
_OF_TOPICS = ("--topic", "--symbol", "--evidence")
"""What asks without a patch, and takes the way of the other commands."""
_STANDARD_INPUT = "-"
_LARGEST_CONFIGURATION = 1 << 20


def words_of_call(words: "list[str]") -> "list[str] | None":
    """Return the words of a call without the command, or None when it is another command.

    >>> words_of_call(["--tree", "x", "maintainers", "-f", "mm/rmap.c"])
    ['--tree', 'x', '-f', 'mm/rmap.c']
    """
    position = 0
    while position < len(words) and words[position].startswith("-"):
        position += 2 if words[position] in _GLOBAL_WITH_VALUE else 1
    if words[position : position + 1] != ["maintainers"]:
        return None
    if any(word.partition("=")[0] in _OF_TOPICS for word in words):
        return None
    return words[:position] + words[position + 1 :]


def answer(words: "list[str]") -> int:
    """Run the command with its words, global options among them, and return the exit status."""
    complaints = _Complaints()
    with complaints:
        is_closed = stand_in_for_closed_streams()
        request = _Request(words)
        complaints.is_verbose = "verbose" in request.flags
        if is_closed:
            raise UsageError("standard output is closed", "the answer has nowhere to go")
        return _respond(request)
    return complaints.status


class _Complaints:
    """Turns whatever ends an answer into a word on standard error and an exit status."""

    def __init__(self) -> None:
        self.is_verbose = False
        self.status = 0

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: "type[BaseException] | None",
        error: "BaseException | None",
        traceback: "TracebackType | None",
    ) -> bool:
        if error is None:
            return False
        from lkmltrack.cli.complaints import BugReport, complain, say
        from lkmltrack.cli.exit_codes import ExitCode, exit_code_of

        if isinstance(error, BrokenPipeError):
            forget_standard_output()
            self.status = ExitCode.BROKEN_PIPE
        elif isinstance(error, KeyboardInterrupt):
            say("lkmltrack: interrupted")
            self.status = ExitCode.INTERRUPTED
        elif isinstance(error, LkmltrackError):
            complain(error, self.is_verbose)
            self.status = exit_code_of(error)
        else:
            report = BugReport()
            report.verbose = self.is_verbose
            is_told = report.__exit__(kind, error, traceback)
            self.status = report.exit_code
            return is_told
        return True


class _Request:
    """The words of a call, the global ones taken out."""

    def __init__(self, words: "list[str]") -> None:
        self.flags: set[str] = set()
        self.tree = ""
        self.words: list[str] = []
        position = 0
        while position < len(words):
            word = words[position]
            position += 1
            if word == "--":
                self.words += words[position - 1 :]
                break
            name, equals, value = word.partition("=")
            if word in _GLOBAL_FLAGS:
                self.flags.add(_GLOBAL_FLAGS[word])
            elif name in _GLOBAL_WITH_VALUE and (equals or self._takes(name, words[position:])):
                if not equals:
                    value = words[position]
                    position += 1
                self.tree = value if name == "--tree" else self.tree
            else:
                self.words.append(word)

    def _takes(self, name: str, following: "list[str]") -> bool:
        """Whether an option takes the next word: the script has a ``--tree`` that takes none."""
        if name != "--tree":
            return bool(following)
        is_path = bool(following) and not following[0].startswith("-")
        return is_path and not os.path.isfile(following[0])


def _respond(request: _Request) -> int:
    """Answer a request."""
    if "help" in request.flags:
        return _write(_help().encode())
    if "version" in request.flags:
        from lkmltrack import __version__

        return _write(f"lkmltrack {__version__}\n".encode())
    if "update" in request.flags:
        from lkmltrack.cli.maintainers_update import update_copy

        return _write(update_copy(request.words, request.flags))
    chosen = chosen_tree(request.tree, os.environ, _here())
    tree = MaintainersTree(chosen.place or _here(), os.environ.get("HOME", ""))
    options = Options()
    files = _read_words(request, tree, options)
    if not chosen.place and not options.maintainer_path:
        raise TreeError("there is no MAINTAINERS here", HOW_TO_NAME_ONE)
    if not files and sys.stdin is not None and sys.stdin.isatty():
        raise UsageError("there is neither a patch nor a path", "give a patch, or -f PATH")
    sources = tree.sources(options.maintainer_path, bool(options.find_maintainer_files))
    if chosen.remark and "quiet" not in request.flags and not options.maintainer_path:
        _say(f"lkmltrack: {chosen.remark}")
    subjects = [_subject(word, tree, options) for word in files or [_STANDARD_INPUT]]
    folder = cache_folder(os.environ)
    try:
        return _reply(subjects, open_index(sources, folder), request, tree)
    except DamagedPieces:
        return _reply(subjects, open_index(sources, folder, is_mended=True), request, tree)


def _reply(
    subjects: "list[_Subject]", index: "Index", request: _Request, tree: MaintainersTree
) -> int:
    """Find the answer and print it."""
    options = Options()
    parse_options(list(index.profile.overrides), options)
    _read_words(request, tree, options)
    has_substatus = index.profile.has_substatus
    settle(options, is_terminal=sys.stdout.isatty(), has_substatus=has_substatus)
    inputs = _inputs(subjects, index, options, tree, request)
    found = find_answer(inputs, index, options, tree)
    if "quiet" not in request.flags:
        _remark(found, index, options, tree)
    if "json" in request.flags:
        return _write(_as_json(found, index))
    text = "".join(f"{line}\n" for line in found.lines(options))
    if sys.stdout.isatty() and not text.replace("\n", "").isprintable():
        from lkmltrack.mail.visible import visible

        text = visible(text)
    return _write(text.encode("utf-8", "surrogateescape"))


class _Subject:
    """One file of a call: a path in the tree, or a patch."""

    __slots__ = ("data", "name", "path")

    def __init__(self, name: str, path: str, data: bytes) -> None:
        self.name = name
        self.path = path
        self.data = data


def _subject(word: str, tree: MaintainersTree, options: Options) -> _Subject:
    """Return what a word stands for; a patch that git tracks is a source file."""
    if word == _STANDARD_INPUT:
        if sys.stdin is None:
            raise UsageError("standard input is closed", "give a file, or pipe the patch in")
        return _Subject("standard input", "", sys.stdin.buffer.read())
    if options.are_files:
        return _Subject(word, tree.path_in_tree(word), b"")
    if path := tree.tracked_path(word):
        return _Subject(word, path, b"")
    try:
        if os.path.isdir(word):
            return _Subject(word, "", b"")
        with open(word, "rb") as file:
            return _Subject(word, "", file.read())
    except OSError as error:
        what = "not found" if isinstance(error, FileNotFoundError) else error.strerror
        raise BadInputError(f"file '{word}' {what}") from error


def _inputs(
    subjects: "list[_Subject]",
    index: "Index",
    options: Options,
    tree: MaintainersTree,
    request: _Request,
) -> Inputs:
    """Return what the subjects name; older scripts always look for keywords in files."""
    inputs = Inputs()
    has_option = index.profile.has_file_keywords
    is_read = bool(options.keywords and (options.keywords_in_file or not has_option))
    for subject in subjects:
        if subject.path:
            inputs.add_file(subject.path)
            if is_read and subject.path != "MAINTAINERS":
                content = tree.content_of(subject.path)
                inputs.add_text(index.profile.decoded(content), index)
            continue
        patch = Patch(index.profile.decoded(subject.data), index.profile)
        inputs.add_patch(patch, index, options)
        if not patch.files and "quiet" not in request.flags:
            _say(f"lkmltrack: {subject.name} does not look like a patch; -f takes it for a path")
    return inputs


def _read_words(request: _Request, tree: MaintainersTree, options: Options) -> "list[str]":
    """Read the tree's configuration, then the words of the call; return what is no option.

    A path in the configuration is taken from the tree, one in the call from where we stand.
    """
    path = tree.configuration(".get_maintainer.conf")
    configured: list[str] = []
    if path:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                configured = words_of_configuration(file.read(_LARGEST_CONFIGURATION))
        except OSError as error:
            raise BadInputError(f"cannot read {path}: {error.strerror}") from error
    files = parse_options(configured, options)
    if options.maintainer_path:
        options.maintainer_path = os.path.join(tree.path, options.maintainer_path)
    files += parse_options(request.words, options)
    options.maintainer_path = os.path.expanduser(options.maintainer_path)
    return files


def _here() -> str:
    """Return where we stand."""
    try:
        return os.getcwd()
    except OSError as error:
        raise TreeError("the current directory is gone", "cd to another one") from error


def _remark(found: Answer, index: "Index", options: Options, tree: MaintainersTree) -> None:
    """Say what is left out of the answer."""
    for section, line, reason in index.refusals:
        _say(f"lkmltrack: MAINTAINERS, section {section}: {line[:100]} is left out: {reason}")
    for value in dict.fromkeys(found.roll.invalid):
        _say(f"lkmltrack: MAINTAINERS holds an invalid address: {value[:100]}")
    if (options.git or options.git_blame) and not tree.has_history:
        _say(f"lkmltrack: {tree.path} is no git repository, so nothing is taken from commits")


def _as_json(found: Answer, index: "Index") -> bytes:
    """Return the answer as JSON."""
    from lkmltrack.cli.text.json_text import json_text
    from lkmltrack.maintainers.addresses import parse_address, plain_name

    people = []
    for call in found.roll.merged():
        name, address = parse_address(call.email)
        section = index.people(call.section)[0] if call.section >= 0 else ""
        first = [call.role.partition(":")[0]] if call.role else []
        people.append(
            {
                "name": plain_name(name),
                "address": address,
                "role": ",".join(first + call.found_as),
                "section": section,
            }
        )
    whole = {"schema": "lkmltrack.maintainers/1", "people": people}
    return f"{json_text(whole, ascii_only=False)}\n".encode("utf-8", "surrogateescape")


def _help() -> str:
    """Return the help of the command."""
    from lkmltrack.cli.arguments import command_parser, known_command

    return command_parser(known_command("maintainers")).format_help()


def _write(data: bytes) -> int:
    """Write the answer and return the exit status."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        forget_standard_output()
        raise UsageError(f"cannot write to standard output: {error.strerror}") from error
    return 0


def _say(text: str) -> None:
    """Say something beside the answer."""
    from lkmltrack.cli.complaints import say

    say(text)
