"""Servers on loopback for tests, and the mail they serve: one place to import from."""

from tests.faulty_server import (
    Asked,
    Behaviour,
    FaultyServer,
    answer,
    cut,
    cut_chunks,
    drip,
    drip_header,
    hang,
    hang_in_body,
    mbox_answer,
    redirect,
    redirect_to_itself,
    reset,
    without_length,
)
from tests.invented import (
    FIRST_DAY,
    LIST_ADDRESS,
    invented_mail,
    join_mboxrd,
)
from tests.public_inbox_server import (
    PublicInboxServer,
    need_public_inbox,
)

__all__ = [
    "Asked",
    "Behaviour",
    "FIRST_DAY",
    "FaultyServer",
    "LIST_ADDRESS",
    "PublicInboxServer",
    "answer",
    "cut",
    "cut_chunks",
    "drip",
    "drip_header",
    "hang",
    "hang_in_body",
    "invented_mail",
    "join_mboxrd",
    "mbox_answer",
    "need_public_inbox",
    "redirect",
    "redirect_to_itself",
    "reset",
    "without_length",
]
