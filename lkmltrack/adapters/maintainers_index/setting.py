"""The tree that git config names; git is only started where its files could name one.

To start git takes as long as a whole answer. Its files are few and small, and
where none of them holds the words, git cannot know the setting either.
"""

import os

from lkmltrack.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_QUESTION = ("config", "--null", "--includes", "--get", "lkmltrack.tree")
_LARGEST_FILE = 1 << 20
_NOT_SET = 1
# with these git reads other files than those that are looked at here
_REDIRECTING = ("GIT_CONFIG", "GIT_CONFIG_COUNT", "GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE")


def configured_tree(environment: "Mapping[str, str]", here: str) -> str:
    """Return ``lkmltrack.tree`` as git knows it in a folder; empty when nobody set it."""
    if not may_be_configured(environment, here):
        return ""
    status, value = _answer_of_git(environment, here)
    if status not in (0, _NOT_SET):
        raise UsageError(
            "git cannot read its config, which may name the tree",
            "mend it with git config --edit, or say --tree DIR",
        )
    return os.path.expanduser(value) if status == 0 else ""


def may_be_configured(environment: "Mapping[str, str]", here: str) -> bool:
    """Whether git could know the setting in a folder; False is certain, True is not."""
    if any(name in environment for name in _REDIRECTING):
        return True
    if _may_name_tree(os.fsencode(environment.get("GIT_CONFIG_PARAMETERS", ""))):
        return True
    for path in _files_of_person(environment):
        if _may_name_tree(_read(path)):
            return True
    return any(_may_name_tree(data) for data in _contents_of_repository(here))


def _files_of_person(environment: "Mapping[str, str]") -> "Iterator[str]":
    """Yield where git keeps what holds everywhere."""
    if system := environment.get("GIT_CONFIG_SYSTEM", ""):
        yield system
    else:
        yield "/etc/gitconfig"
        # one that was installed elsewhere has its file there
        for folder in environment.get("PATH", "").split(":"):
            if folder and folder != "/usr/bin" and os.path.exists(f"{folder}/git"):
                yield f"{os.path.dirname(folder)}/etc/gitconfig"
    if chosen := environment.get("GIT_CONFIG_GLOBAL", ""):
        yield chosen
        return
    home = environment.get("HOME", "")
    place = environment.get("XDG_CONFIG_HOME", "") or (f"{home}/.config" if home else "")
    if place:
        yield f"{place}/git/config"
    if home:
        yield f"{home}/.gitconfig"


def _contents_of_repository(here: str) -> "Iterator[bytes | None]":
    """Yield the settings of the repository around a folder; None for what is kept elsewhere."""
    folder = here
    while True:
        git = f"{folder}/.git"
        if os.path.isdir(git):
            yield _read(f"{git}/config")
            yield _read(f"{git}/config.worktree")
            return
        if os.path.lexists(git):
            yield None
            return
        if os.path.isfile(f"{folder}/HEAD"):
            yield _read(f"{folder}/config")
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def _may_name_tree(data: bytes | None) -> bool:
    """Whether a file's content could name the tree, or another file that does."""
    if data is None:
        return True
    lower = data.lower()
    return b"include" in lower or (b"lkmltrack" in lower and b"tree" in lower)


def _read(path: str) -> bytes | None:
    """Return what a file holds, nothing when it is missing, None when it cannot be told."""
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError:
        return None
    try:
        data = os.read(number, _LARGEST_FILE)
    except OSError:
        return None
    finally:
        os.close(number)
    return data if len(data) < _LARGEST_FILE else None


def _answer_of_git(environment: "Mapping[str, str]", here: str) -> tuple[int, str]:
    """Return git's exit status and the value; importing subprocess would take longer than git."""
    reading, writing = os.pipe()
    try:
        process = os.posix_spawnp(
            "git",
            ["git", "-C", here, *_QUESTION],
            dict(environment) | {"LC_ALL": "C"},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, writing, 1),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ],
        )
    except OSError:
        # without git there is no setting
        os.close(reading)
        return _NOT_SET, ""
    finally:
        os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        output = pipe.read(_LARGEST_FILE)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return status, os.fsdecode(output.partition(b"\0")[0])
