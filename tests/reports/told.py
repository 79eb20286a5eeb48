"""Stories of invented people, and a story in which every text is an attack."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import (
    Event,
    EventKind,
    Join,
    JoinReason,
    Participant,
    Proposal,
    Request,
    Stage,
    Story,
    Turn,
)
from lkmltrack.model.series import Carriage, Carried, Patch, PostingKind, Series, Trailer

DAY_ONE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = DAY_ONE + timedelta(days=40)
ADA = Address("Ada Author", "ada@example.org")
MIA = Address("Mia Maintainer", "mia@example.com")
ROB = Address("Rob Reviewer", "rob@example.com")


def at(days: float) -> datetime:
    """A moment so many days after the first one."""
    return DAY_ONE + timedelta(days=days)


def event(kind: EventKind, days: float, message_id: str, by: Address, text: str = "") -> Event:
    """An event of an invented life."""
    return Event(kind, at(days), message_id, by, text)


def posting(name: str, revision: int, days: float, title: str, kind: PostingKind) -> Series:
    """A posting of one patch and its cover letter."""
    patch = Patch(f"{name}-1@example.org", 1, f"{title}, the patch", ADA)
    return Series(
        kind=kind,
        revision=revision,
        message_id=f"{name}-0@example.org",
        title=title,
        author=ADA,
        date=at(days),
        expected=1,
        patches=(patch,),
        cover=f"{name}-0@example.org",
    )


def life(title: str = "mm: count the pages twice") -> Story:
    """An RFC, a question, a trailer, and a first version that asks for more."""
    rfc = posting("rfc", 1, 0, title, PostingKind.RFC)
    v1 = posting("v1", 1, 10, title, PostingKind.PATCH)
    ask = Request(
        "ask@example.com", MIA, at(11), "Which machine is that?", "hardware", answered_by=None
    )
    told = Request(
        "why@example.com", ROB, at(1), "Why twice?", "question", answered_by="because@example.org"
    )
    reviewed = Trailer(
        "Reviewed-by", str(ROB), "yes@example.com", ROB, at(2), patch="rfc-1@example.org"
    )
    wants = event(EventKind.EVIDENCE_REQUESTED, 11, "ask@example.com", MIA, ask.text)
    return Story(
        title=title,
        author=ADA,
        revisions=(rfc, v1),
        timeline=(
            event(EventKind.POSTED, 0, rfc.message_id, ADA, f"rfc1: {title}"),
            event(EventKind.QUESTION, 1, "why@example.com", ROB, told.text),
            event(EventKind.AUTHOR_REPLY, 1.5, "because@example.org", ADA, "Re: [RFC PATCH] x"),
            event(EventKind.TRAILER, 2, "yes@example.com", ROB, f"Reviewed-by: {ROB}"),
            event(EventKind.REVISION, 10, v1.message_id, ADA, f"v1: {title}"),
            wants,
        ),
        participants=(
            Participant(ADA.name, ADA.address, 5),
            Participant(ROB.name, ROB.address, 2, ("rob@example.net",)),
            Participant(MIA.name, MIA.address, 1),
        ),
        trailers=(reviewed,),
        message_count=8,
        requests=(told, ask),
        stage=Stage.CHANGES_REQUESTED,
        whose_turn=Turn.AUTHOR,
        first=at(0),
        last=at(11),
        stage_event=wants,
        carried=(Carried(reviewed, "rfc-1@example.org", "v1-1@example.org", Carriage.LOST),),
        waiting="ask@example.com",
        waiting_since=at(11),
    )


def tracked(
    number: int = 1, name: str = "count-twice", root: str = "rfc-0@example.org"
) -> Proposal:
    """The proposal that the life belongs to."""
    return Proposal(
        number=number,
        name=name,
        root=root,
        tracked=DAY_ONE,
        threads=(
            Join(root, JoinReason.TRACKED),
            Join("v1-0@example.org", JoinReason.LINK, "v1-0@example.org"),
        ),
        tags=("private-tag",),
        notes=("a private note",),
    )


BARE = Story(
    title="",
    author=Address("", ""),
    revisions=(),
    timeline=(),
    participants=(),
    trailers=(),
    message_count=0,
)
"""A story of which nothing is known."""

ATTACKS = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=document.title='owned'>",
    "\"><svg onload=document.title='owned'>",
    "' onmouseover='document.title=1",
    "</title></style></svg><script>document.title='owned'</script>",
    "<!--", "-->", "]]>", "<![CDATA[",
    "&lt;script&gt;&#60;script&#62;",
    "<a href=javascript:document.title='owned'>x</a>",
    "javascript:document.title='owned'",
    "[x](javascript:alert(1)) ![y](http://evil.example.com/z.png)",
    "[ref]: http://evil.example.com 'x'",
    "http://evil.example.com www.evil.example.com evil.example.com mallory@evil.example.com",
    "a\n\n# heading\n\n- item\n1. one\n> quote\n\n---\n\n    code\n\n| a | b |\n|---|---|\n",
    "**bold** __bold__ *it* _it_ ~~gone~~ `code` ``` ~~~ ==mark== $x$ :smile: @someone #12 &amp;",
    "|", "\\|", "\\", "`", "``a|b@c\\", "\\\\|`@|",
    "\x1b]52;c;cm0gLXJmIH4=\x07\x1b[2J\x9b31m\x00\x08\x7f",
    "\u202egnp.exe\u2066\u200b\ufeff\u2028\u2029\u0085\ud800\U000e0041",
    "e" + "\u0301" * 400,
    "A" * 10_000,
    "عنوان שלום",
    "{{ 7*7 }} {% raw %} <%= x %> ${x}",
)  # fmt: skip
"""What a mail may say to whoever shows it."""


def attacked(attack: str) -> tuple[Proposal, Story]:
    """A life in which every text that a mail can choose is the attack."""
    person = Address(attack, f"{attack}@example.org")
    story = life(attack)
    patch = Patch(attack, 1, attack, person)
    series = replace(
        story.revisions[1], message_id=attack, title=attack, author=person, patches=(patch,)
    )
    events = tuple(
        Event(kind, at(number), f"{number}{attack}", person, attack)
        for number, kind in enumerate(EventKind)
    )
    request = Request(attack, person, None, attack, attack)
    trailer = Trailer(attack, attack, attack, person, at(3), patch=attack)
    proposal = Proposal(
        number=1,
        name=attack,
        root=attack,
        tracked=DAY_ONE,
        threads=tuple(Join(attack, reason, f"{attack}x") for reason in JoinReason),
        said_stage=Stage.APPLIED,
    )
    return proposal, replace(
        story,
        author=person,
        revisions=(series,),
        timeline=events,
        participants=(Participant(attack, attack, 1, (attack,)),),
        trailers=(trailer,),
        requests=(request, replace(request, answered_by=attack)),
        stage_event=events[8],
        carried=(Carried(trailer, attack, attack, Carriage.CHANGED),),
        waiting=attack,
    )
