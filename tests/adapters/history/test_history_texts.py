"""What commits say of other commits and of messages, and which tags are releases."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.adapters.history.releases import release_order
from lkmltrack.adapters.history.texts import find_links, find_origin, find_reverted, find_spared

SHA = "0123456789abcdef0123456789abcdef01234567"
OTHER = "89abcdef0123456789abcdef0123456789abcdef"

WORDS = st.sampled_from(
    [
        "Link: ",
        "https://lore.kernel.org/r/",
        "a@example.org",
        "%40",
        "<",
        ">",
        "[1]",
        "\n",
        " ",
        "This reverts commit ",
        "commit ",
        SHA,
        " upstream.",
        "[ Upstream commit ",
        " ]",
        "reversing\nchanges made to ",
        " and ",
        "(",
        ")",
        "\x00",
        "ä",
    ]
)


@pytest.mark.parametrize(
    "line",
    [
        "Link: https://lore.kernel.org/r/one@example.org",
        "Link: https://lore.kernel.org/all/one@example.org/",
        "Link: https://lore.kernel.org/linux-mm/one%40example.org/T/#u",
        "Link: http://lkml.kernel.org/r/one@example.org",
        "Link: https://patch.msgid.link/one@example.org",
        "Link: https://msgid.link/one@example.org # the second one",
        "Link: https://patchwork.freedesktop.org/patch/msgid/one@example.org",
        "  LINK:\thttps://lore.kernel.org/r/one@example.org\r",
        "Message-ID: <one@example.org>",
        "Message-Id: <one@example.org>",
        "LKML-Reference: <one@example.org>",
    ],
)
def test_a_link_is_read_in_every_spelling(line: str) -> None:
    assert find_links(f"mm: count\n\nText.\n\n{line}\nCc: Ada <ada@example.org>\n") == (
        "one@example.org",
    )


@pytest.mark.parametrize(
    "line",
    [
        "Closes: https://lore.kernel.org/r/one@example.org",
        "Link: https://lore.kernel.org/r/one@example.org [1]",
        "Link: https://lore.kernel.org/r/one@example.org # [2]",
        "[1] https://lore.kernel.org/r/one@example.org",
        "See https://lore.kernel.org/r/one@example.org",
        "Link: https://bugzilla.kernel.org/show_bug.cgi?id=1",
        "Reported-by: One <one@example.org>",
    ],
)
def test_what_is_only_spoken_of_is_no_link(line: str) -> None:
    assert find_links(f"mm: count\n\nText.\n\n{line}\n") == ()


@pytest.mark.parametrize(
    "line",
    [
        f"commit {SHA} upstream.",
        f"    commit {SHA} upstream",
        f"[ Upstream commit {SHA} ]",
        f"Upstream commit {SHA}.",
        f"[ upstream commit: {SHA} ]",
        f"(cherry picked from commit {SHA})",
        f"(backported from commit {SHA} linux-next)",
    ],
)
def test_the_origin_of_a_copy_is_read_in_every_spelling(line: str) -> None:
    assert find_origin(f"mm: count\n\n{line}\n\nText.\n") == SHA


def test_a_commit_that_is_only_spoken_of_is_no_origin() -> None:
    assert find_origin(f"mm: count\n\nSince commit {SHA} nothing counts.\nFixes: {SHA}\n") == ""


@pytest.mark.parametrize(
    ("text", "shas"),
    [
        (f"This reverts commit {SHA}.", (SHA,)),
        (f"This reverts commit\n{SHA[:12]}.", (SHA[:12],)),
        (f"This reverts commits {SHA[:12]} and {OTHER[:12]}.", (SHA[:12], OTHER[:12])),
        (f'This reverts commit {SHA[:12]} ("mm: count"), {OTHER}', (SHA[:12], OTHER)),
        (f"This commit reverts commit {SHA}.", (SHA,)),
        (f"This patch reverts upstream commit {SHA}.", (SHA,)),
        (f"This partially reverts commit {SHA}.", ()),
        (f"That one reverts commit {SHA}.", ()),
        (f"Fixes: {SHA}", ()),
    ],
)
def test_reverted_commits_are_read(text: str, shas: tuple[str, ...]) -> None:
    assert find_reverted(f'Revert "mm: count"\n\n{text}\n') == shas


def test_the_revert_of_a_merge_names_what_it_spares() -> None:
    text = f"This reverts commit {SHA}, reversing\nchanges made to {OTHER}.\n"
    assert find_reverted(text) == (SHA,)
    assert find_spared(text) == OTHER


@given(st.lists(WORDS | st.text(max_size=5), max_size=60).map("".join))
def test_any_text_is_read(text: str) -> None:
    for link in find_links(text):
        assert "@" in link
    for sha in (*find_reverted(text), *filter(None, (find_origin(text), find_spared(text)))):
        assert re.fullmatch("[0-9a-f]{7,64}", sha)


def test_a_long_text_is_read_in_time() -> None:
    for piece in ("Link: ", f"{SHA} ", "this reverts commit ", "(", "commit " * 9 + "\n"):
        text = piece * (400_000 // len(piece))
        assert find_links(text) == ()
        find_origin(text)
        find_reverted(f"this reverts commit {text}")
        find_spared(text)


def test_releases_are_put_in_order() -> None:
    names = ["v6.2-rc9", "v6.2-rc10", "v6.2", "v6.2.1", "v6.10-rc1", "v6.10"]
    assert sorted(names, key=lambda name: release_order(name) or ()) == names
    assert (release_order("v6.10") or ()) < (release_order("v5.1-rt3.4") or (9,))


@pytest.mark.parametrize("name", ["v2.43.0", "v2.0.0-rc1", "release-1.2", "v255", "b4_0.14", "1.0"])
def test_other_projects_releases_are_releases(name: str) -> None:
    assert release_order(name) is not None


@pytest.mark.parametrize(
    "name",
    [
        "next-20260407",
        "sent/count-trees-v2",
        "sent/20260302-count-v3",
        "for-6.20-tag",
        "mm-stable-2026-03-02-10-00",
        "net-7",
        "",
        "v",
        "v" * 5_000,
        "1." * 50,
        "v6.20-dontuse",
    ],
)
def test_other_tags_are_no_releases(name: str) -> None:
    assert release_order(name) is None


@given(st.text(alphabet="v0123456789.-_rcpre", max_size=130))
def test_any_tag_can_be_compared(name: str) -> None:
    order = release_order(name)
    assert order is None or order < (2,)
