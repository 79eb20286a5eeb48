"""Perl's regular expressions in Python's words, or the reason why not."""

import re

LONGEST_EXPRESSION = 2_048
_DEEPEST = 20

# a class of POSIX, by its members
_POSIX = {
    "alnum": "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f",
    "alpha": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f",
    "ascii": r"\x00-\x7f",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f-\x9f",
    "digit": r"\d",
    "graph": "!-~\u00a1-\U0010ffff",
    "lower": "a-z\u00df-\u00f6\u00f8-\u00ff",
    "print": " -~\u00a0-\U0010ffff",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z\u00c0-\u00d6\u00d8-\u00de",
    "word": r"\w",
    "xdigit": "0-9A-Fa-f",
    "^digit": r"\D",
    "^space": r"\S",
    "^word": r"\W",
}
_ESCAPES = {
    "e": r"\x1b",
    "h": r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]",
    "H": r"[^ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]",
    "v": r"[\n\x0b\f\r\x85\u2028\u2029]",
    "V": r"[^\n\x0b\f\r\x85\u2028\u2029]",
    "N": r"[^\n]",
    "R": r"(?:\r\n|[\n\x0b\f\r\x85\u2028\u2029])",
    "Z": r"(?=\n?\Z)",
    "z": r"\Z",
}
_SAME_ESCAPES = frozenset("AbBdDsSwWnrtfa0123456789")
_REFUSED_ESCAPES = frozenset("cCGKopPX")
_IGNORED = " \t\n\r\f\v"
_HEX = frozenset("0123456789abcdefABCDEF")
_OPENINGS = ("(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>")
_NAMED = re.compile(r"\(\?P?<([A-Za-z_]\w{0,40})>")
_FLAGS = re.compile(r"\(\?([imsx^-]{1,8})([:)])")
_CLASS_OF_POSIX = re.compile(r"\[:(\^?[a-z]{1,8}):\]")
_BY_NUMBER = re.compile(r"\\[1-9]")
_REFERENCE = re.compile(r"(?:(\d)|\{(\w{1,40})\}|<(\w{1,40})>)")


class RefusedExpression(Exception):
    """An expression that is not run; its text says why."""


def translate(perl: str) -> list[str]:
    """Return the alternatives at the top of an expression that Perl reads with ``/x``.

    >>> translate("(?i)rust | c [lc]ang # of LLVM")
    ['(?i:rust)', '(?i:c[lc]ang)']
    """
    if len(perl) > LONGEST_EXPRESSION:
        raise RefusedExpression(f"it is longer than {LONGEST_EXPRESSION:,} characters")
    alternatives = _Translation(perl).alternatives()
    if len(alternatives) > 1 and any(_BY_NUMBER.search(part) for part in alternatives):
        # each alternative is run alone, and its groups are counted from 1
        raise RefusedExpression("its alternatives refer to groups by number")
    return alternatives


