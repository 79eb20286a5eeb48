"""Robots: who they are, and what they bring."""

import pytest

from lkmltrack.model.message import Address, Message
from lkmltrack.proposals.robots import RobotSays, is_robot, robot_says


def from_(name: str, address: str, body: str = "", subject: str = "Re: x") -> Message:
    return Message("a@example.org", subject, Address(name, address), body=body)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("kernel test robot", "robot@example.org"),
        ("syzbot", "syzbot+1234@example.com"),
        ("", "patchwork-bot+netdev@example.org"),
        ("Build Bot", "builds@example.org"),
        ("tip-bot2 for Ada Author", "tip-bot2@example.org"),
    ],
)
def test_programs_are_known_by_name_or_address(name: str, address: str) -> None:
    assert is_robot(from_(name, address))


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Abbot Lee", "lee@example.org"),
        ("Jan Talbot", "talbot@example.org"),
        ("Rob Otway", "rob@example.org"),
    ],
)
def test_people_are_no_programs(name: str, address: str) -> None:
    assert not is_robot(from_(name, address))


def test_a_report_and_a_notice_are_told_apart() -> None:
    report = from_("kernel test robot", "robot@example.org", "Hello,\n\nwe noticed a slowdown.\n")
    notice = from_("bot", "bot@example.org", "This series was applied to x.git (main)\nby Ada:\n")
    assert robot_says(report) == (RobotSays.REPORT, "we noticed a slowdown.")
    assert robot_says(notice)[0] is RobotSays.APPLIED
