"""Lines of source that may define something: functions, macros, system calls, types."""

from enum import IntEnum

_LONGEST_LINE = 1_000
_LONGEST_HEAD = 12_000
_LONGEST_TAIL = 400
_BEFORE_NAME = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ \t*"
_WORD = _BEFORE_NAME[:-3]
_STARTS = frozenset(_WORD) - frozenset(b"0123456789")
_NO_NAMES = frozenset(
    b"if for while switch return sizeof typeof defined do else case goto int void char long short"
    b" unsigned signed float double bool struct union enum typedef extern static inline const".split()
)
_NO_BEGINNINGS = frozenset(b"return else goto case typedef".split())
# these take arguments and may stand before the name of a function
_ATTRIBUTES = frozenset(
    b"__attribute__ __attribute __printf __scanf __aligned __section __acquires __releases"
    b" __must_hold __alloc_size __assume_aligned __malloc __error __diagnose_as __declspec"
    b" __cond_acquires __no_sanitize __bos".split()
)
_RUST_WORDS = frozenset(b"pub unsafe const async extern default".split())
_FIRST_ARGUMENT = (
    b"SYM_",
    b"DEFINE_",
    b"ENTRY",
    b"WEAK",
    b"_GLOBAL",
    b"BPF_CALL",
    b"LIST_HEAD",
    b"HLIST_HEAD",
    b"FUNC",
)


class Kind(IntEnum):
    """What a line may define, the likeliest to be meant first."""

    FUNCTION = 0
    """Written with its body or as an entry point: certain."""
    OPEN = 1
    """A function, or a mere prototype: what follows the line tells."""
    WORD = 2
    """As ``OPEN``, and the line may as well call a macro."""
    MACRO = 3
    TYPE = 4
    VARIABLE = 5
    PROTOTYPE = 6


def declared(text: bytes) -> tuple[bytes, Kind] | None:
    """Return the name that a line may define, and as what; None for any other line.

    >>> declared(b"static int vma_link(struct mm_struct *mm,")
    (b'vma_link', <Kind.OPEN: 1>)
    >>> declared(b"SYSCALL_DEFINE1(brk, unsigned long, brk)")
    (b'sys_brk', <Kind.FUNCTION: 0>)
    >>> declared(b"\\treturn vma_link(mm);")
    """
    text = text[:_LONGEST_LINE]
    if not text:
        return None
    if text[0] not in _STARTS:
        return _indented(text)
    if b"fn " in text and (found := _rust(text)) is not None:
        return found
    return _at_margin(text)


def is_variable(text: bytes, name: bytes) -> bool:
    """Whether a line at the margin defines a variable of that name."""
    text = text[:_LONGEST_LINE]
    place = text.find(name)
    if place <= 0 or text[0] not in _STARTS or text[:place].translate(None, _BEFORE_NAME):
        return False
    words = text[:place].split()
    if not words or words[0] in _NO_BEGINNINGS or words[0] == b"extern" or text[place - 1] in _WORD:
        return False
    if words[-1] in (b"struct", b"union", b"enum"):
        return False  # a type that is only announced
    after = text[place + len(name) :].lstrip()
    return after[:1] in (b"=", b";", b"[") or after.startswith(b"__")


def has_body(source: bytes, name: bytes, *, is_word: bool) -> bool:
    """Whether a function that begins here has a body; ``is_word`` when nothing precedes the name.

    >>> has_body(b"int f(int a,\\n      int b)\\n\\t__must_hold(x)\\n{\\n", b"f", is_word=False)
    True
    >>> has_body(b"int f(int a,\\n      int b);\\n{", b"f", is_word=False)
    False
    """
    source = source[:_LONGEST_HEAD]
    end = _end_of_arguments(source, source.find(b"(", source.find(name)))
    tail = source[end : end + _LONGEST_TAIL]
    brace = tail.find(b"{")
    if end < 0 or brace < 0:
        return False
    between = tail[:brace]
    if b";" in between or b"=" in between or b"#define" in between:
        return False
    if not is_word:
        return True
    return all(word.startswith(b"__") for word in _outside_parentheses(between).split())


def _indented(text: bytes) -> tuple[bytes, Kind] | None:
    """Return what a line defines that does not begin with a letter: a macro, a Rust function."""
    stripped = text.lstrip(b" \t")
    if stripped.startswith(b"#"):
        word, _, rest = stripped[1:].lstrip(b" \t").partition(b"define")
        if word or rest[:1] not in (b" ", b"\t"):
            return None
        name = _leading_word(rest.lstrip(b" \t"))
        return (name, Kind.MACRO) if name else None
    return _rust(stripped) if b"fn " in stripped else None


