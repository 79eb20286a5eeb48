"""Fairness: postings of which nobody may say that somebody is missing, and why."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lkmltrack.audience.editions import is_too_far
from lkmltrack.audience.postings import Posting, files_of, prefixes_of
from lkmltrack.mail.subject import parse_subject
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Expected
from lkmltrack.model.message import Message, Origin
from lkmltrack.proposals.robots import is_applied_notice, is_robot

_LAST_RESORT = "THE REST"
_EVERY_TREE_HAS = "Makefile"
_OLD_NAME = "--- a/"
_MOST_FILES = 40
_MOST_PEOPLE = 150
_HEAD = 3_000
_VERSION = re.compile(
    r"(?:for-|stable[-/]?|linux-|v)?\d{1,2}\.\d{1,3}(?:\.(?:y|\d{1,3}))?(?:[-/.]?(?:stable|y|lts))?"
)
_UPSTREAM = re.compile(
    r"(?:^|\n)(?:\[ ?upstream commit [0-9a-f]{8,40} ?\]|commit [0-9a-f]{8,40} upstream"
    r"|\(cherry picked from commit [0-9a-f]{8,40})"
)
_REVIEW = re.compile(
    r"^\d{1,2}\.\d{1,3}(?:\.\d{1,3})?-(?:stable )?(?:rc\d{0,2} )?review", re.IGNORECASE
)
_STABLE_WORDS = ("autosel", "stable", "backport")
# kernels of distributions and vendors; what stands in their brackets begins so
_DOWNSTREAM = ("olk-", "openeuler", "rhel", "sru", "android", "vz", "oe-", "anolis", "cip", "sle-")
# projects beside the kernel whose patches are sent to its lists
_PROJECTS = (
    "b4", "bluez", "dtc", "dwarves", "edk2", "ethtool", "fstests", "git", "iproute2", "iptables",
    "isar-cip-core", "iw", "iwd", "kvm-unit-tests", "kvmtool", "libgpiod", "liburing",
    "ltp", "man-pages", "mdadm", "ndctl", "nft", "nvme-cli", "opensbi", "pahole", "qemu",
    "rdma-core", "trace-cmd", "u-boot", "util-linux", "libfuse", "wireless-regdb", "xfsprogs", "xfstests",
    "e2fsprogs", "btrfs-progs", "mmc-utils", "cryptsetup", "lvm2",
)  # fmt: skip
_FOREIGN_LISTS = (
    "u-boot@lists.denx.de", "qemu-devel@nongnu.org", "git@vger.kernel.org",
    "libc-alpha@sourceware.org", "gcc-patches@gcc.gnu.org", "gdb-patches@sourceware.org",
    "binutils@sourceware.org", "busybox@busybox.net", "buildroot@buildroot.org",
    "openembedded-core@lists.openembedded.org", "opensbi@lists.infradead.org",
    "fstests@vger.kernel.org", "tools@linux.kernel.org", "devicetree-compiler@vger.kernel.org",
    "ltp@lists.linux.it",
)  # fmt: skip
_FOLDERS = frozenset(
    [
        "arch",
        "block",
        "certs",
        "crypto",
        "documentation",
        "drivers",
        "fs",
        "include",
        "init",
        "io_uring",
        "ipc",
        "kernel",
        "lib",
        "licenses",
        "mm",
        "net",
        "rust",
        "samples",
        "scripts",
        "security",
        "sound",
        "tools",
        "usr",
        "virt",
        "dev",
    ]
)
_TOP_FILES = frozenset(
    [
        ".clang-format",
        ".gitattributes",
        ".gitignore",
        ".mailmap",
        ".rustfmt.toml",
        "copying",
        "credits",
        "kbuild",
        "kconfig",
        "maintainers",
        "makefile",
        "readme",
        "null",
    ]
)


@dataclass(frozen=True, slots=True)
class Case:
    """A posting with whom it concerns, to be judged."""

    posting: Posting
    expected: Sequence[Expected]
    roster: Roster

    @property
    def mails(self) -> tuple[Message, ...]:
        """The mails of the posting."""
        return self.posting.mails


def excuse_of(case: Case) -> str:
    """Return why nobody may be said to be missing, as a sentence; empty when they may."""
    for judge in _JUDGES:
        if case.mails and (excuse := judge(case)):
            return excuse
    return ""


def _page(case: Case) -> str:
    if any(mail.origin is Origin.PAGE for mail in case.mails):
        return "the mail was rebuilt from a web page, which hides or leaves out recipients"
    return ""


def _unaddressed(case: Case) -> str:
    was_sent = any(mail.received or mail.list_ids for mail in case.mails)
    if was_sent and not any(mail.recipients for mail in case.mails):
        return "the mail came without its recipients"
    return ""


def _notice(case: Case) -> str:
    head = case.mails[0]
    subject = parse_subject(head.subject)
    if any("pull" in prefix.lower() for prefix in subject.prefixes):
        return "a pull request goes to who pulls, not to whom its patches concern"
    if is_applied_notice(head) or is_robot(head):
        return "a robot's notice of a commit is no posting of a patch"
    if any(prefix.lower().startswith("tip:") for prefix in subject.prefixes):
        return "a notice of a commit is no posting of a patch"
    return ""


def _stable(case: Case) -> str:
    """Tell a backport: it goes to those who signed the original."""
    titles = [parse_subject(mail.subject).title for mail in case.mails]
    if any(_REVIEW.match(title) for title in titles):
        return "a review of a stable release goes to those who watch releases"
    words = prefixes_of(case.mails)
    goes_to_stable = any(
        one.address.lower().startswith("stable@") for mail in case.mails for one in mail.recipients
    )
    has_version = any(_VERSION.fullmatch(word) for word in words)
    is_named = any(known in word for word in words for known in _STABLE_WORDS)
    if is_named or (has_version and (goes_to_stable or _is_backport(case))):
        return "a backport goes to stable and to those who signed the original"
    if _is_backport(case) and goes_to_stable:
        return "a backport goes to stable and to those who signed the original"
    return ""


def _is_backport(case: Case) -> bool:
    return any(_UPSTREAM.search(mail.body[:_HEAD].lower()) for mail in case.mails)


def _downstream(case: Case) -> str:
    for word in prefixes_of(case.mails):
        if word.startswith(_DOWNSTREAM):
            return f"a patch for another kernel tree ({word}) is asked of that tree's people"
    return ""


def _foreign(case: Case) -> str:
    """Tell a patch for another project: by its brackets, its files, or its list."""
    if case.roster.index.profile.chief[0] != "Linus Torvalds":
        return ""
    for word in prefixes_of(case.mails):
        if word.startswith(_PROJECTS) and _names_project(word):
            return f"the patch is for another project ({word})"
    files = [path for mail in case.mails for path in files_of(mail)]
    if files and 2 * sum(_is_of_kernel(path, case.roster) for path in files) <= len(files):
        return "most of its files are not of this tree"
    if _is_absent(case):
        return "none of the files that it changes is in the tree"
    return _sent_elsewhere(case)


def _is_absent(case: Case) -> bool:
    """Whether a tree is at hand that has none of the files that are changed."""
    if case.roster.is_folder is None or not case.roster.content_of(_EVERY_TREE_HAS):
        return False
    changed = {
        line[len(_OLD_NAME) :].split("\t")[0].strip()
        for mail in case.mails
        for line in mail.body.split("\n")
        if line.startswith(_OLD_NAME)
    }
    # one that is absent may be new in the days between
    return len(changed) > 1 and not any(
        case.roster.content_of(path) for path in sorted(changed)[:_MOST_FILES]
    )


def _names_project(word: str) -> bool:
    """Whether a bracket's word is a project's name, maybe with a branch: ``iproute2-next``."""
    return any(
        word == project or word.startswith((f"{project}-", f"{project}/", f"{project}:"))
        for project in _PROJECTS
    )


def _is_of_kernel(path: str, roster: Roster) -> bool:
    """Whether a path can be one of the kernel's."""
    top, slash, _ = path.lower().partition("/")
    if not slash:
        return top in _TOP_FILES or top.startswith(".")
    if top in _FOLDERS:
        folder = path.rpartition("/")[0].partition("/")[0]
        return roster.is_folder is None or roster.is_folder(folder)
    sections = roster.index.match(path, roster.is_folder).sections
    return any(roster.index.people(number)[0] != _LAST_RESORT for number, _ in sections)