class _Translation:
    """One expression on its way."""

    def __init__(self, perl: str) -> None:
        self._perl = perl
        self._position = 0
        self._depth = 0

    def alternatives(self) -> list[str]:
        """Return the alternatives at the top."""
        found = self._group()
        if self._position < len(self._perl):
            raise RefusedExpression("there is a ) without its (")
        return found

    def _group(self) -> list[str]:
        """Return the alternatives up to the end of a group.

        A flag such as ``(?i)`` holds up to there, in the alternatives that follow too.
        """
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusedExpression("its groups are nested too deeply")
        found: list[str] = []
        flagged: list[str] = []
        parts: list[str] = []
        while not self._is_at("", ")"):
            if self._is_at("|"):
                self._position += 1
                found.append("".join(parts) + ")" * len(flagged))
                parts = list(flagged)
            elif flags := _FLAGS.match(self._perl, self._position):
                parts.append(self._flagged(flags))
                if flags[2] == ")" and parts[-1]:
                    flagged.append(parts[-1])
            else:
                parts.append(self._item())
        self._depth -= 1
        return [*found, "".join(parts) + ")" * len(flagged)]

    def _is_at(self, *characters: str) -> bool:
        """Whether one of the characters stands here; an empty one is the end."""
        return self._perl[self._position : self._position + 1] in characters

    def _flagged(self, found: re.Match[str]) -> str:
        """Return what ``(?i)`` or ``(?i:...)`` begins; empty when it changes nothing."""
        self._position = found.end()
        opening = f"(?{_python_flags(found[1])}:"
        if found[2] == ")":
            return opening if opening != "(?:" else ""
        return self._body_of(opening)

    def _item(self) -> str:
        """Return the next atom, quantifier or anchor."""
        character = self._perl[self._position]
        if character == "\\":
            return self._escape()
        if character == "[":
            return self._class()
        if character == "(":
            return self._parenthesis()
        self._position += 1
        if character == "#":
            newline = self._perl.find("\n", self._position)
            self._position = newline if newline >= 0 else len(self._perl)
            return ""
        return "" if character in _IGNORED else character

    def _escape(self) -> str:
        """Return what a backslash begins."""
        start = self._position
        letter = self._perl[start + 1 : start + 2]
        self._position += 2
        if not letter:
            raise RefusedExpression("it ends in a backslash")
        if letter == "x":
            return self._code_point()
        if letter in "gk":
            return self._reference()
        if letter in _REFUSED_ESCAPES or self._perl.startswith("N{", start + 1):
            raise RefusedExpression(f"\\{letter} is not understood")
        if letter in _ESCAPES:
            return _ESCAPES[letter]
        if letter.isascii() and letter.isalnum() and letter not in _SAME_ESCAPES:
            return letter  # as Perl takes a letter that it has no meaning for
        return f"\\{letter}"

    def _code_point(self) -> str:
        r"""Return the character of ``\x41`` or ``\x{263a}``."""
        end = self._position
        if self._is_at("{"):
            end = self._perl.find("}", self._position)
            digits = self._perl[self._position + 1 : end].strip() if end > 0 else ""
            end += 1
        else:
            while end < self._position + 2 and self._perl[end : end + 1] in _HEX:
                end += 1
            digits = self._perl[self._position : end] or "0"
        if not 0 < len(digits) <= 6 or not _HEX.issuperset(digits) or int(digits, 16) > 0x10FFFF:
            raise RefusedExpression(r"there is a \x without a number")
        self._position = end
        return f"\\U{int(digits, 16):08x}"

    def _reference(self) -> str:
        r"""Return a reference to a group: ``\g1 \g{1} \k<name> \k{name}``."""
        found = _REFERENCE.match(self._perl, self._position)
        if found is None:
            raise RefusedExpression("there is a reference of an unknown form")
        self._position = found.end()
        name = found[1] or found[2] or found[3]
        return f"(?:\\{name})" if name.isdecimal() else f"(?P={name})"

    def _parenthesis(self) -> str:
        """Return a group, whole; a comment gives nothing."""
        if self._perl.startswith("(?#", self._position):
            end = self._perl.find(")", self._position)
            self._position = end + 1 if end > 0 else len(self._perl)
            return ""
        return self._body_of(self._opening())

    def _body_of(self, opening: str) -> str:
        """Return a group from its opening to its end."""
        body = "|".join(self._group())
        if not self._is_at(")"):
            raise RefusedExpression("there is a ( without its )")
        self._position += 1
        return f"{opening}{body})"

    def _opening(self) -> str:
        """Return what begins a group, and step over it."""
        if not self._perl.startswith(("(?", "(*"), self._position):
            self._position += 1
            return "("
        for opening in _OPENINGS:
            if self._perl.startswith(opening, self._position):
                self._position += len(opening)
                return opening
        named = _NAMED.match(self._perl, self._position)
        if named is None:
            shown = self._perl[self._position : self._position + 4]
            raise RefusedExpression(f"{shown} is not understood")
        self._position = named.end()
        return f"(?P<{named[1]}>"

    def _class(self) -> str:
        """Return a class in brackets; blanks count in it."""
        start = self._position
        self._position += 1
        parts = ["["]
        if self._is_at("^"):
            parts.append("^")
            self._position += 1
        first = self._position
        while not self._is_at(""):
            if self._is_at("]") and self._position > first:
                self._position += 1
                return "".join(parts) + "]"
            parts.append(self._member())
        raise RefusedExpression(f"there is a [ without its ], in {self._perl[start : start + 20]}")

    def _member(self) -> str:
        """Return one member of a class."""
        if posix := _CLASS_OF_POSIX.match(self._perl, self._position):
            if posix[1] not in _POSIX:
                raise RefusedExpression(f"[:{posix[1]}:] is not understood")
            self._position = posix.end()
            return _POSIX[posix[1]]
        character = self._perl[self._position]
        if character == "\\":
            escaped = self._escape()
            if escaped.startswith(("[^", "(", r"\Z", r"\A", r"\B")):
                raise RefusedExpression("there is something in a class that is no character")
            return escaped[1:-1] if escaped.startswith("[") else escaped
        self._position += 1
        # Python warns that these may come to mean operations on sets
        return f"\\{character}" if character in "[&~|" else character


def _python_flags(flags: str) -> str:
    """Return Perl's flags for a group as Python writes them; ``x`` always holds here."""
    if flags.startswith("^"):
        flags = f"{flags[1:]}-ims"
    on, _, off = flags.partition("-")
    if "x" in off or "^" in flags or "-" in off:
        raise RefusedExpression(f"(?{flags}) is not understood")
    on = "".join(dict.fromkeys(on.replace("x", "")))
    off = "".join(flag for flag in dict.fromkeys(off) if flag not in on)
    return f"{on}-{off}" if off else on
