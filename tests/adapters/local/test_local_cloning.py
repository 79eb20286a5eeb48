import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lkmltrack.adapters.mailbox import LocalMailboxes, clone_epoch
from lkmltrack.errors import (
    ArchiveError,
    BadInputError,
    InterruptedPull,
    RefusedError,
    UnreachableError,
    UsageError,
)
from lkmltrack.mail.parse import message_id_of
from tests.servers import PublicInboxServer, invented_mail, need_public_inbox

Mail = Callable[..., bytes]
Epoch = Callable[..., Path]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The URL of a server on loopback that gives out the folder ``served``."""
    (tmp_path / "served").mkdir()
    handler = partial(_Quiet, directory=str(tmp_path / "served"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def read(place: Path) -> list[bytes]:
    return [raw for b in LocalMailboxes().source(place).batches("", 100) for raw in b.raws]


def test_clones_from_a_path_and_goes_on(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    origin = epoch(tmp_path / "origin.git", [mail("one")])
    clone_epoch(str(origin), tmp_path / "mirror" / "0.git")
    assert read(tmp_path / "mirror" / "0.git") == [mail("one")]
    epoch(origin, [mail("two")])
    clone_epoch(str(origin), tmp_path / "mirror" / "0.git")
    assert read(tmp_path / "mirror" / "0.git") == [mail("one"), mail("two")]


def test_clones_over_http_from_loopback(
    tmp_path: Path, served: str, epoch: Epoch, mail: Mail, git: Callable[..., str]
) -> None:
    origin = epoch(tmp_path / "served" / "0", [mail("one"), mail("two")])
    git(origin, "update-server-info")
    clone_epoch(f"{served}/0", tmp_path / "0.git")
    assert read(tmp_path / "0.git") == [mail("one"), mail("two")]


def test_a_clone_can_be_used_by_git_itself(
    tmp_path: Path, epoch: Epoch, mail: Mail, git: Callable[..., str]
) -> None:
    origin = epoch(tmp_path / "origin.git", [mail("one")])
    git(origin, "branch", "-m", "master", "main")
    git(origin, "symbolic-ref", "HEAD", "refs/heads/main")
    clone_epoch(str(origin), tmp_path / "0.git")
    assert git(tmp_path / "0.git", "log", "--format=%s").strip() == "x"
    assert git(tmp_path / "0.git", "config", "remote.origin.mirror").strip() == "true"
    git(tmp_path / "0.git", "fetch", "-q")


def test_what_is_interrupted_is_told_and_taken_up_again(
    tmp_path: Path, epoch: Epoch, mail: Mail
) -> None:
    origin = epoch(tmp_path / "origin.git", [mail("one")])

    def stop(what: str, done: int, total: int | None) -> None:
        raise InterruptedPull("enough")

    with pytest.raises(InterruptedPull):
        clone_epoch(str(origin), tmp_path / "0.git", stop)
    assert os.listdir(tmp_path / "0.git" / "objects" / "pack") == []
    with pytest.raises(BadInputError, match="interrupted"):
        read(tmp_path / "0.git")
    clone_epoch(str(origin), tmp_path / "0.git")
    assert read(tmp_path / "0.git") == [mail("one")]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "--upload-pack=touch canary",
        "-u",
        "ext::sh -c 'touch canary'",
        "fd::3",
        "ssh://example.org/0",
        "git://example.org/0",
        "user@example.org:0",
        "http://example.org/0",
        "https://user:secret@example.org/0",
        "file://example.org/0",
        "https://example.org/0\n--upload-pack=x",
        "relative/path",
    ],
)
def test_other_urls_are_refused_before_git_sees_them(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as told:
        clone_epoch(url, tmp_path / "0.git")
    assert "secret" not in str(told.value)
    assert os.listdir(tmp_path) == []


def test_a_server_that_does_not_listen_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match="http://127.0.0.1:1/0") as told:
        clone_epoch("http://127.0.0.1:1/0", tmp_path / "0.git")
    assert told.value.url == "http://127.0.0.1:1/0"


def test_what_a_server_does_not_have_is_named_and_nothing_is_left(
    tmp_path: Path, served: str
) -> None:
    with pytest.raises(RefusedError, match="/7") as told:
        clone_epoch(f"{served}/7", tmp_path / "7.git")
    assert told.value.status == 404
    assert not (tmp_path / "7.git").exists()


def test_a_page_instead_of_a_repository_is_named(tmp_path: Path, served: str) -> None:
    (tmp_path / "served" / "info").mkdir()
    (tmp_path / "served" / "info" / "refs").write_text("<html>prove that you are no robot</html>")
    with pytest.raises(ArchiveError, match="could not be cloned"):
        clone_epoch(served, tmp_path / "0.git")
    assert not (tmp_path / "0.git").exists()


def test_a_path_that_is_no_repository_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="nowhere"):
        clone_epoch(str(tmp_path / "nowhere"), tmp_path / "0.git")


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    origin = epoch(tmp_path / "origin.git", [mail("one")])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(BadInputError, match="something else"):
        clone_epoch(str(origin), tmp_path / "mine")
    assert os.listdir(tmp_path / "mine") == ["thesis.txt"]


def test_a_clone_of_another_list_is_left_alone(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    one = epoch(tmp_path / "one.git", [mail("one")])
    two = epoch(tmp_path / "two.git", [mail("two")])
    clone_epoch(str(one), tmp_path / "0.git")
    with pytest.raises(BadInputError, match="a clone of"):
        clone_epoch(str(two), tmp_path / "0.git")
    assert read(tmp_path / "0.git") == [mail("one")]


def test_a_redirect_to_a_file_is_not_followed(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    origin = epoch(tmp_path / "origin.git", [mail("one")])

    class Redirect(_Quiet):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", f"file://{origin}{self.path.removeprefix('/0')}")
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Redirect) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            with pytest.raises(ArchiveError):
                clone_epoch(f"http://127.0.0.1:{server.server_port}/0", tmp_path / "0.git")
        finally:
            server.shutdown()
            thread.join()
    assert not (tmp_path / "0.git").exists()


def test_a_list_of_a_real_server_is_cloned_and_goes_on(tmp_path: Path) -> None:
    need_public_inbox()
    mails = [invented_mail("one@example.org", "one", "Hello.\n")]
    later = invented_mail("two@example.org", "two", "Hello again.\n")
    server = PublicInboxServer(tmp_path / "server")
    server.add("lists", mails)
    with server:
        clone_epoch(f"{server.url('lists')}/0", tmp_path / "0.git")
        assert list(map(message_id_of, read(tmp_path / "0.git"))) == ["one@example.org"]
        server.add("lists", [later])
        clone_epoch(f"{server.url('lists')}/0", tmp_path / "0.git")
    assert list(map(message_id_of, read(tmp_path / "0.git"))) == [
        "one@example.org",
        "two@example.org",
    ]
