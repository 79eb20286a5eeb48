"""The servers that the archive's tests share."""

from collections.abc import Iterator

import pytest

from lkmltrack.adapters.lore import Limits
from tests.servers import FaultyServer, PublicInboxServer, invented_mail, need_public_inbox

IMPATIENT = Limits(
    timeout=(0.3, 0.3), message=0.9, thread=1.2, first_wait=0.01, longest_wait=0.3, cool_down=0.0
)
"""Limits that let a test about waiting end soon."""


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    """A server that misbehaves as told."""
    with FaultyServer() as faulty:
        yield faulty


def invented_threads() -> list[bytes]:
    """A discussion, a series with replies, and the series' second revision."""
    return [
        invented_mail(
            "idea@example.org",
            "[DISCUSSION] mm: may a file opt out of the rmap?",
            "Would a flag be welcome?\n\nFrom here on it is only an idea.\n",
        ),
        invented_mail(
            "idea-reply@example.com",
            "Re: [DISCUSSION] mm: may a file opt out of the rmap?",
            "> Would a flag be welcome?\n\nWith numbers, yes.\n",
            author="Mia Maintainer <mia@example.com>",
            in_reply_to="idea@example.org",
            hours=2,
        ),
        invented_mail(
            "v1-0@example.org",
            "[PATCH 0/1] mm: let a file opt out",
            "One patch.\n\nchange-id: 20260407-opt-out-0123456789ab\n",
            hours=24,
        ),
        invented_mail(
            "v1-1@example.org",
            "[PATCH 1/1] mm: add the flag",
            "Add it.\n---\ndiff --git a/mm/rmap.c b/mm/rmap.c\n--- a/mm/rmap.c\n+++ b/mm/rmap.c\n"
            "@@ -1,1 +1,1 @@\n-int old;\n+int new;\n",
            in_reply_to="v1-0@example.org",
            hours=24.01,
        ),
        invented_mail(
            "v1-1-reply@example.com",
            "Re: [PATCH 1/1] mm: add the flag",
            "> Add it.\n\nReviewed-by: Mia Maintainer <mia@example.com>\n",
            author="Mia Maintainer <mia@example.com>",
            in_reply_to="v1-1@example.org",
            references=("v1-0@example.org",),
            hours=30,
        ),
    ]


@pytest.fixture(scope="session")
def public_inbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicInboxServer]:
    """A real public-inbox server with invented mail in two lists."""
    need_public_inbox()
    real = PublicInboxServer(tmp_path_factory.mktemp("public-inbox"))
    real.add("lists", invented_threads())
    real.add("other", [invented_mail("elsewhere@example.org", "only here", "text\n")])
    with real:
        yield real
