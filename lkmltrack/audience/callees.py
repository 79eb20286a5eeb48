"""What a function calls, read from the text of the file that defines it."""

import re

from lkmltrack.audience.symbols import symbol_of

_CALL = re.compile(r"\b([A-Za-z_]\w{1,119})\(")
_LONGEST_FILE = 8_000_000
_LONGEST_HEAD = 40
_LONGEST_BODY = 600
_LONGEST_LINE = 400
_MOST_CALLS = 60


def find_calls(source: str, line: int) -> list[str]:
    """Return the functions and macros called by the function that begins in a line, each once.

    >>> find_calls("int a(void)\\n{\\n\\tb_c(d_e(1));\\n}\\nint f(void)\\n{\\n}\\n", 1)
    ['b_c', 'd_e']
    """
    body = _body(source[:_LONGEST_FILE], line)
    found = dict.fromkeys(match[1] for match in _CALL.finditer(body) if symbol_of(match[1]))
    return list(found)[:_MOST_CALLS]


def _body(source: str, line: int) -> str:
    """Return what stands between the braces of the function that begins in a line."""
    body: list[str] = []
    depth = 0
    is_comment = False
    lines = source.split("\n", line + _LONGEST_HEAD + _LONGEST_BODY)[max(0, line - 1) :]
    for number, text in enumerate(lines[: _LONGEST_HEAD + _LONGEST_BODY]):
        code, is_comment = _code(text[:_LONGEST_LINE], is_comment)
        opened = code.find("{")
        if depth:
            body.append(code)
        elif opened >= 0:
            body.append(code[opened:])
        elif number > _LONGEST_HEAD or code.rstrip().endswith(";"):
            return ""
        depth += code.count("{") - code.count("}")
        if body and depth <= 0:
            break
    return "\n".join(body)


def _code(text: str, is_comment: bool) -> tuple[str, bool]:
    """Return a line without its comments, and whether one goes on."""
    code = ""
    while text:
        if is_comment:
            _, end, text = text.partition("*/")
            is_comment = not end
        else:
            before, start, text = text.partition("/*")
            code += before.partition("//")[0]
            is_comment = bool(start)
    return code, is_comment
