"""``demo``: everything on a sample inbox, in a database that is thrown away."""

from argparse import ArgumentParser
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from lkmltrack.cli.call import Call
from lkmltrack.cli.list_proposals import print_overviews
from lkmltrack.errors import BadInputError
from lkmltrack.tracker.stories import overviews
from lkmltrack.tracker.tracking import track

DESCRIPTION = """\
Tracks the sample inbox that comes with lkmltrack (invented people, an invented
proposal) in a database that is thrown away afterwards, and prints the overview.
It needs no network, no git repository and no settings.
"""
EXAMPLES = (
    ("demo --no-tui", "print the overview of the sample"),
    ("demo --no-tui --keep demo-copy", "keep it, to try the other commands on it"),
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare how much of a demo it is."""
    parser.add_argument("--no-tui", action="store_true", help="print the overview and end")
    parser.add_argument(
        "--keep", metavar="DIR", default="", help="put database and sample there and keep them"
    )


def run(call: Call) -> int:
    """Track the sample, and print the overview."""
    kept = call.arguments.keep
    if kept:
        return _shown(Path(kept), call)
    with TemporaryDirectory(prefix="lkmltrack-demo-") as folder:
        return _shown(Path(folder), call)


def _shown(folder: Path, call: Call) -> int:
    """Fill a database in this folder, and print its overview."""
    inbox = folder / "inbox"
    mailboxes = _copy_sample(inbox)
    with call.elsewhere(database=str(folder / "demo.db"), archive=str(inbox)) as demo:
        with demo.progress() as progress:
            track([str(path) for path in mailboxes], demo.outside, progress=progress)
        status = print_overviews(overviews(demo.outside), demo)
    if call.arguments.keep:
        call.remark(f"kept: lkmltrack --db {folder / 'demo.db'} --archive {inbox} show 1")
    return status


def _copy_sample(inbox: Path) -> list[Path]:
    """Write the sample's mailboxes where they can be read as files, also out of a zipped package."""
    try:
        inbox.mkdir(parents=True, exist_ok=True)
        copies = []
        for resource in sorted((files("lkmltrack") / "sample").iterdir(), key=lambda r: r.name):
            if resource.name.endswith(".mbox"):
                copies.append(inbox / resource.name)
                copies[-1].write_bytes(resource.read_bytes())
    except OSError as error:
        raise BadInputError(f"cannot write to {inbox}: {error.strerror}") from error
    return copies
