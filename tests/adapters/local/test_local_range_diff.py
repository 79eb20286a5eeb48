import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.kernel_tree import GitTree
from lkmltrack.adapters.mailbox import LocalMailboxes
from lkmltrack.adapters.series import B4Series
from lkmltrack.adapters.series.fake_history import import_patches, make_repository
from lkmltrack.adapters.series.git_command import run_git
from lkmltrack.adapters.series.mail_diff import diff_of_mails, pairs
from lkmltrack.adapters.series.patch_ids import patch_ids
from lkmltrack.adapters.series.posted import PostedPatch, posted_patches
from lkmltrack.errors import BadInputError
from lkmltrack.mail.parse import parse_message
from lkmltrack.mail.subject import parse_subject
from lkmltrack.model.message import Address

Git = Callable[..., str]

ON_PATCHES = "range-diff by git, on what the patches show of their files"
FUNCTION = "int function_{0}(int a)\n{{\n\tint b = a * {0};\n\tif (b > 3)\n\t\treturn b;\n\tb++;\n\treturn b;\n}}\n\n"


def commit(git: Git, tree: Path, title: str, *edits: tuple[str, str, str]) -> None:
    for name, old, new in edits:
        place = tree / name
        text = place.read_text() if place.exists() else ""
        place.write_text(text.replace(old, new, 1) if old else text + new)
    git(tree, "add", ".")
    text = f"{title}\n\nA reason for it.\n\nSigned-off-by: Ada Author <ada@example.org>"
    git(tree, "commit", "-q", "-m", text)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two revisions of a series, as the branches v1 and v2."""
    place = tmp_path_factory.mktemp("series") / "tree"
    place.mkdir()

    def git(folder: Path, *arguments: str) -> str:
        identity = ("-c", "user.name=Ada Author", "-c", "user.email=ada@example.org")
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout.decode()

    git(place, "init", "-q", "-b", "main", ".")
    functions = "".join(FUNCTION.format(number) for number in range(40))
    commit(git, place, "mm: begin", ("mm.c", "", functions), ("other.c", "", functions))
    commit(git, place, "fs: begin", ("gone.c", "", functions), ("renamed.c", "", functions))
    git(place, "checkout", "-q", "-b", "v1")
    commit(git, place, "mm: shift in seven", ("mm.c", "a * 7;", "a << 7;"))
    commit(git, place, "mm: long in twenty", ("mm.c", "int b = a * 20;", "long b = a * 20;"))
    commit(
        git, place, "mm: a new file", ("new.c", "", "int new;\n"), ("mm.c", "a << 7;", "a << 8;")
    )
    git(place, "rm", "-q", "gone.c")
    git(place, "mv", "renamed.c", "moved.c")
    commit(git, place, "fs: tidy up", ("moved.c", "a * 30;", "a * 31;"))
    git(place, "checkout", "-q", "-b", "v2", "main")
    commit(git, place, "other: a first patch", ("other.c", "a * 2;", "a;"))
    commit(git, place, "mm: shift in seven", ("mm.c", "a * 7;", "a << 9;"))
    commit(git, place, "mm: long in twenty", ("mm.c", "int b = a * 20;", "long b = a * 20;"))
    git(place, "rm", "-q", "gone.c")
    git(place, "mv", "renamed.c", "moved.c")
    commit(git, place, "fs: tidy up", ("moved.c", "a * 30;", "a * 31;"))
    return place


@pytest.fixture
def revisions(tree: Path) -> tuple[list[bytes], list[bytes]]:
    return GitTree(tree).patches("main..v1"), GitTree(tree).patches("main..v2")


def without_ids(text: str) -> str:
    """A range-diff without the names of its commits, which depend on where they were made."""
    return re.sub(r"(?m)^( *[\d-]+:  )[0-9a-f-]{7,}( .  ?[\d-]+:  )[0-9a-f-]{7,}", r"\1x\2x", text)


def contents(folder: Path) -> dict[Path, bytes]:
    return {place: place.read_bytes() for place in folder.rglob("*") if place.is_file()}


def of_git(tree: Path, git: Git) -> str:
    return without_ids(git(tree, "range-diff", "--no-color", "main..v1", "main..v2"))


def split(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    return first, without_ids(rest)


def test_without_a_tree_it_is_what_git_says_with_one(
    tree: Path, revisions: tuple[list[bytes], list[bytes]], git: Git
) -> None:
    first, text = split(B4Series().range_diff(*revisions, None))
    assert first == ON_PATCHES
    assert text == of_git(tree, git)
    assert "1:  x ! 2:  x mm: shift in seven" in text
    assert "4:  x = 4:  x fs: tidy up" in text


def test_with_a_tree_it_is_made_by_b4_and_the_tree_stays_as_it_was(
    tree: Path, revisions: tuple[list[bytes], list[bytes]], git: Git, own_home: Path
) -> None:
    before = contents(tree)
    first, text = split(B4Series().range_diff(*revisions, tree))
    assert first == f"range-diff by git, on the files of {tree} (through b4)"
    assert text == of_git(tree, git)
    assert contents(tree) == before
    assert sorted(os.listdir(own_home)) == [".gitconfig"]


def test_a_tree_that_lacks_the_files_is_made_up_for(
    tmp_path: Path, revisions: tuple[list[bytes], list[bytes]], git: Git
) -> None:
    git(tmp_path, "init", "-q", "other")
    commit(git, tmp_path / "other", "begin", ("else.c", "", "int x;\n"))
    first, text = split(B4Series().range_diff(*revisions, tmp_path / "other"))
    assert first.startswith(f"{ON_PATCHES} (not on the files of {tmp_path}/other: b4 could not")
    assert "mm: shift in seven" in text


@pytest.mark.parametrize("name", ["nowhere", "no-repository"])
def test_what_is_no_tree_is_made_up_for(
    tmp_path: Path, revisions: tuple[list[bytes], list[bytes]], name: str
) -> None:
    (tmp_path / "no-repository").mkdir()
    first, _ = split(B4Series().range_diff(*revisions, tmp_path / name))
    assert first.startswith(ON_PATCHES)
    assert "git" in first


def test_nothing_that_a_trees_config_names_is_run(
    tree: Path, tmp_path: Path, revisions: tuple[list[bytes], list[bytes]], git: Git
) -> None:
    hostile, canary = tmp_path / "hostile", tmp_path / "canary"
    git(tmp_path, "clone", "-q", str(tree), "hostile")
    hook = tmp_path / "hooks" / "post-checkout"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\ntouch {canary}\ncat\n")
    hook.chmod(0o755)
    for name in ("applypatch-msg", "pre-applypatch", "post-applypatch", "reference-transaction"):
        (hook.parent / name).symlink_to(hook)
    (hostile / ".gitattributes").write_text("*.c diff=evil filter=evil\n")
    (hostile / ".b4-config").write_text('[b4]\n\tlinkmask = "http://127.0.0.1:1/%s"\n')
    commit(git, hostile, "attributes")
    for key, value in {
        "core.hooksPath": str(hook.parent),
        "core.fsmonitor": str(hook),
        "diff.evil.textconv": str(hook),
        "filter.evil.smudge": str(hook),
        "filter.evil.clean": str(hook),
        "gpg.program": str(hook),
        "commit.gpgSign": "true",
    }.items():
        git(hostile, "config", key, value)
    canary.unlink(missing_ok=True)
    first, _ = split(B4Series().range_diff(*revisions, hostile))
    assert first.endswith("(through b4)")
    assert not canary.exists()


def test_the_repository_named_in_the_environment_is_left_alone(
    tree: Path,
    tmp_path: Path,
    revisions: tuple[list[bytes], list[bytes]],
    git: Git,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    git(tmp_path, "init", "-q", "mine")
    commit(git, tmp_path / "mine", "begin", ("thesis.txt", "", "years of work\n"))
    (tmp_path / "mine" / "thesis.txt").write_text("years of work, and today's\n")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "mine" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "mine"))
    first, _ = split(B4Series().range_diff(*revisions, tree))
    assert first.endswith("(through b4)")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work, and today's\n"


def test_mangled_diffs_are_compared_as_mails(
    revisions: tuple[list[bytes], list[bytes]],
) -> None:
    mangled = [raw.replace(b"\tif (b > 3)\n", b"\tif (b\n> 3)\n") for raw in revisions[0]]
    first, text = split(B4Series().range_diff(mangled, revisions[1], None))
    assert first.startswith("diff of the mails (not by git: ")
    assert "1:  x ! 2:  x mm: shift in seven" in text
    assert "-:  x > 1:  x other: a first patch" in text


def test_patches_that_do_not_follow_are_compared_as_mails(
    revisions: tuple[list[bytes], list[bytes]],
) -> None:
    swapped = [
        raw.replace(b"[PATCH 1/4]", b"[PATCH 0003/4]").replace(b"[PATCH 3/4]", b"[PATCH 1/4]")
        for raw in revisions[0]
    ]
    first, text = split(B4Series().range_diff(swapped, revisions[1], None))
    assert "does not follow" in first
    assert "mm: long in twenty" in text


@pytest.mark.parametrize("missing", ["older", "newer"])
def test_a_revision_without_a_patch_is_told(
    revisions: tuple[list[bytes], list[bytes]], missing: str
) -> None:
    sides = {"older": revisions[0], "newer": revisions[1]} | {
        missing: [b"Subject: talk\n\nHello.\n"]
    }
    with pytest.raises(BadInputError, match=f"no patch in the {missing} revision"):
        B4Series().range_diff(sides["older"], sides["newer"], None)


def test_replies_and_covers_are_no_patches(revisions: tuple[list[bytes], list[bytes]]) -> None:
    reply = revisions[0][0].replace(b"Subject: [PATCH", b"Subject: Re: [PATCH")
    cover = b"Subject: [PATCH 0/4] all of it\n\n 1 file changed\n\n" + revisions[0][0]
    shuffled = [reply, cover, *reversed(revisions[0]), revisions[0][0]]
    assert posted_patches(shuffled) == posted_patches(revisions[0])


def posted(title: str, new: str, path: str = "mm/x.c", counter: int = 1) -> PostedPatch:
    diff = f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-old\n+{new}\n"
    return PostedPatch(counter, title, Address("Ada", "ada@example.org"), None, "Text.", "", diff)


def test_patches_are_paired_by_change_then_title_then_likeness() -> None:
    older = [posted("mm: one", "1"), posted("mm: two", "2"), posted("fs: a third thing", "3")]
    newer = [
        posted("fs: a third thing, too", "4"),
        posted("mm: renamed", "1"),
        posted("mm: two", "5"),
    ]
    ids = patch_ids([patch.diff for patch in (*older, *newer)])
    assert pairs(older, newer, ids[:3], ids[3:]) == [(2, 0), (0, 1), (1, 2)]


def test_a_diff_of_mails_tells_what_changed_in_text_and_files() -> None:
    older = [posted("mm: one", "1"), posted("mm: gone", "2", "mm/gone.c")]
    newer = [posted("mm: one", "3"), posted("net: something new", "4", "net/new.c")]
    text = without_ids(diff_of_mails(older, newer))
    assert text.splitlines() == [
        "1:  x ! 1:  x mm: one",
        "    @@ a/mm/x.c b/mm/x.c",
        "     @@",
        "     -old",
        "    -+1",
        "    ++3",
        "     ",
        "2:  x < -:  x mm: gone",
        "-:  x > 2:  x net: something new",
    ]


@pytest.mark.parametrize(
    "path",
    ["../outside.c", "/etc/passwd", ".git/hooks/post-checkout", "a/../../x", "a//b", "x/.GIT/y"],
)
def test_a_path_that_leads_out_is_not_followed(tmp_path: Path, path: str) -> None:
    with pytest.raises(BadInputError, match="names the path"):
        import_patches(tmp_path, [posted("x", "1", path)], "older")


def test_a_path_with_anything_in_it_is_kept(tmp_path: Path) -> None:
    make_repository(tmp_path / "r")
    paths = ["two words.c", "tab\there.c", "ünïcode.c", "-o", "quote'.c"]
    patches = [posted(f"x{n}", "1", path, n) for n, path in enumerate(paths, 1)]
    span = import_patches(tmp_path / "r", patches, "older")
    listed = run_git(
        "ls-tree", "-r", "-z", "--name-only", span.split("..")[1], folder=tmp_path / "r"
    )
    # a tab ends a name in a plain diff's line
    assert set(listed.decode().split("\0")) - {""} == {*paths[:1], "tab", *paths[2:]}


LINES = st.sampled_from(
    [
        "diff --git a/x b/x",
        'diff --git "a/\\303" b/y',
        "--- a/x",
        "+++ b/x",
        "--- /dev/null",
        "+++ /dev/null",
        "@@ -1,2 +1,2 @@ f",
        "@@ -0,0 +1 @@",
        "@@ -99999999,5 +1 @@",
        "@@ -1 +0,0 @@",
        " one",
        "+two",
        "-one",
        "\\ No newline at end of file",
        "rename from x",
        "rename to y",
        "copy from x",
        "new file mode 100755",
        "deleted file mode 100644",
        "index 1..2 100644",
        "Binary files a/x and b/x differ",
        "GIT binary patch",
        "",
    ]
)


@given(st.lists(st.lists(LINES, max_size=25), min_size=1, max_size=3))
@example([["diff --git a/x b/x", "--- a/x", "+++ b/x", "@@ -1 +1 @@", "-one", "+two"]] * 3)
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_any_diffs_are_compared_somehow(diffs: list[list[str]]) -> None:
    mails = [
        f"From: a@example.org\nSubject: [PATCH {n}/9] x\n\ny\n---\n".encode()
        + "\n".join(
            ["diff --git a/z b/z", "--- a/z", "+++ b/z", "@@ -1 +1 @@", "-1", "+2", *lines]
        ).encode()
        for n, lines in enumerate(diffs, 1)
    ]
    text = B4Series().range_diff(mails, mails, None)
    assert text.startswith((ON_PATCHES, "diff of the mails"))
    assert " = 1: " in text or " ! 1: " in text


def test_real_series_are_made_again_from_their_mails_alone(tmp_path: Path, corpus: Path) -> None:
    count = same = 0
    for place in sorted((corpus / "threads").glob("*.mbox"))[::5]:
        by_revision: defaultdict[int, list[bytes]] = defaultdict(list)
        for raw in LocalMailboxes().read(place):
            subject = parse_subject(parse_message(raw).subject)
            if not subject.is_reply:
                by_revision[subject.revision].append(raw)
        for revision, raws in by_revision.items():
            patches = posted_patches(raws)
            if patches:
                folder = tmp_path / f"{place.name}-{revision}"
                make_repository(folder)
                span = import_patches(folder, patches, "older")
                log = run_git("log", "--reverse", "-p", "--format=%x00", span, folder=folder)
                made = log.decode("utf-8", "replace").split("\0")[1:]
                count += len(patches)
                same += sum(
                    one == other
                    for one, other in zip(
                        patch_ids(made),
                        patch_ids([patch.diff for patch in patches]),
                        strict=True,
                    )
                )
    # the others were posted by another diff algorithm, or through a mailer that cut blanks
    assert count > 20
    assert same > count * 0.7
