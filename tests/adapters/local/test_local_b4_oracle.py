import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest

from lkmltrack.adapters.mailbox import LocalMailboxes
from lkmltrack.adapters.series.clean_mail import clean_mail
from lkmltrack.mail.parse import parse_message
from lkmltrack.mail.threads import build_thread
from lkmltrack.model.message import Message
from lkmltrack.proposals.grouping import group

Revisions = dict[int, list[str]]

# where b4 and we disagree, each read by hand
EXPLAINED = {
    "mm-rstat-v2.mbox": "only the cover letter's text says that this is the second posting",
    "sched-mm-cid-tip.mbox": "tip-bot tells of a commit, which b4 takes for another patch",
    "xfs-perf-regression-6.1.mbox": "an answer shows a diff to try, which b4 takes for a patch",
}


@pytest.fixture(autouse=True)
def silent_b4() -> Iterator[None]:
    logger = logging.getLogger("b4")
    propagated, logger.propagate = logger.propagate, False
    yield
    logger.propagate = propagated


def b4_series(messages: Sequence[Message]) -> Revisions:
    """The message-ids of the patches of each revision, as b4 groups them."""
    import b4  # slow, and only the oracle needs it
    from liblore import emlpolicy

    mailbox = b4.LoreMailbox()
    parser: BytesParser[EmailMessage] = BytesParser(policy=emlpolicy)
    for message in messages:
        mailbox.add_message(parser.parsebytes(clean_mail(message, message.body)))
    return {
        revision: sorted(patch.msgid for patch in series.patches[1:] if patch)
        for revision, series in mailbox.series.items()
    }


def our_series(messages: Sequence[Message]) -> Revisions:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for posting in group(build_thread(messages)):
        ids = [patch.message_id for patch in posting.series.patches]
        if ids:
            found[posting.series.revision] += ids
    return {revision: sorted(ids) for revision, ids in found.items()}


def test_series_are_grouped_as_b4_groups_them(corpus: Path) -> None:
    threads = {
        place.name: [parse_message(raw) for raw in LocalMailboxes().read(place)]
        for place in sorted((corpus / "threads").glob("*.mbox"))
    }
    assert len(threads) > 50
    different = {
        name for name, messages in threads.items() if our_series(messages) != b4_series(messages)
    }
    assert different <= set(EXPLAINED)
