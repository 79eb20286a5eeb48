"""People of commits, from small repositories that git itself made."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lkmltrack.adapters.maintainers_index import history as history_module
from lkmltrack.adapters.maintainers_index.history import GitHistory
from lkmltrack.adapters.maintainers_index.tree import MaintainersTree
from lkmltrack.cli.get_maintainer import answer
from lkmltrack.errors import TreeError

ADA, BO, CY, DEE = (f"{name} <{name.lower()}@example.org>" for name in ("Ada", "Bo", "Cy", "Dee"))
LINUS = "Linus Torvalds <torvalds@linux-foundation.org>"
MAINTAINERS = f"""\
KEPT
M:\t{ADA}
S:\tMaintained
F:\tkept/

ORPHAN
S:\tOrphan
F:\torphan/
"""


class Repository:
    """A tree with a history."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "-q")
        self.write("MAINTAINERS", MAINTAINERS)
        self.write("Makefile", "")

    def git(self, *words: str, **environment: str) -> str:
        done = subprocess.run(
            ["git", *words],
            cwd=self.path,
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def commit(self, author: str, *trailers: str, date: str = "", **files: str) -> str:
        """Commit files, whose names have ``__`` for a slash, and return the commit."""
        for name, text in files.items():
            self.write(name.replace("__", "/") + ".c", text)
        self.git("add", "-A")
        message = "thing: change it\n\nA sentence: with a colon.\n\n" + "\n".join(trailers)
        name, _, address = author.removesuffix(">").partition(" <")
        when = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date} if date else {}
        self.git(
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            message,
            GIT_AUTHOR_NAME=name,
            GIT_AUTHOR_EMAIL=address,
            **when,
        )
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "linux")


Asked = Callable[..., list[str]]


