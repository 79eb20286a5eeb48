"""What was said of proposals, and the proposals that follow from it."""

import difflib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lkmltrack.adapters.database import threads
from lkmltrack.adapters.database.schema import LIVE
from lkmltrack.adapters.database.values import microseconds, moment_of, storable
from lkmltrack.errors import NotFoundError
from lkmltrack.model.proposal import Join, JoinReason, Proposal, Stage
from lkmltrack.model.said import Said, Verb

_VERBS = frozenset(Verb)
_REASONS = frozenset(JoinReason)
_STAGES = frozenset(Stage)


def say(connection: sqlite3.Connection, said: Said) -> None:
    """Append what a person said."""
    connection.execute(
        "INSERT INTO said (verb, proposal, at, by, value) VALUES (?, ?, ?, ?, ?)",
        (
            said.verb.value,
            storable(said.proposal),
            microseconds(said.when),
            storable(said.by),
            storable(said.value),
        ),
    )


def said_of(connection: sqlite3.Connection, proposal: str = "") -> list[Said]:
    """Return what was said of a proposal (of all when empty), oldest first."""
    where, parameters = ("WHERE proposal = ?", (storable(proposal),)) if proposal else ("", ())
    rows = connection.execute(
        f"SELECT verb, proposal, at, by, value FROM said {where} ORDER BY number", parameters
    )
    # a newer lkmltrack may know verbs that this one does not
    return [
        Said(Verb(verb), about, moment_of(at), by, value)
        for verb, about, at, by, value in rows
        if verb in _VERBS
    ]


@dataclass(slots=True)
class _Replay:
    """A proposal while its log is read."""

    number: int
    root: str
    tracked: datetime
    name: str = ""
    is_tracked: bool = True
    said_stage: Stage | None = None
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: datetime | None = None
    corrections: dict[str, Verb] = field(default_factory=dict)
    """Message-ids of threads that were added or taken away by hand; the last word counts."""


def keep_threads(
    connection: sqlite3.Connection, proposal: str, joins: Sequence[tuple[str, str, str]]
) -> None:
    """Replace the derived joins of a proposal."""
    proposal = storable(proposal)
    connection.execute("DELETE FROM joins WHERE proposal = ?", (proposal,))
    connection.executemany(
        "INSERT INTO joins (proposal, place, root, reason, because) VALUES (?, ?, ?, ?, ?)",
        [
            (proposal, place, storable(root), storable(reason), storable(because))
            for place, (root, reason, because) in enumerate(joins)
        ],
    )


def keep_refreshed(connection: sqlite3.Connection, proposal: str, when: datetime) -> None:
    """Remember when the archive was asked about a proposal."""
    connection.execute(
        "INSERT INTO refreshed (proposal, at) VALUES (?, ?)"
        " ON CONFLICT (proposal) DO UPDATE SET at = excluded.at",
        (storable(proposal), microseconds(when)),
    )


