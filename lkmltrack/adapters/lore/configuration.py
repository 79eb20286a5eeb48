"""What git config says about the archive."""

import subprocess

DEFAULT_ARCHIVE = "https://lore.kernel.org/all"
_PATIENCE = 5.0


def archive_url_from_git_config() -> str:
    """Return the archive that b4 is told to use (``b4.midmask``), else lore's ``all``."""
    mask = _git_config("--get", "b4.midmask")
    if not mask.startswith(("https://", "http://")):
        return DEFAULT_ARCHIVE
    return archive_url_from_mask(mask)


def archive_url_from_mask(mask: str) -> str:
    """Return the archive of a URL, in which ``%s`` may stand for the message-id.

    >>> archive_url_from_mask("https://lore.example.org/all/%s")
    'https://lore.example.org/all'
    """
    bare = mask.strip().split("%s", 1)[0]
    return bare.partition("?")[0].partition("#")[0].rstrip("/")


def page_hosts_from_git_config() -> frozenset[str]:
    """Return the hosts that a person allows pages to be fetched from (``lkmltrack.pageHost``)."""
    return frozenset(_git_config("--get-all", "lkmltrack.pageHost").lower().split())


def _git_config(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "config", *arguments],
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return ""  # no git: `doctor` says so, pulling works without
    return done.stdout.decode("utf-8", "replace").strip()
