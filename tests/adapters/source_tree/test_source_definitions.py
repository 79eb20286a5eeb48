"""Where symbols are defined, in small real trees."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from lkmltrack.adapters.source_tree import GitSources
from lkmltrack.errors import TreeError
from lkmltrack.model.audience import Definition
from lkmltrack.tracker.ports import SourceTree
from tests.adapters.history.repositories import Repository
from tests.adapters.source_tree.conftest import write_tree

EXPECTED = {
    "vma_prepare": ("vma_prepare", "mm/vma.c", 5),
    "vma_link_file.isra.0+0x1a/0x40": ("vma_link_file", "mm/vma.c", 11),
    "__x64_sys_execve": ("sys_execve", "fs/exec.c", 1),
    "copy_it": ("copy_it", "arch/x86/entry.S", 1),
    "new_it": ("new_it", "rust/it.rs", 2),
    "trace_it_happens": ("trace_it_happens", "include/trace/it.h", 1),
    "vm_it": ("vm_it", "mm/vma.h", 2),
    "for_each_it": ("for_each_it", "mm/vma.h", 5),
    "vma_count": ("vma_count", "mm/vma.c", 3),
    "only_declared": ("only_declared", "mm/vma.h", 7),
}


def first(source: SourceTree, symbols: Sequence[str]) -> dict[str, tuple[str, str, int]]:
    found = source.definitions(symbols)
    return {asked: (one[0].symbol, one[0].path, one[0].line) for asked, one in found.items()}


@pytest.fixture(params=["folder", "repository", "bare"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same sources in a folder, a repository, and a bare one."""
    if request.param == "folder":
        path: Path = request.getfixturevalue("folder")
        return path
    repository: Repository = request.getfixturevalue("repository")
    if request.param == "bare":
        return repository.cloned(tmp_path / "bare.git", "--bare").path
    return repository.path


def test_every_kind_of_symbol_is_found(place: Path) -> None:
    few = [list(EXPECTED)[:5], list(EXPECTED)[5:]]
    source: SourceTree = GitSources(place, None)

    assert first(source, few[0]) | first(source, few[1]) == EXPECTED


