"""Web pages of archives and HTML mail, read with lxml."""

from lkmltrack.adapters.pages.lxml_pages import LxmlPages

__all__ = ["LxmlPages"]
