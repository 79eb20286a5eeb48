"""The arguments that several commands share."""

from argparse import ArgumentParser

TARGET_HELP = (
    "a proposal's number or name, a Message-ID, an archive's URL, an mbox, .eml or .patch file, "
    "a maildir, a folder of patches, a git revision range, or - for standard input"
)
PROPOSAL_HELP = "a proposal's number, name, or any Message-ID of its threads"


def add_target(parser: ArgumentParser) -> None:
    """Declare one TARGET."""
    parser.add_argument("target", metavar="TARGET", help=TARGET_HELP)


def add_proposal(parser: ArgumentParser) -> None:
    """Declare one PROPOSAL."""
    parser.add_argument("proposal", metavar="PROPOSAL", help=PROPOSAL_HELP)