@pytest.fixture
def asked(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Asked:
    monkeypatch.chdir(repository.path)

    def ask(*words: str) -> list[str]:
        sys.stdout.flush()
        status = answer(list(words))
        captured = capsys.readouterr()
        assert status == 0, captured.err
        return captured.out.splitlines()

    return ask


def signed(*people: str) -> list[str]:
    return [f"Signed-off-by: {person}" for person in people]


def test_commits_are_asked_where_nobody_maintains_a_file(
    repository: Repository, asked: Asked
) -> None:
    repository.commit(BO, *signed(BO, CY), f"Reviewed-by: {DEE}", kept__x="1\n", orphan__x="1\n")
    repository.commit(BO, *signed(BO), orphan__x="1\n2\n3\n")
    assert asked("-f", "kept/x.c") == [f"{ADA} (maintainer:KEPT)"]
    assert asked("-f", "orphan/x.c") == [
        f"{BO} (commit_signer:2/2=100%,authored:2/2=100%,added_lines:3/3=100%)",
        f"{CY} (commit_signer:1/2=50%)",
        f"{DEE} (commit_signer:1/2=50%)",
    ]
    assert asked("--nogit-fallback", "-f", "orphan/x.c") == []
    assert asked("--git", "-f", "kept/x.c") == [
        f"{ADA} (maintainer:KEPT)",
        f"{BO} (commit_signer:1/1=100%,authored:1/1=100%,added_lines:1/1=100%)",
        f"{CY} (commit_signer:1/1=100%)",
        f"{DEE} (commit_signer:1/1=100%)",
    ]


def test_numbers_and_roles_may_be_left_out(repository: Repository, asked: Asked) -> None:
    repository.commit(BO, *signed(BO), orphan__x="1\n")
    assert asked("--norolestats", "-f", "orphan/x.c") == [BO]
    assert asked("--roles", "--norolestats", "-f", "orphan/x.c") == [
        f"{BO} (commit_signer,authored,added_lines)"
    ]
    assert asked("--norolestats", "--non", "-f", "orphan/x.c") == ["bo@example.org"]


def test_removed_lines_are_counted_too(repository: Repository, asked: Asked) -> None:
    repository.commit(BO, *signed(BO), orphan__x="1\n2\n")
    repository.commit(CY, *signed(CY), orphan__x="1\n")
    assert asked("-f", "orphan/x.c") == [
        f"{BO} (commit_signer:1/2=50%,authored:1/2=50%,added_lines:2/2=100%)",
        f"{CY} (commit_signer:1/2=50%,authored:1/2=50%,removed_lines:1/1=100%)",
    ]


def test_old_commits_do_not_count_unless_asked_for(repository: Repository, asked: Asked) -> None:
    repository.commit(BO, *signed(BO), date="2001-02-03T04:05:06Z", orphan__x="1\n")
    repository.commit(CY, *signed(CY), orphan__x="2\n")
    assert asked("--norolestats", "-f", "orphan/x.c") == [CY]
    assert asked("--norolestats", "--git-since", "30-years-ago", "-f", "orphan/x.c") == [BO, CY]


def test_a_file_is_followed_over_its_renaming(repository: Repository, asked: Asked) -> None:
    repository.commit(BO, *signed(BO), orphan__x="".join(f"{number}\n" for number in range(40)))
    repository.git("mv", "orphan/x.c", "orphan/y.c")
    repository.commit(CY, *signed(CY))
    assert asked("--norolestats", "-f", "orphan/y.c") == [BO, CY]


def test_merges_do_not_count(repository: Repository, asked: Asked) -> None:
    repository.commit(BO, *signed(BO), orphan__x="1\n")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(CY, *signed(CY), orphan__y="1\n")
    repository.git("checkout", "-q", "-")
    message = "merge\n\nSigned-off-by: Dee <dee@example.org>"
    repository.git("merge", "-q", "--no-ff", "-m", message, "side")
    assert asked("--norolestats", "-f", "orphan/") == [BO, CY]


def test_how_many_people_and_how_much_they_did_can_be_chosen(
    repository: Repository, asked: Asked
) -> None:
    people = [f"P{number} <p{number}@example.org>" for number in range(8)]
    for number, person in enumerate(people):
        for turn in range(8 - number):
            repository.commit(BO, *signed(person), orphan__x=f"{number} {turn}\n")
    plain = ["--norolestats", "-f", "orphan/x.c"]
    assert asked(*plain) == [*people[:5], BO]
    assert asked("--git-max-maintainers", "2", *plain) == [*people[:2], BO]
    assert asked("--git-min-percent=20", *plain) == [people[0], BO]
    assert asked("--git-min-signatures=7", *plain) == [*people[:2], BO]


def test_more_kinds_of_trailers_count_when_asked_for(repository: Repository, asked: Asked) -> None:
    repository.commit(BO, *signed(BO), f"Acked-by: {CY}", f"Tested-by: {DEE}", orphan__x="1\n")
    plain = ["--norolestats", "-f", "orphan/x.c"]
    assert asked(*plain) == [BO, CY]
    assert asked("--git-all-signature-types", *plain) == [BO, CY, DEE]


def test_who_does_not_want_to_be_found_is_left_out(repository: Repository, asked: Asked) -> None:
    repository.write(".get_maintainer.ignore", f"# not these\n\n  {CY}  \nnobody\n")
    repository.commit(BO, *signed(BO, CY), orphan__x="1\n", kept__x="1\n")
    assert asked("--norolestats", "-f", "orphan/x.c") == [BO]
    # who is named in MAINTAINERS is called nevertheless
    repository.write(".get_maintainer.ignore", f"{ADA}\n")
    assert asked("--norolestats", "-f", "kept/x.c") == [ADA]


def test_the_ignore_file_of_the_person_counts_where_the_tree_has_none(
    repository: Repository, asked: Asked, own_home: Path
) -> None:
    (own_home / ".get_maintainer.ignore").write_text(f"{CY}\n")
    repository.commit(BO, *signed(BO, CY), orphan__x="1\n")
    assert asked("--norolestats", "-f", "orphan/x.c") == [BO]


def test_the_mailmap_counts_for_signers(repository: Repository, asked: Asked) -> None:
    repository.write(".mailmap", "Bo <new@example.org> <bo@example.org>\n")
    repository.commit(BO, *signed(BO), orphan__x="1\n")
    assert asked("--norolestats", "-f", "orphan/x.c") == ["Bo <new@example.org>"]
    assert asked("--norolestats", "--nomailmap", "-f", "orphan/x.c") == [BO]


def test_the_chief_is_only_called_when_asked_for(repository: Repository, asked: Asked) -> None:
    repository.commit(BO, *signed(BO, LINUS), orphan__x="1\n")
    assert asked("--norolestats", "-f", "orphan/x.c") == [BO]
    assert LINUS in asked("--norolestats", "--git-chief-penguins", "-f", "orphan/x.c")


@pytest.fixture
def fixing(repository: Repository, tmp_path: Path) -> Path:
    """A patch outside of the tree that mends a commit of Cy's."""
    commit = repository.commit(BO, *signed(CY), kept__x="1\n")
    patch = tmp_path / "fix.patch"
    patch.write_text(
        f'From: {BO}\nSubject: x\n\nFixes: {commit[:12]} ("x")\nFixes: deadbeefdead ("y")\n---\n'
        "--- a/kept/x.c\n+++ b/kept/x.c\n@@ -1 +1 @@\n-1\n+2\n"
    )
    return patch


def test_who_signed_what_is_mended_is_called_with_nogit_too(asked: Asked, fixing: Path) -> None:
    both = [f"{ADA} (maintainer:KEPT)", f"{CY} (blamed_fixes:1/1=100%)"]
    assert asked(str(fixing)) == both
    assert asked("--nogit", "--nogit-fallback", str(fixing)) == both
    assert asked("--nofixes", str(fixing)) == both[:1]


def test_a_commit_cannot_be_an_option(asked: Asked, repository: Repository) -> None:
    history = GitHistory(str(repository.path))
    repository.commit(BO, *signed(BO), kept__x="1\n")
    assert history.log_of_commit("--output=x") == ""
    assert history.log_of_file("--output=x", "1-year-ago") == ""
    assert not (repository.path / "x").exists()


def test_a_patch_that_git_tracks_is_a_source_file(
    asked: Asked, repository: Repository, fixing: Path
) -> None:
    repository.write("orphan/queue/fix.patch", fixing.read_text())
    assert asked("--nogit-fallback", "orphan/queue/fix.patch") == [
        f"{ADA} (maintainer:KEPT)",
        f"{CY} (blamed_fixes:1/1=100%)",
    ]
    repository.commit(DEE, *signed(DEE))
    assert asked("--norolestats", "orphan/queue/fix.patch") == [DEE]
    # also from elsewhere, by its whole name
    assert asked("--norolestats", str(repository.path / "orphan/queue/fix.patch")) == [DEE]


def test_blame_calls_who_changed_these_lines(
    asked: Asked, repository: Repository, tmp_path: Path
) -> None:
    repository.commit(ADA, *signed(ADA), kept__y="0\n")
    repository.commit(BO, *signed(BO), kept__x="1\n2\n3\n4\n5\n6\n7\n8\n")
    repository.commit(CY, *signed(CY), kept__x="1\n2\n3\n4\n5\n6\n7\n9\n")
    patch = tmp_path / "blame.patch"
    patch.write_text("--- a/kept/x.c\n+++ b/kept/x.c\n@@ -8,1 +8,1 @@\n-9\n+10\n")
    assert asked("--git-blame", "--norolestats", str(patch)) == [ADA, CY]
    assert asked("--git-blame", "--norolestats", "-f", "kept/x.c") == [ADA, BO, CY]
    assert asked("--git-blame", str(patch))[1] == f"{CY} (modified commits:1/1=100%)"
    assert asked("--git-blame", "--nogit-blame-signatures", str(patch)) == [
        f"{ADA} (maintainer:KEPT)"
    ]


def test_a_pattern_in_a_file_s_name_is_no_pattern_to_git(
    asked: Asked, repository: Repository
) -> None:
    repository.commit(BO, *signed(BO), orphan__x="1\n")
    repository.write("orphan/[x].c", "another file\n")
    repository.commit(CY, *signed(CY))
    assert asked("--norolestats", "-f", "orphan/[x].c") == [CY]


def test_without_a_repository_commits_are_not_asked(tmp_path: Path) -> None:
    (tmp_path / "MAINTAINERS").write_text(MAINTAINERS)
    tree = MaintainersTree(str(tmp_path))
    assert not tree.has_history
    assert tree.history is None
    assert tree.tracked_path(str(tmp_path / "MAINTAINERS")) == ""


def test_a_repository_without_a_commit_knows_nobody(asked: Asked, repository: Repository) -> None:
    repository.write("orphan/x.c", "1\n")
    assert asked("-f", "orphan/x.c") == []


def test_what_a_repository_s_config_names_is_not_run(
    asked: Asked, repository: Repository, tmp_path: Path
) -> None:
    repository.commit(BO, *signed(BO), orphan__x="1\n")
    mark = tmp_path / "was-run"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    program.chmod(0o755)
    keys = ("core.fsmonitor", "core.pager", "diff.external", "gpg.program", "diff.x.textconv")
    for key in (*keys, "filter.x.clean", "filter.x.smudge"):
        repository.git("config", key, str(program))
    repository.git("config", "log.showSignature", "true")
    repository.write(".gitattributes", "*.c diff=x filter=x\n")
    repository.write("orphan/x.c", "not committed\n")
    assert asked("--norolestats", "--git", "--git-blame", "-f", "orphan/x.c") == [BO]
    assert not mark.exists()


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    asked: Asked, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(BO, *signed(BO), orphan__x="1\n")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert asked("--norolestats", "--tree", str(repository.path), "-f", "orphan/x.c") == [BO]


def test_a_git_that_is_missing_or_never_ends_is_named(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = GitHistory(str(repository.path))
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec sleep 5\n")
    program.chmod(0o755)
    monkeypatch.setattr(history_module, "_PATIENCE", 0.2)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    with pytest.raises(TreeError, match="git log does not end"):
        history.log_of_commit("HEAD")
    program.unlink()
    monkeypatch.setenv("PATH", str(program.parent))
    with pytest.raises(TreeError, match="git cannot be run"):
        history.log_of_commit("HEAD")


def test_only_what_is_below_the_tree_is_read(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("ada@example.org")
    (repository.path / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    repository.write("kept/inside.yaml", "bo@example.org")
    (repository.path / "inner.yaml").symlink_to("kept/inside.yaml")
    tree = MaintainersTree(str(repository.path))
    for path in ("../secret.yaml", "link.yaml", str(tmp_path / "secret.yaml"), "gone", "kept"):
        assert tree.content_of(path) == b""
    assert tree.content_of("inner.yaml") == b"bo@example.org"
