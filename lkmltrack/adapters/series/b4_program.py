"""A program of its own that has b4 make commits of mails; called by ``b4_ranges``."""

import argparse
import json
import sys
from pathlib import Path

import b4

from lkmltrack.mail.mbox import split_mbox

_SETTINGS = {
    "b4.attestation-policy": "off",
    "b4.attestation-check-dkim": "no",
}
_IDENTITY = ("user.name", "lkmltrack"), ("user.email", "nobody@lkmltrack.invalid")


def main(folder: Path) -> int:
    """Make the commits of both revisions in a repository; leave the ranges in a file there."""
    b4.can_network = False
    b4.setup_config(argparse.Namespace(config=_SETTINGS))
    for key, value in (*_IDENTITY, ("core.hooksPath", "/dev/null"), ("core.fsmonitor", "false")):
        b4.git_run_command(str(folder), ["config", key, value])
    head = (folder / ".git" / "borrowed-head").read_text("utf-8").strip()
    ranges: dict[str, str] = {}
    for name in ("older", "newer"):
        start, end = _commits(folder, name, head)
        if start is None or end is None:
            return 1
        ranges[name] = f"{start}..{end}"
    (folder / ".git" / "ranges.json").write_text(json.dumps(ranges), "utf-8")
    return 0


def _commits(folder: Path, name: str, head: str) -> tuple[str | None, str | None]:
    # a new mailbox each time: asking one twice for a series loses its first patch
    mailbox = b4.LoreMailbox()
    for raw in split_mbox((folder / ".git" / f"{name}.mbox").read_bytes()):
        mailbox.add_message(b4.mailsplit_bytes(raw)[0])
    series = mailbox.get_series(codereview_trailers=False)
    if series is None:
        return None, None
    return series.make_fake_am_range(str(folder), at_base=head)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
