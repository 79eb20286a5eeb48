"""How the get_maintainer.pl of one project or version differs from that of another.

A plain class instead of a dataclass: importing dataclasses takes longer than an answer.
"""


class Profile:
    """What one script does its own way; what is not said is as in Linux 7.3."""

    __slots__ = (
        "any_letter",
        "braces",
        "chief",
        "comments_are_headers",
        "differences",
        "drops_the_rest",
        "fallback_when_nobody",
        "found_everywhere",
        "has_bug",
        "has_file_keywords",
        "has_fixes",
        "has_names",
        "has_statistics",
        "has_substatus",
        "is_unicode",
        "keyword_suffix",
        "longest_name",
        "maps_found_addresses",
        "overrides",
        "reads_git_lines",
        "role_from_status",
        "role_of_reviewer",
        "skips_dev_null",
        "two_stars",
    )

    def __init__(self, differences: "dict[str, object]") -> None:
        self.differences = differences
        # how MAINTAINERS is read
        self.any_letter = False
        self.comments_are_headers = False
        self.two_stars = True
        self.braces = False
        self.has_names = True
        self.is_unicode = True
        # how a patch is read
        self.reads_git_lines = True
        self.skips_dev_null = False
        self.has_fixes = True
        self.has_file_keywords = True
        # how people are shown
        self.role_from_status = False
        self.role_of_reviewer = "reviewer:"
        self.keyword_suffix = True
        self.longest_name = 50
        self.chief = ("Linus Torvalds", "torvalds@linux-foundation.org")
        self.drops_the_rest = False
        self.has_bug = True
        self.has_substatus = True
        # where people are found beyond MAINTAINERS
        self.found_everywhere = True
        self.maps_found_addresses = True
        self.fallback_when_nobody = False
        self.has_statistics = True
        # words before those of .get_maintainer.conf
        self.overrides: tuple[str, ...] = ()
        for name, value in differences.items():
            setattr(self, name, value)

    def decoded(self, data: bytes) -> str:
        r"""Return a text as the script sees it: newer ones show a byte that fits nowhere as ``\\xE9``."""
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("utf-8", "surrogateescape")
        if not self.is_unicode:
            return text
        return "".join(
            f"\\x{ord(character) - 0xDC00:02X}" if "\udc80" <= character <= "\udcff" else character
            for character in text
        )


_SIGN_OF_A_SCRIPT = "@typevalue"

# traits that came or went over the years, and the words in a script that tell
_SIGNS_OF_TRAITS = (
    ("is_unicode", "encoding(UTF-8)"),
    ("two_stars", "(?:.*)"),
    ("has_file_keywords", "keywords-in-file"),
    ("keyword_suffix", ":Keyword:"),
    ("has_bug", "'bug!'"),
    ("has_substatus", "output_substatus"),
    ("role_from_status", "orphan minder"),
    ("reads_git_lines", "rename (?:from|to)"),
    ("has_fixes", "^Fixes:"),
    ("has_names", "'N'"),
    ("has_statistics", "--numstat"),
    ("found_everywhere", "sub maintainers_in_file"),
    ("fallback_when_nobody", "$email_git_fallback = 0 if @email_to > 0"),
    ("skips_dev_null", 'ne "/dev/null"'),
    ("drops_the_rest", "drop_the_rest_supporter"),
    ("braces", "brace expansion"),
    ("any_letter", "m/^(.):"),
)

# words of a script, and what else is so in the project whose script has them
_PROJECTS: "tuple[tuple[str, dict[str, object]], ...]" = (
    (
        "a U-Boot source tree",
        {"chief": ("Tom Rini", "trini@konsulko.com"), "maps_found_addresses": False},
    ),
    (
        "a QEMU source tree",
        {
            "chief": ("", ""),
            "comments_are_headers": True,
            "longest_name": 20,
            "maps_found_addresses": False,
        },
    ),
    (
        "xen.git source tree",
        {
            "comments_are_headers": True,
            "longest_name": 20,
            "maps_found_addresses": False,
            "role_of_reviewer": "reviewer",
            "overrides": ("--nogit-fallback", "--noremove-duplicates", "--norolestats"),
        },
    ),
)


def profile_of_script(script: str) -> Profile:
    """Return the profile of a tree's own script; that of the newest Linux without one."""
    if _SIGN_OF_A_SCRIPT not in script:
        return Profile({})
    differences: dict[str, object] = {}
    for sign, traits in _PROJECTS:
        if sign in script:
            differences.update(traits)
    usual = Profile({})
    for trait, sign in _SIGNS_OF_TRAITS:
        if (sign in script) is not getattr(usual, trait):
            differences[trait] = sign in script
    return Profile(differences)
