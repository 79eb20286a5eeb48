"""Requests: what is open, and which message took it up."""

from collections.abc import Sequence

from lkmltrack.mail.parse import parse_message
from lkmltrack.model.proposal import Request
from lkmltrack.model.series import PostingKind, Series
from lkmltrack.proposals.additions import added_recipients
from lkmltrack.proposals.conversation import Conversation, Role, build_conversation
from lkmltrack.proposals.people import author_of
from lkmltrack.proposals.requests import find_requests
from tests.fakes import ADA, MIA, ROB, mail, patch_body

PATCH = mail("p@example.org", "[PATCH] mm: be quick", patch_body())
ASKED = mail(
    "ask@example.org",
    "Re: [PATCH] mm: be quick",
    "> Change it.\n\nDo you have numbers for that claim?\n\nPlease say which workload it helps.\n",
    author=MIA,
    answers="p@example.org",
    hours=1,
)


def told(*raws: bytes) -> tuple[Conversation, tuple[Series, ...]]:
    messages = [parse_message(raw) for raw in raws]
    first = messages[0]
    series = Series(
        kind=PostingKind.PATCH,
        revision=1,
        message_id=first.message_id,
        title="mm: be quick",
        author=author_of(first),
        date=first.when,
        expected=1,
    )
    return build_conversation(messages, [series]), (series,)


def requests_in(*raws: bytes, later: Sequence[Series] = ()) -> dict[str, Request]:
    conversation, revisions = told(*raws)
    return {one.text: one for one in find_requests(conversation, (*revisions, *later))}


def test_a_reviewers_question_is_open_until_somebody_takes_it_up() -> None:
    requests = requests_in(PATCH, ASKED)
    assert {text: one.asks_for for text, one in requests.items()} == {
        "Do you have numbers for that claim?": "numbers",
        "Please say which workload it helps.": "workload",
    }
    assert all(one.answered_by is None for one in requests.values())


def test_words_below_a_quote_of_it_answer_a_request() -> None:
    answer = mail(
        "answer@example.org",
        "Re: [PATCH] mm: be quick",
        "> Do you have numbers for that claim?\n\nYes, I shall send them.\n",
        answers="ask@example.org",
        hours=2,
    )
    requests = requests_in(PATCH, ASKED, answer)
    assert requests["Do you have numbers for that claim?"].answered_by == "answer@example.org"
    assert requests["Please say which workload it helps."].answered_by is None


def test_somebody_else_may_answer_for_the_author() -> None:
    answer = mail(
        "rob@example.org",
        "Re: [PATCH] mm: be quick",
        "> Please say which workload it helps.\n\nBuilding packages, on my machine.\n",
        author=ROB,
        answers="ask@example.org",
        hours=2,
    )
    requests = requests_in(PATCH, ASKED, answer)
    assert requests["Please say which workload it helps."].answered_by == "rob@example.org"


def test_numbers_asked_for_are_answered_by_numbers_without_a_quote() -> None:
    words = mail(
        "w@example.org", "Re: x", "> Thanks\n\nSorry.\n", answers="ask@example.org", hours=2
    )
    table = (
        "Here it is:\n\ncase   before  after\nexec1  100  120\nexec2  200  260\nexec3  300  390\n"
    )
    shown = mail("t@example.org", "Re: x", table, answers="w@example.org", hours=3)
    requests = requests_in(PATCH, ASKED, words, shown)
    assert requests["Do you have numbers for that claim?"].answered_by == "t@example.org"


def test_people_asked_for_are_answered_by_the_mail_that_adds_them() -> None:
    asked = mail(
        "cc@example.org", "Re: x", "PLEASE CC people correctly.\n", author=MIA,
        answers="p@example.org", hours=1,
    )  # fmt: skip
    adds = mail(
        "adds@example.org", "Re: x", "> hello\n\nSorry.\n", answers="p@example.org", hours=2,
        Cc="Zoe Zander <zoe@example.com>",
    )  # fmt: skip
    requests = requests_in(PATCH, asked, adds)
    assert requests["PLEASE CC people correctly."].answered_by == "adds@example.org"


def test_the_author_and_robots_make_no_requests() -> None:
    mine = mail(
        "mine@example.org", "Re: x", "Do you have time?\n", answers="p@example.org", hours=1
    )
    robot = mail(
        "bot@example.org", "Re: x", "Could you add this tag?\n",
        author="kernel test robot <bot@example.com>", answers="p@example.org", hours=1,
    )  # fmt: skip
    assert requests_in(PATCH, mine, robot) == {}


def test_a_later_revision_answers_what_asked_for_a_change() -> None:
    asked = mail(
        "c@example.org", "Re: x", "Please split this patch.\n", author=MIA,
        answers="p@example.org", hours=1,
    )  # fmt: skip
    second = parse_message(mail("p2@example.org", "[PATCH v2] mm: be quick", hours=30))
    later = Series(
        PostingKind.PATCH, 2, "p2@example.org", "mm: be quick", author_of(second), second.when, 1
    )
    raws = (PATCH, asked, mail("p2@example.org", "[PATCH v2] mm: be quick", hours=30))
    found = requests_in(*raws, later=(later,))
    assert found["Please split this patch."].answered_by == "p2@example.org"


def test_roles_follow_who_posted() -> None:
    conversation, _ = told(PATCH, ASKED)
    roles = {one.message_id: one.role for one in conversation.contributions}
    assert roles == {"p@example.org": Role.AUTHOR, "ask@example.org": Role.REVIEWER}


def test_only_whom_nobody_addressed_before_is_added() -> None:
    first = mail("p@example.org", "[PATCH] x", patch_body(), Cc=f"{ROB}")
    adds = mail(
        "a@example.org", "Re: x", "Adding Zoe.\n", author=MIA, answers="p@example.org", hours=1,
        Cc=f"{ADA}, {ROB}, Zoe Zander <zoe@example.com>",
    )  # fmt: skip
    conversation, _ = told(first, adds)
    added = added_recipients(conversation.by_id["a@example.org"], conversation)
    assert [one.address for one in added] == ["zoe@example.com"]
