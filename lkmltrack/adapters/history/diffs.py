"""What commits change: the files they touch and git's patch-ids."""

import secrets
from collections.abc import Mapping, Sequence

from lkmltrack.adapters.history.process import Git
from lkmltrack.adapters.history.values import as_text
from lkmltrack.proposals.net_change import net_change

_PLAIN = (
    "-r",
    "--root",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--ignore-submodules=none",
)
# a partial clone lacks what it has not fetched, and fetches nothing for us
_ANY_STATUS = range(-64, 256)
# as format-patch writes a diff when nothing is configured
_AS_POSTED = (
    "-p",
    "--no-color",
    "--unified=3",
    "--inter-hunk-context=0",
    "--indent-heuristic",
    "--submodule=short",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)
_USUAL = (("-M", "--diff-algorithm=default"),)
# what else people configure, or give to format-patch
_UNUSUAL = (
    ("--no-renames", "--diff-algorithm=default"),
    ("-M", "--diff-algorithm=histogram"),
    ("-M", "--diff-algorithm=patience"),
    ("-M", "--diff-algorithm=minimal"),
)


def read_files(git: Git, commits: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the files that each commit touches; what cannot be read is left out."""
    if not commits:
        return {}
    found: dict[str, list[str]] = {}
    options = (*_PLAIN, "--no-renames", "--raw", "-z", "--always", "--stdin")
    with git.stream("diff-tree", *options, given=commits) as stream:
        fields = iter(stream.output.read().split(b"\0"))
        stream.finish(forgiven=_ANY_STATUS)
    touched: list[str] = []
    for field in fields:
        if field.startswith(b":"):
            touched.append(as_text(next(fields, b"")))
        elif field:
            touched = found.setdefault(as_text(field), [])
    return {commit: tuple(files) for commit, files in found.items()}


def read_patch_ids(
    git: Git, commits: Sequence[str], *, thorough: bool
) -> Mapping[str, frozenset[str]]:
    """Return git's stable patch-ids of each commit's change; what cannot be read is left out.

    There is one for each way to write the change as a diff; usually all are
    alike. Only a thorough look tries the unusual ways.
    """
    found: dict[str, set[str]] = {}
    for manner in (*_USUAL, *(_UNUSUAL if thorough else ())) if commits else ():
        options = (*_PLAIN, *_AS_POSTED, *manner, "--stdin")
        with (
            git.stream("diff-tree", *options, given=commits) as diffs,
            git.stream("patch-id", "--stable", source=diffs.output) as ids,
        ):
            lines = ids.output.read().split(b"\n")
            ids.finish()
            diffs.finish(forgiven=_ANY_STATUS)
        for line in lines:
            patch_id, gap, commit = line.partition(b" ")
            if gap:
                found.setdefault(as_text(commit), set()).add(as_text(patch_id))
    return {commit: frozenset(patch_ids) for commit, patch_ids in found.items()}


def read_net_changes(git: Git, commits: Sequence[str]) -> Mapping[str, str]:
    """Return the net change of each commit; what cannot be read is left out."""
    if not commits:
        return {}
    # nobody can write a commit that contains a mark made after it
    mark = f"commit-{secrets.token_hex(16)} "
    options = (*_PLAIN, "-p", "--unified=0", "--no-renames", f"--format={mark}%H", "--stdin")
    with git.stream("diff-tree", "--no-color", *options, given=commits) as stream:
        output = as_text(stream.output.read())
        stream.finish(forgiven=_ANY_STATUS)
    diffs = (part.partition("\n") for part in output.split(mark)[1:])
    return {commit: net_change(diff) for commit, _, diff in diffs}
