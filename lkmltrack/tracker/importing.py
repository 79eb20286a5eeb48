"""Importing a bulk source: an mbox, a maildir, a public-inbox git repository."""

from dataclasses import dataclass
from pathlib import Path

from lkmltrack.tracker.ports import Outside, Progress, no_progress


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought: new and known messages, and whether it went on from a cursor."""

    source: str
    new: int
    known: int
    resumed: bool = False


def import_source(
    path: Path, outside: Outside, *, list_name: str = "", progress: Progress = no_progress
) -> ImportReport:
    """Import a source from where the last import of it stopped."""
    raise NotImplementedError
