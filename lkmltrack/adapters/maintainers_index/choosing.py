"""Which tree an answer is read from: as told, as git config says, where we stand, a fetched copy."""

import os
import time

from lkmltrack.adapters.maintainers_index.fetching import fetched_folder
from lkmltrack.adapters.maintainers_index.setting import configured_tree
from lkmltrack.adapters.maintainers_index.tree import folder_with_maintainers
from lkmltrack.errors import TreeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

HOW_TO_NAME_ONE = (
    "name a tree with --tree DIR, or once and for all: git config --global lkmltrack.tree DIR;"
    " without one, lkmltrack maintainers --update fetches the file of mainline"
)


class Chosen:
    """A tree, and what a person ought to know about the choice; an empty place is no tree."""

    __slots__ = ("place", "remark")

    def __init__(self, place: str, remark: str = "") -> None:
        self.place = place
        self.remark = remark


def chosen_tree(told: str, environment: "Mapping[str, str]", here: str) -> Chosen:
    """Return the tree of an answer; ``told`` is what the call names, empty when it names none."""
    told = told or environment.get("LKMLTRACK_TREE", "")
    if told:
        return Chosen(_folder(told, "the kernel tree"))
    around = here if os.path.isfile(f"{here}/MAINTAINERS") else folder_with_maintainers(here)
    if configured := configured_tree(environment, here):
        place = _folder(configured, "the tree of git config lkmltrack.tree,")
        return Chosen(place, _remark_on_another(place, around))
    if around:
        return Chosen(around)
    if fetched := fetched_folder(environment):
        return Chosen(fetched, _remark_on_copy(fetched))
    return Chosen("")


def _folder(told: str, what: str) -> str:
    """Return a folder that somebody named."""
    place = os.path.expanduser(told)
    if not os.path.isdir(place):
        raise TreeError(f"{what} {told} is no folder", "--tree names another one")
    if os.path.isfile(f"{place}/MAINTAINERS"):
        return place
    # a folder inside of a tree stands for the tree
    return folder_with_maintainers(os.path.abspath(place)) or place


def _remark_on_another(place: str, around: str) -> str:
    """Return a word to those who stand in one tree and have another configured."""
    if not around or os.path.realpath(around) == os.path.realpath(place):
        return ""
    return f"{place} is asked, as git config says; --tree {around} asks the tree around you"


def _remark_on_copy(folder: str) -> str:
    """Return which copy it is, and how old."""
    fetched = time.gmtime(os.stat(f"{folder}/MAINTAINERS").st_mtime)
    when = time.strftime("%Y-%m-%d %H:%M UTC", fetched)
    return f"there is no tree, so {folder}/MAINTAINERS is asked, fetched {when}"
