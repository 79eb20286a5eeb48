"""``doctor``: check what lkmltrack needs, and say how to mend it."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.text.cells import pad, widest
from lkmltrack.cli.text.spans import Line, Span, Style, one_line
from lkmltrack.tracker.checking import checks
from lkmltrack.tracker.ports import Check

DESCRIPTION = """\
Checks git, b4, the archive, the kernel tree, the database and the settings, and
says for each thing that is not well how to mend it. The exit status is 1 when
something is not well.
"""
EXAMPLES = (
    ("doctor", "when something does not work"),
    ("doctor --json", "for a bug report"),
)
_NAME_CELLS = 16


def add_arguments(parser: ArgumentParser) -> None:
    """Declare nothing: everything is checked."""


def run(call: Call) -> int:
    """Check, and print what was found."""
    with call.progress():
        found = checks(call.outside)
    is_well = all(check.ok for check in found)
    if call.output.display.json:
        facts = [
            {"name": c.name, "ok": c.ok, "text": c.text, "mend": c.mend or None} for c in found
        ]
        call.output.json("doctor", {"ok": is_well, "checks": facts})
    else:
        call.output.print(_lines(found))
    return ExitCode.OK if is_well else ExitCode.NO


def _lines(found: Sequence[Check]) -> Iterator[Line]:
    """Yield a line per check, and how to mend what is not well."""
    name_cells = widest((one_line(check.name) for check in found), _NAME_CELLS)
    for check in found:
        mark = Span("ok    ", Style.GOOD) if check.ok else Span("not ok", Style.BAD)
        name = pad(one_line(check.name), name_cells)
        yield [mark, Span("  "), Span(name, Style.NAME), Span(f"  {one_line(check.text)}")]
        if check.mend and not check.ok:
            yield [Span(f"{' ' * (10 + name_cells)}{one_line(check.mend)}", Style.WARNING)]
