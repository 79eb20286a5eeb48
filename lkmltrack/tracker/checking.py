"""Checking that everything lkmltrack needs is there."""

from collections.abc import Callable
from pathlib import Path

from lkmltrack.errors import LkmltrackError, NotFoundError
from lkmltrack.tracker.ports import Check, Outside

_NO_MESSAGE = "lkmltrack-doctor-asks@archive.invalid"
_HOOK = "sendemail-validate"


def checks(outside: Outside) -> list[Check]:
    """Check the programs, the settings, the archive, the tree, the hook and the database."""
    found = list(outside.machine.checks()) if outside.machine is not None else []
    for name, check in (
        ("identity", _check_identity),
        ("archive", _check_archive),
        ("tree", _check_tree),
        ("hook", _check_hook),
        ("database", _check_database),
    ):
        found.append(_guarded(name, check, outside))
    return found


def _guarded(name: str, check: Callable[[Outside], Check], outside: Outside) -> Check:
    """Return a check's answer; what fails on purpose is an answer too."""
    try:
        return check(outside)
    except LkmltrackError as error:
        return Check(name, False, error.what, error.hint)


def _check_identity(outside: Outside) -> Check:
    name, address = outside.settings.person()
    if name and address:
        return Check("identity", True, f"{name} <{address}>")
    missing = "user.name" if not name else "user.email"
    return Check(
        "identity", False, f"git config has no {missing}", f"git config --global {missing} ..."
    )


def _check_archive(outside: Outside) -> Check:
    """Ask for a message that cannot exist: only a server that answers can say so."""
    url = outside.archive.url
    try:
        outside.archive.message(_NO_MESSAGE)
    except NotFoundError:
        return Check("archive", True, f"{url} answers")
    return Check("archive", False, f"{url} answers every question", "is it an archive of mail?")


def _check_tree(outside: Outside) -> Check:
    if outside.tree is None:
        return Check(
            "tree",
            True,
            "no kernel tree: range-diffs are diffs of the mails",
            "git config --global lkmltrack.tree DIR names one",
        )
    return Check("tree", True, outside.tree.describe())


def _check_hook(outside: Outside) -> Check:
    """Look whether git send-email runs a hook in the tree; lkmltrack has none yet to put there."""
    if outside.tree is None:
        return Check("hook", True, "no tree, so no hook of git send-email")
    hook = _git_folder(outside.tree.path) / "hooks" / _HOOK
    there = "is there" if hook.is_file() else "is not there"
    return Check("hook", True, f"{hook} {there}")


def _git_folder(tree: Path) -> Path:
    folder = tree / ".git"
    return folder if folder.is_dir() else tree


def _check_database(outside: Outside) -> Check:
    store = outside.store
    wrong = store.check()
    if wrong:
        return Check(
            "database", False, f"{store.path}: {'; '.join(wrong[:5])}", "lkmltrack rebuild"
        )
    proposals = len(store.proposals())
    return Check(
        "database", True, f"{store.path}: sound, {store.count()} messages, {proposals} proposals"
    )
