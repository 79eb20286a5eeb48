"""Messages to a tree, by References and In-Reply-To: iterative, whatever the headers say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lkmltrack.mail.kind import kind_of
from lkmltrack.model.message import Kind, Message
from lkmltrack.model.thread import Entry, Thread

_LATEST = datetime.max.replace(tzinfo=UTC)
_DIGITS = re.compile(r"(\d{1,18})")

_Order = tuple[datetime, list[tuple[str, int]], str]


@dataclass(slots=True, eq=False)
class _Node:
    """A place in the tree; without a message it is a ghost.

    ``above`` is a shortcut towards the top of its tree, for finding loops.
    """

    message_id: str
    message: Message | None = None
    parent: "_Node | None" = None
    above: "_Node | None" = None
    children: list["_Node"] = field(default_factory=list)
    order: _Order | None = None


def build_thread(messages: Sequence[Message]) -> Thread:
    """Return the messages as a tree in display order.

    A message hangs under the last message that it refers to. Messages that
    are referred to and not here are ghosts where something hangs under them.
    The order of the input does not matter.
    """
    nodes, replies = _own_nodes(messages)
    for node, references in replies:
        parent = nodes.setdefault(references[-1], _Node(references[-1]))
        _link(parent, node)
    for _, references in replies:
        _fill_gaps(references, nodes)
    roots = _pruned(list(nodes.values()))
    _set_order(roots)
    return Thread(tuple(_entries(roots)))


def _own_nodes(
    messages: Sequence[Message],
) -> tuple[dict[str, _Node], list[tuple[_Node, tuple[str, ...]]]]:
    """Return a node for each message, and by date those that refer to others."""
    nodes: dict[str, _Node] = {}
    for message in messages:
        node = nodes.setdefault(message.message_id, _Node(message.message_id, message))
        if node.message is not message and node.message is not None:
            # the same whatever copy comes first
            node.message = min(node.message, message, key=_copy_order)
    replies = [(node, references) for node in nodes.values() if (references := _references(node))]
    replies.sort(key=lambda reply: _message_order(reply[0]))
    return nodes, replies


def _copy_order(message: Message) -> tuple[datetime, str]:
    return (message.when or _LATEST, repr(message))


def _references(node: _Node) -> tuple[str, ...]:
    """Return what a message refers to, each once, the nearest last."""
    message = node.message
    if message is None or not (message.references or message.in_reply_to):
        return ()
    references = dict.fromkeys(message.references + message.in_reply_to)
    references.pop(message.message_id, None)
    return tuple(references)


def _fill_gaps(references: tuple[str, ...], nodes: dict[str, _Node]) -> None:
    """Link what a References header lists, where nothing better is known."""
    before: _Node | None = None
    for message_id in references:
        node = nodes.setdefault(message_id, _Node(message_id))
        if before is not None and node.parent is None:
            _link(before, node)
        before = node


def _link(parent: _Node, child: _Node) -> None:
    """Hang a node that has no parent yet under another, unless that makes a loop."""
    if _top(parent) is not child:
        child.parent = child.above = parent
        parent.children.append(child)


def _top(node: _Node) -> _Node:
    """Return the top of the node's tree, and shorten the way for the next time."""
    while node.above is not None:
        if node.above.above is not None:
            node.above = node.above.above
        node = node.above
    return node


def _pruned(nodes: list[_Node]) -> list[_Node]:
    """Return the roots, without ghosts that show nothing."""
    roots = [node for node in nodes if node.parent is None]
    for node in reversed(_downwards(roots)):
        node.children = _without_idle_ghosts(node.children)
        for child in node.children:
            child.parent = node
    roots = _without_idle_ghosts(roots)
    for root in roots:
        root.parent = None
    return roots


def _without_idle_ghosts(nodes: list[_Node]) -> list[_Node]:
    """Drop ghosts with nothing under them; of ghosts in a row keep the nearest."""
    kept: list[_Node] = []
    for node in nodes:
        if node.message is None:
            if not node.children:
                continue
            if len(node.children) == 1 and node.children[0].message is None:
                node = node.children[0]
        kept.append(node)
    return kept


def _downwards(roots: list[_Node]) -> list[_Node]:
    """Return all nodes, each after its parent."""
    found = list(roots)
    for node in found:
        found.extend(node.children)
    return found


def _set_order(roots: list[_Node]) -> None:
    """Sort the children of every node, and the roots, by date and message-id."""
    for node in reversed(_downwards(roots)):
        node.children.sort(key=_known_order)
        node.order = _message_order(node) if node.message else _known_order(node.children[0])
    roots.sort(key=_known_order)


def _known_order(node: _Node) -> _Order:
    return node.order if node.order is not None else _message_order(node)


def _message_order(node: _Node) -> _Order:
    """Order by date; of one second by message-id, its numbers as numbers."""
    when = node.message.when if node.message else None
    pieces = _DIGITS.split(node.message_id)
    numbers = [int(piece) for piece in pieces[1::2]]
    natural = list(zip(pieces[::2], [*numbers, -1], strict=True))
    return (when or _LATEST, natural, node.message_id)


def _entries(roots: list[_Node]) -> list[Entry]:
    entries: list[Entry] = []
    waiting = [(root, 0) for root in reversed(roots)]
    while waiting:
        node, depth = waiting.pop()
        parent = node.parent.message_id if node.parent else None
        kind = kind_of(node.message, parent is not None) if node.message else Kind.REPLY
        entries.append(Entry(node.message_id, parent, depth, node.message, kind))
        waiting.extend((child, depth + 1) for child in reversed(node.children))
    return entries