class Proposals:
    """Reads the proposals through a connection that the caller has begun to read with."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._thread_of: dict[str, int | None] = {}

    def all(self) -> list[Proposal]:
        """Return the tracked proposals by number."""
        return self._proposals([replay for replay in self._replays() if replay.is_tracked])

    def find(self, key: str) -> Proposal:
        """Return a proposal by its number, name, root, or any message-id of its threads."""
        wanted = key.strip()
        replays = self._replays()
        tracked = [replay for replay in replays if replay.is_tracked]
        named = [replay for replay in tracked if replay.name == wanted]
        if len(named) > 1:
            numbers = ", ".join(str(replay.number) for replay in named)
            raise NotFoundError(
                f"{len(named)} proposals are named {wanted}", f"say which number: {numbers}"
            )
        bare = wanted.removeprefix("<").removesuffix(">")
        for replay in (*named, *tracked):
            if replay in named or str(replay.number) == wanted or replay.root == bare:
                return self._proposals([replay])[0]
        for proposal in self._proposals(self._nearby(bare, tracked)):
            if self._covers(proposal.threads, bare):
                return proposal
        raise _unknown(wanted, bare, replays)

    def _replays(self) -> list[_Replay]:
        replays: dict[str, _Replay] = {}
        # looks are many and only the last one counts, so the log is read without them
        rows = self._connection.execute(
            "SELECT verb, proposal, at, value FROM said WHERE verb != ? ORDER BY number",
            (Verb.SEEN.value,),
        )
        for verb, root, at, value in rows:
            if root not in replays:
                if verb != Verb.TRACK:
                    continue
                replays[root] = _Replay(len(replays) + 1, root, moment_of(at))
            _apply(replays[root], verb, value)
        looks = self._connection.execute(
            "SELECT proposal, max(at) FROM said WHERE verb = ? GROUP BY proposal",
            (Verb.SEEN.value,),
        )
        for root, at in looks:
            if root in replays:
                replays[root].seen = moment_of(at)
        return list(replays.values())

    def _proposals(self, replays: Sequence[_Replay]) -> list[Proposal]:
        """Return what became of replays; what they need is asked for at once."""
        roots = json.dumps([replay.root for replay in replays])
        refreshed: dict[str, int] = dict(
            self._connection.execute(
                "SELECT r.proposal, r.at FROM json_each(?) AS wanted"
                " JOIN refreshed AS r ON r.proposal = wanted.value",
                (roots,),
            ).fetchall()
        )
        joins: dict[str, list[Join]] = {}
        rows = self._connection.execute(
            "SELECT j.proposal, j.root, j.reason, j.because FROM json_each(?) AS wanted"
            " JOIN joins AS j ON j.proposal = wanted.value ORDER BY j.proposal, j.place",
            (roots,),
        )
        for proposal, root, reason, because in rows:
            if reason in _REASONS:
                joins.setdefault(proposal, []).append(Join(root, JoinReason(reason), because))
        self._look_up(replays, joins)
        return [
            Proposal(
                number=replay.number,
                name=replay.name,
                root=replay.root,
                tracked=replay.tracked,
                threads=tuple(self._joins(replay, joins.get(replay.root, []))),
                said_stage=replay.said_stage,
                tags=tuple(replay.tags),
                notes=tuple(replay.notes),
                seen=replay.seen,
                refreshed=moment_of(refreshed[replay.root]) if replay.root in refreshed else None,
            )
            for replay in replays
        ]

    def _look_up(self, replays: Sequence[_Replay], joins: dict[str, list[Join]]) -> None:
        """Learn the threads of all message-ids that the proposals name."""
        ids = {replay.root for replay in replays}
        ids.update(*(replay.corrections for replay in replays))
        ids.update(join.root for several in joins.values() for join in several)
        known = threads.known_ids(self._connection, LIVE, ids)
        self._thread_of |= {
            message_id: known[message_id].thread if message_id in known else None
            for message_id in ids
        }

    def _joins(self, replay: _Replay, joins: list[Join]) -> list[Join]:
        """Return the derived joins with a person's corrections on top."""
        if not self._covers(joins, replay.root):
            joins.insert(0, Join(replay.root, JoinReason.TRACKED))
        for message_id, verb in replay.corrections.items():
            if verb is Verb.NOT:
                joins = [join for join in joins if not self._is_of(join.root, message_id)]
            elif not self._covers(joins, message_id):
                joins.append(Join(self._root(message_id), JoinReason.SAID, message_id))
        return joins

    def _covers(self, joins: Iterable[Join], message_id: str) -> bool:
        return any(self._is_of(join.root, message_id) for join in joins)

    def _is_of(self, root: str, message_id: str) -> bool:
        """Whether a message is in the thread of a root."""
        if root == message_id:
            return True
        thread = self._thread(message_id)
        return thread is not None and thread == self._thread(root)

    def _thread(self, message_id: str) -> int | None:
        if message_id not in self._thread_of:
            self._thread_of[message_id] = threads.thread_of(self._connection, LIVE, message_id)
        return self._thread_of[message_id]

    def _root(self, message_id: str) -> str:
        """Return the oldest message of a thread; the id itself while nothing of it is here."""
        ids = threads.thread_ids(self._connection, LIVE, message_id)
        return ids[0] if ids else message_id

    def _nearby(self, message_id: str, tracked: Iterable[_Replay]) -> list[_Replay]:
        """Return the proposals that have a root or a correction in the thread of a message."""
        rows = self._connection.execute(
            "WITH near AS (SELECT message_id FROM ids WHERE thread ="
            " (SELECT thread FROM ids WHERE message_id = ?))"
            " SELECT j.proposal FROM near CROSS JOIN joins AS j ON j.root = near.message_id"
            " UNION SELECT message_id FROM near"
            " UNION SELECT s.proposal FROM said AS s WHERE s.verb = ? AND s.value IN"
            " (SELECT message_id FROM near UNION SELECT ?)",
            (storable(message_id), Verb.ALSO.value, storable(message_id)),
        )
        roots = {row[0] for row in rows}
        return [replay for replay in tracked if replay.root in roots]


def _apply(replay: _Replay, verb: str, value: str) -> None:
    """Apply one thing said; what is not understood changes nothing."""
    match verb:
        case Verb.TRACK:
            replay.is_tracked = True
            replay.name = value or replay.name
        case Verb.UNTRACK:
            replay.is_tracked = False
        case Verb.RENAME:
            replay.name = value
        case Verb.STAGE:
            replay.said_stage = Stage(value) if value in _STAGES else None
        case Verb.TAG if value not in replay.tags:
            replay.tags.append(value)
        case Verb.UNTAG if value in replay.tags:
            replay.tags.remove(value)
        case Verb.NOTE:
            replay.notes.append(value)
        case Verb.ALSO | Verb.NOT:
            replay.corrections.pop(value, None)
            replay.corrections[value] = Verb(verb)


def _unknown(wanted: str, bare: str, replays: Sequence[_Replay]) -> NotFoundError:
    for replay in replays:
        if not replay.is_tracked and wanted in (str(replay.number), replay.name, replay.root, bare):
            return NotFoundError(
                f"proposal {replay.number} is no longer tracked", f"track {replay.root} again"
            )
    near = _near(wanted, replays)
    hint = f"did you mean: {', '.join(near)}" if near else "`list` shows what is tracked"
    return NotFoundError(f"no proposal is known as {wanted}", hint)


def _near(wanted: str, replays: Sequence[_Replay]) -> list[str]:
    """Return names and roots that look like what was asked for."""
    keys: dict[str, str] = {}
    for replay in replays:
        if replay.is_tracked:
            shown = f"{replay.number} ({replay.name or replay.root})"
            keys.update({replay.name.lower(): shown, replay.root.lower(): shown})
    keys.pop("", None)
    lowered = wanted.lower()
    within = [key for key in keys if lowered and lowered in key]
    alike = difflib.get_close_matches(lowered, keys, n=3, cutoff=0.6)
    return list(dict.fromkeys(keys[key] for key in (*within, *alike)))[:3]
