"""An invented MAINTAINERS, and mails of the people in it."""

from datetime import UTC, datetime, timedelta

from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Edition
from lkmltrack.model.message import Address, Message
from tests.maintainers.asking import index_of

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAINTAINERS = """\
GARDEN SUBSYSTEM
M:\tAda Archer <ada@example.org>
M:\tBoris B. Baker <boris@example.org>
R:\tClara Chandler <clara@example.org>
L:\tgarden@lists.example.org
S:\tMaintained
F:\tdrivers/garden/

GARDEN ROSES
M:\tDora Dyer <dora@example.org>
L:\troses@lists.example.org
S:\tMaintained
F:\tdrivers/garden/roses/
K:\trose_(?:bush|bed)

OLD SHED
M:\tBoris B. Baker <boris@example.com>
S:\tOdd Fixes
F:\tdrivers/shed/

GATES
M:\tgates@example.org
M:\tEmil Engraver <emil@example.org>
S:\tMaintained
F:\tdrivers/gates/

THE REST
M:\tLinus Torvalds <torvalds@linux-foundation.org>
L:\tlinux-kernel@vger.kernel.org
S:\tBuried alive in reporters
F:\t*
F:\t*/
"""
MAILMAP = "Dora Dyer <dora@example.org> <dora.dyer@old.example.com>\n"


def roster(
    maintainers: str = MAINTAINERS,
    *,
    of_the_day: bool = True,
    date: datetime | None = None,
    contents: dict[str, bytes] | None = None,
) -> Roster:
    held = contents or {}
    edition = Edition("MAINTAINERS", date=date, is_of_the_day=of_the_day)
    return Roster(
        edition,
        index_of(maintainers, MAILMAP),
        content_of=lambda path: held.get(path, b""),
        is_folder=(lambda path: path == "include") if "Makefile" in held else None,
    )


def people(*texts: str) -> tuple[Address, ...]:
    """Addresses written as ``Name <address>`` or bare."""
    found = []
    for text in texts:
        name, opening, address = text.rpartition("<")
        found.append(Address(name.strip(), address.strip("> ")) if opening else Address("", text))
    return tuple(found)


def diff(*paths: str, line: str = "int leaves;") -> str:
    return "".join(
        f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1,1 +1,2 @@\n a\n+{line}\n"
        for path in paths
    )


def patch(
    *paths: str,
    number: int = 1,
    subject: str = "[PATCH] garden: water it",
    to: tuple[str, ...] = (),
    words: str = "Water helps.",
    line: str = "int leaves;",
    author: str = "Nora Newcomer <nora@example.net>",
    hours: float = 0.0,
) -> Message:
    return Message(
        message_id=f"{number}@example.net",
        subject=subject,
        author=people(author)[0],
        date=DAY + timedelta(hours=hours),
        to=people(*to),
        body=f"{words}\n\nSigned-off-by: {author}\n---\n{diff(*paths, line=line)}",
    )


def mail(
    number: int,
    body: str,
    *,
    author: str = "Ada Archer <ada@example.org>",
    to: tuple[str, ...] = (),
    subject: str = "Re: [PATCH] garden: water it",
    answers: str = "1@example.net",
    hours: float = 1.0,
) -> Message:
    return Message(
        message_id=f"{number}@example.net",
        subject=subject,
        author=people(author)[0],
        date=DAY + timedelta(hours=hours),
        to=people(*to),
        in_reply_to=(answers,) if answers else (),
        references=(answers,) if answers else (),
        body=body,
    )
