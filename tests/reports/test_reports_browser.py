"""The page in a real browser; skips where Debian's chromium is not installed."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lkmltrack.reports.html import render_html
from lkmltrack.reports.page import build_page
from tests.reports.pages_read import foreign_parts
from tests.reports.told import ATTACKS, NOW, attacked, life, tracked

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # nothing is looked up, whatever a page asks for
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_OWNED = "<script>document.title = 'owned'</script>"


@pytest.fixture(scope="module")
def chromium(oracle: Callable[[str], str]) -> str:
    """The browser."""
    return oracle("chromium")


def seen_by(chromium: str, page: str, folder: Path) -> str:
    """The page as the browser has it after everything in it has run."""
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    done = subprocess.run(
        [chromium, *_FLAGS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", file.as_uri()],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return done.stdout.decode("utf-8", "replace")


def title_of(dom: str) -> str:
    found = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    return found[1] if found else ""


def without_policy(page: str) -> str:
    """The page as if it had no policy: then only the escaping is in the way of an attack."""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert bare != page
    return bare


def test_a_hostile_mail_stays_text_even_without_the_policy(chromium: str, tmp_path: Path) -> None:
    pages = [render_html(build_page(*attacked(attack), NOW)) for attack in ATTACKS]
    bodies = [page.partition("<main>")[2].partition("</main>")[0] for page in pages]
    whole = without_policy(pages[0]).replace("</main>", f"{''.join(bodies[1:])}</main>")
    dom = seen_by(chromium, whole, tmp_path)
    # the attack stands in the title as text; had one run, the title would be that one word
    assert title_of(dom) == "&lt;script&gt;document.title='owned'&lt;/script&gt;"
    # a parser inside the browser built this tree: it holds no element or attribute but ours
    assert foreign_parts(dom) == []
    assert "<script" not in dom
    assert len(dom) > len(whole) * 0.9


def test_the_browser_would_have_run_what_is_not_escaped(chromium: str, tmp_path: Path) -> None:
    page = render_html(build_page(tracked(), life(), NOW))
    planted = without_policy(page).replace("</main>", f"{_OWNED}</main>")
    assert title_of(seen_by(chromium, planted, tmp_path)) == "owned"


def test_the_policy_stops_what_escaping_would_have_missed(chromium: str, tmp_path: Path) -> None:
    page = render_html(build_page(tracked(), life(), NOW))
    planted = page.replace("</main>", f"{_OWNED}</main>")
    assert title_of(seen_by(chromium, planted, tmp_path)) == "mm: count the pages twice"
