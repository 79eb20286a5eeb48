"""A small thread, and ways to pull it from a server that misbehaves."""

import gzip

import pytest

from lkmltrack.adapters.lore import Limits, LoreArchive
from lkmltrack.errors import ArchiveError
from tests.adapters.archive.conftest import IMPATIENT
from tests.servers import Behaviour, FaultyServer, invented_mail, join_mboxrd

MAILS = [
    invented_mail("root@example.org", "a thread", "first\n"),
    invented_mail("reply@example.org", "Re: a thread", "second\n", in_reply_to="root@example.org"),
]
MBOX = join_mboxrd(MAILS)
PACKED = gzip.compress(MBOX)
PATH = "/all/root@example.org/t.mbox.gz"


def archive(server: FaultyServer, limits: Limits = IMPATIENT) -> LoreArchive:
    return LoreArchive(f"{server.url}/all", limits=limits)


def pull(server: FaultyServer, *behaviours: Behaviour, limits: Limits = IMPATIENT) -> list[bytes]:
    server.on(PATH, *behaviours)
    with archive(server, limits) as lore:
        return lore.thread("root@example.org")


def failure_of(
    server: FaultyServer, *behaviours: Behaviour, limits: Limits = IMPATIENT
) -> ArchiveError:
    with pytest.raises(ArchiveError) as caught:
        pull(server, *behaviours, limits=limits)
    return caught.value
