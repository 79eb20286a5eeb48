"""TLS: no connection without a certificate that somebody vouches for."""

import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lkmltrack.adapters.lore import Limits, LoreArchive
from lkmltrack.errors import InterruptedPull, UnreachableError
from tests.adapters.archive.pulling import MAILS, PACKED, PATH, archive
from tests.servers import FaultyServer, drip, mbox_answer


@pytest.fixture(scope="module")
def own_certificate(tmp_path_factory: pytest.TempPathFactory, oracle: Callable[[str], str]) -> Path:
    """A certificate that only this machine has signed."""
    target = tmp_path_factory.mktemp("certificate") / "both.pem"
    subprocess.run(
        [
            oracle("openssl"),
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=localhost",
        ]
        + ["-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
        + ["-keyout", str(target), "-out", str(target.with_suffix(".crt"))],
        check=True,
        capture_output=True,
    )
    with target.open("a") as file:
        file.write(target.with_suffix(".crt").read_text())
    return target


def test_a_certificate_that_nobody_vouches_for_is_refused(own_certificate: Path) -> None:
    with FaultyServer(own_certificate) as server, archive(server) as lore:
        server.on(PATH, mbox_answer(MAILS))
        with pytest.raises(UnreachableError, match="self.signed certificate") as caught:
            lore.thread("root@example.org")
    assert "REQUESTS_CA_BUNDLE" in caught.value.hint
    assert server.asked == []


def test_a_certificate_that_is_vouched_for_is_taken(
    own_certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = own_certificate.with_suffix(".crt")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with FaultyServer(own_certificate) as server, archive(server) as lore:
        server.on(PATH, mbox_answer(MAILS))
        assert lore.thread("root@example.org") == MAILS


def test_a_tls_connection_is_cut_too(
    own_certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(own_certificate.with_suffix(".crt")))
    with FaultyServer(own_certificate) as server, archive(server, Limits()) as lore:
        server.on(PATH, drip(PACKED, every=0.05))
        timer = threading.Timer(0.3, lore.cancel)
        timer.start()
        began = time.monotonic()
        with pytest.raises(InterruptedPull):
            lore.thread("root@example.org")
        assert time.monotonic() - began < 0.8
        timer.join()


def test_no_tls_is_named(server: FaultyServer) -> None:
    lore = LoreArchive(server.url.replace("http:", "https:") + "/all")
    with lore, pytest.raises(UnreachableError, match="no secure connection"):
        lore.thread("root@example.org")
