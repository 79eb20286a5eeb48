"""What a patch names: files in all the forms of git and diff, commits, and changed lines."""

import pytest

from lkmltrack.maintainers.patch import Patch
from lkmltrack.maintainers.profiles import profile_of_script
from tests.maintainers.asking import NEWEST, ask
from tests.maintainers.scripts import SCRIPTS


def files(text: str) -> list[str]:
    return Patch(text, NEWEST).files


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("--- a/mm/x.c\n+++ b/mm/y.c\n", ["mm/x.c", "mm/y.c"]),
        ("--- a/mm/x.c\t2026-01-02\n", ["mm/x.c"]),
        ("--- linux-1/mm/x.c\n+++ linux-2/mm/x.c\n", ["mm/x.c", "mm/x.c"]),
        ("+++ x.c\n", ["x.c"]),
        ("+++ /dev/null\n", ["dev/null"]),
        ("+++ b/name with blanks.c\n", ["name"]),
        ('+++ "b/quoted.c"\n', ['quoted.c"']),
        ("+++b/x.c\n", []),
        ("+++ \n", []),
        ("diff --git a/mm/x.c b/mm/y.c\n", ["mm/x.c", "mm/y.c"]),
        ("diff --git a/mm/x.c b/mm/y.c z\n", []),
        ("diff --git mm/x.c mm/y.c\n", []),
        ("diff --git a/mm/x.bin b/mm/x.bin\nBinary files differ\n", ["mm/x.bin", "mm/x.bin"]),
        ("rename from mm/x.c\nrename to mm/y.c\n", ["mm/x.c", "mm/y.c"]),
        ("rename  from mm/x.c\n", []),
        ("copy from mm/x.c\n", []),
        (" mode change 100644 => 100755 mm/x.c\n", ["mm/x.c"]),
        (" mode change 100649 => 100755 mm/x.c\n", []),
        (" create mode 100644 mm/x.c\n", []),
        ("> --- a/mm/x.c\n", []),
        ("", []),
    ],
)
def test_a_line_names_files(text: str, names: list[str]) -> None:
    assert files(text) == names
    # at the beginning, in the middle, and at an end without a newline
    assert files(f"x\n{text}x\n") == names
    assert files(text.removesuffix("\n")) == names


def test_several_diffs_in_one_mail_are_all_read() -> None:
    text = "".join(
        f"diff --git a/{name} b/{name}\n@@ -1 +1 @@\n-x\n+y\n" for name in ("a/b", "c/d")
    )
    assert sorted(set(files(text))) == ["a/b", "c/d"]


@pytest.mark.parametrize(
    ("line", "commits"),
    [
        ('Fixes: 0123456789ab ("x")', ["0123456789ab"]),
        ("Fixes:\t012345", ["012345"]),
        ("Fixes:   ABCDEF01", ["ABCDEF01"]),
        (f"Fixes: {'a' * 64}", ["a" * 40]),
        ("Fixes: 01234", []),
        ("Fixes:0123456789ab", []),
        ("Fixes: commit 0123456789ab", []),
        (" Fixes: 0123456789ab", []),
        ("fixes: 0123456789ab", []),
    ],
)
def test_a_line_names_the_commit_that_is_mended(line: str, commits: list[str]) -> None:
    assert Patch(f"{line}\n", NEWEST).fixes == commits


def test_a_script_without_fixes_reads_none() -> None:
    qemu = profile_of_script(SCRIPTS["qemu"])
    assert Patch("Fixes: 0123456789ab\n", qemu).fixes == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("@@ -12,7 +12,8 @@ static void x(void)", [(12, 7)]),
        ("@@ -12 +12 @@", []),
        ("@@ -0,0 +1,9 @@", [(0, 0)]),
        ("@@ -x,y +1,9 @@", []),
        ("@@ +1,9 @@", []),
        (f"@@ -{'9' * 60},1 @@", []),
    ],
)
def test_changed_lines_are_those_of_the_file_before(
    line: str, found: list[tuple[int, int]]
) -> None:
    text = f"--- a/mm/x.c\n+++ b/mm/x.c\n{line}\n"
    assert Patch(text, NEWEST).ranges == [("mm/x.c", *numbers) for numbers in found]
    assert Patch(f"{line}\n", NEWEST).ranges == [("", *numbers) for numbers in found]


def test_files_are_sorted_by_their_bytes_and_each_comes_once() -> None:
    text = "".join(f"S{name}\nF:\t{name}\n" for name in ("b", "a", "B", "é"))
    patch = "".join(f"+++ x/{name}\n" for name in ("é", "b", "a", "B", "a"))
    assert ask(text, patch=patch, options="--noemail --nol --subsystem") == ["SB", "Sa", "Sb", "Sé"]


def test_lines_that_name_files_hold_no_keyword() -> None:
    text = "WORD\nK:\tword\n"
    options = "--noemail --nol --subsystem"
    for line in ("+++ b/word", "diff --git a/word b/word", "rename to word", "@@ -1,2 @@ word"):
        assert ask(text, patch=f"{line}\n", options=options) == [], line
    for line in ("Subject: word", "index word", "copy to word", "@@ -1 +1 @@ word"):
        assert ask(text, patch=f"{line}\n", options=options) == ["WORD"], line
