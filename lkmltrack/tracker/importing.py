"""Importing a bulk source: an mbox, a maildir, a public-inbox git repository."""

from dataclasses import dataclass
from pathlib import Path

from lkmltrack.tracker.ports import Outside, Progress, no_progress

_BATCH = 1_000
"""So many mails are one transaction, and so many are lost at most when the power goes."""


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
    """Import a source from where the last import of it stopped.

    Every batch is kept together with the place that comes after it: whatever
    stops the import, the next one goes on there.
    """
    source = outside.mailboxes.source(path)
    cursor = outside.store.cursor(source.name)
    total = source.total()
    new = known = 0
    progress("messages", 0, total)
    for batch in source.batches(cursor, _BATCH):
        added = outside.store.add_batch(source.name, batch, list_name)
        new += len(added.new)
        known += added.known
        progress("messages", new + known, total)
    return ImportReport(source.name, new, known, bool(cursor))
