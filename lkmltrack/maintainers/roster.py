"""One edition of MAINTAINERS with what it takes to ask it: the index and the tree around it."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lkmltrack.maintainers.lookup import Index
    from lkmltrack.maintainers.signers import History
    from lkmltrack.model.audience import Edition


class Roster:
    """An edition of MAINTAINERS, as of a day or as it is now."""

    __slots__ = ("content_of", "edition", "history", "ignored", "index", "is_folder")

    def __init__(
        self,
        edition: "Edition",
        index: "Index",
        *,
        is_folder: "Callable[[str], bool] | None" = None,
        content_of: "Callable[[str], bytes]" = lambda path: b"",
        history: "History | None" = None,
        ignored: tuple[str, ...] = (),
    ) -> None:
        self.edition = edition
        self.index = index
        self.is_folder = is_folder
        """Tells whether the tree had a folder of that name; None when there is no tree."""
        self.content_of = content_of
        """What a file of the tree held; nothing when there is none."""
        self.history = history
        self.ignored = ignored
        """Who does not want to be found by commits: the lines of ``.get_maintainer.ignore``."""
