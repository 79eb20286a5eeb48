"""lkmltrack: carry a proposal over Linux-kernel mailing lists, from the first idea to the merge."""

__version__ = "0.1.0"
