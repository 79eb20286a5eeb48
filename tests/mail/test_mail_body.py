"""The lines of a body, and the parts of a patch."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lkmltrack.mail.body import own_and_quoted, own_text, quoted_text, split_lines, split_patch
from lkmltrack.mail.mbox import split_mbox
from lkmltrack.mail.parse import parse_message
from lkmltrack.model.message import LineKind

LETTERS = {
    LineKind.TEXT: ".",
    LineKind.QUOTE: ">",
    LineKind.ATTRIBUTION: "a",
    LineKind.TRAILER: "t",
    LineKind.SIGNATURE: "s",
    LineKind.DIFF: "d",
    LineKind.DIFFSTAT: "#",
}

DIFF = """\
diff --git a/mm/x.c b/mm/x.c
index 1234567..89abcde 100644
--- a/mm/x.c
+++ b/mm/x.c
@@ -1,4 +1,4 @@ int x(void)
 {
-	old();
+	new();

 }
"""


def kinds(body: str) -> str:
    return "".join(LETTERS[line.kind] for line in split_lines(body))


def depths(body: str) -> list[int]:
    return [line.depth for line in split_lines(body)]


def test_lines_are_numbered_from_one_and_keep_their_text() -> None:
    lines = split_lines("one\n\n  two \n")
    assert [(line.number, line.text) for line in lines] == [(1, "one"), (2, ""), (3, "  two ")]
    assert split_lines("") == ()
    assert kinds("one") == "."


def test_quotes_are_counted_and_their_marks_taken_off() -> None:
    body = "> one\n>two\n> > three\n>> four\n>>> five\n>\n> > \n>  indented\n"
    assert depths(body) == [1, 1, 2, 2, 3, 1, 2, 1]
    assert [line.text for line in split_lines(body)] == [
        *("one", "two", "three", "four", "five", "", "", " indented")
    ]


@pytest.mark.parametrize(
    "line", ["a > b", " > 10 us", "->next", "# cat a > b", "|> x", "\t> x", "=> x"]
)
def test_a_line_that_only_holds_a_mark_is_no_quote(line: str) -> None:
    assert kinds(f"text\n{line}\ntext\n") == "..."


def test_the_marks_of_an_old_mailbox_are_no_quote() -> None:
    assert kinds("text\n\n>From the top of my head\n\ntext\n") == "....."
    assert kinds(">one\n>From here on\n>two\n") == ">>>"


def test_the_marks_of_the_test_robot_are_no_quotes_in_its_own_mail() -> None:
    body = "All warnings (new ones prefixed by >>):\n\n>> mm/x.c:1: warning: unused\n"
    assert kinds(body) == "..."
    assert kinds("x wrote:\n" + "".join(f"> {line}\n" for line in body.split("\n"))) == "a>>>>"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Tue, Apr 21, 2026 at 10:09:32AM +0800, Jane Doe wrote:",
        "On Tue, 21 Apr 2026, Jane Doe wrote:",
        "On 4/21/26 10:09, Jane Doe wrote:",
        "On Tue, Apr 21, 2026 at 10:09 AM Jane Doe\n<jane@example.org> wrote:",
        "On Tue, 21 Apr 2026 10:09:32 +0800\nJane Doe <jane@example.org> wrote:",
        "On Tue, 21 Apr 2026 10:09:32 +0800\nJane Doe with a very long name\n<jane@example.org> wrote:",
        "Jane Doe wrote:",
        "Jane Doe <jane@example.org> writes:",
        "Jane Doe wrote on Tue, Apr 21, 2026 at 10:09:32AM +0800:",
        "* Jane Doe <jane@example.org> [260421 10:09]:",
        "Quoting Jane Doe (2026-04-21 10:09:32):",
        "Am 21.04.26 um 10:09 schrieb Jane Doe:",
        "Le 21/04/2026 à 10:09, Jane Doe a écrit\xa0:",
        "Il 21/04/26 10:09, Jane Doe ha scritto:",
        "El 21/4/26 a las 10:09, Jane Doe escribió:",
        "Em ter., 21 de abr. de 2026 às 10:09, Jane Doe escreveu:",
        "Op 21-04-2026 om 10:09 schreef Jane Doe:",
        "Den 21.04.2026 10:09, skrev Jane Doe:",
        "Dne 21. 04. 26 v 10:09 Jane Doe napsal(a):",
        "W dniu 21.04.2026 o 10:09, Jane Doe pisze, napisał:",
        "21.04.2026 10:09, Jane Doe пишет:",
        "在 2026/4/21 10:09, Jane Doe 写道:",
        "于 2026年4月21日周二 10:09写道：",
        "Jane Doe <jane@example.org> 於 2026年4月21日 週二 上午10:09寫道：",
        "The pull request you sent on Tue, 21 Apr 2026 10:09:32 +0800:",
    ],
)
def test_attributions_are_known_in_many_languages(attribution: str) -> None:
    count = attribution.count("\n") + 1
    assert kinds(f"Hi,\n\n{attribution}\n> text\n\nmy text\n") == ".." + "a" * count + ">.."
    assert kinds(f"Hi,\n\n{attribution}\n\n> text\n") == ".." + "a" * count + ".>"
    assert kinds(f"{attribution}\n\n[ ... ]\n\n> text\n")[:count] == "a" * count


@pytest.mark.parametrize(
    "text",
    [
        "I see this:",
        "Here is what happens on 6.1:",
        "See below",
        "Only 5 of them matter:",
        "Thanks, Jane",
    ],
)
def test_own_words_above_a_quote_are_no_attribution(text: str) -> None:
    assert kinds(f"{text}\n\n> quote\n") == "..>"


def test_own_words_above_an_attribution_stay_own() -> None:
    assert kinds("One of 5 things:\nJane Doe wrote:\n> text\n") == ".a>"


def test_an_attribution_stays_one_when_all_of_the_quote_was_cut() -> None:
    assert kinds("On Tue, 21 Apr 2026, Jane Doe wrote:\n\nI agree.\n") == "a.."


def test_what_stands_below_outlooks_header_is_quoted() -> None:
    body = (
        "Thanks!\n\n-----Original Message-----\nFrom: Jane Doe <jane@example.org>\n"
        "Sent: Tuesday, April 21, 2026 10:09 AM\nTo: list@example.org\nSubject: Re: flags\n\n"
        "I wrote this.\n\n> and quoted that\n"
    )
    assert kinds(body) == "..aaaaa>>>>"
    assert depths(body)[8:] == [1, 1, 2]
    assert own_text(body) == "Thanks!\n"


def test_the_header_may_be_chinese_and_without_a_title() -> None:
    body = "好的\n\n发件人: Jane\n发送时间: 2026年4月21日\n收件人: list@example.org\n主题: Re: x\n\n原文\n"
    assert kinds(body) == "..aaaa>>"


def test_marks_below_outlooks_header_tell_what_is_quoted() -> None:
    body = (
        "-----Original Message-----\nFrom: Jane\nSent: Tuesday\nTo: x\nSubject: y\n\n"
        "> quoted\nanswered\n"
    )
    assert kinds(body) == "aaaaa.>."


def test_a_forwarded_mail_is_news_and_no_quote() -> None:
    body = (
        "See below.\n\n---------- Forwarded message ---------\nFrom: Jane <jane@example.org>\n"
        "Date: Tue, 21 Apr 2026\nSubject: a regression\nTo: list@example.org\n\nIt is slow.\n"
    )
    assert kinds(body) == "...aaaa.."


def test_a_header_that_was_pasted_raw_quotes_nothing() -> None:
    body = (
        "Look:\n\nFrom: Jane <jane@example.org>\nTo: x@example.org\nSubject: y\n"
        "Message-ID: <a@example.org>\nDate: Tue, 21 Apr 2026\n\ntext\n"
    )
    assert "a" not in kinds(body)
    assert ">" not in kinds(body)


def test_in_body_headers_of_a_patch_quote_nothing() -> None:
    assert ">" not in kinds("From: Jane <jane@example.org>\nDate: Tue\nSubject: x\n\ntext\n")


def test_bars_quote_only_below_an_attribution() -> None:
    assert kinds("| a | b |\n| 1 | 2 |\n") == ".."
    assert kinds("On Tue, 21 Apr 2026, Jane Doe wrote:\n| text\n| more\nmine\n| 1 |\n") == "a>>.."


def test_quotes_behind_a_fenced_attribution_begin_with_a_blank() -> None:
    body = (
        " ---- On Tue, 21 Apr 2026 10:09:32 +0800  Jane Doe <jane@example.org> wrote --- \n"
        " > text\n > > more\n\nmine\n"
    )
    assert kinds(body) == "a>>.."
    assert quoted_text(body).split("\n")[1:] == ["text", "more"]
    assert depths(body) == [0, 1, 2, 0, 0]


def test_a_signature_ends_the_text() -> None:
    assert kinds("text\n-- \nJane\nExample Inc.\n") == ".sss"
    assert kinds("text\n--\nJane\n") == ".ss"
    assert kinds("text\n-- \nJane\n\n> quote\n") == ".sss>"


def test_dashes_in_the_middle_are_no_signature() -> None:
    text = "text\n--\n" + "a paragraph\n" * 20
    assert "s" not in kinds(text)


def test_the_footer_of_a_list_is_a_signature() -> None:
    footer = "_" * 47 + "\nlist mailing list\nlist@example.org\nhttps://example.org/listinfo/x\n"
    assert kinds("text\n" + footer) == ".ssss"
    assert kinds("text\n" + "-" * 60 + "\n a table\n") == "..."


def test_a_diff_is_told_by_the_counts_of_its_hunks() -> None:
    diff = DIFF.replace("@@ -1,4 +1,4 @@", "@@ -1,6 +1,4 @@").replace(" }\n", " }\n--- x\n-- \n")
    body = f"mm: x\n\nSigned-off-by: Jane <jane@example.org>\n---\n mm/x.c | 2 +-\n 1 file changed\n\n{diff}-- \n2.43.0\n"
    assert kinds(body) == "..t.##." + "d" * 12 + "ss"


def test_a_diff_that_a_mailer_wrapped_is_still_a_diff() -> None:
    assert (
        kinds(
            DIFF.replace("new();", "new();")
            .replace(" }", " x(long,\nargument);\n }")
            .replace("1,4 +1,4", "1,5 +1,5")
        )
        == "d" * 12
    )


def test_an_answer_after_a_quoted_diff_is_text() -> None:
    quoted = "".join(f"> {line}\n" for line in DIFF.split("\n")[:-1])
    assert kinds(f"Jane wrote:\n{quoted}\nI like it.\n") == "a" + ">" * 10 + ".."


def test_trailers_are_lines_of_their_own() -> None:
    body = 'Fine.\n\nReviewed-by: Jane <jane@example.org>\nNote: this is text\nFixes: 123 ("x")\n'
    assert kinds(body) == "..t.t"


def test_a_table_with_bars_is_no_diffstat() -> None:
    assert kinds(" before | 100\n after  | 200\n") == ".."
    assert (
        kinds(" a/b | 12 ++--\n a/c | Bin 0 -> 1 bytes\n 2 files changed, 1 insertion(+)\n")
        == "###"
    )


def test_every_line_is_own_or_quoted() -> None:
    body = "Hi,\n\nOn Tue, 21 Apr 2026, Jane Doe wrote:\n> one\n> > two\n\nmine\n"
    assert own_text(body) == "Hi,\n\n\nmine"
    assert quoted_text(body) == "On Tue, 21 Apr 2026, Jane Doe wrote:\none\ntwo"
    assert own_and_quoted("mine\n") == ("mine\n", "")


def test_a_body_longer_than_any_is_kept_whole() -> None:
    body = "> quote\nmine\n" * 200_000
    own, quoted = own_and_quoted(body)
    assert own.count("mine") == 200_000
    assert quoted.count("quote") + own.count("quote") == 200_000
    lines = split_lines("\n" * 600_000)
    assert len(lines) == 500_001


# ---------------------------------------------------------------- patches


def test_a_patch_is_divided_as_git_am_does() -> None:
    patch = split_patch(
        "From: Jane Doe <jane@example.org>\nSubject: mm: x\n\nThe text.\n\nSigned-off-by: Jane\n---\n"
        "Changes in v2:\n- more\n---\n mm/x.c | 2 +-\n 1 file changed\n\n" + DIFF + "-- \n2.43.0\n"
    )
    assert patch is not None
    assert patch.message == "The text.\n\nSigned-off-by: Jane"
    assert patch.comment == "Changes in v2:\n- more\n---\n mm/x.c | 2 +-\n 1 file changed"
    assert patch.diff == DIFF
    assert patch.files == ("mm/x.c",)


def test_a_mail_without_a_diff_is_no_patch() -> None:
    assert split_patch("text\n---\n mm/x.c | 2 +-\n 1 file changed\n") is None
    assert split_patch("") is None
    quoted = "".join(f"> {line}\n" for line in DIFF.split("\n"))
    assert split_patch("Jane wrote:\n" + quoted) is None


def test_what_stands_above_scissors_is_no_commit_text() -> None:
    patch = split_patch("Hi,\nhow about this?\n\n-- >8 --\nThe text.\n---\n" + DIFF)
    assert patch is not None
    assert patch.message == "The text."


def test_several_diffs_in_one_answer_are_one_patch() -> None:
    second = DIFF.replace("x.c", "y.c")
    patch = split_patch(f"This:\n{DIFF}and that:\n{second}")
    assert patch is not None
    assert patch.diff == DIFF + second
    assert patch.files == ("mm/x.c", "mm/y.c")


@pytest.mark.parametrize(
    ("diff", "files"),
    [
        ("--- mm/x.c.orig\t2026-04-21\n+++ mm/x.c\t2026-04-21\n@@ -1 +1 @@\n-a\n+b\n", ("x.c",)),
        ("--- linux.orig/mm/x.c\n+++ linux/mm/x.c\n@@ -1 +1 @@\n-a\n+b\n", ("mm/x.c",)),
        ("Index: mm/x.c\n====\n--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1 +1 @@\n-a\n+b\n", ("mm/x.c",)),
        ("diff -urN a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", ("x",)),
        (
            "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
            ("x",),
        ),
        (
            "diff --git a/x b/y z\nsimilarity index 100%\nrename from x\nrename to y z\n",
            ("y z",),
        ),
        (
            "diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
            ("x",),
        ),
        (
            "diff --git a/x.bin b/x.bin\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKcmZo@0RR91\n\n"
            "literal 0\nHcmV?d00001\n\n",
            ("x.bin",),
        ),
        ('diff --git "a/\\303\\244" "b/\\303\\244"\nnew file mode 100644\n', ("ä",)),
    ],
)
def test_diffs_of_every_kind_name_their_files(diff: str, files: tuple[str, ...]) -> None:
    patch = split_patch("text\n---\n" + diff + "-- \n2.43.0\n")
    assert patch is not None
    assert patch.files == files
    assert "2.43.0" not in patch.diff


@pytest.mark.parametrize(
    "text",
    [
        "--- a rule ---\nand text\n",
        "+++ b\n",
        "@@ -1 +1 @@\n",
        "diff this\n",
        "Index: 5\n",
        "--- a\n+++ b\n",
    ],
)
def test_what_only_looks_like_a_diff_is_text(text: str) -> None:
    assert split_patch("text\n" + text) is None
    assert "d" not in kinds("text\n" + text)


PIECES = st.lists(
    st.sampled_from(
        [
            "text\n", "> q\n", ">> q\n", ">\n", "-- \n", "--\n", "---\n", "On 1 Jan, x@y wrote:\n", "\n",
            "diff --git a/x b/x\n", "--- a/x\n", "+++ b/x\n", "@@ -1,3 +1,3 @@\n", " c\n", "-o\n", "+n\n",
            "GIT binary patch\n", "literal 3\n", " a | 1 +\n", " 1 file changed\n", "Acked-by: x\n",
            "From: x\n", "Sent: x\n", "To: x\n", "Subject: x\n", "| x\n", "_____________________\n",
            "mailing list\n", "[snip]\n", "-- 8< --\n", "Index: x\n", " > x\n", "\\ No newline\n",
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(PIECES, st.text(max_size=300)))
def test_any_body_can_be_divided(body: str) -> None:
    lines = split_lines(body)
    expected = body.split("\n")
    assert len(lines) == len(expected) - (not expected[-1])
    for line, text in zip(lines, expected, strict=False):
        assert text.endswith(line.text)
        assert (line.depth > 0) == (line.kind is LineKind.QUOTE)
    own, quoted = own_and_quoted(body)
    assert len(own) + len(quoted) <= len(body)
    patch = split_patch(body)
    if patch is not None:
        assert set(patch.diff.split("\n")) <= {*expected, ""}


def test_own_words_of_real_threads_are_not_taken_for_quotes(corpus: Path) -> None:
    raws = split_mbox((corpus / "threads" / "seed-rmap-exclude.mbox").read_bytes())
    bodies = [parse_message(raw).body for raw in raws]
    assert all("." in kinds(body) for body in bodies)
    assert sum("a" in kinds(body) for body in bodies) == 8
    assert kinds(bodies[0]).count("d") > 50
