"""What changed from one revision of a series to the next."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lkmltrack.adapters.series.b4_ranges import ranges_with_files
from lkmltrack.adapters.series.fake_history import import_patches, make_repository
from lkmltrack.adapters.series.git_command import run_git
from lkmltrack.adapters.series.mail_diff import diff_of_mails
from lkmltrack.adapters.series.posted import PostedPatch, posted_patches
from lkmltrack.errors import BadInputError, TreeError


def range_diff(older: Sequence[bytes], newer: Sequence[bytes], tree: Path | None) -> str:
    """Return the range-diff of two revisions; its first line says how it was made.

    Best by git, with the files that the tree holds; else by git, with as much
    of the files as the patches themselves show; else as a diff of the mails.
    """
    before, after = posted_patches(older), posted_patches(newer)
    if not before or not after:
        which = "older" if not before else "newer"
        raise BadInputError(
            f"there is no patch in the {which} revision",
            "A discussion or a cover letter alone has nothing to compare.",
        )
    reasons: list[str] = []
    with tempfile.TemporaryDirectory(prefix="lkmltrack-range-diff-") as place:
        if tree is not None:
            try:
                text = _with_tree(Path(place) / "with-tree", before, after, tree)
                return f"range-diff by git, on the files of {_shown(tree)} (through b4)\n{text}"
            except (TreeError, BadInputError) as error:
                reasons.append(f"not on the files of {_shown(tree)}: {error.what}")
        try:
            text = _from_patches(Path(place) / "from-patches", before, after)
            head = "range-diff by git, on what the patches show of their files"
            return f"{_with_reasons(head, reasons)}\n{text}"
        except (TreeError, BadInputError) as error:
            reasons.append(f"not by git: {error.what}")
    return f"{_with_reasons('diff of the mails', reasons)}\n{diff_of_mails(before, after)}"


def _with_reasons(head: str, reasons: Sequence[str]) -> str:
    return (
        f"{head} ({'; '.join(' '.join(reason.split()) for reason in reasons)})" if reasons else head
    )


def _with_tree(
    folder: Path, before: Sequence[PostedPatch], after: Sequence[PostedPatch], tree: Path
) -> str:
    return _compared(folder, *ranges_with_files(folder, before, after, tree))


def _from_patches(folder: Path, before: Sequence[PostedPatch], after: Sequence[PostedPatch]) -> str:
    make_repository(folder)
    older = import_patches(folder, before, "older")
    newer = import_patches(folder, after, "newer")
    return _compared(folder, older, newer)


def _compared(folder: Path, older: str, newer: str) -> str:
    # in a repository of our own, where no tree's config is read; the ranges are made here,
    # and range-diff of git 2.39 does not know --end-of-options
    output = run_git("range-diff", "--no-color", older, newer, folder=folder)
    return output.decode("utf-8", "replace")


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
