"""The words of a call, as Perl's Getopt::Long reads them for get_maintainer.pl.

One dash does as well as two, capitals do not count, ``--foo`` is undone by
``--nofoo`` and ``--no-foo``, nothing is abbreviated, and options may stand
among the files up to a lone ``--``.
"""

from lkmltrack.errors import UsageError

_FLAG, _VALUE, _NUMBER, _SWITCH = "flag", "value", "number", "switch"

# name -> (attribute, kind)
_NAMES = {
    "email": ("email", _FLAG),
    "git": ("git", _FLAG),
    "git-all-signature-types": ("git_all_signature_types", _FLAG),
    "git-blame": ("git_blame", _FLAG),
    "git-blame-signatures": ("git_blame_signatures", _FLAG),
    "git-fallback": ("git_fallback", _FLAG),
    "git-chief-penguins": ("git_chief_penguins", _FLAG),
    "git-min-signatures": ("git_min_signatures", _NUMBER),
    "git-max-maintainers": ("git_max_maintainers", _NUMBER),
    "git-min-percent": ("git_min_percent", _NUMBER),
    "git-since": ("git_since", _VALUE),
    "hg-since": ("hg_since", _VALUE),
    "i": ("interactive", _FLAG),
    "interactive": ("interactive", _FLAG),
    "remove-duplicates": ("remove_duplicates", _FLAG),
    "mailmap": ("mailmap", _FLAG),
    "m": ("maintainers", _FLAG),
    "r": ("reviewers", _FLAG),
    "n": ("names", _FLAG),
    "l": ("lists", _FLAG),
    "fixes": ("fixes", _FLAG),
    "moderated": ("moderated", _FLAG),
    "s": ("subscribers", _FLAG),
    "multiline": ("multiline", _FLAG),
    "roles": ("roles", _FLAG),
    "rolestats": ("rolestats", _FLAG),
    "separator": ("separator", _VALUE),
    "subsystem": ("subsystem", _FLAG),
    "status": ("status", _FLAG),
    "substatus": ("substatus", _FLAG),
    "scm": ("scm", _FLAG),
    "tree": ("tree", _FLAG),
    "web": ("web", _FLAG),
    "bug": ("bug", _FLAG),
    "letters": ("letters", _VALUE),
    "pattern-depth": ("pattern_depth", _NUMBER),
    "k": ("keywords", _FLAG),
    "keywords": ("keywords", _FLAG),
    "kf": ("keywords_in_file", _FLAG),
    "keywords-in-file": ("keywords_in_file", _FLAG),
    "sections": ("sections", _FLAG),
    "fe": ("file_emails", _FLAG),
    "file-emails": ("file_emails", _FLAG),
    "drop_the_rest_supporter": ("drop_the_rest", _FLAG),
    "f": ("are_files", _SWITCH),
    "file": ("are_files", _SWITCH),
    "find-maintainer-files": ("find_maintainer_files", _SWITCH),
    "mpath": ("maintainer_path", _VALUE),
    "maintainer-path": ("maintainer_path", _VALUE),
}
_DASHES = ("--", "-", "+")
_DIGITS = frozenset("0123456789_")


class Options:
    """What a call asks for; what it does not say is as in the script.

    A plain class instead of a dataclass: importing dataclasses takes longer than an answer.
    """

    email = 1
    git = 0
    git_all_signature_types = 0
    git_blame = 0
    git_blame_signatures = 1
    git_fallback = 1
    git_chief_penguins = 0
    git_min_signatures = 1
    git_max_maintainers = 5
    git_min_percent = 5
    git_since = "1-year-ago"
    hg_since = "-365"
    interactive = 0
    remove_duplicates = 1
    mailmap = 1
    maintainers = 1
    reviewers = 1
    names = 1
    lists = 1
    fixes = 1
    moderated = 1
    subscribers = 0
    multiline = 1
    roles = 0
    rolestats = 1
    separator = ", "
    subsystem = 0
    status = 0
    substatus = -1
    """Minus one: as the roles, and only on a terminal."""
    scm = 0
    tree = 1
    web = 0
    bug = 0
    letters = ""
    pattern_depth = 0
    keywords = 1
    keywords_in_file = 0
    sections = 0
    file_emails = 0
    drop_the_rest = 1
    are_files = 0
    find_maintainer_files = 0
    maintainer_path = ""


