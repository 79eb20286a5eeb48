"""Whole sections as ``--sections`` and ``--letters`` print them."""

from lkmltrack.maintainers.patterns import may_be_folder, restored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lkmltrack.maintainers.lookup import Index
    from lkmltrack.maintainers.profiles import Profile


def section_lines(
    index: "Index", number: int, letters: str, is_folder: "Callable[[str], bool] | None"
) -> "Iterator[str]":
    """Yield the lines of a section, of some letters or all, and the blank line after it."""
    name, place, entries = index.lines(number)
    if place > 0:
        yield name
    for letter, value in entries:
        if letters and letter.lower() not in letters.lower():
            continue
        if letter in "FX":
            value = _shown(value, index.profile, is_folder)
        yield f"{letter}:\t{value}" if "A" <= letter <= "Z" else f"{letter}:{value}"
    yield ""


def _shown(value: str, profile: "Profile", is_folder: "Callable[[str], bool] | None") -> str:
    """Return a pattern the script's way; a folder ends in a slash."""
    if may_be_folder(value) and is_folder is not None and is_folder(value):
        return f"{value}/"
    return restored(value, two_stars=profile.two_stars, braces=profile.braces)
