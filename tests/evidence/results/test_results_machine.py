"""A machine's description is read back as it was printed."""

import pytest

from lkmltrack.errors import BadInputError
from lkmltrack.evidence.results import read_results
from lkmltrack.model.evidence import EnvironmentFact, EnvironmentKind
from lkmltrack.reports.machine import render_machine

FACTS = (
    EnvironmentFact(EnvironmentKind.MACHINE, "bare metal", 1),
    EnvironmentFact(EnvironmentKind.CPU, "Example Ocean 9000 with a name that takes a line", 2),
    EnvironmentFact(EnvironmentKind.TOPOLOGY, "2 sockets, 112 cores; 4 NUMA nodes, all of it", 3),
    EnvironmentFact(EnvironmentKind.KERNEL, "Linux 7.1.0-rc3+", 5),
)


def test_what_is_printed_is_read() -> None:
    found = read_results("machine.txt", render_machine(FACTS).encode())
    assert [(one.kind, one.text) for one in found.environment] == [
        (one.kind, one.text) for one in FACTS
    ]
    assert found.blocks == ()


def test_prose_with_a_label_in_it_is_no_machine() -> None:
    text = render_machine(FACTS) + "and this is what I think of it.\n"
    with pytest.raises(BadInputError):
        read_results("notes.txt", text.encode())
