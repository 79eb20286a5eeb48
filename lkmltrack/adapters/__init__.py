"""The outside world, one thing per module; none knows another."""

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


def guarded_git(*arguments: str) -> list[str]:
    """Return a git command line that runs nothing a repository's config names."""
    command = ["git", "--no-pager"]
    for setting in GIT_GUARDS:
        command += ["-c", setting]
    return [*command, *arguments]
