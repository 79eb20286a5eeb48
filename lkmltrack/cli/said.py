"""What the commands print that say something of a proposal."""

from lkmltrack.cli.call import Call
from lkmltrack.cli.exit_codes import ExitCode
from lkmltrack.cli.facts import identity_facts
from lkmltrack.cli.text.spans import Span, Style, one_line
from lkmltrack.model.proposal import Proposal


def print_said(proposal: Proposal, told: str, call: Call) -> int:
    """Print what holds now."""
    if call.output.display.json:
        call.output.json(call.command, {"proposal": identity_facts(proposal)})
    else:
        number = Span(f"#{proposal.number}", Style.NUMBER)
        name = Span(one_line(proposal.name), Style.NAME)
        call.output.print([[number, Span("  "), name, Span(f"  {one_line(told)}")]])
    return ExitCode.OK
