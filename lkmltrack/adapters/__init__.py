"""The outside world, one thing per module; none knows another."""

import os

GIT_GUARDS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "gc.auto=0",
    "log.showSignature=false",
    "maintenance.auto=false",
    "protocol.allow=never",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
)
"""Settings that keep git from running what a repository's own config names.

``protocol.allow`` also stops a partial clone from fetching what it lacks: it
would run the upload-pack that its config names.
"""

GIT_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
"""What a git process is given on top of our own environment."""


# a git hook, whence we may be called, has some of these set
_REDIRECTING = frozenset(
    (
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_EXTERNAL_DIFF",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    )
)


def guarded_git(*arguments: str) -> list[str]:
    """Return a git command line that runs nothing a repository's config names."""
    command = ["git", "--no-pager"]
    for setting in GIT_GUARDS:
        command += ["-c", setting]
    return [*command, *arguments]


def git_environment() -> dict[str, str]:
    """Return the environment for git without what would lead it to another repository."""
    kept = {name: value for name, value in os.environ.items() if name not in _REDIRECTING}
    return kept | GIT_ENVIRONMENT
