"""Commits of a git repository, and the posted patches that became commits."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lkmltrack.model.message import Address

HEAD = "HEAD"
BRANCHES = ("refs/heads/", "refs/remotes/")
TAGS = "refs/tags/"


class AppliedBy(StrEnum):
    """What shows that a commit is a posted patch."""

    LINK = "link"
    """The commit links to the message that brought the patch."""
    PATCH_ID = "patch-id"
    """The commit makes the same change, though its diff may be written in another way."""
    PROBABLY = "probably"
    """The same author and the same subject or moment of writing, but another change."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A branch, a tag or HEAD, and the object it points to; ``name`` is in full (``refs/...``)."""

    name: str
    target: str

    @property
    def is_branch(self) -> bool:
        """Whether it is a branch, our own or one of another repository."""
        return self.name.startswith(BRANCHES)

    @property
    def is_tag(self) -> bool:
        """Whether it is a tag."""
        return self.name.startswith(TAGS)


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit says of itself.

    ``links`` are the message-ids that its Link: and similar trailers name.
    ``copy_of`` is the commit that a backport or a cherry-pick names as its
    origin, ``reverts`` what it takes back; such names may be shortened. When
    that is a merge, ``spares`` is the side that stays.
    """

    sha: str
    subject: str
    author: Address
    authored: datetime
    committer: Address
    committed: datetime
    links: tuple[str, ...] = ()
    copy_of: str = ""
    reverts: tuple[str, ...] = ()
    spares: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What makes a commit worth a look: one of these in it is enough.

    ``titles`` are in the form of ``folded_title``, ``authors`` are addresses in
    lower case and keys of names.
    """

    titles: frozenset[str] = frozenset()
    message_ids: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a commit is: the branches, the main one first, and the first release's tag.

    Their names are in full (``refs/...``). ``is_shared`` tells that others have built on it: a release has it, or a
    branch whose last commit somebody else made.
    """

    commit: str
    branches: tuple[str, ...] = ()
    first_tag: str = ""
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class AppliedPatch:
    """A posted patch that is a commit now.

    ``patch`` is the message-id. ``branches`` begin with the one that counts
    most; ``more_branches`` is how many are not listed. ``first_tag`` is the
    first release that has the commit. The patch is
    in the tree no longer when ``reverted_by`` names a commit. ``copy_of`` is
    what the commit says it was taken from, ``copies`` are other commits of
    the same patch: backports, and earlier states of a branch that is rebased.
    """

    patch: str
    commit: str
    subject: str
    committer: Address
    committed: datetime
    branches: tuple[str, ...]
    first_tag: str
    how: AppliedBy
    reverted_by: str = ""
    copy_of: str = ""
    copies: tuple[str, ...] = ()
    more_branches: int = 0
