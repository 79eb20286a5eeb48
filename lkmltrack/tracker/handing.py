"""Handing a series to b4: applying, reviewing and thanking are its work."""

import re
from collections.abc import Sequence
from enum import StrEnum

from lkmltrack.errors import NotFoundError, TreeError, UsageError
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.series import PostingKind, Series
from lkmltrack.proposals.revisions import find_revision, newest, revision_names
from lkmltrack.tracker.exporting import export_mbox
from lkmltrack.tracker.ports import Outside, ProgramB4
from lkmltrack.tracker.stories import story_of

_MESSAGE_ID = re.compile(r"[A-Za-z0-9_][^\s<>\x00-\x1f\x7f]{0,500}@[^\s<>\x00-\x1f\x7f]{1,200}")


class B4Task(StrEnum):
    """What b4 is asked to do with a series."""

    AM = "am"
    SHAZAM = "shazam"
    REVIEW = "review"


def hand_to_b4(
    text: str,
    task: B4Task,
    outside: Outside,
    b4: ProgramB4,
    *,
    revision: str = "",
    options: Sequence[str] = (),
) -> int:
    """Let b4 take a revision of a target, by default the newest, and return its exit status.

    ``am`` and ``shazam`` get the mails that are kept and touch no network;
    ``review`` begins to track the series in b4's own way, which asks the archive.
    """
    if outside.tree is None:
        raise TreeError(
            f"b4 {task.value} works in a git repository, and none is named",
            "--tree DIR, or git config lkmltrack.tree DIR",
        )
    series = _series_of(text, revision, outside)
    message_id = series.message_id
    if not _MESSAGE_ID.fullmatch(message_id):
        raise UsageError(f"<{message_id}> is no Message-ID that b4 can be given")
    folder = outside.tree.path
    if task is B4Task.REVIEW:
        archive = ("-c", f"b4.midmask={outside.archive.url}/%s")
        return b4.run([*archive, "review", "track", *options, "--", message_id], folder)
    version = _version_of(series, outside)
    call = ["--offline-mode", "-n", task.value, "-m", b4.MAILBOX, *version, *options]
    mails = _mails_of(series, text, outside)
    return b4.run([*call, "--", message_id], folder, mails=mails)


def _version_of(series: Series, outside: Outside) -> tuple[str, ...]:
    """Return b4's option for a revision, where the subject says one: b4 goes by subjects alone."""
    if not outside.store.has(series.message_id):
        return ()
    subject = parse_subject(outside.store.message(series.message_id).subject)
    return ("-v", str(series.revision)) if subject.has_revision else ()


def _mails_of(series: Series, text: str, outside: Outside) -> bytes:
    """Return the thread of a revision as an mbox: other revisions would confuse b4."""
    if not outside.store.has(series.message_id):
        return export_mbox(text, outside)
    ids = outside.store.thread_ids(series.message_id)
    return join_mbox([outside.store.raw(one) for one in ids if outside.store.has(one)])


def _series_of(text: str, revision: str, outside: Outside) -> Series:
    """Return the revision that is meant."""
    _, told = story_of(text, outside)
    posted = [one for one in told.revisions if one.kind is not PostingKind.DISCUSSION]
    found = find_revision(posted, revision) if revision else newest(posted)
    if found is None:
        names = ", ".join(revision_names(posted)) or "none with patches"
        raise NotFoundError(f"{text}: there is no revision {revision or 'to hand over'}", names)
    return found
