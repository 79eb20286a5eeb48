"""Whom patches concern, and why."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.audience.expecting import IN_WORDS, expected_of, sections_of, text_of
from lkmltrack.mail.parse import parse_message
from lkmltrack.maintainers.addresses import parse_address
from lkmltrack.maintainers.answer import Inputs, find_answer
from lkmltrack.maintainers.options import Options
from lkmltrack.maintainers.patch import Patch
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Edition, Expected, Level, ReasonKind
from tests.audience.invented_people import patch, roster
from tests.maintainers.asking import index_of

ROSE = "drivers/garden/roses/bush.c"


def by_address(found: list[Expected]) -> dict[str, Expected]:
    return {one.address: one for one in found}


def asked(text: str, asked_of: Roster) -> set[str]:
    """The addresses of get_maintainer.pl's own answer, without git."""
    options = Options()
    options.git_fallback = options.fixes = 0
    inputs = Inputs()
    inputs.add_patch(Patch(text, asked_of.index.profile), asked_of.index, options)
    calls = find_answer(inputs, asked_of.index, options, asked_of).roll.merged()
    return {parse_address(call.email)[1] for call in calls}


def test_the_closest_maintainer_comes_first_and_lists_last() -> None:
    found = expected_of([patch(ROSE)], roster())
    assert [one.address for one in found] == [
        "dora@example.org",
        "ada@example.org",
        "boris@example.org",
        "clara@example.org",
        "roses@lists.example.org",
        "garden@lists.example.org",
        "linux-kernel@vger.kernel.org",
    ]
    assert [one.level for one in found][2:5] == [Level.MAINTAINER, Level.REVIEWER, Level.LIST]


def test_everybody_has_every_reason_with_the_line_that_matched() -> None:
    dora = by_address(expected_of([patch(ROSE, line="rose_bed();")], roster()))["dora@example.org"]
    assert [(one.kind, one.what, one.detail) for one in dora.reasons] == [
        (ReasonKind.FILE, ROSE, "F: drivers/garden/roses/"),
        (ReasonKind.KEYWORD, "rose_(?:bush|bed)", "K: rose_(?:bush|bed)"),
    ]
    assert dora.section == "GARDEN ROSES"


def test_a_keyword_in_mere_words_is_told_apart() -> None:
    found = expected_of([patch("lib/soil.c", words="As rose_bush did.")], roster())
    assert by_address(found)["dora@example.org"].reasons[0].detail.endswith(IN_WORDS)


def test_the_name_of_a_list_in_the_recipients_is_no_keyword() -> None:
    text = "ROSES\nM:\tDora Dyer <dora@example.org>\nS:\tMaintained\nK:\troses\n"
    assert expected_of([patch("a/b.c", to=("roses@lists.example.org",))], roster(text)) == []


def test_who_is_listed_under_two_addresses_is_one_person() -> None:
    found = expected_of(
        [patch("drivers/shed/a.c"), patch("drivers/garden/b.c", number=2)], roster()
    )
    boris = [one for one in found if one.name.startswith("Boris")]
    assert len(boris) == 1
    assert boris[0].other_addresses == ("boris@example.org",)
    assert boris[0].for_patches == ("1@example.net", "2@example.net")


def test_a_section_that_nobody_looks_after_shows_in_the_role() -> None:
    boris = by_address(expected_of([patch("drivers/shed/a.c")], roster()))["boris@example.com"]
    assert boris.role == "maintainer (odd fixes)"


def test_whoever_a_binding_names_is_a_reviewer() -> None:
    path = "Documentation/bindings/rose.yaml"
    held = {path: b"maintainers:\n  - Gina Grower <gina@example.org>\n"}
    gina = by_address(expected_of([patch(path)], roster(contents=held)))["gina@example.org"]
    assert (gina.level, gina.reasons[0].kind) == (Level.REVIEWER, ReasonKind.IN_FILE)


class Log:
    """A history in which one commit was signed."""

    def log_of_commit(self, commit: str) -> str:
        return (
            f"GitCommit: {'a' * 40}\nGitAuthor: Hugo Hand <hugo@example.org>\nGitSubject: x\n"
            "Signed-off-by: Hugo Hand <hugo@example.org>\n"
        )

    def log_of_file(self, path: str, since: str) -> str:
        return self.log_of_commit(path)

    def blame(self, path: str, lines: tuple[int, int] | None) -> str:
        return ""

    def ignored(self) -> list[str]:
        return []


@pytest.mark.parametrize(
    ("path", "words", "kind"),
    [
        ("drivers/gates/a.c", 'Fixes: 0123456789ab ("gates: open")', ReasonKind.FIXES),
        ("lib/nobody.c", "Nothing.", ReasonKind.COMMITS),
    ],
)
def test_whom_only_commits_name_is_suggested(path: str, words: str, kind: ReasonKind) -> None:
    here = roster()
    here.history = Log()
    hugo = by_address(expected_of([patch(path, words=words)], here))["hugo@example.org"]
    assert (hugo.level, hugo.reasons[0].kind) == (Level.SUGGESTED, kind)


def test_sections_are_named_once() -> None:
    found = expected_of([patch(ROSE), patch(ROSE, number=2)], roster())
    assert sections_of(found) == ("GARDEN ROSES", "GARDEN SUBSYSTEM", "THE REST")


_WORDS = st.sampled_from(
    [
        "F:\tdrivers/",
        "M:\tA B <a@b.c>",
        "K:\trose",
        "S:\tOdd Fixes",
        "L:\tl@b.c",
        "X",
        "\n",
        "N:\ta",
    ]
)


@given(st.lists(_WORDS, max_size=20), st.text(max_size=200), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_mail_and_any_roster_give_what_the_script_names(
    lines: list[str], body: str, subject: str
) -> None:
    here = Roster(Edition("x", is_of_the_day=True), index_of("\n".join(lines)))
    message = patch("drivers/a/b.c", subject=subject, words=body)
    found = {one.address for one in expected_of([message], here)}
    assert found == asked(text_of(message), here)


def test_real_patches_give_whom_the_script_names(corpus: Path) -> None:
    kernel = corpus / "kernel"
    index = index_of((kernel / "MAINTAINERS").read_text(), (kernel / "mailmap").read_text())
    here = Roster(Edition("MAINTAINERS"), index)
    places = sorted((corpus / "patches").glob("*.patch"))[::9]
    assert len(places) > 50
    for place in places:
        message = parse_message(place.read_bytes())
        found = {one.address for one in expected_of([message], here)}
        assert found == asked(text_of(message), here), place.name
