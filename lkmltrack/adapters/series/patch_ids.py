"""Patch-ids: git's fingerprint of what a diff changes, wherever it is applied."""

import secrets
from collections.abc import Sequence

from lkmltrack.adapters.series.git_command import run_git

_SHA_DIGITS = 40


def patch_ids(diffs: Sequence[str]) -> list[str]:
    """Return git's stable patch-id of each diff; an empty text where there is none.

    One process reads them all, each under the name of a commit that is made
    up. The names are random: a diff cannot hold another one's.
    """
    if not any(diffs):
        return [""] * len(diffs)
    prefix = secrets.token_hex(16)
    names = [f"{prefix}{number:0{_SHA_DIGITS - len(prefix)}x}" for number in range(len(diffs))]
    mails = [
        f"From {name} Mon Sep 17 00:00:00 2001\n\n{diff}\n"
        for name, diff in zip(names, diffs, strict=True)
    ]
    output = run_git("patch-id", "--stable", given="".join(mails).encode("utf-8", "replace"))
    found: dict[str, str] = {}
    for line in output.decode("ascii", "replace").splitlines():
        patch_id, _, name = line.partition(" ")
        found.setdefault(name, patch_id)
    return [found.get(name, "") for name in names]
