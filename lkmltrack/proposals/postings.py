"""Postings: a series as it was sent, with what tells how it belongs to others."""

from dataclasses import dataclass

from lkmltrack.model.series import Series
from lkmltrack.proposals.references import Reference


@dataclass(frozen=True, slots=True)
class Posting:
    """A series and its place among the mails.

    ``thread`` is the first entry of the tree it stands in, ``answers`` the
    message that its first mail replies to, ``person`` who sent it (a key of
    ``people.People``). ``says_revision`` is set when the subject names the
    revision. ``is_here`` is false when only answers to the posting are here.
    """

    series: Series
    thread: str
    person: str
    message_ids: tuple[str, ...]
    answers: str | None = None
    says_revision: bool = False
    prefixes: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    is_here: bool = True

    @property
    def message_id(self) -> str:
        """The message that stands for the posting."""
        return self.series.message_id
