"""``maintainers --update``: fetch MAINTAINERS into the cache, for where there is no tree."""

import os
import sys

from lkmltrack.adapters.config import GitSettings
from lkmltrack.adapters.maintainers_index.fetching import DEFAULT_URL, update
from lkmltrack.cli.progress import shown_progress, silent_progress
from lkmltrack.cli.text.json_text import json_text
from lkmltrack.errors import UsageError
from lkmltrack.mail.visible import visible
from lkmltrack.model.audience import Edition


def update_copy(words: list[str], flags: set[str]) -> bytes:
    """Fetch a copy from the URL among the words, else from the usual place; return the answer."""
    if len(words) > 1 or any(word.startswith("-") for word in words):
        raise UsageError("--update takes one URL", "lkmltrack maintainers --update [URL]")
    url = words[0] if words else GitSettings().get("maintainersUrl") or DEFAULT_URL
    is_silent = "quiet" in flags or not sys.stderr.isatty()
    with silent_progress() if is_silent else shown_progress() as progress:
        edition = update(url, os.environ, progress)
    return (_as_json(edition, url) if "json" in flags else _as_text(edition, url)).encode()


def _as_json(edition: Edition, url: str) -> str:
    date = edition.date.strftime("%Y-%m-%dT%H:%M:%SZ") if edition.date else None
    answer = {
        "schema": "lkmltrack.maintainers-update/1",
        "place": edition.place,
        "date": date,
        "url": url,
    }
    return f"{json_text(answer)}\n"


def _as_text(edition: Edition, url: str) -> str:
    return f"{visible(edition.place)}\nfetched from {visible(url)}\n"
