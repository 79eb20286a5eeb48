"""The pages: a mail, a story, hits, the overview, news."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lkmltrack.cli.facts import hit_facts, message_facts, overview_facts, proposal_facts
from lkmltrack.cli.pages.hits import hit_lines, marked, sought_words
from lkmltrack.cli.pages.mail import header_lines, mail_lines, people_on_one_line
from lkmltrack.cli.pages.news import news_lines
from lkmltrack.cli.pages.overview import overview_lines
from lkmltrack.cli.pages.story import StoryPage, next_steps
from lkmltrack.cli.text.cells import width_of
from lkmltrack.cli.text.spans import Line, Style, characters
from lkmltrack.model.message import Address, Attachment, Message, Origin
from lkmltrack.model.proposal import (
    Event,
    EventKind,
    Join,
    JoinReason,
    Participant,
    Proposal,
    Request,
    Stage,
    Story,
    Turn,
)
from lkmltrack.model.query import And, Field, Hit, Not, Or, Term
from lkmltrack.model.series import Patch, PostingKind, Series, Trailer
from lkmltrack.tracker.stories import Overview
from lkmltrack.tracker.updating import News

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
ANN = Address("Ann Example", "ann@example.org")
BO = Address("Bo Example", "bo@example.org")


def text_of(lines: object) -> str:
    assert hasattr(lines, "__iter__")
    return "\n".join(characters(line, coloured=False) for line in lines)


def proposal(**fields: object) -> Proposal:
    plain = Proposal(3, "batch-link", "v1@example.org", NOW - timedelta(days=9))
    return replace(plain, **fields)  # type: ignore[arg-type]  # fields of the class, by name


PATCHES = (
    Patch("v2-1@example.org", 1, "mm: link in batches", ANN),
    Patch("v2-2@example.org", 2, "exec: use it", ANN),
)
V1 = Series(PostingKind.RFC, 1, "v1@example.org", "Link in batches", ANN, NOW, 2, PATCHES[:1])
V2 = Series(
    PostingKind.PATCH,
    2,
    "v2@example.org",
    "Link in batches",
    ANN,
    NOW,
    2,
    PATCHES,
    "v2@example.org",
)
STORY = Story(
    title="Link in batches",
    author=ANN,
    revisions=(V1, V2),
    timeline=(Event(EventKind.REPLY, NOW, "r@example.org", BO, "Re: Link in batches"),),
    participants=(Participant("Bo Example", "bo@example.org", 2, ("bo@example.com",)),),
    trailers=(
        Trailer("Reviewed-by", str(BO), "r@example.org", BO, NOW, "v2-2@example.org"),
        Trailer("Acked-by", str(BO), "r@example.org", BO, NOW, "v2@example.org"),
        Trailer("Signed-off-by", str(ANN), "v2-1@example.org", ANN, NOW, "v2-1@example.org"),
        Trailer("Link", "https://example.org/x", "v2-1@example.org"),
    ),
    message_count=7,
    stage=Stage.POSTED,
    whose_turn=Turn.AUTHOR,
    first=NOW - timedelta(days=12),
    last=NOW - timedelta(days=3),
    new_messages=("r@example.org", "gone@example.org"),
)


def page(told: Proposal | None, story: Story = STORY, width: int = 80) -> str:
    return text_of(StoryPage(told, story, NOW, width).lines())


def test_a_story_tells_what_one_wants_before_answering() -> None:
    joins = (
        Join("v1@example.org", JoinReason.TRACKED),
        Join("v2@example.org", JoinReason.CHANGE_ID, "abc"),
    )
    shown = page(proposal(threads=joins, tags=("mm",), notes=("ask for numbers",), seen=NOW))
    for wanted in (
        "#3  batch-link  #mm",
        "posted, the author's turn",
        "7 messages by 1 person, last 3 days ago (2026-03-08 to 2026-03-17)",
        "rfc1",
        "1/2 !",
        "tracked by you",
        "same change-id abc",
        "v2 cover letter",
        "v2 2/2 exec: use it",
        "Reviewed-by: Bo Example <bo@example.org>",
        "<bo@example.org> <bo@example.com>",
        "New since 2026-03-20: 2 messages",
        "<gone@example.org>",
        "ask for numbers",
    ):
        assert wanted in shown
    assert "Signed-off-by" not in shown
    assert "https://example.org/x" not in shown


def test_a_persons_own_word_is_shown_beside_what_the_mail_shows() -> None:
    shown = page(proposal(said_stage=Stage.APPLIED))
    assert "applied as you said; the mail shows posted" in shown
    assert proposal_facts(proposal(said_stage=Stage.NACKED), STORY)["stage"] == "nacked"
    assert proposal_facts(proposal(said_stage=Stage.NACKED), STORY)["stage_observed"] == "posted"


def test_open_requests_are_shown_and_answered_ones_are_not() -> None:
    asked = Request("q@example.org", BO, NOW, "Which workload?", "workload")
    answered = replace(asked, text="Which machine?", answered_by="a@example.org")
    shown = page(None, replace(STORY, requests=(asked, answered)))
    assert "Which workload?" in shown
    assert "Which machine?" not in shown


def test_an_empty_story_is_a_page_too() -> None:
    empty = Story("", Address("", ""), (), (), (), (), 0)
    assert "not tracked" in page(None, empty)
    assert proposal_facts(None, empty)["number"] is None


def test_next_steps_name_diff_only_where_there_are_two_revisions() -> None:
    assert "diff 3" in text_of([next_steps(proposal(), STORY, "")])
    assert "diff" not in text_of([next_steps(proposal(), replace(STORY, revisions=(V2,)), "")])
    assert "track x.mbox" in text_of([next_steps(None, STORY, "x.mbox")])


def mail(**fields: object) -> Message:
    plain = Message("m@example.org", "[PATCH] mm: x", ANN, NOW)
    return replace(plain, **fields)  # type: ignore[arg-type]  # fields of the class, by name


def test_thirty_people_on_cc_take_one_line() -> None:
    crowd = tuple(Address(f"Person Number {n}", f"p{n}@example.org") for n in range(30))
    lines = text_of(mail_lines(mail(cc=crowd, body="hello\n"), 60)).split("\n")
    (copied,) = [line for line in lines if line.startswith("Cc:")]
    assert copied.endswith("more")
    assert width_of(copied) <= 60
    assert lines.index("hello") < 9


@given(st.lists(st.text(max_size=40), min_size=1, max_size=50), st.integers(20, 120))
def test_any_people_fit_on_one_line(names: list[str], width: int) -> None:
    shown = people_on_one_line([Address(name, "a@example.org") for name in names], width)
    assert width_of(shown) <= width
    assert "\n" not in shown


def styles(lines: object) -> dict[str, Style]:
    assert hasattr(lines, "__iter__")
    return {"".join(s.text for s in line): line[-1].style for line in lines if len(line)}


def test_quotes_diffs_and_trailers_have_their_colours() -> None:
    body = (
        "On Monday Bo Example wrote:\n> > deep\n> quoted\nfine\n\nReviewed-by: Ann Example"
        " <ann@example.org>\n---\n a.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n"
        "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,2 @@\n-old\n+new\n same\n-- \n2.39\n"
    )
    found = styles(mail_lines(mail(body=body), 80))
    assert found["> quoted"] is Style.QUOTE
    assert found["> > deep"] is Style.DEEP_QUOTE
    assert found["-old"] is Style.REMOVED
    assert found["+new"] is Style.ADDED
    assert found["@@ -1,2 +1,2 @@"] is Style.HUNK
    assert found["+++ b/a.c"] is Style.FILE
    assert found["fine"] is Style.PLAIN
    assert found["Reviewed-by: Ann Example <ann@example.org>"] is Style.TRAILER


def test_attachments_defects_and_rebuilt_mails_are_told() -> None:
    attached = (
        Attachment("trace.txt", "text/plain", 5, "a\nb"),
        Attachment("flame.svg", "image/svg+xml", 12_345),
    )
    shown = text_of(
        mail_lines(mail(attachments=attached, defects=("no date",), origin=Origin.PAGE), 80)
    )
    assert "[attachment: trace.txt, text/plain, 5 bytes]\na\nb" in shown
    assert "[attachment: flame.svg, image/svg+xml, 12,345 bytes]" in shown
    assert "[no date]" in shown
    assert "rebuilt from a web page" in shown


def test_a_name_is_never_shown_without_its_address() -> None:
    pretending = Address("Linus Example <linus@example.org>", "evil@example.com")
    assert "evil@example.com" in text_of(mail_lines(mail(author=pretending), 80))


@given(st.text())
def test_a_body_is_shown_whole_and_line_by_line(body: str) -> None:
    lines = [characters(line, coloured=False) for line in mail_lines(mail(body=body), 80)]
    assert len(lines) >= body.count("\n")
    assert not any("\x1b" in line or "\n" in line for line in lines)


def test_all_header_fields_are_shown_decoded_and_unfolded() -> None:
    raw = b"Subject: =?utf-8?q?caf=C3=A9?=\r\nX-Odd: a\r\n\tb\x1b[1m\r\n\r\nbody\r\n"
    assert text_of(header_lines(raw)) == "Subject: café\nX-Odd: a b␛[1m"


@given(st.binary())
def test_any_bytes_have_a_header_to_show(raw: bytes) -> None:
    assert "\x1b" not in text_of(header_lines(raw))


def test_the_words_of_a_query_are_marked_where_they_stand() -> None:
    query = And(
        (
            Term(Field.ANY, "lock"),
            Or((Term(Field.BODY, "i_mmap rwsem"), Not(Term(Field.ANY, "no")))),
        )
    )
    words = sought_words(query)
    assert set(words) == {"lock", "i_mmap", "rwsem"}
    spans = marked("no Lock on i_mmap", words)
    assert [span.text for span in spans if span.style is Style.MATCH] == ["Lock", "i_mmap"]


@given(st.text(), st.lists(st.text(min_size=2, max_size=3)))
def test_marking_loses_no_character(text: str, words: list[str]) -> None:
    assert "".join(span.text for span in marked(text, words)) == text


def test_a_hit_shows_who_what_and_the_line() -> None:
    hit = Hit("m@example.org", "[PATCH] mm: x", "Ann Example", NOW, "  takes the lock twice", 2.5)
    shown = text_of(hit_lines([hit], Term(Field.ANY, "lock"), 80)).split("\n")
    assert shown[0].startswith("2026-03-20  Ann Example")
    assert shown[1] == "    takes the lock twice"
    assert shown[2] == "    <m@example.org>"
    assert hit_facts(hit)["score"] == 2.5


def test_the_overview_is_one_line_each_and_marks_what_is_new() -> None:
    seen = Overview(proposal(), "Link in batches", ANN, Stage.RFC, revision="v1", message_count=7)
    news = replace(seen, new_messages=4, stage=Stage.NACKED, last=NOW - timedelta(days=2))
    lines = list(overview_lines([seen, news], NOW, 80))
    assert len(lines) == 2
    shown = text_of(lines)
    assert "NAKed" in shown
    assert "4 new" in shown
    assert "2d" in shown
    assert overview_facts(news)["stage"] == "nacked"
    assert text_of(overview_lines([], NOW, 80, heads=True)) == ""


def test_the_overview_fits_forty_columns() -> None:
    overview = Overview(
        proposal(tags=("a", "b")), "A very long title " * 5, ANN, Stage.CHANGES_REQUESTED
    )
    (line,) = overview_lines([overview], NOW, 40)
    shown = characters(line, coloured=False)
    assert width_of(shown) <= 40
    assert "A very" in shown


def test_news_tell_messages_revisions_and_a_changed_stage() -> None:
    quiet = News(proposal())
    loud = News(proposal(), ("a@example.org",), (V2,), Stage.RFC, Stage.POSTED)
    shown = text_of(news_lines([quiet, loud], 80)).split("\n")
    assert shown == [
        "#3  batch-link  1 new message  RFC -> posted",
        "    new revision v2, 2 patches: Link in batches",
    ]


def test_message_facts_have_the_whole_body() -> None:
    facts = message_facts(mail(body="a\x1bb", cc=(BO,)))
    assert facts["body"] == "a\x1bb"
    assert facts["cc"] == ["Bo Example <bo@example.org>"]


HOSTILE = st.text(alphabet="\x1b\x9b\x00\n\t\u202e\u200b[]/bold答 a", max_size=30)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_page_lets_a_hostile_text_act(title: str, name: str, text: str) -> None:
    person = Address(name, text)
    told = proposal(
        name=name,
        tags=(text,),
        notes=(text,),
        seen=NOW,
        threads=(Join(text, JoinReason.LINK, name),),
    )
    story = replace(
        STORY,
        title=title,
        revisions=(
            replace(V2, title=text, message_id=name, patches=(replace(PATCHES[0], title=title),)),
        ),
        timeline=(Event(EventKind.REPLY, NOW, "r@example.org", person, text),),
        participants=(Participant(name, text, 1, (title,)),),
        trailers=(Trailer(name, text, title, person, NOW, "v2-1@example.org"),),
        requests=(Request(text, person, NOW, title, name),),
    )
    pages: list[list[Line]] = [
        list(StoryPage(told, story, NOW, 60).lines()),
        list(overview_lines([Overview(told, title, person)], NOW, 60)),
        list(hit_lines([Hit(name, title, text, NOW, text, 1.0)], Term(Field.ANY, "ab"), 60)),
        list(
            mail_lines(
                mail(subject=title, author=person, to=(person,), body=text, defects=(name,)), 60
            )
        ),
        [next_steps(None, story, name)],
    ]
    for spans in (span for lines in pages for line in lines for span in [line]):
        shown = characters(spans, coloured=True)
        for code in shown.split("\x1b")[1:]:
            assert code.startswith("[")
            assert code[1 : code.index("m")].replace(";", "").isdecimal()
        assert not set(shown) & set("\x00\n\x9b\u202e\u200b")
