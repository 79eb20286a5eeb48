"""Attaching: a person's own files of results, put to a proposal before anything is posted."""

from collections.abc import Sequence

from lkmltrack.errors import BadInputError, NotFoundError, UsageError
from lkmltrack.evidence.results import read_results
from lkmltrack.model.evidence import Document
from lkmltrack.model.proposal import Proposal
from lkmltrack.model.said import ResultFile
from lkmltrack.tracker.ports import Outside

_LARGEST = 16 << 20
_MOST_FILES = 200
_LONGEST_NAME = 200


def attach(key: str, name: str, data: bytes, outside: Outside) -> Document:
    """Keep a file of results with a proposal and return what was read from it.

    A file of the same name is replaced. Raises ``BadInputError`` for one that
    holds no results, and keeps nothing then.
    """
    proposal = outside.store.proposal(key)
    shown = _checked_name(name)
    if len(data) > _LARGEST:
        raise BadInputError(f"{shown} is larger than 16 MiB", "attach the part that matters")
    document = read_results(shown, data)
    kept = outside.store.results(proposal.root)
    if len(kept) >= _MOST_FILES and shown not in {file.name for file in kept}:
        raise UsageError(f"proposal {proposal.number} has {_MOST_FILES} files already")
    by = outside.settings.person()[1]
    outside.store.keep_result(ResultFile(proposal.root, shown, data, outside.clock.now(), by))
    return document


def detach(key: str, name: str, outside: Outside) -> Proposal:
    """Take a file of results away."""
    proposal = outside.store.proposal(key)
    if not outside.store.drop_result(proposal.root, name):
        names = ", ".join(file.name for file in outside.store.results(proposal.root)) or "none"
        raise NotFoundError(f"proposal {proposal.number} has no file {name}", f"it has: {names}")
    return proposal


def attached(proposal: Proposal, outside: Outside) -> list[Document]:
    """Return what the files of a proposal hold, in the order they were attached."""
    return [read_results(file.name, file.data) for file in _files(proposal, outside)]


def _files(proposal: Proposal, outside: Outside) -> Sequence[ResultFile]:
    return outside.store.results(proposal.root)


def _checked_name(name: str) -> str:
    name = name.rpartition("/")[2].strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError("a file of results needs a name that can be printed", "rename it")
    return name