def _sent_elsewhere(case: Case) -> str:
    """Tell a patch that goes to another project's list and to nobody whom it concerns here."""
    to = {one.address.lower() for mail in case.mails for one in mail.to}
    elsewhere = next((one for one in _FOREIGN_LISTS if one in to), "")
    if not elsewhere:
        return ""
    everybody = {one.address.lower() for mail in case.mails for one in mail.recipients}
    wanted = {one.address.lower() for one in case.expected}
    return "" if everybody & wanted else f"the patch is for the project of {elsewhere}"


def _reply(case: Case) -> str:
    """Tell a diff in an answer: it is a thought in a talk, unless only the talk was audited."""
    head = case.mails[0]
    concerned = {one for expected in case.expected for one in expected.for_patches}
    if parse_subject(head.subject).is_reply and head.message_id in concerned:
        return "a diff in an answer is part of the talk, no posting of a patch"
    return ""


def _everybody(case: Case) -> str:
    """Tell a patch that concerns half the kernel: nobody can address them all in one mail."""
    counts = Counter(
        patch for one in case.expected if one.name for patch in one.for_patches
    ).values()
    if max(counts, default=0) > _MOST_PEOPLE:
        return f"a patch concerns {max(counts)} people, more than a mail can be addressed to"
    return ""


def _old(case: Case) -> str:
    if is_too_far(case.roster, case.mails[0].when):
        return "MAINTAINERS of that day is not at hand, and the one here is of another year"
    return ""


_JUDGES: tuple[Callable[[Case], str], ...] = (
    _page,
    _unaddressed,
    _notice,
    _stable,
    _downstream,
    _foreign,
    _reply,
    _everybody,
    _old,
)
