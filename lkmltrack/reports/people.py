"""Who takes part in a proposal."""

from lkmltrack.model.message import Address
from lkmltrack.model.proposal import Story
from lkmltrack.reports.document import Piece, Section, Table, Tone, line
from lkmltrack.reports.words import name_of


def people_section(story: Story) -> Section | None:
    """Return everybody who wrote, those who wrote most first."""
    if not story.participants:
        return None
    rows = tuple(
        (
            line(Piece(name_of(Address(one.name, one.address)), Tone.STRONG)),
            line(", ".join((one.address, *one.other_addresses))),
            line(str(one.messages)),
        )
        for one in story.participants
    )
    return Section("Who takes part", (Table(("Name", "Addresses", "Messages"), rows),))
