"""Mail on this computer: files, folders, maildirs, and public-inbox git repositories."""

from lkmltrack.adapters.mailbox.cloning import clone_epoch
from lkmltrack.adapters.mailbox.local_archive import LocalArchive
from lkmltrack.adapters.mailbox.mailboxes import LocalMailboxes

__all__ = ["LocalArchive", "LocalMailboxes", "clone_epoch"]
