"""A fetched copy of MAINTAINERS: whole or not at all, from where it may come, and in time."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lkmltrack.adapters.maintainers_index import fetching
from lkmltrack.adapters.maintainers_index.downloading import Limits, checked, download
from lkmltrack.adapters.maintainers_index.fetching import (
    DEFAULT_URL,
    fetched_edition,
    fetched_folder,
    update,
)
from lkmltrack.errors import (
    ArchiveError,
    BadAnswerError,
    InterruptedPull,
    RefusedError,
    UnreachableError,
    UsageError,
)
from tests.servers import (
    Behaviour,
    FaultyServer,
    answer,
    cut,
    cut_chunks,
    drip,
    drip_header,
    hang,
    hang_in_body,
    redirect,
    redirect_to_itself,
    reset,
    without_length,
)

TEXT = b"\tpreamble\n\nMEMORY\nM:\tAda Author <ada@example.org>\nL:\tmm@example.org\nF:\tmm/\n"
NEWER = TEXT + b"\nNETWORK\nM:\tBo Binding <bo@example.org>\nF:\tnet/\n"
MAP = b"Ada Author <ada@example.org> <old@example.org>\n"
IGNORED = b"# who is not asked\nGus Signer <gus@example.org>\n"
QUICK = Limits(connecting=2.0, silence=0.4, whole=0.9, size=100_000)


def say_nothing(what: str, done: int, total: int | None) -> None:
    pass


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer() as running:
        running.on("/tree/MAINTAINERS", answer(200, TEXT, content_type="text/plain"))
        running.on("/tree/.mailmap", answer(200, MAP))
        running.on("/tree/.get_maintainer.ignore", answer(200, IGNORED))
        yield running


@pytest.fixture
def environment(own_home: Path) -> dict[str, str]:
    return {"HOME": str(own_home), "XDG_CACHE_HOME": str(own_home / "cache")}


def fetch(server: FaultyServer, environment: dict[str, str], limits: Limits = QUICK) -> str:
    return update(f"{server.url}/tree/", environment, say_nothing, limits).place


def copy(environment: dict[str, str]) -> dict[str, bytes]:
    folder = Path(fetched_folder(environment))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_before_the_first_update_there_is_no_copy(environment: dict[str, str]) -> None:
    assert fetched_folder(environment) == ""
    assert fetched_edition(environment) is None
    assert fetched_folder({}) == ""


def test_all_three_files_are_fetched(server: FaultyServer, environment: dict[str, str]) -> None:
    edition = update(f"{server.url}/tree/", environment, say_nothing)
    assert edition.place == f"{fetched_folder(environment)}/MAINTAINERS"
    assert edition.date is not None
    assert abs(edition.date - datetime.now(UTC)) < timedelta(minutes=1)
    assert fetched_edition(environment) == edition
    assert copy(environment) == {
        "MAINTAINERS": TEXT,
        ".mailmap": MAP,
        ".get_maintainer.ignore": IGNORED,
    }


@pytest.mark.parametrize("form", ["/tree", "/tree/", "/tree/MAINTAINERS", "/tree#top"])
def test_the_address_may_be_that_of_the_folder_or_of_the_file(
    form: str, server: FaultyServer, environment: dict[str, str]
) -> None:
    update(f"{server.url}{form}", environment, say_nothing)
    assert server.asked[0].path == "/tree/MAINTAINERS"


def test_a_query_stays_at_the_end(server: FaultyServer, environment: dict[str, str]) -> None:
    update(f"{server.url}/tree/?h=v6.1", environment, say_nothing)
    assert [asked.path for asked in server.asked] == [
        "/tree/MAINTAINERS?h=v6.1",
        "/tree/.mailmap?h=v6.1",
        "/tree/.get_maintainer.ignore?h=v6.1",
    ]


def test_what_a_tree_does_not_have_is_left_out(
    server: FaultyServer, environment: dict[str, str]
) -> None:
    server.on("/tree/.mailmap", answer(404))
    server.on("/tree/.get_maintainer.ignore", answer(410))
    fetch(server, environment)
    assert copy(environment) == {"MAINTAINERS": TEXT}


def test_a_new_copy_takes_the_place_of_the_old_one(
    server: FaultyServer, environment: dict[str, str]
) -> None:
    fetch(server, environment)
    old = fetched_folder(environment)
    server.on("/tree/MAINTAINERS", answer(200, NEWER))
    fetch(server, environment)
    assert copy(environment)["MAINTAINERS"] == NEWER
    # whoever began with the old one can still read it to the end
    assert Path(old, "MAINTAINERS").read_bytes() == TEXT


def test_old_copies_are_removed_after_a_while(
    server: FaultyServer, environment: dict[str, str]
) -> None:
    fetch(server, environment)
    old = Path(fetched_folder(environment))
    left_over = Path(f"{old}.link")
    left_over.symlink_to("nowhere")
    for path in (old, left_over):
        os.utime(path, (time.time() - 9_999,) * 2, follow_symlinks=False)
    fetch(server, environment)
    assert not old.exists()
    assert not left_over.is_symlink()
    assert copy(environment)["MAINTAINERS"] == TEXT


FAULTS: dict[str, tuple[Behaviour, type[ArchiveError], str]] = {
    "not there": (answer(404), RefusedError, "404 Not Found"),
    "broken server": (answer(503), RefusedError, "503 Service Unavailable"),
    "strange status": (answer(799), RefusedError, "799"),
    "no content": (answer(204), RefusedError, "204"),
    "empty": (answer(200, b""), BadAnswerError, "no MAINTAINERS file"),
    "a page": (answer(200, b"\n <!DOCTYPE html><p>M:\tx"), BadAnswerError, "a web page"),
    "told as a page": (
        answer(200, TEXT, content_type="text/html; charset=utf-8"),
        BadAnswerError,
        "a web page",
    ),
    "another text": (answer(200, b"Linux kernel\n============\n"), BadAnswerError, "no MAINT"),
    "no people": (answer(200, b"A\nF:\tmm/\n"), BadAnswerError, "no MAINTAINERS file"),
    "no text": (answer(200, TEXT + b"\0\n"), BadAnswerError, "no text"),
    "too large": (answer(200, TEXT + b"#" * 200_000 + b"\n"), BadAnswerError, "larger than"),
    "packed": (answer(200, TEXT, content_encoding="gzip"), BadAnswerError, "packed"),
    "cut": (cut(TEXT, after=40), BadAnswerError, "broke off"),
    "cut chunks": (cut_chunks(TEXT, after=40), BadAnswerError, "broke off"),
    "cut without length": (without_length(TEXT[:-3]), BadAnswerError, "within a line"),
    "reset": (reset(), UnreachableError, "no connection"),
    "silent": (hang(), UnreachableError, "no answer in time"),
    "silent in the body": (hang_in_body(TEXT), UnreachableError, "in time|no connection"),
    "slow body": (drip(TEXT, every=0.1), UnreachableError, "not done within 0.9 seconds"),
    "slow header": (drip_header(every=0.1), UnreachableError, "not done within 0.9 seconds"),
    "going round": (redirect_to_itself(), BadAnswerError, "again and again"),
    "to a file": (redirect("file:///etc/passwd"), BadAnswerError, "another kind of address"),
    "to https": (redirect("https://127.0.0.1:9/"), BadAnswerError, "another kind of address"),
    "to outside": (redirect("http://192.0.2.1/"), BadAnswerError, "only fetched over https"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_goes_wrong_names_the_address_and_leaves_the_old_copy(
    fault: str, server: FaultyServer, environment: dict[str, str]
) -> None:
    fetch(server, environment)
    before = fetched_folder(environment), copy(environment)
    behaviour, kind, words = FAULTS[fault]
    server.on("/tree/MAINTAINERS", behaviour)
    began = time.monotonic()
    with pytest.raises(kind, match=words) as caught:
        fetch(server, environment)
    assert time.monotonic() - began < 4
    assert server.url in caught.value.what
    assert "--update URL" in caught.value.hint
    assert "stays" in caught.value.hint
    assert caught.value.url.startswith(server.url)
    assert (fetched_folder(environment), copy(environment)) == before


@pytest.mark.parametrize(
    "behaviour", [answer(500), answer(200, b"<html><p>gone"), cut(MAP, after=9)]
)
def test_a_failure_of_the_mailmap_fails_it_all(
    behaviour: Behaviour, server: FaultyServer, environment: dict[str, str]
) -> None:
    server.on("/tree/.mailmap", behaviour)
    with pytest.raises(ArchiveError, match=r"/tree/\.mailmap"):
        fetch(server, environment)
    assert fetched_folder(environment) == ""


def test_a_mailmap_may_begin_with_an_address(
    server: FaultyServer, environment: dict[str, str]
) -> None:
    server.on("/tree/.mailmap", answer(200, b"<new@example.org> <old@example.org>\n"))
    fetch(server, environment)
    assert ".mailmap" in copy(environment)


def test_a_redirect_on_the_same_server_is_followed(
    server: FaultyServer, environment: dict[str, str]
) -> None:
    server.on("/other/MAINTAINERS", redirect("/tree/MAINTAINERS", 301))
    update(f"{server.url}/other", environment, say_nothing, QUICK)
    assert copy(environment) == {"MAINTAINERS": TEXT}


def test_chunks_and_what_ends_with_the_connection_are_read(
    server: FaultyServer, environment: dict[str, str]
) -> None:
    server.on("/tree/MAINTAINERS", without_length(NEWER))
    fetch(server, environment)
    assert copy(environment)["MAINTAINERS"] == NEWER


def test_no_login_and_no_cookie_is_sent(
    server: FaultyServer, environment: dict[str, str], own_home: Path
) -> None:
    (own_home / ".netrc").write_text("machine 127.0.0.1 login ada password secret\n")
    (own_home / ".netrc").chmod(0o600)
    server.on("/tree/MAINTAINERS", answer(200, TEXT, set_cookie="a=b"))
    fetch(server, environment)
    assert {"authorization", "cookie"}.isdisjoint(
        name for asked in server.asked for name in asked.headers
    )


def test_a_proxy_is_not_asked_for_what_is_on_this_machine(
    server: FaultyServer, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    fetch(server, environment)
    assert copy(environment)["MAINTAINERS"] == TEXT


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tree",
        "/etc/passwd",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://example.org/",
        "http://localhost/",
        "http://127.0.0.1.example.org/",
        "https://ada:secret@example.org/",
        "https://example.org/a b",
        "https://example.org/\n",
        "https://[::1/",
        "https://example.org:port/",
        "https:///tree",
    ],
)
def test_an_address_that_is_not_safe_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", [DEFAULT_URL, "http://127.0.0.1/", "http://[::1]:80/"])
def test_https_is_taken_and_http_on_this_machine(url: str) -> None:
    checked(url)


def test_an_empty_address_stands_for_mainline(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(url: str, *others: object) -> dict[str, bytes]:
        asked.append(url)
        raise UnreachableError("x", url=url)

    monkeypatch.setattr("lkmltrack.adapters.maintainers_index.downloading.download", refuse)
    with pytest.raises(UnreachableError):
        update("", environment, say_nothing)
    assert asked == [DEFAULT_URL]


def test_without_a_home_there_is_no_place_for_a_copy(server: FaultyServer) -> None:
    with pytest.raises(UsageError, match="no place"):
        update(f"{server.url}/tree/", {}, say_nothing)
    assert server.asked == []


def test_a_cache_that_cannot_be_written_is_named(
    server: FaultyServer, environment: dict[str, str], own_home: Path
) -> None:
    (own_home / "cache").write_text("no folder")
    with pytest.raises(UsageError, match="cannot write the copy"):
        fetch(server, environment)


def test_a_folder_that_others_may_write_to_is_neither_used_nor_written(
    server: FaultyServer, environment: dict[str, str], own_home: Path
) -> None:
    fetch(server, environment)
    place = own_home / "cache" / "lkmltrack" / "tree"
    place.chmod(0o777)
    assert fetched_folder(environment) == ""
    with pytest.raises(UsageError, match="others"):
        fetch(server, environment)
    place.chmod(0o700)
    assert fetched_folder(environment) != ""


def test_what_ends_while_it_writes_leaves_the_old_copy(
    server: FaultyServer, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(server, environment)
    before = copy(environment)
    place = Path(fetched_folder(environment)).parent
    names = sorted(path.name for path in place.iterdir())

    def interrupt(folder: str, place: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fetching, "_lead_to", interrupt)
    with pytest.raises(KeyboardInterrupt):
        fetch(server, environment)
    assert copy(environment) == before
    assert sorted(path.name for path in place.iterdir()) == names


def test_progress_is_told_and_may_stop_it(server: FaultyServer) -> None:
    told: list[tuple[str, int, int | None]] = []

    def listen(what: str, done: int, total: int | None) -> None:
        told.append((what, done, total))

    download(f"{server.url}/tree/", listen)
    assert told[0] == ("bytes", len(TEXT), len(TEXT))

    def stop(what: str, done: int, total: int | None) -> None:
        raise InterruptedPull("enough")

    with pytest.raises(InterruptedPull):
        download(f"{server.url}/tree/", stop)


@pytest.fixture(scope="module")
def own_certificate(tmp_path_factory: pytest.TempPathFactory, oracle: Callable[[str], str]) -> Path:
    """A certificate that only this machine has signed."""
    target = tmp_path_factory.mktemp("certificate") / "both.pem"
    subprocess.run(
        [oracle("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
        + ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
        + ["-keyout", str(target), "-out", str(target.with_suffix(".crt"))],
        check=True,
        capture_output=True,
    )
    with target.open("a") as file:
        file.write(target.with_suffix(".crt").read_text())
    return target


def test_tls_needs_a_certificate_that_somebody_vouches_for(
    own_certificate: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultyServer(own_certificate) as server:
        server.on("/tree/MAINTAINERS", answer(200, TEXT))
        with pytest.raises(UnreachableError, match=r"self.signed certificate") as caught:
            fetch(server, environment, Limits())
        assert "REQUESTS_CA_BUNDLE" in caught.value.hint
        assert server.asked == []
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(own_certificate.with_suffix(".crt")))
        fetch(server, environment, Limits())
    assert copy(environment) == {"MAINTAINERS": TEXT}


def test_tls_ends_in_time_too(
    own_certificate: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(own_certificate.with_suffix(".crt")))
    with FaultyServer(own_certificate) as server:
        server.on("/tree/MAINTAINERS", drip(TEXT, every=0.1))
        with pytest.raises(UnreachableError, match="not done within"):
            fetch(server, environment)
