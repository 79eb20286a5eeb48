"""What ``lkmltrack`` does without a command: the proposals, or how to begin."""

from lkmltrack.cli import list_proposals
from lkmltrack.cli.call import Call
from lkmltrack.cli.commands import BEGINNING
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.tracker.stories import overviews


def run(call: Call) -> int:
    """Print the overview, or how to get one."""
    found = overviews(call.outside) if call.has_database() else []
    if found or call.output.display.json:
        return list_proposals.print_overviews(found, call)
    call.output.text(
        f"No proposal is tracked yet.\n\n{BEGINNING}\nAll commands: lkmltrack --help\n"
    )
    return ExitCode.OK