def parse_options(words: "list[str]", options: Options) -> list[str]:
    """Read words into options and return those that are none: the files."""
    files: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        if word == "--":
            return files + words[position:]
        if len(word) < 2 or word[0] not in "-+":
            files.append(word)
            continue
        position += _take(word, words[position : position + 1], options)
    return files


def settle(options: Options, *, is_terminal: bool, has_substatus: bool = True) -> None:
    """Make options agree with each other, and refuse a call that asks for nothing."""
    if options.interactive:
        raise UsageError(
            "maintainers has no menu",
            "leave --interactive out, and give git send-email or b4 what it prints",
        )
    if options.separator != ", ":
        options.multiline = 0
    if options.rolestats:
        options.roles = 1
    if options.substatus < 0:
        options.substatus = int(bool(options.email and options.roles and is_terminal))
    if not has_substatus:
        options.substatus = 0
    if options.sections or options.letters:
        options.sections = 1
        options.email = options.lists = options.scm = options.status = options.subsystem = 0
        options.web = options.bug = options.keywords = options.keywords_in_file = 0
        return
    wanted = ("email", "scm", "status", "subsystem", "web", "bug")
    if not any(getattr(options, name) for name in wanted):
        raise UsageError(f"nothing is asked for: one of {', '.join(wanted)} has to be left on")
    people = ("maintainers", "reviewers", "lists", "subscribers")
    git = ("git", "git_chief_penguins", "git_blame")
    if options.email and not any(getattr(options, name) for name in people + git):
        raise UsageError(
            "all kinds of addresses are turned off", "say one of --m --r --l --s --git"
        )


def words_of_configuration(text: str) -> list[str]:
    """Return the words of a ``.get_maintainer.conf``, which stand before those of the call.

    >>> words_of_configuration("# ours\\n--nogit  --no-l # no lists\\n")
    ['--nogit', '--no-l']
    """
    found: list[str] = []
    for line in text.split("\n"):
        for word in line.split():
            if word.startswith("#"):
                break
            found.append(word)
    return found


def _take(word: str, following: "list[str]", options: Options) -> int:
    """Take one option; return how many of the words that follow belong to it."""
    name = word[2:] if word.startswith("--") else word[1:]
    equals = name.find("=", 1)
    value = name[equals + 1 :] if equals > 0 else None
    name = (name[:equals] if equals > 0 else name).lower()
    known = _NAMES.get(name)
    if known is None:
        _negate(name, word, value, options)
        return 0
    attribute, kind = known
    if kind in (_FLAG, _SWITCH):
        if value is not None:
            raise UsageError(f"the option {name} takes no value")
        setattr(options, attribute, 1)
        return 0
    argument = value if value is not None else "".join(following)
    if argument == "" and (value is not None or not following):
        raise UsageError(f"the option {name} needs a value")
    setattr(options, attribute, argument if kind == _VALUE else _number(name, argument))
    return int(value is None)


def _negate(name: str, word: str, value: "str | None", options: Options) -> None:
    """Take ``--noname`` and ``--no-name``."""
    for beginning in ("no-", "no"):
        attribute, kind = _NAMES.get(name.removeprefix(beginning), ("", ""))
        if name.startswith(beginning) and kind == _FLAG:
            if value is not None:
                raise UsageError(f"the option {name} takes no value")
            setattr(options, attribute, 0)
            return
    raise UsageError(f"there is no option {word}", "lkmltrack maintainers --help lists them")


def _number(name: str, text: str) -> int:
    """Return the value of an option that takes a number."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not digits.strip("_") or not _DIGITS.issuperset(digits):
        raise UsageError(f"{text!r} is no number, and the option {name} takes one")
    return int(text.replace("_", "").lstrip("+"))
