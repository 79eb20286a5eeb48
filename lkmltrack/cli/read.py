"""``read``: one message, or several of a thread."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import message_facts
from lkmltrack.cli.pages.mail import header_lines, mail_lines
from lkmltrack.cli.targets import TARGET_HELP
from lkmltrack.cli.text.spans import Line, Span, Style
from lkmltrack.errors import NotFoundError
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.mail.parse import message_id_of
from lkmltrack.model.message import Message
from lkmltrack.tracker.fetching import fetch
from lkmltrack.tracker.reading import read_message, read_raw, read_thread
from lkmltrack.tracker.targets import Target, TargetKind, is_local_only, parse_target, what_exists

DESCRIPTION = """\
Shows a message: a short head with one line of Cc, then the body with quotes,
trailers and diffs coloured, then its attachments. With numbers, as "thread"
prints them, it shows those messages of a thread; a TARGET that is no single
message is shown from beginning to end.
"""
EXAMPLES = (
    ("read MESSAGE-ID", "one message"),
    ("read 1 5", "the fifth message of the first proposal's threads"),
    ("read 1 | less", "all of them, one after the other"),
    ("read MESSAGE-ID --raw | git am", "the message byte for byte"),
    ("read MESSAGE-ID --headers all", "with every header field"),
)

_SINGLE = (TargetKind.MESSAGE_ID, TargetKind.ARCHIVE_URL, TargetKind.PAGE)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what to read, and how much of it."""
    parser.add_argument("target", metavar="MSGID", help=f"a Message-ID, or {TARGET_HELP}")
    parser.add_argument(
        "numbers", metavar="NUMBER", nargs="*", type=int, help="messages of the thread"
    )
    parser.add_argument("--raw", action="store_true", help="the bytes as they were sent")
    parser.add_argument(
        "--headers", choices=("short", "all"), default="short", help="how much of the header"
    )


def run(call: Call) -> int:
    """Print the messages."""
    messages = _messages(call)
    if call.arguments.raw:
        raw_of = _raw_source(call)
        raws = [raw_of(message.message_id) for message in messages]
        call.output.raw(raws[0] if len(raws) == 1 else join_mbox(raws))
    elif call.output.display.json:
        call.output.json("read", _facts(messages))
    else:
        call.output.page(_lines(messages, call))
    return ExitCode.OK


def _messages(call: Call) -> Sequence[Message]:
    """Return the messages that are asked for."""
    options = call.arguments
    if not options.numbers and _target(call).kind in _SINGLE:
        with call.progress():
            return [read_message(options.target, call.outside)]
    stream = call.stream_for([options.target])
    with call.progress():
        messages = read_thread(options.target, call.outside, stream=stream).messages
    if not messages:
        raise NotFoundError(f"there is no message in {options.target}")
    return [_numbered(messages, number) for number in options.numbers] or messages


def _target(call: Call) -> Target:
    """Return what is to be read."""
    return parse_target(call.arguments.target, what_exists(call.outside))


def _numbered(messages: Sequence[Message], number: int) -> Message:
    """Return the message with a number of ``thread``."""
    if not 1 <= number <= len(messages):
        raise NotFoundError(
            f"there is no message {number}",
            f'the numbers go from 1 to {len(messages)}, see "thread"',
        )
    return messages[number - 1]


def _raw_source(call: Call) -> Callable[[str], bytes]:
    """Return what gives a message's bytes: a local target itself, else store or archive."""
    target = _target(call)
    if not is_local_only(target):
        return lambda message_id: read_raw(f"<{message_id}>", call.outside)
    raws = fetch(target, call.outside, stream=call.stream).raws
    return {message_id_of(raw): raw for raw in reversed(raws)}.__getitem__


def _facts(messages: Sequence[Message]) -> dict[str, object]:
    """Return the message, as most calls name one, and all of them."""
    found = [message_facts(message) for message in messages]
    return {"message": found[0], "messages": found}


def _lines(messages: Sequence[Message], call: Call) -> Iterator[Line]:
    """Yield the messages, a rule between them."""
    display = call.output.display
    raw_of = _raw_source(call) if call.arguments.headers == "all" else None
    for place, message in enumerate(messages):
        if place:
            yield ()
            yield [Span(("─" if display.unicode else "-") * display.width, Style.DIM)]
        header = header_lines(raw_of(message.message_id)) if raw_of else None
        yield from mail_lines(message, display.width, header=header)
