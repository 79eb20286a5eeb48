"""``template``: the texts that a posting can start from, and your own copies of them."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.files import write_file
from lkmltrack.cli.text.spans import Line, Span, Style
from lkmltrack.cli.text.table import Column, table
from lkmltrack.errors import BadInputError, NotFoundError, UsageError

DESCRIPTION = """\
Lists the templates that a posting can start from, shows one, or copies one to
your own folder, where your copy is used in place of the one that comes with
lkmltrack. Your folder is $XDG_CONFIG_HOME/lkmltrack/templates.
"""
EXAMPLES = (
    ("template list", "what there is, and which are yours"),
    ("template show rfc", "print one"),
    ("template copy rfc", "make it your own, to be edited"),
)
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its name, its text, and your file if it is yours."""

    name: str
    text: str
    own: Path | None = None


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what to do, and with which template."""
    parser.add_argument("action", choices=("list", "show", "copy"), help="list, show or copy")
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help="a template")
    parser.add_argument("--force", action="store_true", help="copy over a copy that is there")


def run(call: Call) -> int:
    """List, show or copy."""
    options = call.arguments
    folder = own_folder(call.environment)
    if options.action == "list":
        if options.name:
            raise UsageError("list takes no name", "template show NAME shows one")
        return _list(templates(folder), call)
    if not options.name:
        raise UsageError(f"{options.action} needs the name of a template")
    if options.action == "copy":
        return _copy(named(options.name, shipped()), folder, call)
    return _show(named(options.name, templates(folder)), call)


def own_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of a person's own templates."""
    told = environment.get("XDG_CONFIG_HOME", "")
    try:
        home = Path(told) if Path(told).is_absolute() else Path.home() / ".config"
    except RuntimeError as error:
        raise BadInputError("there is no home directory", "set HOME or XDG_CONFIG_HOME") from error
    return home / "lkmltrack" / "templates"


def shipped() -> dict[str, Template]:
    """Return the templates that come with lkmltrack."""
    folder = files("lkmltrack") / "templates"
    found = sorted((file for file in folder.iterdir() if file.is_file()), key=lambda f: f.name)
    return {
        file.name: Template(file.name, file.read_text("utf-8"))
        for file in found
        if not file.name.startswith(".")
    }


def templates(folder: Path) -> dict[str, Template]:
    """Return every template by name, a person's own in place of a shipped one."""
    found = shipped()
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.name.startswith(".") and not path.name.endswith("~"):
                found[path.name] = Template(path.name, _read(path), path)
    return dict(sorted(found.items()))


def named(name: str, known: Mapping[str, Template]) -> Template:
    """Return one template, or say which there are."""
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    start = f"did you mean {near[0]}? " if near else ""
    raise NotFoundError(f"there is no template {name!r}", f"{start}There are: {', '.join(known)}")


def summary(text: str) -> str:
    """Return the first words of a template's first comment.

    >>> summary("# A question. Before a patch.\\nSubject: x")
    'A question'
    """
    comment: list[str] = []
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        comment.append(line.lstrip("# "))
    return " ".join(comment).partition(". ")[0].rstrip(".")


def _read(path: Path) -> str:
    """Return the text of a person's template."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInputError(f"{path} is too large for a template")
        return path.read_text("utf-8", "replace")
    except OSError as error:
        raise BadInputError(f"cannot read {path}: {error.strerror}") from error


def _list(known: Mapping[str, Template], call: Call) -> int:
    """Print every template, a line each."""
    found = list(known.values())
    if call.output.display.json:
        call.output.json("template", {"templates": [_facts(template) for template in found]})
    else:
        call.output.print(_list_lines(found, call.output.display.width))
    return ExitCode.OK


def _list_lines(found: Sequence[Template], width: int) -> Iterator[Line]:
    columns = (Column("", limit=24), Column("", limit=5), Column(""))
    rows = [
        [
            Span(template.name, Style.NAME),
            Span("yours" if template.own else "", Style.NEW),
            Span(summary(template.text)),
        ]
        for template in found
    ]
    return table(columns, rows, width)


def _facts(template: Template) -> dict[str, object]:
    return {
        "name": template.name,
        "summary": summary(template.text),
        "own": str(template.own) if template.own else None,
    }


def _show(template: Template, call: Call) -> int:
    """Print one template."""
    if call.output.display.json:
        call.output.json("template", {"template": {**_facts(template), "text": template.text}})
    else:
        call.output.page([Span(text)] for text in template.text.rstrip("\n").split("\n"))
    return ExitCode.OK


def _copy(template: Template, folder: Path, call: Call) -> int:
    """Copy a shipped template to the person's folder."""
    place = folder / template.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInputError(f"cannot make {folder}: {error.strerror}") from error
    write_file(str(place), template.text.encode(), overwrite=call.arguments.force)
    if call.output.display.json:
        call.output.json(
            "template", {"template": _facts(Template(template.name, template.text, place))}
        )
    else:
        call.output.print([[Span(str(place))]])
    return ExitCode.OK
