"""The completion script for bash."""

from collections.abc import Iterator, Sequence

from lkmltrack.cli.shell.outline import Outline, Slot, Takes, with_value

_HEAD = """\
# bash completion for lkmltrack; to use it: source <(lkmltrack completion bash)

_lkmltrack_proposals() {
    lkmltrack list --names 2>/dev/null | tr '\\t' '\\n'
}

_lkmltrack() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local command='' place=0 skip='' word options='' words='' kind=''
    COMPREPLY=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ -n $skip ]]; then skip=''; continue; fi
        case $word in
            %s) skip=yes ;;
            -?*) ;;
            *) if [[ -z $command ]]; then command=$word; else place=$((place + 1)); fi ;;
        esac
    done
"""
_TAIL = """\
    if [[ $current == -* && -z $skip ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
        return
    fi
    case $kind in
        proposal) words=$(_lkmltrack_proposals) ;;
        target) words=$(_lkmltrack_proposals); compopt -o filenames 2>/dev/null
            COMPREPLY=($(compgen -f -- "$current")) ;;
        file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current")) ;;
        folder) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$current")) ;;
    esac
    COMPREPLY+=($(compgen -W "$words" -- "$current"))
}
complete -F _lkmltrack lkmltrack
"""


def bash_script(found: Sequence[Outline]) -> str:
    """Return the script."""
    return "".join((_HEAD % "|".join(with_value(found)), *_body(found), _TAIL))


def _body(found: Sequence[Outline]) -> Iterator[str]:
    """Yield the part that knows the commands."""
    yield "    case $command in\n"
    names = " ".join(outline.name for outline in found)
    shared = " ".join(name for option in _shared(found) for name in option.names)
    yield f"        '') words='{names}' options='{shared}' ;;\n"
    for outline in found:
        options = " ".join(name for option in outline.options for name in option.names)
        yield f"        {outline.name}) options='{options}'\n"
        yield from _places(outline)
        yield "            ;;\n"
    yield "    esac\n"
    yield "    if [[ -n $skip ]]; then\n        words='' kind=''\n        case $command:$previous in\n"
    for outline in found:
        for option in outline.options:
            if option.takes is not Takes.NOTHING and option not in _shared(found):
                patterns = "|".join(f"{outline.name}:{name}" for name in option.names)
                yield f"            {patterns}) {_wanted(option)} ;;\n"
    for option in _shared(found):
        if option.takes is not Takes.NOTHING:
            patterns = "|".join(f"*:{name}" for name in option.names)
            yield f"            {patterns}) {_wanted(option)} ;;\n"
    yield "        esac\n    fi\n"


def _shared(found: Sequence[Outline]) -> list[Slot]:
    """Return the options that every command has."""
    return [
        option for option in found[0].options if all(option in outline.options for outline in found)
    ]


def _places(outline: Outline) -> Iterator[str]:
    """Yield what stands at each place of a command."""
    if not outline.places:
        return
    yield "            case $place in\n"
    for number, place in enumerate(outline.places):
        pattern = "*" if place.repeats else str(number)
        yield f"                {pattern}) {_wanted(place)} ;;\n"
    yield "            esac\n"


def _wanted(slot: Slot) -> str:
    """Return the assignment that says what belongs here."""
    if slot.takes is Takes.CHOICE:
        return f"words='{' '.join(slot.choices)}'"
    return f"kind='{slot.takes.value}'"
