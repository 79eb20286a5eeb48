"""Robots: programs that write to the lists, and what their mails tell."""

import re
from enum import StrEnum

from lkmltrack.mail.body import own_text
from lkmltrack.mail.sentences import find_sentences
from lkmltrack.model.message import Message


class RobotSays(StrEnum):
    """What a robot's mail tells."""

    REPORT = "report"
    """It found something: a build failure, a regression, a warning, a crash."""
    APPLIED = "applied"
    """Somebody applied the patch."""
    NEWS = "news"


_ADDRESSES = (
    "lkp@",
    "oliver.sang@intel.com",
    "syzbot",
    "syzkaller",
    "tip-bot",
    "patchwork-bot",
    "sashiko-bot",
    "sashiko+",
    "kernelci",
    "lkft@",
    "regressions-bot",
    "regzbot",
    "bot+bpf-ci",
    "stable-bot",
    "cip-patchwork",
)
_NAME = re.compile(
    r"\b(?:robot|bot|syzbot(?: ci)?|sashiko(?:-bot)?|patchwork|kernelci|build ?bot|autobuilder)\b"
)
_LOCAL_PART = re.compile(r"(?:^|[-_.+])(?:ro)?bot(?:\d{0,3}|[-_.+].{0,60})?$")

_MERGED = (
    "the following commit has been merged into",
    "the following commit(s) have been merged",
    "this patch was applied to",
    "this series was applied to",
    "these patches were applied to",
    "this pull request was applied to",
    "has been added to the -mm ",
    "is now in the following tree",
)
_MM_COMMITS = re.compile(r"^\+ \S{1,200}\.patch added to (?:mm|-mm)", re.IGNORECASE)
_MM_MERGED = re.compile(r"^\[merged(?: mm-\w{1,30})?\] \S", re.IGNORECASE)


def is_robot(message: Message) -> bool:
    """Whether a program wrote a message, by its sender's name and address.

    >>> from lkmltrack.model.message import Address
    >>> is_robot(Message("a@example.org", "Re: x", Address("kernel test robot", "k@example.org")))
    True
    """
    address = message.author.address.lower()
    name = message.author.name[:200].lower()
    if any(known in address for known in _ADDRESSES):
        return True
    if "bot" not in name and "bot" not in address and not _NAME.search(name):
        return False
    return bool(_NAME.search(name) or _LOCAL_PART.search(address.partition("@")[0]))


def robot_says(message: Message) -> tuple[RobotSays, str]:
    """Return what a robot's mail tells, and the sentence that tells it."""
    if is_applied_notice(message):
        return RobotSays.APPLIED, _sentence(message, _MERGED)
    report = _sentence(message, _FINDINGS)
    return (RobotSays.REPORT, report) if report else (RobotSays.NEWS, message.subject)


def is_applied_notice(message: Message) -> bool:
    """Whether a mail is the notice of a machine (or of Andrew Morton's scripts) about a commit."""
    if _MM_COMMITS.match(message.subject) or _MM_MERGED.match(message.subject):
        return True
    start = " ".join(own_text(message.body[:8_000]).lower().split())
    return any(words in start for words in _MERGED)


_FINDINGS = (
    "noticed",
    "found",
    "yet something to improve",
    "perhaps something to improve",
    "build error",
    "build warning",
    "build failure",
    "build test error",
    "regression",
    "improvement",
    "reproducible with",
    "reported",
    "failed",
    "failure",
    "errors:",
    "warnings:",
    "hit the following",
    "crash",
    "potential issue",
    "detected",
    "triggered",
    "deadlock",
    "warning in",
)


def _sentence(message: Message, words: tuple[str, ...]) -> str:
    """Return the first sentence of a robot's mail that holds one of some words."""
    for sentence in find_sentences(message.body[:20_000]):
        text = sentence.text.lower()
        if any(word in text for word in words):
            return sentence.text
    return ""
