"""How stages, turns and reasons are called on a screen, and in which style."""

from lkmltrack.cli.text.spans import Span, Style, one_line
from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Join, JoinReason, Stage, Turn

_STAGES = {
    Stage.UNKNOWN: ("unknown", Style.DIM),
    Stage.DISCUSSION: ("discussion", Style.NAME),
    Stage.RFC: ("RFC", Style.NAME),
    Stage.POSTED: ("posted", Style.NUMBER),
    Stage.CHANGES_REQUESTED: ("changes requested", Style.WARNING),
    Stage.APPLIED: ("applied", Style.GOOD),
    Stage.NACKED: ("NAKed", Style.BAD),
    Stage.WITHDRAWN: ("withdrawn", Style.DIM),
    Stage.STALLED: ("stalled", Style.WARNING),
}

_TURNS = {
    Turn.UNKNOWN: "",
    Turn.AUTHOR: "the author's turn",
    Turn.REVIEWERS: "the reviewers' turn",
    Turn.MAINTAINER: "the maintainer's turn",
    Turn.NOBODY: "nobody's turn",
}

# why a thread was taken in, where another message shows it, and where its own first one does
_REASONS = {
    JoinReason.TRACKED: ("tracked by you", "tracked by you"),
    JoinReason.SAID: ("added by you", "added by you"),
    JoinReason.CHANGE_ID: ("same change-id", "same change-id"),
    JoinReason.IN_REPLY_TO: ("in reply to", "replies to the proposal"),
    JoinReason.LINK: ("linked from", "links to the proposal"),
    JoinReason.SUBJECT: ("same subject and author as", "same subject and author"),
    JoinReason.PATCH_ID: ("same patch", "same patch"),
}
_SHOWN_BY_A_MESSAGE = (JoinReason.IN_REPLY_TO, JoinReason.LINK, JoinReason.SUBJECT)


def stage_span(stage: Stage) -> Span:
    """Return a stage as it is shown."""
    return Span(*_STAGES[stage])


def turn_words(turn: Turn) -> str:
    """Return whose turn it is, empty when unknown."""
    return _TURNS[turn]


def reason_words(join: Join) -> str:
    """Return why a thread was taken in, and what shows it.

    >>> reason_words(Join("a@example.org", JoinReason.LINK, "b@example.org"))
    'linked from <b@example.org>'
    """
    elsewhere, here = _REASONS[join.reason]
    if not join.because or join.because == join.root:
        return here
    because = one_line(join.because)
    return (
        f"{elsewhere} <{because}>"
        if join.reason in _SHOWN_BY_A_MESSAGE
        else f"{elsewhere} {because}"
    )


def short_name(address: Address) -> str:
    """Return the name that fits a column: the display name, else the address."""
    return address.name or address.address or "(nobody)"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "message"), counted(3, "reply", "replies")
    ('1 message', '3 replies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
