"""Who got a posting, and who is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.audience.expecting import expected_of
from lkmltrack.audience.presence import Posting, audit
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Audit, Edition, Level, Status, Trouble
from lkmltrack.model.message import Message, Origin
from tests.audience.invented_people import DAY, diff, mail, patch, people, roster
from tests.maintainers.asking import index_of

BUSH = "drivers/garden/bush.c"
ROSE = "drivers/garden/roses/rose.c"
GARDENERS = ("ada@example.org", "boris@example.org", "clara@example.org")
EVERYBODY = (*GARDENERS, "garden@lists.example.org", "linux-kernel@vger.kernel.org")


def audited(
    *mails: Message,
    here: Roster | None = None,
    thread: Sequence[Message] = (),
    troubles: Sequence[Trouble] = (),
    never: Sequence[str] = (),
) -> Audit:
    here = here or roster()
    return audit(
        Posting(mails),
        expected_of(mails, here),
        here,
        thread=thread,
        troubles=troubles,
        never=never,
    )


def missing(found: Audit) -> list[str]:
    return [one.expected.address for one in found.missing]


def excuses(found: Audit) -> list[str]:
    return [one.excuse for one in found.recipients if one.excuse]


def test_who_is_addressed_is_present_and_who_is_not_is_missing() -> None:
    found = audited(patch(BUSH, to=("ada@example.org", "linux-kernel@vger.kernel.org")))
    assert missing(found) == ["boris@example.org", "clara@example.org", "garden@lists.example.org"]
    assert [one.status for one in found.recipients][:2] == [Status.MISSING, Status.PRESENT]


def test_the_author_is_not_missing_under_any_of_their_headers() -> None:
    for change in (
        {"author": people("Boris Baker <bb@example.com>")[0]},
        {"sender": people("boris@example.org")[0]},
        {"reply_to": people("boris@example.org")},
        {"body": f"From: Boris B. Baker <b@example.com>\n\nx\n---\n{diff(BUSH)}"},
    ):
        one = replace(patch(BUSH, to=("ada@example.org",)), **change)
        statuses = {each.expected.name: each.status for each in audited(one).recipients}
        assert statuses["Boris B. Baker"] is Status.SENDER


def test_another_address_is_shown_as_it_was_written() -> None:
    found = audited(patch(ROSE, to=("Dora.Dyer@Old.example.com",)))
    dora = next(one for one in found.recipients if one.expected.name == "Dora Dyer")
    assert (dora.status, dora.present_as) == (Status.PRESENT_AS, "Dora.Dyer@Old.example.com")
    assert dora.because == "mailmap"


def test_the_cover_letter_is_enough_and_the_patches_that_went_by_are_told() -> None:
    cover = mail(9, "All.", author="Nora Newcomer <nora@example.net>", to=EVERYBODY, answers="",
                 subject="[PATCH 0/2] garden: water it")  # fmt: skip
    first = patch(BUSH, number=1, subject="[PATCH 1/2] a", to=EVERYBODY)
    second = patch(BUSH, number=2, subject="[PATCH 2/2] b", to=("clara@example.org",))
    here = roster()
    found = audit(Posting((cover, first, second)), expected_of([first, second], here), here)
    assert missing(found) == []
    ada = next(one for one in found.recipients if one.expected.name == "Ada Archer")
    assert (ada.status, ada.not_on) == (Status.PRESENT, ("2@example.net",))
    assert [one.missing[:2] for one in found.patches] == [(), EVERYBODY[:2]]
    assert any(remark.startswith("Ada Archer got 1 of the 2") for remark in found.remarks)


def test_a_list_that_the_mail_came_through_is_present() -> None:
    one = replace(patch(BUSH, to=GARDENERS), list_ids=("garden.lists.example.org",))
    assert missing(audited(one)) == ["linux-kernel@vger.kernel.org"]


def test_a_group_address_reaches_its_people() -> None:
    found = audited(patch("drivers/gates/a.c", to=("gates@example.org",)))
    emil = next(one for one in found.recipients if one.expected.name == "Emil Engraver")
    assert (emil.status, emil.because) == (Status.PRESENT_AS, "group")


def test_a_group_whose_people_all_got_it_is_not_missing() -> None:
    found = audited(
        patch("drivers/gates/a.c", to=("emil@example.org", "linux-kernel@vger.kernel.org"))
    )
    assert missing(found) == []


def test_of_two_lists_the_closer_one_is_enough() -> None:
    to = ("dora@example.org", *GARDENERS, "roses@lists.example.org", "linux-kernel@vger.kernel.org")
    found = audited(patch(ROSE, to=to))
    assert missing(found) == []
    assert any("garden@lists.example.org is also asked for" in one for one in found.remarks)
    wider = tuple(one for one in to if "roses" not in one)
    assert missing(audited(patch(ROSE, to=(*wider, "garden@lists.example.org")))) == [
        "roses@lists.example.org"
    ]


def test_who_came_later_is_told_with_who_brought_them() -> None:
    one = patch(BUSH, to=("ada@example.org",))
    later = mail(5, "Adding Boris.", to=("Boris Baker <bb@example.com>",))
    found = audited(one, thread=(one, later))
    boris = next(each for each in found.recipients if each.expected.name == "Boris B. Baker")
    assert boris.status is Status.MISSING
    assert boris.added is not None
    assert boris.added.by.name == "Ada Archer"
    assert [each.who.address for each in found.additions] == ["bb@example.com"]


def test_a_reply_is_held_to_what_the_posting_concerns() -> None:
    here, one = roster(), patch(BUSH)
    answer = mail(5, "> +int leaves;\nWhy?", to=EVERYBODY[1:])
    found = audit(Posting((answer,)), expected_of([one], here), here, thread=(one, answer))
    assert missing(found) == []


def test_whom_the_posting_names_is_not_extra() -> None:
    to = ("Rita Reporter <rita@example.com>", "Otto Other <otto@example.com>", "lkp@example.com")
    found = audited(patch(BUSH, to=to, words="Reported-by: Rita Reporter <r@example.net>"))
    assert [one.address for one in found.extra] == ["otto@example.com"]
    assert [(one.who.address, one.why) for one in found.named] == [
        ("rita@example.com", "Reported-by")
    ]


def test_trouble_and_settings_excuse() -> None:
    trouble = Trouble("ada@example.org", "bounced on 2026-01-05")
    found = audited(patch(BUSH, to=EVERYBODY[2:]), troubles=[trouble], never=["boris@EXAMPLE.org"])
    assert missing(found) == []
    assert excuses(found) == ["bounced on 2026-01-05", "you asked never to name them as missing"]
    assert {one.expected.level for one in found.recipients if one.excuse} == {Level.SUGGESTED}


def test_a_posting_that_writes_people_into_maintainers_need_not_ask_them() -> None:
    change = "diff --git a/MAINTAINERS b/MAINTAINERS\n--- a/MAINTAINERS\n+++ b/MAINTAINERS\n"
    change += "@@ -1,1 +1,2 @@\n GARDEN\n+M:\tAda Archer <ada@example.org>\n"
    one = patch(BUSH, to=EVERYBODY[1:])
    assert excuses(audited(replace(one, body=one.body + change))) == [
        "the posting itself writes them into MAINTAINERS"
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"origin": Origin.PAGE}, "web page"),
        ({"subject": "[GIT PULL] garden for 7.0"}, "pull request"),
        ({"subject": "[tip: garden/urgent] garden: water it"}, "notice of a commit"),
        ({"subject": "[PATCH AUTOSEL 6.6 1/9] garden: water it"}, "backport"),
        ({"subject": "[PATCH 6.1.y] water it", "cc": people("stable@example.org")}, "backport"),
        ({"subject": "[PATCH 6.1 000/99] 6.1.55-rc1 review"}, "stable release"),
        ({"subject": "[PATCH OLK-5.10] garden: water it"}, "another kernel tree"),
        ({"subject": "[PATCH iproute2-next] garden: water it"}, "another project"),
        ({"subject": "[PATCH U-Boot v2] garden: water it"}, "another project"),
        ({"body": f"x\n---\n{diff('hw/net/a.c', 'target/b.c')}"}, "not of this tree"),
        ({"to": people("git@vger.kernel.org")}, "git@vger.kernel.org"),
        ({"subject": "Re: [PATCH] garden: water it"}, "an answer"),
        ({"to": (), "list_ids": ("garden.lists.example.org",)}, "without its recipients"),
    ],
)
def test_some_postings_accuse_nobody_and_say_why(change: dict[str, object], words: str) -> None:
    one = replace(patch(BUSH, to=("ada@example.com",)), **change)  # type: ignore[arg-type]
    found = audited(one)
    assert missing(found) == []
    assert any(words in remark for remark in found.remarks)


@pytest.mark.parametrize("subject", ["[PATCH net-next v6] a", "[RFC PATCH 1/2] b", "[PATCH mm] c"])
def test_ordinary_brackets_excuse_nobody(subject: str) -> None:
    assert len(missing(audited(patch(BUSH, subject=subject, to=("x@example.com",))))) == 5


def test_files_that_the_tree_has_not_got_are_another_projects() -> None:
    here = roster(contents={"Makefile": b"VERSION = 7\n"})
    found = audited(patch(BUSH, "include/bush.h", to=("x@example.com",)), here=here)
    assert missing(found) == []


def test_an_edition_of_another_year_accuses_nobody() -> None:
    for days, is_fair in ((100, True), (500, False), (-500, False)):
        here = roster(of_the_day=False, date=DAY + timedelta(days=days))
        assert bool(missing(audited(patch(BUSH, to=("x@example.com",)), here=here))) is is_fair


def test_the_version_of_the_tree_dates_an_edition() -> None:
    here = roster(of_the_day=False, contents={"Makefile": b"VERSION = 5\nPATCHLEVEL = 4\n"})
    assert missing(audited(patch(BUSH, to=("x@example.com",)), here=here)) == []


def test_the_one_maintainer_whom_an_older_file_may_lack_is_excused() -> None:
    here = roster(of_the_day=False)
    alone = audited(patch(BUSH, to=EVERYBODY[1:]), here=here)
    assert missing(alone) == []
    assert missing(audited(patch(BUSH, to=EVERYBODY[1:]))) == ["ada@example.org"]
    assert missing(audited(patch(BUSH, to=EVERYBODY[2:]), here=here)) == list(EVERYBODY[:2])


def test_a_patch_that_concerns_hundreds_need_not_address_them() -> None:
    crowd = "".join(f"M:\tPerson{one} Long{one} <p{one}@example.org>\n" for one in range(160))
    here = roster(f"CROWD\n{crowd}S:\tMaintained\nF:\tdrivers/\n")
    assert missing(audited(patch(BUSH, to=("x@example.com",)), here=here)) == []


def test_a_part_of_a_series_is_told() -> None:
    found = audited(patch(BUSH, subject="[PATCH 2/5] garden: dig", to=EVERYBODY))
    assert "Only 1 of the 5 patches are here, and no cover letter." in found.remarks


def test_nothing_is_audited_without_raising() -> None:
    assert audit(Posting(()), (), roster()).recipients == ()


_TEXT = st.text(max_size=80)
_PEOPLE = st.lists(
    st.sampled_from([*EVERYBODY, "A B <ada@x>", "<", "@", "boris.baker@x.y"]), max_size=5
)


@given(_TEXT, _TEXT, _PEOPLE, _TEXT, st.sampled_from(["F:\t*", "M:\t<@>", "K:\t.", "\n", "L:\t@"]))
@settings(max_examples=80, deadline=None)
def test_any_mails_and_any_roster_are_audited(
    subject: str, body: str, to: list[str], author: str, line: str
) -> None:
    here = Roster(
        Edition("x"), index_of(f"{line}\nGARDEN\nM:\tA B <a@b.c>\n{line}\nF:\t*/\n{line}")
    )
    one = patch(BUSH, subject=subject, words=body, to=tuple(to), author=author or "a@b.c")
    other = mail(3, body, author=author, to=tuple(to), subject=subject)
    found = audit(Posting((one, other)), expected_of([one, other], here), here, thread=(other, one))
    assert {one.expected.address for one in found.missing} <= {
        each.expected.address for each in found.recipients
    }


def test_the_first_mail_of_a_real_thread_misses_whom_its_readers_added(corpus: Path) -> None:
    kernel = corpus / "kernel"
    index = index_of((kernel / "MAINTAINERS").read_text(), (kernel / "mailmap").read_text())
    here = Roster(Edition("MAINTAINERS"), index)
    raws = split_mbox((corpus / "threads" / "seed-rmap-exclude.mbox").read_bytes())
    thread = [parse_message(raw) for raw in raws]
    expected = expected_of(thread[:1], here)
    first = audit(Posting((thread[0],)), expected, here, thread=thread)
    assert sorted(one.expected.name for one in first.missing if one.expected.name) == [
        "Alexander Aring", "Chuck Lever", "Jan Kara", "Jann Horn", "Jeff Layton",
        "Lorenzo Stoakes", "Pedro Falcato", "Vlastimil Babka",
    ]  # fmt: skip
    assert sorted(one.expected.address for one in first.missing if not one.expected.name) == [
        "linux-fsdevel@vger.kernel.org", "linux-kernel@vger.kernel.org",
    ]  # fmt: skip
    sender = thread[0].author.address
    answer = [one for one in thread[1:] if one.author.address == sender][0]
    second = audit(Posting((answer,)), expected, here, thread=thread)
    assert second.missing == ()
    under_another = {
        one.expected.name for one in second.recipients if one.status is Status.PRESENT_AS
    }
    assert "Chuck Lever" in under_another