def _rust(text: bytes) -> tuple[bytes, Kind] | None:
    """Return the Rust function that a line begins."""
    before, _, after = text.partition(b"fn ")
    for word in before.split():
        if word not in _RUST_WORDS and not word.startswith((b"pub(", b'"', b"in", b"crate")):
            return None
    name = _leading_word(after.lstrip())
    if not name or (before and before[-1:] not in (b" ", b"\t")):
        return None
    following = after.lstrip()[len(name) : len(name) + 1]
    return (name, Kind.FUNCTION) if following in (b"(", b"<") else None


def _at_margin(text: bytes) -> tuple[bytes, Kind] | None:
    """Return what a line defines that begins with a letter."""
    rest = text
    while True:
        head, parenthesis, after = rest.partition(b"(")
        if not parenthesis or head.translate(None, _BEFORE_NAME):
            return _type(text)
        name = _trailing_word(head.rstrip(b" \t"))
        if name not in _ATTRIBUTES:
            break
        # look behind the arguments of an attribute
        end = _end_of_arguments(rest, len(head))
        if end < 0:
            return None
        rest = rest[end:].lstrip(b" \t")
    before = head.rstrip(b" \t")[: -len(name)].split() if name else []
    if not name or name in _NO_NAMES or name[0] not in _STARTS:
        return _type(text)
    if before and before[0] in _NO_BEGINNINGS:
        return None
    if not before or before == [b"static"]:
        if name.isupper():
            return _made(name, after)
        is_word = not before and rest is text
        return name, _kind(after, Kind.WORD if is_word else Kind.OPEN)
    return name, _kind(after, Kind.OPEN)


def _kind(after: bytes, otherwise: Kind) -> Kind:
    """Return what a line is by what follows the name."""
    if b"{" in after:
        return Kind.FUNCTION
    return Kind.PROTOTYPE if after.rstrip().endswith(b";") else otherwise


def _made(maker: bytes, after: bytes) -> tuple[bytes, Kind] | None:
    """Return the name that a macro in capitals makes out of its arguments."""
    arguments = [argument.strip(b" \t)") for argument in after.split(b",", 2)]
    first = _leading_word(arguments[0])
    second = _leading_word(arguments[1]) if len(arguments) > 1 else b""
    name, kind = b"", Kind.FUNCTION
    if b"SYSCALL" in maker and b"DEFINE" in maker:
        name = (
            (b"compat_sys_" if maker.startswith(b"COMPAT") else b"sys_") + first if first else b""
        )
    elif maker.startswith(b"TRACE_EVENT"):
        name = b"trace_" + first if first else b""
    elif maker.startswith(b"DEFINE_EVENT"):
        name = b"trace_" + second if second else b""
    elif maker.startswith(b"DEFINE_PER_CPU"):
        name, kind = second, Kind.VARIABLE
    elif maker.startswith(_FIRST_ARGUMENT):
        name = first
        kind = Kind.VARIABLE if after.rstrip().endswith(b";") else Kind.FUNCTION
    return (name, kind) if name else None


def _type(text: bytes) -> tuple[bytes, Kind] | None:
    """Return the structure, union or enumeration that a line begins."""
    words = text.split(None, 3)
    if len(words) >= 3 and words[0] in (b"struct", b"union", b"enum") and words[2][:1] == b"{":
        name = _leading_word(words[1])
        return (name, Kind.TYPE) if name == words[1] else None
    return None


def _leading_word(text: bytes) -> bytes:
    """Return the word that a text begins with."""
    name = text[: len(text) - len(text.lstrip(_WORD))]
    return name if name and name[0] in _STARTS else b""


def _trailing_word(text: bytes) -> bytes:
    """Return the word that a text ends with."""
    return text[len(text.rstrip(_WORD)) :]


def _end_of_arguments(text: bytes, start: int) -> int:
    """Return what comes after the parenthesis that closes the one at a place; -1 without one."""
    if start < 0:
        return -1
    depth = 0
    place = start
    while place >= 0:
        if text[place] == ord("("):
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                return place + 1
        opening, closing = text.find(b"(", place + 1), text.find(b")", place + 1)
        place = closing if opening < 0 else min(opening, closing)
    return -1


def _outside_parentheses(text: bytes) -> bytes:
    """Return a text without what stands in parentheses, nor comments."""
    found = []
    while True:
        head, opening, rest = text.partition(b"(")
        found.append(head)
        if not opening:
            break
        end = _end_of_arguments(opening + rest, 0)
        if end < 0:
            break
        text = (opening + rest)[end:]
    whole = b" ".join(found)
    comment = whole.find(b"/*")
    return whole if comment < 0 else whole[:comment] + whole[whole.find(b"*/", comment) + 2 :]
