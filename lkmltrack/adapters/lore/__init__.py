"""lore.kernel.org and every other public-inbox server, reached through liblore."""

from lkmltrack.adapters.lore.archive import LoreArchive
from lkmltrack.adapters.lore.configuration import DEFAULT_ARCHIVE, archive_url_from_git_config
from lkmltrack.adapters.lore.hosts import page_kinds
from lkmltrack.adapters.lore.limits import Limits

__all__ = [
    "DEFAULT_ARCHIVE",
    "Limits",
    "LoreArchive",
    "archive_url_from_git_config",
    "page_kinds",
]
