"""Ask the engine about invented texts: what the script would print, line by line."""

from collections.abc import Callable, Sequence

from lkmltrack.maintainers.answer import Inputs, find_answer
from lkmltrack.maintainers.index import build_index
from lkmltrack.maintainers.lookup import Index
from lkmltrack.maintainers.options import Options, parse_options, settle
from lkmltrack.maintainers.patch import Patch
from lkmltrack.maintainers.profiles import Profile, profile_of_script
from lkmltrack.maintainers.signers import History
from tests.maintainers.scripts import SCRIPTS

NEWEST = profile_of_script("")
OLD = profile_of_script(SCRIPTS["6.1"])


class Place:
    """Surroundings that hold what a test puts into them."""

    def __init__(
        self,
        folders: Sequence[str] | None = None,
        contents: dict[str, str] | None = None,
        history: History | None = None,
    ) -> None:
        self._folders = folders
        self._contents = contents or {}
        self.history = history

    @property
    def is_folder(self) -> Callable[[str], bool] | None:
        return None if self._folders is None else self._folders.__contains__

    def content_of(self, path: str) -> bytes:
        return self._contents.get(path, "").encode("utf-8", "surrogateescape")


class FakeHistory:
    """A history in which every file and commit has the same log."""

    def __init__(self, log: str, ignored: list[str]) -> None:
        self._log = log
        self._ignored = ignored

    def log_of_file(self, path: str, since: str) -> str:
        return self._log

    def log_of_commit(self, commit: str) -> str:
        return self._log

    def blame(self, path: str, lines: tuple[int, int] | None) -> str:
        return ""

    def ignored(self) -> list[str]:
        return self._ignored


def index_of(text: str, mailmap: str = "", profile: Profile = NEWEST) -> Index:
    """Return the index of a text, without a file."""
    data = build_index(text, mailmap, profile)
    return Index(lambda start, length: data[start : start + length])


def ask(
    text: str,
    *files: str,
    patch: str | None = None,
    options: str = "",
    mailmap: str = "",
    profile: Profile = NEWEST,
    place: Place | None = None,
) -> list[str]:
    """Return the lines of an answer for paths, or for a patch."""
    index = index_of(text, mailmap, profile)
    asked = Options()
    parse_options(options.split(), asked)
    asked.are_files = int(patch is None)
    settle(asked, is_terminal=False, has_substatus=profile.has_substatus)
    inputs = Inputs()
    for file in files:
        inputs.add_file(file)
    if patch is not None:
        inputs.add_patch(Patch(patch, profile), index, asked)
    return find_answer(inputs, index, asked, place or Place()).lines(asked)


def sections_of(text: str, path: str, place: Place | None = None, options: str = "") -> list[str]:
    """Return the names of a path's sections, the first to be called first."""
    return ask(text, path, options=f"--noemail --nol --subsystem {options}", place=place)
