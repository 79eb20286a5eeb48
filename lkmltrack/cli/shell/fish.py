"""The completion script for fish."""

from collections.abc import Iterator, Sequence

from lkmltrack.cli.shell.outline import Outline, Slot, Takes

_HEAD = """\
# fish completion for lkmltrack; to use it: lkmltrack completion fish | source

function __lkmltrack_proposals
    # fish reads "value, tab, description"; the name completes as well as the number
    lkmltrack list --names 2>/dev/null
    lkmltrack list --names 2>/dev/null | string replace -r '^[^\\t]*\\t' ''
end

function __lkmltrack_needs_command
    not __fish_seen_subcommand_from %s
end

complete -c lkmltrack -e
"""


def fish_script(found: Sequence[Outline]) -> str:
    """Return the script."""
    names = " ".join(outline.name for outline in found)
    return "".join((_HEAD % names, *_body(found)))


def _body(found: Sequence[Outline]) -> Iterator[str]:
    """Yield the lines that know the commands."""
    shared = [o for o in found[0].options if all(o in outline.options for outline in found)]
    for option in shared:
        yield f"complete -c lkmltrack {_option(option)}\n"
    for outline in found:
        yield f"complete -c lkmltrack -n __lkmltrack_needs_command -f -a {outline.name}"
        yield f" -d {_quoted(outline.summary)}\n"
    for outline in found:
        here = _quoted(f"__fish_seen_subcommand_from {outline.name}")
        for option in outline.options:
            if option not in shared:
                yield f"complete -c lkmltrack -n {here} {_option(option)}\n"
        yield from (f"complete -c lkmltrack -n {here} {_place(p)}\n" for p in outline.places)
        if not outline.places:
            yield f"complete -c lkmltrack -n {here} -f\n"


def _option(option: Slot) -> str:
    """Return the flags of an option's line."""
    flags = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    ]
    if option.takes is not Takes.NOTHING:
        flags.append(f"-r {_value(option)}")
    return " ".join((*flags, f"-d {_quoted(option.summary)}"))


def _place(place: Slot) -> str:
    """Return the flags of a place's line."""
    return _value(place)


def _value(slot: Slot) -> str:
    """Return the flags that complete a word."""
    match slot.takes:
        case Takes.CHOICE:
            return f"-f -a {_quoted(' '.join(slot.choices))}"
        case Takes.PROPOSAL:
            return "-f -a '(__lkmltrack_proposals)'"
        case Takes.TARGET:
            return "-F -a '(__lkmltrack_proposals)'"
        case Takes.FILE | Takes.FOLDER:
            return "-F"
        case _:
            return "-f"


def _quoted(text: str) -> str:
    """Quote for fish."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
