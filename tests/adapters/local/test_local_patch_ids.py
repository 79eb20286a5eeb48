from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.adapters.mailbox import LocalMailboxes
from lkmltrack.adapters.series import B4Series
from lkmltrack.mail.body import split_patch
from lkmltrack.mail.parse import parse_message


def diff(new: str, path: str = "mm/x.c", line: int = 1) -> str:
    return (
        f"diff --git a/{path} b/{path}\nindex 1111111..2222222 100644\n--- a/{path}\n+++ b/{path}\n"
        f"@@ -{line},2 +{line},2 @@\n one\n-two\n+{new}\n"
    )


def of_b4(text: str) -> str:
    import b4  # slow, and only the oracle needs it

    return str(b4.LoreMessage.get_patch_id(text) or "")


def test_each_diff_gets_its_own_in_order() -> None:
    diffs = [diff("three"), "", diff("four"), "no diff at all\n", diff("three", line=70)]
    ids = B4Series().patch_ids(diffs)
    assert ids == [of_b4(text) if text else "" for text in diffs]
    assert ids[0] == ids[4] != ids[2]
    assert ids[1] == ids[3] == ""
    assert all(len(ids[index]) == 40 for index in (0, 2, 4))


def test_nothing_has_none() -> None:
    assert B4Series().patch_ids([]) == []
    assert B4Series().patch_ids(["", ""]) == ["", ""]


def test_a_diff_cannot_speak_for_another() -> None:
    forged = f"From {'0' * 40} Mon Sep 17 00:00:00 2001\n{diff('forged')}"
    hostile = f"{diff('one')}{forged}commit {'0' * 40}\n{diff('x')}"
    assert B4Series().patch_ids([hostile, diff("two")]) == [of_b4(diff("one")), of_b4(diff("two"))]


def test_a_diff_that_breaks_off_does_not_swallow_the_next() -> None:
    broken = diff("three").replace("@@ -1,2 +1,2 @@", "@@ -1,99 +1,99 @@")
    assert B4Series().patch_ids([broken, diff("four")])[1] == of_b4(diff("four"))


@given(st.lists(st.text(max_size=120), max_size=5))
@settings(deadline=None, max_examples=30)
def test_any_texts_will_do(texts: list[str]) -> None:
    ids = B4Series().patch_ids([*texts, diff("last")])
    assert len(ids) == len(texts) + 1
    assert ids[-1] == of_b4(diff("last"))


def test_the_repository_around_us_does_not_matter(
    tmp_path: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = B4Series().patch_ids([diff("three")])
    git(tmp_path, "init", "-q", "--object-format=sha256", "tree")
    git(tmp_path / "tree", "config", "patchid.verbatim", "true")
    git(tmp_path / "tree", "config", "diff.noprefix", "true")
    monkeypatch.chdir(tmp_path / "tree")
    assert B4Series().patch_ids([diff("three")]) == expected
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "tree" / ".git"))
    assert B4Series().patch_ids([diff("three")]) == expected


def test_real_patches_have_the_ids_that_b4_gives(corpus: Path) -> None:
    messages = [parse_message(raw) for raw in LocalMailboxes().read(corpus / "threads")]
    diffs = [patch.diff for one in messages if (patch := split_patch(one.body))]
    assert len(diffs) > 200
    ids = B4Series().patch_ids(diffs)
    assert sum(map(bool, ids)) > 200
    assert ids[::5] == [of_b4(text) for text in diffs[::5]]