def test_many_symbols_are_found_in_the_table(place: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    many = [*EXPECTED, *(f"missing_one_{number}" for number in "abcdefg")]

    assert first(GitSources(place, cache), many) == EXPECTED
    (table,) = (cache / "symbols").iterdir()
    written = table.stat().st_mtime_ns
    assert first(GitSources(place, cache), many) == EXPECTED
    assert table.stat().st_mtime_ns == written


def test_a_definition_goes_before_its_copy_in_tools(folder: Path) -> None:
    found = GitSources(folder, None).definitions(["vma_prepare"])["vma_prepare"]

    assert [one.path for one in found] == ["mm/vma.c", "tools/testing/vma.c"]


def test_a_misspelled_symbol_is_a_guess(place: Path, tmp_path: Path) -> None:
    found = GitSources(place, tmp_path / "cache").definitions(
        ["free_pgtalbes", "vma_preapre", "vma_prepare", "nothing_like_it"]
    )

    assert found["free_pgtalbes"] == (
        Definition("free_pgtalbes", "free_pgtables", "mm/vma.c", 17, is_guess=True),
    )
    assert found["vma_preapre"][0].symbol == "vma_prepare"
    assert found["vma_preapre"][0].is_guess
    assert not found["vma_prepare"][0].is_guess
    assert "nothing_like_it" not in found


def test_a_table_that_is_behind_the_sources_misleads_nobody(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    GitSources(folder, cache).definitions(["free_pgtalbes"])
    text = (folder / "mm/vma.c").read_text()
    moved = "\n\n\n" + text.replace("free_pgtables", "free_tables")
    (folder / "mm/vma.c").write_text(moved + "void added_later(void)\n{\n}\n")

    found = GitSources(folder, cache).definitions(
        ["vma_prepare", "free_pgtables", "free_pgtalbes", "added_later"]
    )

    assert found["vma_prepare"][0].line == 8
    assert "free_pgtalbes" not in found
    assert "free_pgtables" not in found
    assert found["added_later"][0].path == "mm/vma.c"


def test_a_new_commit_has_a_new_table(repository: Repository, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    GitSources(repository.path, cache).definitions(["free_pgtalbes"])
    repository.commit("More", {"mm/more.c": "void begin_it_all(void)\n{\n}\n"}, hours=1)

    found = GitSources(repository.path, cache).definitions(["begin_it_lal"])

    assert found["begin_it_lal"][0].symbol == "begin_it_all"


@pytest.mark.parametrize(
    "damage", [b"", b"\0" * 99, b"lkmltrack symbols 1\n", b"lkmltrack symbols 1\n\xff\n\n"]
)
def test_a_damaged_table_costs_only_time(folder: Path, tmp_path: Path, damage: bytes) -> None:
    cache = tmp_path / "cache"
    GitSources(folder, cache).definitions(["free_pgtalbes"])
    (table,) = (cache / "symbols").iterdir()
    table.write_bytes(damage)

    assert "vma_prepare" in GitSources(folder, cache).definitions(["vma_prepare"])


def test_a_table_that_others_may_write_is_not_read(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    GitSources(folder, cache).definitions(["free_pgtalbes"])
    (table,) = (cache / "symbols").iterdir()
    table.write_bytes(table.read_bytes().replace(b"free_pgtables", b"free_pgtabler"))
    table.chmod(0o666)

    assert GitSources(folder, cache).definitions(["free_pgtalbes"])


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")

    found = GitSources(folder, tmp_path / "cache").definitions(["free_pgtalbes"])

    assert found["free_pgtalbes"][0].symbol == "free_pgtables"


@pytest.mark.parametrize(
    "symbol",
    ["-e", "--open-files-in-pager=touch trap", "a|b", ".*", "", "$(touch trap)", "é" * 300],
)
def test_what_is_no_symbol_is_not_looked_for(folder: Path, symbol: str) -> None:
    assert GitSources(folder, None).definitions([symbol, "vma_prepare"]).keys() == {"vma_prepare"}
    assert not (folder / "trap").exists()


def test_files_outside_of_the_tree_are_not_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.c").write_text("void very_secret(void)\n{\n}\n")
    (folder / "mm" / "link.c").symlink_to(tmp_path / "secret.c")
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(folder / "mm" / "pipe.c")

    assert GitSources(folder, None).definitions(["very_secret"]) == {}


def test_hostile_names_and_contents_are_endured(folder: Path, tmp_path: Path) -> None:
    hostile = {
        "mm/a\nb.c": "void in_two_lines(void)\n{\n}\n",
        "mm/:1:x.c": "void with_colons(void)\n{\n}\n",
        "--help.c": "void like_an_option(void)\n{\n}\n",
        "mm/tab\there.c": "void with_a_tab(void)\n{\n}\n",
        "mm/long.c": "int a" + "(" * 300_000 + "\nvoid after_long(void)\n{\n}\n",
    }
    write_tree(folder, hostile)
    (folder / os.fsdecode(b"mm/\xff.c")).write_text("void no_utf8(void)\n{\n}\n")
    names = ["with_colons", "like_an_option", "with_a_tab", "after_long", "no_utf8", "vma_prepare"]
    for cache in (None, tmp_path / "cache"):
        found = first(GitSources(folder, cache), [*names, *(f"unknown_{n}" for n in "abcdefgh")])

        assert found.keys() == set(names)
        assert found["with_a_tab"][1] == "mm/tab\there.c"
        assert os.fsencode(found["no_utf8"][1]) == b"mm/\xff.c"


def test_a_repository_around_a_folder_does_not_matter(repository: Repository) -> None:
    inner = repository.path / "inner"
    write_tree(inner, {"mm/inner.c": "void inner_one(void)\n{\n}\n", ".gitignore": "*\n"})

    found = GitSources(inner, None).definitions(["inner_one", "vma_prepare"])

    assert found["inner_one"][0].path == "mm/inner.c"
    assert "vma_prepare" not in found


def test_a_worktree_named_by_the_config_is_not_followed(
    repository: Repository, tmp_path: Path
) -> None:
    write_tree(tmp_path / "elsewhere", {"mm/vma.c": "void elsewhere(void)\n{\n}\n"})
    repository.git("config", "core.worktree", str(tmp_path / "elsewhere"))

    found = GitSources(repository.path, None).definitions(["elsewhere", "vma_prepare"])

    assert found.keys() == {"vma_prepare"}


def test_no_program_of_the_repository_runs(repository: Repository, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'trap'}\ncat\n")
    program.chmod(0o755)
    repository.commit("Attributes", {".gitattributes": "* filter=trap diff=trap\n"}, hours=1)
    for name in ("core.fsmonitor", "core.pager", "diff.external", "diff.trap.textconv"):
        repository.git("config", name, str(program))
    for name in ("filter.trap.clean", "filter.trap.smudge", "diff.trap.command"):
        repository.git("config", name, str(program))
    (repository.path / "mm" / "vma.c").write_text("void changed_it(void)\n{\n}\n")
    source = GitSources(repository.path, None)

    assert "changed_it" in source.definitions(["changed_it", "free_pgtalbes"])
    source.occurrences(["rmap"])
    source.reviews(["mm/vma.c"], ["vma_prepare"])
    assert not (tmp_path / "trap").exists()


def test_a_tree_that_is_not_there_is_a_complaint(tmp_path: Path) -> None:
    with pytest.raises(TreeError) as error:
        GitSources(tmp_path / "missing", None).definitions(["vma_prepare"])

    assert "--tree" in error.value.hint


def test_a_git_without_perls_expressions_finds_the_same(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git = shutil.which("git")
    wrapper = tmp_path / "bin" / "git"
    write_tree(
        tmp_path,
        {
            "bin/git": f"""#!/bin/sh
for word; do
    if [ "$word" = -P ]; then
        echo "fatal: cannot use Perl-compatible regexes when not compiled with USE_LIBPCRE" >&2
        exit 128
    fi
done
exec {git} "$@"
"""
        },
    )
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    source = GitSources(place, None)

    assert first(source, list(EXPECTED)[:5]) | first(source, list(EXPECTED)[5:]) == EXPECTED
    assert first(source, ["vma_preapre"]) == {"vma_preapre": EXPECTED["vma_prepare"]}
    assert source.occurrences(["page_rmap"]) == {"page_rmap": {"mm/rmap.c": 1}}
