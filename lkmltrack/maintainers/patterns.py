"""``F:`` and ``X:`` lines: what get_maintainer.pl makes of them, and where they are looked up.

The script turns a value into an expression that has to match the beginning of
a path. Almost all values are plain enough to be looked up without running one.
"""

import re
from enum import IntEnum

from lkmltrack.maintainers.expressions import translate
from lkmltrack.maintainers.prices import parsed, price

# what the script leaves to mean something in the expression
_ACTIVE = frozenset("[]{}()+|^$\\")
_QUANTIFIERS = frozenset("+{")
_DOTS_AND_STARS = frozenset(".*?")


class Form(IntEnum):
    """How a pattern is tried."""

    FOLDER = 0
    """A plain text that ends with a slash: a folder above the path."""
    FILE = 1
    """A plain text: the path begins with it and is as deep."""
    STARS = 2
    """Plain texts with ``*`` between them."""
    EXPRESSION = 3
    """Anything else."""


class Pattern:
    """A value, taken apart."""

    __slots__ = ("depth", "folder", "form", "is_ambiguous", "is_any_depth", "pieces", "slashes")

    def __init__(self, value: str, *, two_stars: bool = True, braces: bool = False) -> None:
        expression = script_expression(value, two_stars=two_stars, braces=braces)
        self.slashes = expression.count("/")
        self.depth = _depth(expression)
        self.is_any_depth = expression.endswith("/") or "(?:" in expression
        """Whether the path may be deeper than the pattern."""
        self.is_ambiguous = False
        """Whether it names a file or, if there is such a folder, all below the folder."""
        self.pieces: tuple[str, ...] = ()
        """The texts between the stars; the head and the expression; what a file's name begins with."""
        if _is_expression(value, braces):
            self.form = Form.EXPRESSION
            head = _plain_head(expression)
            self.pieces = (head, _translated(expression))
        elif "*" in value:
            self.form = Form.STARS
            head, *rest = value.split("*")
            self.pieces = (head, *(piece for piece in rest if piece))
        elif value.endswith("/"):
            self.form = Form.FOLDER
            head = value
        else:
            self.form = Form.FILE
            self.is_ambiguous = may_be_folder(value)
            head = value
            self.pieces = (value[value.rfind("/") + 1 :],)
        self.folder = head[: head.rfind("/") + 1]
        """The deepest folder that every path below or at the pattern is in; empty for the top."""


def may_be_folder(value: str) -> bool:
    """Whether a value without a slash at the end could be the name of a folder to the script.

    It looks for a folder after it has put backslashes before dots, so that a dot rules one out.
    """
    return value != "" and not value.endswith("/") and _DOTS_AND_STARS.isdisjoint(value)


def script_expression(value: str, *, two_stars: bool, braces: bool = False) -> str:
    """Return the expression that the script makes of a value.

    >>> script_expression("drivers/*/x?.[ch]", two_stars=True)
    'drivers/.*/x.\\\\.[ch]'
    """
    if braces:
        value = _expanded_braces(value)
    value = value.replace(".", "\\.")
    if two_stars:
        value = value.replace("**", "\0")
    return value.replace("*", ".*").replace("?", ".").replace("\0", "(?:.*)")


def _depth(expression: str) -> int:
    """Return how specific a pattern is; stars count as texts do, but not at the beginning."""
    if expression.startswith((".*", "(?:.*)")):
        return -1
    return expression.count("/") + (not expression.endswith("/"))


def _is_expression(value: str, braces: bool) -> bool:
    """Whether a value has to be run as an expression."""
    return "?" in value or not _ACTIVE.isdisjoint(value) or (braces and "{" in value)


def _plain_head(expression: str) -> str:
    """Return the text that everything matched begins with.

    An alternative at the top, or a quantifier after a character, takes it back.
    """
    if "|" in expression:
        return ""
    head: list[str] = []
    position = 0
    while position < len(expression):
        character = expression[position]
        if character in _QUANTIFIERS:
            return "".join(head[:-1])
        if expression.startswith("\\.", position):
            character, position = ".", position + 1
        elif character == "." or character in _ACTIVE or character == "*":
            break
        head.append(character)
        position += 1
    return "".join(head)


def _translated(expression: str) -> str:
    """Return an expression in Python's words; refuse what could run for ages."""
    # the script reads this one without /x, where blanks and # are themselves
    extended = expression.replace(" ", "\\ ").replace("#", "\\#").replace("\t", "\\t")
    extended = extended.replace("(?:.*)", ".*")
    while ".*.*" in extended:
        extended = extended.replace(".*.*", ".*")
    pattern = "|".join(translate(extended))
    price(parsed(pattern))
    return pattern


def _expanded_braces(value: str) -> str:
    """Return ``a{b,c}`` as ``a(b|c)``."""
    opening = value.find("{", 1)
    while opening > 0:
        closing = value.find("}", opening)
        inside = value[opening + 1 : closing]
        if closing < 0:
            return value
        if "," in inside and value[opening - 1] != "\\":
            whole = f"({inside.replace(',', '|')})"
            value = value[:opening] + whole + value[closing + 1 :]
        opening = value.find("{", opening + 1)
    return value


def restored(value: str, *, two_stars: bool, braces: bool = False) -> str:
    """Return a value as ``--sections`` shows it: what the script's way back makes of it."""
    line = script_expression(value, two_stars=two_stars, braces=braces)
    line = re.sub(r"([^\\])\.([^*])", r"\1?\2", f":{line}")
    line = re.sub(r"([^\\])\.$", r"\1?", line)
    line = line.replace("\\.", ".")
    if two_stars:
        line = line.replace("(?:.*)", "**")
    line = line.replace(".*", "*")
    if braces:
        line = re.sub(r"\(([^()|]{0,200}\|[^()]{0,200})\)", _in_braces, line)
    return line[1:]


def _in_braces(found: re.Match[str]) -> str:
    return "{" + found[1].replace("|", ",") + "}"
