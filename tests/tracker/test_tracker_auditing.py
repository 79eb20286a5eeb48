"""Auditing a target: which posting is meant, of which day, and what mends it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from lkmltrack.errors import NotFoundError, TreeError, UsageError
from lkmltrack.mail.mbox import join_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.maintainers.roster import Roster
from lkmltrack.model.audience import Audit, Definition, Edition, Level, Review, Status
from lkmltrack.model.message import Address
from lkmltrack.tracker.auditing import audit_target
from lkmltrack.tracker.consulting import consult_evidence, consult_symbols, consult_topic
from lkmltrack.tracker.ports import Outside, Progress, no_progress
from lkmltrack.tracker.repairing import LineStyle, recipient_lines, repair_of
from lkmltrack.tracker.tracking import track
from tests.fakes import ADA, FakeSettings, mail, outside_world, patch_body
from tests.maintainers.asking import index_of

MAINTAINERS = """\
ROSES
M:\tDora Dyer <dora@example.org>
M:\tBoris Baker <boris@example.org>
R:\tClara Chandler <clara@example.org>
L:\troses@lists.example.org
S:\tMaintained
F:\tdrivers/roses/

TULIPS
M:\tTina Tailor <tina@example.org>
S:\tMaintained
F:\tdrivers/tulips/
"""
ROSE = "drivers/roses/bush.c"
TULIP = "drivers/tulips/bulb.c"
DORA = "Dora Dyer <dora@example.org>"
TEMPLATE = (
    "Subject: Re: ${subject}\n\n${attribution}\n${quoted}\n\nMissing:\n\n${missing_recipients}\n"
)


@dataclass
class FakeMaintainers:
    """One MAINTAINERS for all days; remembers the days that it was asked for."""

    text: str = MAINTAINERS
    asked: list[datetime | None] = field(default_factory=list)

    def roster(self, when: datetime | None = None) -> Roster:
        self.asked.append(when)
        return Roster(Edition("tree", "f" * 40, when, True), index_of(self.text, ""))

    def update(self, progress: Progress = no_progress) -> Edition:
        return Edition("cache")


@dataclass
class FakeSourceTree:
    """Sources that define a few symbols, and whose functions somebody reviewed."""

    symbols: dict[str, tuple[Definition, ...]] = field(default_factory=dict)
    reviewed: list[Review] = field(default_factory=list)
    asked: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)

    def definitions(self, symbols: Sequence[str]) -> Mapping[str, tuple[Definition, ...]]:
        return {name: self.symbols[name] for name in symbols if name in self.symbols}

    def occurrences(self, words: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        return {word: {TULIP: 3} for word in words if word == "bulb"}

    def reviews(
        self, paths: Sequence[str], functions: Sequence[str], limit: int = 20
    ) -> list[Review]:
        self.asked.append((tuple(paths), tuple(functions)))
        return self.reviewed


def world_of(folder: Path, *raws: bytes, **parts: object) -> Outside:
    made = replace(
        outside_world(folder, raws), maintainers=FakeMaintainers(), source_tree=FakeSourceTree()
    )
    return replace(made, **parts)  # type: ignore[arg-type]  # any part of the world


POSTED = mail(
    "p@example.org", "[PATCH] roses: prune", patch_body(path=ROSE), Cc=f"{DORA}, eve@example.com"
)
LATER = mail(
    "r@example.org",
    "Re: [PATCH] roses: prune",
    "Adding Boris.\n",
    author=DORA,
    answers="p@example.org",
    hours=5,
    Cc="Boris Baker <boris@example.com>, roses@lists.example.org",
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Outside]:
    made = world_of(tmp_path, POSTED, LATER)
    yield made
    made.store.close()


def by_status(audit: Audit, status: Status) -> list[str]:
    return [
        one.expected.address
        for one in audit.recipients
        if one.status is status and one.expected.level is not Level.SUGGESTED
    ]


def test_a_thread_is_audited_as_it_was_first_sent(world: Outside) -> None:
    track(["p@example.org"], world)
    audit = audit_target("1", world)
    assert by_status(audit, Status.MISSING) == [
        "boris@example.org",
        "clara@example.org",
        "roses@lists.example.org",
    ]
    assert by_status(audit, Status.PRESENT) == ["dora@example.org"]
    assert [one.address for one in audit.extra] == ["list@example.org", "eve@example.com"]
    added = {one.expected.address: one.added for one in audit.recipients if one.added}
    assert added["boris@example.org"].message_id == "r@example.org"


def test_an_answer_is_audited_for_itself(world: Outside) -> None:
    audit = audit_target("r@example.org", world)
    assert by_status(audit, Status.MISSING) == ["clara@example.org"]
    assert by_status(audit, Status.PRESENT_AS) == ["boris@example.org"]


def test_the_day_of_the_posting_is_asked_for(world: Outside) -> None:
    audit = audit_target("p@example.org", world)
    assert isinstance(world.maintainers, FakeMaintainers)
    assert world.maintainers.asked == [parse_message(POSTED).when]
    assert audit.edition.rev == "f" * 40


def test_the_newest_revision_is_meant_unless_one_is_named(tmp_path: Path) -> None:
    second = mail(
        "p2@example.org",
        "[PATCH v2] roses: prune",
        patch_body("newer", path=ROSE),
        hours=48,
        Cc=f"{DORA}, boris@example.org, clara@example.org, roses@lists.example.org",
    )
    file = tmp_path / "both.mbox"
    file.write_bytes(join_mbox([POSTED, second]))
    world = world_of(tmp_path)
    assert by_status(audit_target(str(file), world), Status.MISSING) == []
    assert by_status(audit_target(str(file), world, revision="v1"), Status.MISSING) != []
    with pytest.raises(UsageError, match="no revision v7") as caught:
        audit_target(str(file), world, revision="v7")
    assert "v1, v2" in caught.value.hint


def test_who_is_not_to_be_named_is_a_setting(world: Outside) -> None:
    settings = FakeSettings(values={"ccIgnore": "clara@example.org, boris@example.org"})
    audit = audit_target("p@example.org", replace(world, settings=settings))
    assert by_status(audit, Status.MISSING) == ["roses@lists.example.org"]


def test_reviewers_of_the_same_functions_are_suggested(tmp_path: Path) -> None:
    body = patch_body(path=ROSE).replace("@@ -1,1 +1,1 @@", "@@ -1,1 +1,1 @@ int prune(void)")
    seen = Review(
        Address("Gus Gardener", "gus@example.org"),
        "Reviewed-by",
        "a" * 40,
        "roses: water",
        None,
        ROSE,
        "prune",
    )
    sources = FakeSourceTree(reviewed=[seen])
    world = world_of(
        tmp_path, mail("p@example.org", "[PATCH] roses: prune", body), source_tree=sources
    )
    audit = audit_target("p@example.org", world)
    assert sources.asked == [((ROSE,), ("prune",))]
    suggested = [one for one in audit.recipients if one.expected.level is Level.SUGGESTED]
    assert [one.expected.address for one in suggested] == ["gus@example.org"]


def test_who_answered_about_the_same_file_before_is_suggested(tmp_path: Path) -> None:
    old = [
        mail("o@example.org", "[PATCH] roses: water", patch_body(path=ROSE), hours=-900),
        mail(
            "a@example.org",
            "Re: [PATCH] roses: water",
            "> text\n\nThis drowns them.\nAsk the bees.\nThey know.\nSo do I.\n",
            author="Gus Gardener <gus@example.org>",
            answers="o@example.org",
            hours=-890,
        ),
    ]
    world = world_of(tmp_path, *old, POSTED)
    track(["o@example.org"], world)
    audit = audit_target("p@example.org", world)
    assert "gus@example.org" in [one.expected.address for one in audit.recipients]


def test_a_discussion_asks_whom_its_topic_leads_to(tmp_path: Path) -> None:
    asked = mail("d@example.org", "[DISCUSSION] roses: which ones to prune", "Which?\n")
    audit = audit_target("d@example.org", world_of(tmp_path, asked))
    assert audit.missing == ()
    assert "dora@example.org" in [one.expected.address for one in audit.recipients]


def test_only_answers_are_no_posting(tmp_path: Path) -> None:
    answer = mail("a@example.org", "Re: [PATCH] roses: prune", "No.\n", answers="gone@example.org")
    file = tmp_path / "answer.mbox"
    file.write_bytes(join_mbox([answer]))
    with pytest.raises(NotFoundError):
        audit_target(str(file), world_of(tmp_path))


def test_without_maintainers_the_way_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(TreeError) as caught:
        audit_target("p@example.org", world_of(tmp_path, POSTED, maintainers=None))
    assert "--tree" in caught.value.hint
    assert "--update" in caught.value.hint


# ---------------------------------------------------------------- what mends it


def test_the_repair_answers_the_posting_and_adds_who_is_missing(world: Outside) -> None:
    reply = parse_message(repair_of("p@example.org", world, TEMPLATE).encode())
    assert reply.subject == "Re: [PATCH] roses: prune"
    assert reply.in_reply_to == ("p@example.org",)
    assert reply.author == Address("Ada Author", "ada@example.org")
    addresses = [one.address for one in reply.recipients]
    # Boris and the list came in later
    assert addresses == [
        "ada@example.org",
        "list@example.org",
        "dora@example.org",
        "eve@example.com",
        "clara@example.org",
    ]
    assert "Clara Chandler <clara@example.org>" in reply.body
    assert f"{ROSE} is in ROSES" in reply.body
    assert "boris" not in reply.body
    assert "> Change it." in reply.body


def test_nobody_missing_needs_no_repair(tmp_path: Path) -> None:
    everybody = f"{DORA}, boris@example.org, clara@example.org, roses@lists.example.org"
    posted = mail("p@example.org", "[PATCH] roses: x", patch_body(path=ROSE), Cc=everybody)
    with pytest.raises(NotFoundError):
        repair_of("p@example.org", world_of(tmp_path, posted), TEMPLATE)


def test_who_writes_the_reply_has_to_be_known(world: Outside) -> None:
    nobody = replace(world, settings=FakeSettings(name="", address=""))
    with pytest.raises(UsageError) as caught:
        repair_of("p@example.org", nobody, TEMPLATE)
    assert "user.email" in caught.value.hint


@pytest.mark.parametrize(
    ("style", "lines"),
    [
        (
            LineStyle.SEND_EMAIL,
            [
                "'--to=Boris Baker <boris@example.org>'",
                "'--cc=Clara Chandler <clara@example.org>'",
                "--cc=roses@lists.example.org",
            ],
        ),
        (
            LineStyle.B4,
            [
                "To: Boris Baker <boris@example.org>",
                "Cc: Clara Chandler <clara@example.org>",
                "Cc: roses@lists.example.org",
            ],
        ),
        (
            LineStyle.HEADERS,
            [
                "To: Boris Baker <boris@example.org>",
                "Cc: Clara Chandler <clara@example.org>,",
                " roses@lists.example.org",
            ],
        ),
    ],
)
def test_lines_to_paste_name_who_is_missing(
    style: LineStyle, lines: list[str], tmp_path: Path
) -> None:
    audit = audit_target("p@example.org", world_of(tmp_path, POSTED))
    assert recipient_lines(audit, style) == lines


def test_a_hostile_name_stays_one_word_of_a_shell(tmp_path: Path) -> None:
    text = MAINTAINERS.replace("Boris Baker", "Bo'ris $(touch x) `y`")
    world = world_of(tmp_path, POSTED, maintainers=FakeMaintainers(text))
    [line] = [
        one
        for one in recipient_lines(audit_target("p@example.org", world), LineStyle.SEND_EMAIL)
        if "boris" in one
    ]
    assert line.startswith("'--to=")
    assert line.count("'\"'\"'") == 1


# ---------------------------------------------------------------- without a patch


def test_a_topic_counts_where_its_words_occur(world: Outside) -> None:
    assert [one.name for one in consult_topic(["bulb"], world).sections] == ["TULIPS"]


def test_a_symbol_leads_to_its_file(world: Outside) -> None:
    sources = FakeSourceTree({"prune": (Definition("prune", "prune", ROSE, 7),)})
    found = consult_symbols(["prune", "gone"], replace(world, source_tree=sources))
    assert [one.name for one in found.sections] == ["ROSES"]
    assert found.unknown == ("gone",)


def test_symbols_need_sources(world: Outside) -> None:
    with pytest.raises(TreeError, match="no sources"):
        consult_symbols(["prune"], replace(world, source_tree=None))


def test_evidence_leads_to_the_files_of_its_functions(world: Outside) -> None:
    sources = FakeSourceTree({"prune_all": (Definition("prune_all", "prune_all", ROSE, 7),)})
    found = consult_evidence(
        "  91.53%  [kernel]  [k] prune_all\n", replace(world, source_tree=sources)
    )
    assert [one.name for one in found.sections] == ["ROSES"]


def test_the_author_is_no_suggestion(world: Outside) -> None:
    audit = audit_target("p@example.org", world)
    assert ADA.partition("<")[2].strip(">") not in [
        one.expected.address for one in audit.recipients
    ]
