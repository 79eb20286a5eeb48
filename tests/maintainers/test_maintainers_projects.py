"""Trees of the form of U-Boot, QEMU and Xen, whose scripts do some things their own way."""

import os
import sys
from pathlib import Path

import pytest

from lkmltrack.adapters.maintainers_index import searching
from lkmltrack.adapters.maintainers_index.searching import maintainers_files
from lkmltrack.cli.get_maintainer import answer
from lkmltrack.errors import BadInputError
from lkmltrack.maintainers.profiles import profile_of_script
from tests.maintainers.asking import FakeHistory, Place, ask, sections_of
from tests.maintainers.scripts import SCRIPTS

UBOOT, QEMU, XEN = (profile_of_script(SCRIPTS[name]) for name in ("u-boot", "qemu", "xen"))
ADA, BO, CY = (f"{name} <{name.lower()}@example.org>" for name in ("Ada", "Bo", "Cy"))


def written(place: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return place


def lines(
    words: list[str], capsys: pytest.CaptureFixture[str], expected_status: int = 0
) -> list[str]:
    sys.stdout.flush()
    status = answer(words)
    captured = capsys.readouterr()
    assert status == expected_status, captured.err
    return captured.out.splitlines()


@pytest.fixture
def uboot(tmp_path: Path) -> Path:
    return written(
        tmp_path / "u-boot",
        {
            "Makefile": "",
            "MAINTAINERS": f"TOP\nM:\t{ADA}\nS:\tMaintained\nF:\tcommon/\n",
            "board/one/MAINTAINERS": f"ONE BOARD\nM:\t{BO}\nS:\tOrphan\nF:\tboard/one/",
            "board/two/MAINTAINERS": f"TWO BOARD\nM:\t{CY}\nS:\tSupported\nF:\tboard/two/\n",
            "board/one/one.c": "",
            "board/two/two.c": "",
            "common/x.c": "",
            ".get_maintainer.conf": "--find-maintainer-files --maintainer-path=.\n",
            "scripts/get_maintainer.pl": SCRIPTS["u-boot"],
        },
    )


def test_maintainers_are_found_all_over_a_tree(
    uboot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = ["--tree", str(uboot)]
    paths = ["board/one/one.c", "board/two/two.c", "common/x.c"]
    assert lines([*tree, "-f", *paths], capsys) == [
        f"{BO} (orphan minder:ONE BOARD)",
        f"{CY} (supporter:TWO BOARD)",
        f"{ADA} (maintainer:TOP)",
    ]


def test_a_file_of_a_board_that_changed_is_read_again(
    uboot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--tree", str(uboot), "--norolestats", "-f", "board/one/one.c"]
    assert lines(words, capsys) == [BO]
    written(uboot, {"board/one/MAINTAINERS": f"ONE BOARD\nM:\t{CY}\nF:\tboard/one/\n"})
    assert lines(words, capsys) == [CY]
    written(uboot, {"board/three/MAINTAINERS": f"ALSO\nM:\t{ADA}\nF:\tboard/one/\n"})
    assert lines(words, capsys) == [CY, ADA]


def test_a_configuration_names_a_path_in_its_tree_wherever_we_stand(
    uboot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["--tree", "u-boot", "--norolestats", "-f", "board/two/two.c"]
    assert lines(words, capsys) == [CY]


def test_a_folder_of_files_is_read_by_name(tmp_path: Path) -> None:
    names = ["20-b", "10-a", ".hidden", "sub/30-c"]
    place = written(tmp_path, dict.fromkeys(names, "X\nF:\tx/\n"))
    found = maintainers_files(str(place), False)
    assert [os.path.basename(path) for path in found] == ["10-a", "20-b"]


def test_files_above_come_first_and_git_s_own_folder_is_left_out(tmp_path: Path) -> None:
    names = ["b/MAINTAINERS", "a/b/MAINTAINERS", "MAINTAINERS", ".git/MAINTAINERS", "a/OTHER"]
    place = written(tmp_path, dict.fromkeys(names, "X\nF:\tx/\n"))
    (place / "a" / "MAINTAINERS").mkdir()
    found = maintainers_files(str(place), True)
    assert [os.path.relpath(path, place) for path in found] == [
        "MAINTAINERS",
        "a/b/MAINTAINERS",
        "b/MAINTAINERS",
    ]


def test_a_folder_without_any_and_one_with_too_many_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for is_searched in (False, True):
        with pytest.raises(BadInputError, match="no MAINTAINERS files"):
            maintainers_files(str(tmp_path), is_searched)
    written(tmp_path, {"a": "", "b": ""})
    monkeypatch.setattr(searching, "_MOST_FILES", 1)
    with pytest.raises(BadInputError, match="more than 1 MAINT"):
        maintainers_files(str(tmp_path), False)
    with pytest.raises(BadInputError, match="cannot read"):
        maintainers_files(str(tmp_path / "gone"), False)


def test_the_chief_of_each_project_is_left_out() -> None:
    chief = "Tom Rini <trini@konsulko.com>"
    text = f"A\nM:\t{chief}\nM:\t{ADA}\nF:\ta/\n"
    assert ask(text, "a/x", profile=UBOOT, options="--norolestats") == [ADA]
    assert ask(text, "a/x", profile=QEMU, options="--norolestats") == [chief, ADA]
    asked = ask(text, "a/x", profile=UBOOT, options="--git-chief-penguins")
    assert asked == [f"{chief} (unknown:A)", f"{ADA} (unknown:A)"]
    text = f"A\nM:\t{ADA}\nF:\ta/\n"
    asked = ask(text, "a/x", profile=UBOOT, options="--git-chief-penguins")
    assert asked == [f"{ADA} (unknown:A)", f"{chief} (chief penguin)"]


def test_an_underline_of_qemu_is_the_name_of_what_follows() -> None:
    text = f"Guest CPU cores\n---------------\nAlpha\nM: {ADA}\nS: Maintained\nF: a/\n"
    assert ask(text, "a/x", profile=QEMU) == [f"{ADA} (maintainer:Alpha)"]
    assert ask(text.replace("Alpha\n", ""), "a/x", profile=QEMU) == [
        f"{ADA} (maintainer:---------------)"
    ]


def test_qemu_and_xen_cut_names_at_twenty() -> None:
    text = f"A name of more than twenty\nM: {ADA}\nS: Maintained\nF: a/\n"
    assert ask(text, "a/x", profile=QEMU) == [f"{ADA} (maintainer:A name of more th...)"]


def test_qemu_reads_the_names_of_new_files_only() -> None:
    text = "OLD\nF: old.c\n\nNEW\nF: new.c\n"
    patch = "diff --git a/old.c b/new.c\nrename from old.c\n--- a/old.c\n+++ b/new.c\n"
    options = "--noemail --nol --subsystem"
    assert ask(text, patch=patch, profile=QEMU, options=options) == ["NEW"]
    assert ask(text, patch=patch, options=options) == ["NEW", "OLD"]


def test_qemu_asks_commits_only_when_nobody_is_found() -> None:
    log = f"GitCommit: {'a' * 40}\nGitAuthor: {BO}\nSigned-off-by: {BO}\n"
    place = Place(history=FakeHistory(log, []))
    text = f"A\nM: {ADA}\nS: Odd Fixes\nF: a/\n"
    assert ask(text, "a/b/x", profile=QEMU, place=place) == [f"{ADA} (odd fixer:A)"]
    assert ask(text, "b/x", profile=QEMU, place=place) == [f"{BO} (commit_signer:1/1=100%)"]
    assert len(ask(text, "a/b/x", place=place)) == 2


def test_xen_knows_braces() -> None:
    text = "BRACES\nF:\txen/arch/{x86,arm}/mm*\n"
    options = "--noemail --nol --subsystem"
    for path, names in (("x86/mm.c", ["BRACES"]), ("arm/mmu.c", ["BRACES"]), ("ppc/mm.c", [])):
        assert ask(text, f"xen/arch/{path}", profile=XEN, options=options) == names
    assert sections_of(text, "xen/arch/x86/mm.c") == []
    assert ask(text, "xen/arch/arm/mm.c", profile=XEN, options="--sections") == [
        "BRACES",
        "F:\txen/arch/{x86,arm}/mm*",
        "",
    ]


def test_xen_leaves_the_rest_out_where_there_are_others() -> None:
    text = f"ONE\nM: {ADA}\nS: Supported\nF: a/\n\nTHE REST\nM: {BO}\nS: Supported\nF: *\nF: */\n"
    asked = "--norolestats"
    assert ask(text, "a/x", profile=XEN, options=asked) == [ADA]
    assert ask(text, "b/x", profile=XEN, options=asked) == [BO]
    assert ask(text, "a/x", profile=XEN, options=f"{asked} --nodrop_the_rest_supporter") == [
        ADA,
        BO,
    ]


def test_xen_does_not_take_the_end_of_a_file_for_one() -> None:
    text = "DEV\nF:\tdev/null\n"
    patch = "--- a/x.c\n+++ /dev/null\n"
    options = "--noemail --nol --subsystem"
    assert ask(text, patch=patch, profile=XEN, options=options) == []
    assert ask(text, patch=patch, options=options) == ["DEV"]


def test_xen_s_own_options_stand_before_all_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = written(
        tmp_path,
        {
            "MAINTAINERS": f"ONE\nM:\t{ADA}\nR:\t{ADA}\nS:\tSupported\nF:\ta/\n",
            "scripts/get_maintainer.pl": SCRIPTS["xen"],
            "a/x.c": "",
        },
    )
    words = ["--tree", str(tree), "-f", "a/x.c"]
    assert lines(words, capsys) == [ADA]
    assert lines([*words, "--rolestats"], capsys) == [f"{ADA} (supporter:ONE)"]


def test_a_script_of_no_known_kind_counts_as_the_newest_linux() -> None:
    for script in ("", "#!/bin/sh\necho a QEMU source tree\n"):
        assert profile_of_script(script).differences == {}
    assert profile_of_script(SCRIPTS["7.3"]).differences == {}
    assert profile_of_script(SCRIPTS["6.1"]).role_from_status
