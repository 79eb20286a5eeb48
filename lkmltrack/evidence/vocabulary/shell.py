"""Lines of a shell: prompts, words, quotes, continuations, and where the prose begins again."""

import re
from collections.abc import Sequence

from lkmltrack.evidence.vocabulary.tables import listed

_PROMPT = re.compile(
    r"\s*(?:"
    r"[$#%]\s+"
    r"|\$(?=[a-z./])"
    r"|\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#%>|\n]{0,60}[$#%>]\s*"
    r"|(?:sh|bash|zsh)-[\d.]{1,8}[$#]\s*"
    r"|[\w.-]{0,30}:?[~/][\w/.~-]{0,60}\s?[#$]\s*"
    r"|[\w.-]{1,30}[:>]?[#$]\s+"
    r"|\+\s+(?=[a-z./])"
    r")"
)
_LEAD = re.compile(
    r"\s*(?:(?:[-*•o]|\(?\w{1,2}[.)]|\[\w{1,2}\]|\d{1,2}:)\s+)?"
    r"(?:\((?:on|in|as) [\w ]{1,30}\)\s+)?"
    r"(?:(?:the )?(?:commands?|cmd|cmdline|run|test|command[ -]?line)(?: (?:line|used|is|was))*\s?[:=]\s*)?",
    re.IGNORECASE,
)
_OPTION = re.compile(r"--?[A-Za-z0-9+][\w+-]*|--$|--?[\w-]+=")
_ASSIGNMENT = re.compile(r"[A-Za-z_][\w.-]*=\S")
_RESULTS = (
    "bw=",
    "iops=",
    "lat=",
    "clat=",
    "slat=",
    "aggrb=",
    "avg=",
    "min=",
    "max=",
    "time=",
    "real=",
    "READ:",
    "WRITE:",
    "io=",
    "mean=",
    "p99=",
)
_ENVIRONMENT = re.compile(r"[A-Za-z_]\w*=\S*$")
_TRAILING = re.compile(
    r"\s+\([+~-]?[\d.]+\s?%\)?.*$|\s+#\s.*$|\s+(?:-{2,}>|<-{1,}|=>)\s.*$|\s+\((?:~|all|see|with|to|it|for|in|as|which|this|the|a)\b.*$"
)
_COLUMN = re.compile(r"(\S)\s{3,}(?=[^\s-]).*$")
_PROSE = listed("""the of is are was were for on in to that this which with and or but it its as at by from has have
    had can will would should we i you they results result shows show showed using than then when where
    also not be been our my more less about between after before while because so if""")
MOST_LINES = 14


def without_prompt(text: str) -> tuple[str, bool]:
    """Return a line without its prompt, bullet or "command:", and whether there was a prompt."""
    found = _PROMPT.match(text)
    if found and found.end():
        return text[found.end() :].strip(), True
    lead = _LEAD.match(text)
    return text[lead.end() if lead else 0 :].strip(), False


def is_option(word: str) -> bool:
    """Whether a word is an option such as ``-c``, ``--bs=4k``."""
    return word.startswith("-") and bool(_OPTION.match(word))


def is_assignment(word: str) -> bool:
    """Whether a word is ``name=value``."""
    return bool(_ASSIGNMENT.match(word)) and not word.lower().startswith(_RESULTS)


def is_environment(word: str) -> bool:
    """Whether a word sets a variable for the program behind it."""
    return bool(_ENVIRONMENT.match(word))


def has_prose(words: Sequence[str]) -> bool:
    """Whether words are a sentence rather than arguments."""
    return sum(word.strip(".,;:()").lower() in _PROSE for word in words) >= 2


def is_prose(word: str) -> bool:
    """Whether a word is one that only sentences have."""
    return word.strip(".,;:()").lower() in _PROSE


def without_remark(text: str) -> str:
    """Return a command line without what follows it: a percentage, a remark, a table's columns."""
    text = _TRAILING.sub("", text)
    if "   " in text:
        text = _COLUMN.sub(_before_column, text, count=1)
    return text.rstrip().rstrip("`").rstrip(":;,").rstrip()


def _before_column(found: re.Match[str]) -> str:
    return found.group(1)


def has_open_quote(text: str) -> bool:
    """Whether a quote mark that opens a string is not closed."""
    mark = ""
    for place, character in enumerate(text):
        if mark:
            if character == mark:
                mark = ""
        elif character in "'\"" and not (place and text[place - 1].isalnum()):
            mark = character
    return bool(mark)


def has_open_loop(text: str) -> bool:
    """Whether a loop of the shell has no ``done`` yet."""
    words = text.replace(";", " ; ").split()
    return "do" in words and words.count("done") < words.count("do")


def continues(text: str, following: str) -> bool:
    """Whether a command line goes on in the line below it."""
    bare = text.rstrip()
    nexts = following.split()
    if not nexts:
        return False
    if bare.endswith(("\\", "|", "&&")):
        return True
    if is_option(nexts[0]) and "   " not in following.strip():
        return not has_prose(nexts)
    last = bare.split()[-1] if bare else ""
    is_value = nexts[0][0].isdigit() or nexts[0][0] in "/$'\""
    return len(text) >= 60 and is_value and last.startswith("--") and "=" not in last
