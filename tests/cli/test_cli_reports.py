"""``export --format html|md``: one page of a proposal, from the database to the file."""

import shutil
from pathlib import Path

import pytest

from lkmltrack.__main__ import main
from lkmltrack.mail.visible import visible
from tests.cli.running import FIRST, Run
from tests.cli.test_cli_hostile import mail
from tests.reports.pages_read import LINKS, foreign_parts, text_of, tree


def page_of(place: Path, run: Run, target: str = "1") -> str:
    assert run("export", target, "--format", "html", "-o", "page.html", "--force").status == 0
    return (place / "page.html").read_text("utf-8")


def test_the_page_of_the_sample_tells_what_show_tells(place: Path, run: Run) -> None:
    page = page_of(place, run)
    assert foreign_parts(page) == []
    facts = run("show", "1", "--json").json["proposal"]
    text = text_of(page)
    assert facts["title"] in text
    links = set(tree(page).xpath("//a/@href"))
    for revision in facts["revisions"]:
        assert f"{LINKS}{revision['message_id']}" in links
    # as the page folds blanks, so does the text that is looked for
    names = ("Reviewed-by", "Acked-by", "Tested-by", "Suggested-by")
    given = [one for one in facts["trailers"] if one["name"] in names]
    assert len(given) > 5
    for words in (*(one["text"] for one in facts["requests"]), *(one["value"] for one in given)):
        assert " ".join(words.split()) in text, words
    for participant in facts["participants"]:
        assert participant["name"] in text
    for happened in facts["timeline"]:
        assert happened["message_id"] in text


def test_markdown_tells_the_same(place: Path, run: Run) -> None:
    done = run("export", "1", "--format", "md")
    assert done.status == 0
    facts = run("show", "1", "--json").json["proposal"]
    assert done.out.startswith(f"# {facts['title']}\n")
    for happened in facts["timeline"]:
        assert happened["message_id"] in done.out
    headings = [line for line in done.out.splitlines() if line.startswith("## ")]
    assert headings[:3] == ["## Revisions", "## Trailers", "## What was asked"]


def test_what_a_person_said_of_the_stage_is_told_and_notes_are_not(place: Path, run: Run) -> None:
    run("stage", "1", "nacked")
    run("note", "1", "ask", "privately", "first")
    run("tag", "1", "hushhush")
    text = text_of(page_of(place, run))
    assert "NAKed as said by the person who tracks it; the mail shows" in text
    assert "privately" not in text
    assert "hushhush" not in text


def test_a_thread_in_a_file_has_a_page_without_being_tracked(empty: Path, run: Run) -> None:
    shutil.copyfile(
        Path(__file__).parent.parent.parent / "lkmltrack/sample/inbox.mbox", "some.mbox"
    )
    page = page_of(empty, run, "some.mbox")
    assert foreign_parts(page) == []
    assert FIRST in text_of(page)
    assert run("list").out == ""


def test_a_page_that_cannot_be_written_leaves_the_old_one(place: Path, run: Run) -> None:
    page_of(place, run)
    before = (place / "page.html").read_bytes()
    done = run("export", "1", "--format", "html", "-o", "page.html")
    assert done.status == 2
    assert "--force" in done.err
    assert (place / "page.html").read_bytes() == before


def test_a_hostile_thread_is_text_in_both_forms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    html = "<script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:b) `c` | d"
    raws = [
        mail("root", subject=f"[PATCH] {html}"),
        mail("a", "root", f"Re: [PATCH] {html}"),
        mail("b", "a", f"[PATCH v2] {html}"),
    ]
    (tmp_path / "evil.mbox").write_bytes(b"".join(b"From x\n" + raw + b"\n" for raw in raws))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LKMLTRACK_DB", str(tmp_path / "x.db"))
    monkeypatch.setenv("LKMLTRACK_ARCHIVE", str(tmp_path))
    assert main(["export", "evil.mbox", "--format", "html", "-o", "evil.html"]) == 0
    page = (tmp_path / "evil.html").read_text("utf-8")
    assert foreign_parts(page) == []
    assert visible(page) == page
    assert "<script>alert(1)</script><img src=x onerror=alert(1)>" in text_of(page)
    capsys.readouterr()
    assert main(["export", "evil.mbox", "--format", "md"]) == 0
    told = capsys.readouterr().out
    assert visible(told) == told
    assert r"\<script\>" in told
    assert "<script>" not in told.replace(r"\<script\>", "").replace("`", "")


@pytest.mark.parametrize("name", ["seed-rmap-exclude", "numa-immap-tree", "mm-swap-table-v5"])
def test_real_threads_make_pages_of_our_own_elements(
    name: str, corpus: Path, empty: Path, run: Run
) -> None:
    page = page_of(empty, run, str(corpus / "threads" / f"{name}.mbox"))
    assert foreign_parts(page) == []
    assert visible(page) == page
    assert len(tree(page).xpath("//a")) > 10
