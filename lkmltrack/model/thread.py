"""Messages linked by References and In-Reply-To."""

from dataclasses import dataclass

from lkmltrack.model.message import Kind, Message


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in a thread's tree, in display order.

    ``message`` is None for a ghost: a message that others answer and that is
    not here. ``parent`` is the parent's message-id (a ghost's too) or None.
    ``depth`` is 0 for a root.
    """

    message_id: str
    parent: str | None
    depth: int
    message: Message | None
    kind: Kind = Kind.REPLY


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread (or several, when there are several roots) in display order."""

    entries: tuple[Entry, ...]

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages that are here, in display order."""
        return tuple(entry.message for entry in self.entries if entry.message is not None)

    @property
    def roots(self) -> tuple[Entry, ...]:
        """The entries without a parent."""
        return tuple(entry for entry in self.entries if entry.parent is None)

    @property
    def ghosts(self) -> tuple[str, ...]:
        """The message-ids that are referred to and not here."""
        return tuple(entry.message_id for entry in self.entries if entry.message is None)
