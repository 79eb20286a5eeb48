"""The completion script for zsh."""

from collections.abc import Iterator, Sequence

from lkmltrack.cli.shell.outline import Outline, Slot, Takes

_HEAD = """\
#compdef lkmltrack
# zsh completion for lkmltrack; to use it: source <(lkmltrack completion zsh)

_lkmltrack_proposals() {
    local -a found
    found=(${(f)"$(lkmltrack list --names 2>/dev/null)"})
    compadd -- ${found%%$'\\t'*} ${found#*$'\\t'}
}

_lkmltrack_targets() {
    _alternative 'proposals:proposal:_lkmltrack_proposals' 'files:file:_files'
}

_lkmltrack() {
    local curcontext=$curcontext state line
    local -a commands
    commands=(
"""
_MIDDLE = """\
    )
    _arguments -C $globals '1:command:->command' '*::argument:->argument'
    case $state in
        command) _describe -t commands command commands ;;
        argument) case $words[1] in
"""
_TAIL = """\
        esac ;;
    esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _lkmltrack "$@"
else
    compdef _lkmltrack lkmltrack
fi
"""

_ACTIONS = {
    Takes.WORD: " ",
    Takes.PROPOSAL: "_lkmltrack_proposals",
    Takes.TARGET: "_lkmltrack_targets",
    Takes.FILE: "_files",
    Takes.FOLDER: "_files -/",
}


def zsh_script(found: Sequence[Outline]) -> str:
    """Return the script."""
    return "".join((_HEAD, *_body(found), _TAIL))


def _body(found: Sequence[Outline]) -> Iterator[str]:
    """Yield the part that knows the commands."""
    for outline in found:
        yield f"        {_quoted(f'{outline.name}:{outline.summary}')}\n"
    yield "    )\n    local -a globals\n    globals=(\n"
    for option in found[0].options:
        if all(option in outline.options for outline in found):
            yield from (f"        {spec}\n" for spec in _option_specs(option))
    yield _MIDDLE
    for outline in found:
        yield f"            {outline.name}) _arguments \\\n"
        for option in outline.options:
            yield from (f"                {spec} \\\n" for spec in _option_specs(option))
        for place in outline.places:
            yield f"                {_place_spec(place)} \\\n"
        yield "                ;;\n"


def _option_specs(option: Slot) -> Iterator[str]:
    """Yield the _arguments spec of each name of an option."""
    value = "" if option.takes is Takes.NOTHING else f":{option.takes.value}:{_action(option)}"
    for name in option.names:
        others = " ".join(option.names)
        yield _quoted(f"({others}){name}[{_bracketed(option.summary)}]{value}")


def _place_spec(place: Slot) -> str:
    """Return the _arguments spec of a place."""
    return _quoted(f"{'*' if place.repeats else ''}:{place.takes.value}:{_action(place)}")


def _action(slot: Slot) -> str:
    """Return what completes a word."""
    if slot.takes is Takes.CHOICE:
        return f"({' '.join(slot.choices)})"
    return _ACTIONS[slot.takes]


def _bracketed(text: str) -> str:
    """Escape what ends a description."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def _quoted(text: str) -> str:
    """Quote for the shell."""
    return "'" + text.replace("'", "'\\''") + "'"
