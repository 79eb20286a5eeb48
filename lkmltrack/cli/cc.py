"""``cc``: who ought to get a posting and who did, with the reason for each name."""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace

from lkmltrack.cli.audience_facts import audit_facts
from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.files import write_file
from lkmltrack.cli.pages.audience import AuditPage
from lkmltrack.cli.targets import add_target
from lkmltrack.cli.template import named, own_folder, templates
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.errors import UsageError
from lkmltrack.model.audience import Audit

DESCRIPTION = """\
Tells who ought to have got a posting, by the MAINTAINERS that was in force on
that day where --tree has history, and who did: those who are missing with the
reason for each, those who got it under another address, the rest. Suggested
people are those whom no section asks for; they never count as missing. The exit
status is 1 while somebody is missing.

With --to-cc it prints lines to paste that address who is missing (with --all
everybody), and with --repair a reply to the posting that adds them, from the
template reply-cc; the exit status is then 0.
"""
EXAMPLES = (
    ("cc 1", "the newest revision of a proposal"),
    ("cc 1 --revision v2 --all", "another one, and leave nothing out"),
    ("cc 0001-mm-add-a-flag.patch", "before it is sent"),
    ("cc 1 --to-cc send-email", "--to= and --cc= for git send-email"),
    ("cc 1 --repair -o reply.eml", "a polite reply that adds who is missing"),
    ("cc 1 --json | jq -r '.missing[]'", "for scripts"),
)
_IN_NO_ADDRESS = frozenset('<>,;:"()[]\\ \t')
STYLES = ("send-email", "b4", "headers")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the target, what to leave out, and the two other answers."""
    add_target(parser)
    add = parser.add_argument
    add("--revision", metavar="vN", default="", help="this revision, not the newest")
    add("--all", action="store_true", help="leave nothing out; with --to-cc, everybody")
    add("--to-cc", choices=STYLES, help="lines to paste that address them")
    add("--repair", action="store_true", help="a reply that adds who is missing")
    add("-o", "--output", metavar="FILE", default="", help="write the reply to this file")
    add("--force", action="store_true", help="overwrite the file")


def run(call: Call) -> int:
    """Print the audit, or what mends it."""
    options = call.arguments
    if options.repair and options.to_cc:
        raise UsageError("--repair and --to-cc are two answers", "ask for one of them")
    if options.output and not options.repair:
        raise UsageError("-o is for the reply of --repair", "redirect what else is printed")
    if options.repair:
        return _repair(call)
    audit = _audit(call)
    if options.to_cc:
        return _paste(audit, call)
    if call.output.display.json:
        call.output.json("cc", audit_facts(audit))
    else:
        call.output.page(_lines(audit, call))
    return ExitCode.NO if audit.missing else ExitCode.OK


def _audit(call: Call) -> Audit:
    """Return the audit of the target."""
    from lkmltrack.tracker.auditing import audit_target

    options = call.arguments
    stream = call.stream_for([options.target])
    with call.progress():
        return audit_target(options.target, call.outside, revision=options.revision, stream=stream)


def _lines(audit: Audit, call: Call) -> Iterator[Line]:
    """Yield the page, and where to go next."""
    display = call.output.display
    yield from AuditPage(audit, display.width, call.arguments.all).lines()
    if display.is_terminal and audit.missing:
        key = one_line(call.arguments.target)
        calls = f"lkmltrack cc {key} --to-cc send-email · lkmltrack cc {key} --repair"
        yield ()
        yield [Span(f"next: {calls}", Style.DIM)]


def _paste(audit: Audit, call: Call) -> int:
    """Print lines that address who is missing, or everybody."""
    from lkmltrack.tracker.repairing import LineStyle, recipient_lines

    options = call.arguments
    called = {one: one.present_as or one.expected.address for one in audit.recipients}
    for address in [address for address in called.values() if not is_writable(address)]:
        call.remark(f"{one_line(address)} is left out: nobody can write to it")
    # they are for the next posting, which those ought to get as well who came in later
    writable = [replace(one, added=None) for one in called if is_writable(called[one])]
    meant = replace(audit, recipients=tuple(writable))
    lines = recipient_lines(meant, LineStyle(options.to_cc), everybody=options.all)
    if call.output.display.json:
        call.output.json("cc", {**audit_facts(audit), "lines": lines})
        return ExitCode.OK
    if options.to_cc == "send-email":
        # so that all of them can be pasted behind one command
        lines = [f"{line} \\" for line in lines[:-1]] + lines[-1:]
    call.output.print([Span(line)] for line in lines)
    if not lines:
        call.remark("nobody is missing")
    return ExitCode.OK


def is_writable(address: str) -> bool:
    """Whether an address can stand in a header or in an option as it is.

    >>> is_writable("a@example.org"), is_writable("a@example.org>, <b@example.org")
    (True, False)
    """
    user, at, domain = address.rpartition("@")
    is_plain = address.isascii() and address.isprintable() and "=?" not in address
    return bool(at and user and domain and is_plain and not _IN_NO_ADDRESS & set(address))


def _repair(call: Call) -> int:
    """Print or write the reply that adds who is missing."""
    from lkmltrack.tracker.repairing import repair_of

    options = call.arguments
    template = named("reply-cc", templates(own_folder(call.environment))).text
    stream = call.stream_for([options.target])
    with call.progress():
        text = repair_of(
            options.target, call.outside, template, revision=options.revision, stream=stream
        )
    if call.output.display.json:
        call.output.json("cc", {"reply": text})
        return ExitCode.OK
    if options.output:
        write_file(options.output, text.encode(), overwrite=options.force)
        call.remark(f"wrote {options.output}; read it, then git send-email {options.output}")
    else:
        call.output.raw(text.encode())
    return ExitCode.OK
