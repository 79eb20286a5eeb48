import resource
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lkmltrack.adapters.mailbox import LocalMailboxes
from lkmltrack.errors import BadInputError
from lkmltrack.mail.parse import message_id_of
from lkmltrack.tracker.ports import Source

Epoch = Callable[..., Path]
Mail = Callable[..., bytes]
Git = Callable[..., str]


def source(path: Path) -> Source:
    return LocalMailboxes().source(path)


def read_from(path: Path, cursor: str = "") -> list[bytes]:
    return [raw for batch in source(path).batches(cursor, 100) for raw in batch.raws]


def last_cursor(path: Path, cursor: str = "") -> str:
    *_, batch = source(path).batches(cursor, 100)
    return batch.cursor


def test_reads_an_epoch_oldest_first_byte_for_byte(
    tmp_path: Path, epoch: Epoch, mail: Mail
) -> None:
    raws = [mail("one"), b"", mail("two", body="no line end"), b"\x00\xff\r\n" * 9, mail("three")]
    assert read_from(epoch(tmp_path / "0.git", raws)) == raws
    assert source(tmp_path / "0.git").total() == 5


def test_reads_in_batches_of_the_size_asked_for(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    epoch(tmp_path / "0.git", [mail(str(number)) for number in range(10)])
    assert [len(batch.raws) for batch in source(tmp_path / "0.git").batches("", 4)] == [4, 4, 2]


def test_every_cursor_goes_on_without_loss(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    raws = [mail(str(number)) for number in range(7)]
    for number, part in enumerate((raws[:3], raws[3:])):
        epoch(tmp_path / "git" / f"{number}.git", part)
    read: list[bytes] = []
    for batch in source(tmp_path).batches("", 1):
        read += batch.raws
        assert read + read_from(tmp_path, batch.cursor) == raws
    assert read == raws


def test_goes_on_with_new_mail_and_new_epochs(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    epoch(tmp_path / "git" / "9.git", [mail("one")])
    cursor = last_cursor(tmp_path)
    epoch(tmp_path / "git" / "9.git", [mail("two")])
    epoch(tmp_path / "git" / "10.git", [mail("three")])
    assert read_from(tmp_path, cursor) == [mail("two"), mail("three")]


def test_reads_every_inbox_of_a_mirror(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    epoch(tmp_path / "lists" / "linux-b" / "git" / "0.git", [mail("b")])
    epoch(tmp_path / "lists" / "linux-a" / "git" / "0.git", [mail("a")])
    epoch(tmp_path / "lists" / "linux-a" / "all.git", [mail("umbrella")])
    assert read_from(tmp_path) == [mail("a"), mail("b")]


def test_removals_are_survived(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    place = epoch(tmp_path / "0.git", [mail("one"), None, mail("two"), None])
    assert read_from(place) == [mail("one"), mail("two")]
    cursor = last_cursor(place)
    assert list(source(place).batches(cursor, 9)) == []
    epoch(place, [mail("three")])
    assert read_from(place, cursor) == [mail("three")]


def test_a_mail_that_is_repeated_is_read_again(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    raws = [mail("one"), mail("two"), mail("one"), mail("three"), mail("one")]
    assert read_from(epoch(tmp_path / "0.git", raws)) == raws


def test_a_purged_mail_is_passed_over(tmp_path: Path, epoch: Epoch, mail: Mail, git: Git) -> None:
    place = epoch(tmp_path / "0.git", [mail("one")])
    empty = git(place, "mktree", given=b"").strip()
    tip = git(place, "commit-tree", empty, "-p", "master", "-m", "purged").strip()
    git(place, "update-ref", "refs/heads/master", tip)
    epoch(place, [mail("two")])
    assert read_from(place) == [mail("one"), mail("two")]


def test_rewritten_history_is_read_again_from_the_start(
    tmp_path: Path, epoch: Epoch, mail: Mail
) -> None:
    place = epoch(tmp_path / "0.git", [mail("secret"), mail("two")])
    cursor = last_cursor(place)
    shutil.rmtree(place)
    epoch(place, [mail("two"), mail("three")])
    assert read_from(place, cursor) == [mail("two"), mail("three")]


def test_a_shallow_clone_gives_what_it_has(
    tmp_path: Path, epoch: Epoch, mail: Mail, git: Git
) -> None:
    place = epoch(tmp_path / "full.git", [mail(str(number)) for number in range(5)])
    git(tmp_path, "clone", "-q", "--bare", "--depth=2", f"file://{place}", "0.git")
    assert read_from(tmp_path / "0.git") == [mail("3"), mail("4")]
    cursor = last_cursor(tmp_path / "0.git")
    epoch(place, [mail("5")])
    git(tmp_path / "0.git", "fetch", "-q", f"file://{place}", "master:master")
    assert read_from(tmp_path / "0.git", cursor) == [mail("5")]


def test_an_empty_epoch_has_no_mail_and_no_fault(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    epoch(tmp_path / "git" / "0.git", [])
    epoch(tmp_path / "git" / "1.git", [mail("one")])
    assert read_from(tmp_path) == [mail("one")]


def test_an_interrupted_clone_is_told_after_the_epochs_before_it(
    tmp_path: Path, epoch: Epoch, mail: Mail
) -> None:
    epoch(tmp_path / "git" / "0.git", [mail("one")])
    place = epoch(tmp_path / "git" / "1.git", [])
    (place / "objects" / "pack" / "tmp_pack_a1b2c3").write_bytes(b"PACK")
    batches = source(tmp_path).batches("", 100)
    assert next(batches).raws == [mail("one")]
    with pytest.raises(BadInputError, match=r"1\.git: this clone was interrupted"):
        next(batches)
    assert source(tmp_path).total() is None


def test_a_repository_without_a_config_is_read(tmp_path: Path, epoch: Epoch, mail: Mail) -> None:
    place = epoch(tmp_path / "0.git", [mail("one")])
    (place / "config").unlink()
    assert read_from(place) == [mail("one")]


def test_a_head_that_names_no_branch_is_made_up_for(
    tmp_path: Path, epoch: Epoch, mail: Mail
) -> None:
    place = epoch(tmp_path / "0.git", [mail("one")])
    (place / "HEAD").write_text("ref: refs/heads/main\n")
    assert read_from(place) == [mail("one")]


def test_a_checkout_of_an_epoch_is_read(tmp_path: Path, epoch: Epoch, mail: Mail, git: Git) -> None:
    epoch(tmp_path / "0.git", [mail("one"), mail("two")])
    git(tmp_path, "clone", "-q", "0.git", "checkout")
    assert read_from(tmp_path / "checkout") == [mail("one"), mail("two")]


def test_another_git_repository_is_refused(tmp_path: Path, git: Git) -> None:
    git(tmp_path, "init", "-q", "tree")
    (tmp_path / "tree" / "mm.c").write_text("int x;\n")
    git(tmp_path / "tree", "add", ".")
    git(tmp_path / "tree", "commit", "-q", "-m", "x")
    with pytest.raises(BadInputError, match="no public-inbox v2 epoch"):
        read_from(tmp_path / "tree" / ".git")


def test_a_damaged_pack_is_told_and_ends(
    tmp_path: Path, epoch: Epoch, mail: Mail, git: Git
) -> None:
    place = epoch(tmp_path / "0.git", [mail(str(n), body=f"{n}\n" * 999) for n in range(200)])
    git(place, "gc", "-q")
    [pack] = (place / "objects" / "pack").glob("*.pack")
    data = bytearray(pack.read_bytes())
    # the mails are behind the commits and the trees
    data[-2000:-1000] = b"\0" * 1000
    pack.chmod(0o600)
    pack.write_bytes(data)
    with pytest.raises(BadInputError, match=r"0\.git: git cannot read this repository"):
        read_from(place)


def test_a_clone_without_its_mails_is_told_and_runs_nothing(
    tmp_path: Path, epoch: Epoch, mail: Mail, git: Git
) -> None:
    place = epoch(tmp_path / "full.git", [mail("one"), mail("two")])
    git(place, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", f"file://{place}", "0.git")
    canary = tmp_path / "canary"
    git(
        tmp_path / "0.git", "config", "remote.origin.uploadpack", f"touch {canary}; git-upload-pack"
    )
    with pytest.raises(BadInputError, match="git cannot read this repository"):
        read_from(tmp_path / "0.git")
    assert not canary.exists()


def test_nothing_that_a_config_names_is_run(
    tmp_path: Path, epoch: Epoch, mail: Mail, git: Git
) -> None:
    place = epoch(tmp_path / "0.git", [mail("one"), mail("two")])
    canary = tmp_path / "canary"
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "fsmonitor"):
        (hooks / hook).write_text(f"#!/bin/sh\ntouch {canary}\n")
        (hooks / hook).chmod(0o755)
    for key, value in {
        "core.fsmonitor": str(hooks / "fsmonitor"),
        "core.hooksPath": str(hooks),
        "core.pager": f"touch {canary}",
        "core.sshCommand": f"touch {canary}",
        "diff.external": f"touch {canary}",
        "log.showSignature": "true",
        "gpg.program": f"touch {canary}",
        "pager.rev-list": f"touch {canary}",
        "alias.cat-file": f"!touch {canary}",
    }.items():
        git(place, "config", key, value)
    cursor = last_cursor(place)
    assert read_from(place) == [mail("one"), mail("two")]
    assert read_from(place, cursor) == []
    assert not canary.exists()


def test_a_git_dir_in_the_environment_is_not_followed(
    tmp_path: Path, epoch: Epoch, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = epoch(tmp_path / "other.git", [mail("other")])
    place = epoch(tmp_path / "0.git", [mail("one")])
    monkeypatch.setenv("GIT_DIR", str(other))
    assert read_from(place) == [mail("one")]


@pytest.mark.parametrize(
    "cursor",
    [
        "rubbish",
        "[]",
        '{"0.git": 3}',
        '{"0.git": "--output=/tmp/x"}',
        '{"0.git": "' + "a" * 40 + '"}',
    ],
)
def test_a_cursor_that_is_none_reads_all(
    tmp_path: Path, epoch: Epoch, mail: Mail, cursor: str
) -> None:
    epoch(tmp_path / "0.git", [mail("one")])
    assert read_from(tmp_path / "0.git", cursor) == [mail("one")]


def test_a_reader_that_stops_leaves_no_process(
    tmp_path: Path, epoch: Epoch, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = epoch(tmp_path / "0.git", [mail(str(n), body="x\n" * 50_000) for n in range(30)])
    children = Path(f"/proc/self/task/{Path('/proc/self').resolve().name}/children")
    before = set(children.read_text().split())  # a server of other tests may run
    batches = source(place).batches("", 1)
    next(batches)
    begun = time.monotonic()
    batches.close()  # type: ignore[attr-defined] # a generator, as every iterator of batches here
    assert time.monotonic() - begun < 5
    assert set(children.read_text().split()) <= before


@pytest.mark.parametrize("name", ["-o.git", "two words.git", "line\nbreak.git", "--upload-pack=x"])
def test_any_name_of_a_repository_will_do(
    tmp_path: Path, epoch: Epoch, mail: Mail, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    epoch(tmp_path / name, [mail("one")])
    monkeypatch.chdir(tmp_path)
    assert read_from(Path(name)) == [mail("one")]


def test_reading_into_a_mailbox_is_refused_with_the_way_out(
    tmp_path: Path, epoch: Epoch, mail: Mail
) -> None:
    epoch(tmp_path / "git" / "0.git", [mail("one")])
    with pytest.raises(BadInputError, match="lkmltrack import"):
        LocalMailboxes().read(tmp_path)


def test_a_real_epoch_is_read_whole_and_in_flat_memory(
    tmp_path: Path, corpus: Path, git: Git
) -> None:
    git(tmp_path, "clone", "-q", "--mirror", str(corpus / "inbox" / "nvdimm-0.bundle"), "0.git")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ids: set[str] = set()
    count = 0
    for batch in source(tmp_path / "0.git").batches("", 1000):
        count += len(batch.raws)
        ids.update(map(message_id_of, batch.raws))
    assert count == 14_925
    assert len(ids) > 14_500
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB
