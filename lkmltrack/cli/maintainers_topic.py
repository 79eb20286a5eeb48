"""``maintainers`` without a patch: whom to ask about a topic, symbols or evidence."""

import os
from argparse import Namespace
from collections.abc import Iterable

from lkmltrack.cli.arguments import global_defaults
from lkmltrack.cli.audience_facts import consultation_facts
from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.pages.consultation import ConsultationPage
from lkmltrack.errors import BadInputError, UsageError
from lkmltrack.model.audience import Consultation
from lkmltrack.model.message import Message
from lkmltrack.tracker.reading import read_message, read_thread

_STANDARD_INPUT = "-"
_LARGEST = 64 << 20
_HEADER_SIZE = 64 << 10
_GZIP = b"\x1f\x8b"
_OPTIONS = ("topic", "symbol", "evidence")


def consult(call: Call) -> int:
    """Print sections with why, then people."""
    options = call.arguments
    asked = [f"--{name}" for name in _OPTIONS if getattr(options, name)]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} are two questions", "ask one at a time")
    if options.files:
        raise UsageError(f"{asked[0]} takes no file beside it", "ask one at a time")
    _refuse_options_of_the_script(options, asked[0])
    with call.progress():
        found = _found(call)
    is_empty = not found.sections and not found.people
    if call.output.display.json:
        call.output.json("maintainers", consultation_facts(found))
    else:
        page = ConsultationPage(found, call.output.display.width, options.verbose)
        call.output.page(page.lines())
        if is_empty:
            call.remark("no section is found by that")
    return ExitCode.NO if is_empty else ExitCode.OK


def _refuse_options_of_the_script(options: Namespace, asked: str) -> None:
    """Complain of options that count for patches and files only, rather than ignore them."""
    known = {*vars(global_defaults()), *_OPTIONS, "files"}
    given = [name for name, value in vars(options).items() if value and name not in known]
    if given:
        raise UsageError(
            f"{asked} does not take --{given[0].replace('_', '-')}",
            "get_maintainer.pl's options are for patches and files",
        )


def _found(call: Call) -> Consultation:
    """Ask in the one way that was chosen."""
    from lkmltrack.tracker.consulting import consult_evidence, consult_symbols, consult_topic

    options = call.arguments
    if options.topic:
        words = [word for topic in options.topic for word in topic.split()]
        if not words:
            raise UsageError("--topic holds no word")
        return consult_topic(words, call.outside)
    if options.symbol:
        return consult_symbols(options.symbol, call.outside)
    texts = [evidence_text(place, call) for place in options.evidence]
    return consult_evidence("\n".join(texts), call.outside)


def evidence_text(place: str, call: Call) -> str:
    """Return the text of a file, of standard input, or of a message; of a mailbox all its mails."""
    path = os.path.expanduser(place)
    stream = call.stream_for([place]) if place == _STANDARD_INPUT else None
    if stream is None and os.path.isdir(path):
        return _text_of(read_thread(place, call.outside).messages)
    if stream is None and not os.path.isfile(path):
        return _text_of([read_message(place, call.outside)])
    data = stream if stream is not None else _read(path)
    if is_mail(data):
        return _text_of(read_thread(place, call.outside, stream=stream).messages)
    if b"\0" in data[:_HEADER_SIZE]:
        raise BadInputError(f"{place} is no text", "give what perf report or perf script prints")
    return data.decode("utf-8", "replace")


def is_mail(data: bytes) -> bool:
    r"""Whether bytes are a mail or a mailbox, also a packed one, and not the bare text.

    >>> is_mail(b"Subject: x\nMessage-ID: <a@example.org>\n\nx"), is_mail(b"# Overhead  Symbol\n")
    (True, False)
    """
    if data.startswith((b"From ", _GZIP)):
        return True
    head = data[:_HEADER_SIZE].replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    return any(line.startswith((b"message-id:", b"from:")) for line in head.split(b"\n"))


def _read(path: str) -> bytes:
    """Return what a file holds."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise BadInputError(f"cannot read {path}: {error.strerror}") from error
    if len(data) > _LARGEST:
        raise BadInputError(f"{path} is too large for evidence", "give the part that matters")
    return data


def _text_of(messages: Iterable[Message]) -> str:
    """Return the bodies of messages and the text that is attached to them."""
    texts: list[str] = []
    for message in messages:
        texts.append(message.body)
        texts += [one.text for one in message.attachments if one.text]
    return "\n".join(texts)
