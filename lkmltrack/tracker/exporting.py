"""Exporting the mails of a proposal."""

from lkmltrack.mail.mbox import join_mbox
from lkmltrack.tracker.fetching import fetch
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.reading import kept_ids
from lkmltrack.tracker.targets import parse_target, what_exists


def export_mbox(text: str, outside: Outside, *, stream: bytes | None = None) -> bytes:
    """Return the mails of a target as an mbox, byte for byte, in the order they came in.

    A thread that came as one mbox of an archive goes out as the same file.
    """
    target = parse_target(text, what_exists(outside))
    ids = kept_ids(target, outside)
    if not ids:
        return join_mbox(fetch(target, outside, stream=stream).raws)
    return join_mbox(list(map(outside.store.raw, outside.store.in_order_of_arrival(ids))))
