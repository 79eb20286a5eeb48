"""What was said, and the proposals that follow from it."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.database import SqliteStore
from lkmltrack.errors import NotFoundError
from lkmltrack.model.proposal import Join, JoinReason, Stage
from lkmltrack.model.said import Said, Verb

MakeMail = Callable[..., bytes]
Say = Callable[..., None]

BEGIN = datetime(2026, 4, 20, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def say(store: SqliteStore) -> Say:
    moments = iter(range(1_000_000))

    def said(verb: Verb, proposal: str, value: str = "") -> None:
        when = BEGIN + timedelta(minutes=next(moments))
        store.say(Said(verb, proposal, when, "ada@example.org", value))

    return said


def test_what_was_said_is_given_back(store: SqliteStore) -> None:
    one = Said(Verb.NOTE, "a@x", BEGIN, "ada@example.org", "ask again – 再问\nnext week")
    other = Said(Verb.TRACK, "b@x", BEGIN - timedelta(days=1), "")
    for said in (one, other):
        store.say(said)
    assert store.said() == [one, other]
    assert store.said("b@x") == [other]
    assert store.said("c@x") == []


def test_numbers_are_given_once(store: SqliteStore, say: Say) -> None:
    for root in ("a@x", "b@x", "c@x"):
        say(Verb.TRACK, root, f"name-{root[0]}")
    say(Verb.UNTRACK, "b@x")
    say(Verb.TRACK, "d@x")
    assert [(one.number, one.root) for one in store.proposals()] == [
        (1, "a@x"),
        (3, "c@x"),
        (4, "d@x"),
    ]
    say(Verb.TRACK, "b@x")
    again = store.proposal("2")
    assert (again.root, again.name) == ("b@x", "name-b")
    assert again.tracked == BEGIN + timedelta(minutes=1)


def test_the_log_is_replayed(store: SqliteStore, say: Say) -> None:
    say(Verb.TAG, "a@x", "before tracking")
    say(Verb.TRACK, "a@x", "rmap")
    for verb, value in (
        (Verb.TAG, "mine"),
        (Verb.TAG, "mine"),
        (Verb.TAG, "late"),
        (Verb.UNTAG, "mine"),
        (Verb.UNTAG, "never"),
        (Verb.NOTE, "one"),
        (Verb.NOTE, "two"),
        (Verb.STAGE, "rfc"),
        (Verb.STAGE, "no stage at all"),
        (Verb.STAGE, "nacked"),
        (Verb.RENAME, "rmap-exclude"),
        (Verb.SEEN, ""),
        (Verb.DISMISS, "q@x"),
    ):
        say(verb, "a@x", value)
    (proposal,) = store.proposals()
    assert proposal.name == "rmap-exclude"
    assert proposal.tags == ("late",)
    assert proposal.notes == ("one", "two")
    assert proposal.said_stage is Stage.NACKED
    assert proposal.seen == BEGIN + timedelta(minutes=13)
    say(Verb.STAGE, "a@x")
    assert store.proposal("1").said_stage is None


def test_the_latest_look_counts(store: SqliteStore) -> None:
    for days in (0, 5, 2):
        verb = Verb.SEEN if days else Verb.TRACK
        store.say(Said(verb, "a@x", BEGIN + timedelta(days=days), ""))
    assert store.proposal("a@x").seen == BEGIN + timedelta(days=5)


def test_the_threads_are_the_derived_ones_and_the_corrections(
    store: SqliteStore, say: Say, mail: MakeMail
) -> None:
    store.add([mail("a@x"), mail("v2@x"), mail("v2-reply@x", refers_to="v2@x"), mail("talk@x")])
    say(Verb.TRACK, "a@x")
    tracked = Join("a@x", JoinReason.TRACKED)
    assert store.proposal("1").threads == (tracked,)
    store.keep_threads("a@x", [("a@x", "tracked", ""), ("v2@x", "change-id", "id-1")])
    store.keep_threads("a@x", [("a@x", "tracked", ""), ("v2@x", "link", "a@x"), ("z@x", "no", "")])
    assert store.proposal("1").threads == (tracked, Join("v2@x", JoinReason.LINK, "a@x"))
    say(Verb.ALSO, "a@x", "talk@x")
    say(Verb.ALSO, "a@x", "v2-reply@x")
    say(Verb.NOT, "a@x", "v2-reply@x")
    assert store.proposal("1").threads == (tracked, Join("talk@x", JoinReason.SAID, "talk@x"))
    say(Verb.ALSO, "a@x", "v2-reply@x")
    assert [join.root for join in store.proposal("1").threads] == ["a@x", "v2@x", "talk@x"]


def test_a_correction_names_the_thread_by_any_of_its_mails(
    store: SqliteStore, say: Say, mail: MakeMail
) -> None:
    say(Verb.TRACK, "a@x")
    say(Verb.ALSO, "a@x", "reply@x")
    assert store.proposal("1").threads[1] == Join("reply@x", JoinReason.SAID, "reply@x")
    store.add(
        [
            mail("root@x", Date="Mon, 13 Apr 2026 10:00:00 +0000"),
            mail("reply@x", refers_to="root@x"),
        ]
    )
    assert store.proposal("1").threads[1] == Join("root@x", JoinReason.SAID, "reply@x")


def test_a_proposal_is_found_by_all_its_names(store: SqliteStore, say: Say, mail: MakeMail) -> None:
    store.add(
        [
            mail("a@x"),
            mail("reply@x", refers_to="a@x ghost@x"),
            mail("v2@x"),
            mail("v2-reply@x", refers_to="v2@x"),
            mail("also@x"),
            mail("stranger@x"),
        ]
    )
    say(Verb.TRACK, "other@x", "other")
    say(Verb.TRACK, "a@x", "rmap-exclude")
    store.keep_threads("a@x", [("v2@x", "change-id", "id")])
    say(Verb.ALSO, "a@x", "also@x")
    keys = ("2", "rmap-exclude", "a@x", "<a@x>", "reply@x", "ghost@x", "v2-reply@x", "also@x")
    assert {store.proposal(key).number for key in keys} == {2}
    with pytest.raises(NotFoundError):
        store.proposal("stranger@x")
    say(Verb.NOT, "a@x", "v2@x")
    with pytest.raises(NotFoundError):
        store.proposal("v2-reply@x")


def test_an_unknown_proposal_brings_near_ones(store: SqliteStore, say: Say) -> None:
    say(Verb.TRACK, "20260415-rmap@x", "rmap-exclude")
    say(Verb.TRACK, "b@x", "folio-split")
    with pytest.raises(NotFoundError, match=r"1 \(rmap-exclude\)"):
        store.proposal("rmap-exlude")
    with pytest.raises(NotFoundError, match=r"1 \(rmap-exclude\)"):
        store.proposal("20260415")
    with pytest.raises(NotFoundError, match="list"):
        store.proposal("")
    say(Verb.UNTRACK, "b@x")
    with pytest.raises(NotFoundError, match="no longer tracked"):
        store.proposal("folio-split")
    with pytest.raises(NotFoundError, match="no longer tracked"):
        store.proposal("2")


def test_one_name_for_two_proposals_asks_for_the_number(store: SqliteStore, say: Say) -> None:
    say(Verb.TRACK, "a@x", "rmap")
    say(Verb.TRACK, "b@x", "rmap")
    with pytest.raises(NotFoundError, match="1, 2"):
        store.proposal("rmap")


def test_remembers_when_the_archive_was_asked(store: SqliteStore, say: Say) -> None:
    say(Verb.TRACK, "a@x")
    assert store.proposal("1").refreshed is None
    store.keep_refreshed("a@x", BEGIN)
    store.keep_refreshed("a@x", BEGIN + timedelta(hours=1))
    assert store.proposal("1").refreshed == BEGIN + timedelta(hours=1)


def test_a_verb_of_the_future_is_passed_over(store: SqliteStore, say: Say, path: Path) -> None:
    say(Verb.TRACK, "a@x")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO said (verb, proposal, at, by, value) VALUES ('bless', 'a@x', 0, '', '')"
        )
    connection.close()
    assert [said.verb for said in store.said()] == [Verb.TRACK]
    assert store.proposal("1").root == "a@x"


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Verb)),
            st.sampled_from(["a@x", "b@x", ""]),
            st.text(max_size=5) | st.sampled_from(["a@x", "rfc", "\ud800"]),
        ),
        max_size=8,
    )
)
def test_whatever_was_said_can_be_replayed(
    store: SqliteStore, said: list[tuple[Verb, str, str]]
) -> None:
    for verb, root, value in said:
        store.say(Said(verb, root, BEGIN, value, value))
    for proposal in store.proposals():
        assert store.proposal(str(proposal.number)) == proposal


def test_two_thousand_proposals_are_listed_at_once(
    store: SqliteStore, mail: MakeMail, path: Path
) -> None:
    store.add([mail(f"{n}@x") for n in range(2_000)])
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO said (verb, proposal, at, by, value) VALUES (?, ?, 1, '', '')",
            [(verb, f"{n}@x") for n in range(2_000) for verb in ("track", *["seen"] * 20)],
        )
    connection.close()
    begin = datetime.now(UTC)
    assert len(store.proposals()) == 2_000
    assert datetime.now(UTC) - begin < timedelta(seconds=1)
