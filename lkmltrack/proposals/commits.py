"""Commits: their titles and people beside those of mails, and the names of branches."""

from lkmltrack.mail.subject import topic
from lkmltrack.model.commit import BRANCHES, TAGS
from lkmltrack.model.message import Address
from lkmltrack.proposals.people import name_key

_MAY_BE_MARKED = ("[", "re:", "fwd:")


def folded_title(title: str) -> str:
    """Return what the title of a patch and that of its commit share, when nobody reworded it.

    Maintainers begin a title with a capital, or take the full stop away.

    >>> folded_title("[PATCH v2] sched/fair: fix the load.") == folded_title("sched/fair: Fix  the load")
    True
    """
    folded = " ".join(title.split()).casefold()
    if folded.startswith(_MAY_BE_MARKED):
        folded = topic(folded)
    return folded.rstrip(" .")


def is_same_person(one: Address, other: Address) -> bool:
    """Whether two signatures are one person's: by the address, else by the full name."""
    if one.address and one.address.lower() == other.address.lower():
        return True
    key = name_key(one.name)
    return bool(key) and key == name_key(other.name)


def short_name(reference: str) -> str:
    """Return the name of a branch or tag as people write it.

    >>> short_name("refs/remotes/origin/master"), short_name("refs/tags/v6.1")
    ('origin/master', 'v6.1')
    """
    for start in (*BRANCHES, TAGS):
        if reference.startswith(start):
            return reference.removeprefix(start)
    return reference
