"""``read``: one message, or several of a thread."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import message_facts
from lkmltrack.cli.pages.mail import header_lines, mail_lines
from lkmltrack.cli.targets import TARGET_HELP
from lkmltrack.cli.text.spans import Line, Span, Style
from lkmltrack.errors import NotFoundError
from lkmltrack.mail.links import message_id_from_text
from lkmltrack.model.message import Message
from lkmltrack.tracker.reading import read_message, read_raw, read_thread

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
        call.output.raw(b"".join(_raw(message, call) for message in messages))
    elif call.output.display.json:
        call.output.json("read", _facts(messages))
    else:
        call.output.page(_lines(messages, call))
    return ExitCode.OK


def _messages(call: Call) -> Sequence[Message]:
    """Return the messages that are asked for."""
    options = call.arguments
    if not options.numbers and _names_a_message(options.target):
        with call.progress():
            return [read_message(options.target, call.outside)]
    stream = call.stream_for([options.target])
    with call.progress():
        messages = read_thread(options.target, call.outside, stream=stream).messages
    if not messages:
        raise NotFoundError(f"there is no message in {options.target}")
    return [_numbered(messages, number) for number in options.numbers] or messages


def _names_a_message(target: str) -> bool:
    """Whether a target is a Message-ID or a link to one, and no file of that name."""
    return message_id_from_text(target) is not None and not Path(target).exists()


def _numbered(messages: Sequence[Message], number: int) -> Message:
    """Return the message with a number of ``thread``."""
    if not 1 <= number <= len(messages):
        raise NotFoundError(
            f"there is no message {number}",
            f'the numbers go from 1 to {len(messages)}, see "thread"',
        )
    return messages[number - 1]


def _raw(message: Message, call: Call) -> bytes:
    """Return a message byte for byte."""
    return read_raw(message.message_id, call.outside)


def _facts(messages: Sequence[Message]) -> dict[str, object]:
    """Return the message, as most calls name one, and all of them."""
    found = [message_facts(message) for message in messages]
    return {"message": found[0], "messages": found}


def _lines(messages: Sequence[Message], call: Call) -> Iterator[Line]:
    """Yield the messages, a rule between them."""
    width = call.output.display.width
    for place, message in enumerate(messages):
        if place:
            yield ()
            yield [Span("─" * width if call.output.display.unicode else "-" * width, Style.DIM)]
        header = None
        if call.arguments.headers == "all":
            header = header_lines(_raw(message, call))
        yield from mail_lines(message, width, header=header)
