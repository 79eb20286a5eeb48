"""Repositories of invented people, made with git itself, and the mails that come out of them."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lkmltrack.adapters.history import GitHistory
from lkmltrack.adapters.series import B4Series
from lkmltrack.model.commit import AppliedPatch
from lkmltrack.model.series import Series
from lkmltrack.tracker.applying import Application, find_applied
from lkmltrack.tracker.bags import Bag
from lkmltrack.tracker.ports import Outside
from lkmltrack.tracker.stories import tell_bag
from tests.fakes import DAY_ONE, outside_world

ADA = ("Ada Author", "ada@example.org")
MIA = ("Mia Maintainer", "mia@example.com")
LEO = ("Leo Leader", "leo@example.com")
EVE = ("Eve Engineer", "eve@example.com")

RMAP = "".join(f"static int rmap_{number};\n" for number in range(40))
SLAB = "".join(f"static int slab_{number};\n" for number in range(40))


@dataclass(frozen=True)
class Repository:
    """A folder in which git is run at given times, as given people."""

    path: Path

    def git(
        self,
        *arguments: str,
        by: tuple[str, str] = MIA,
        hours: float = 0.0,
        given: bytes | None = None,
    ) -> str:
        """Run git and return what it prints."""
        when = f"@{int((DAY_ONE + timedelta(hours=hours)).timestamp())} +0000"
        who = {
            f"GIT_{role}_{field}": value
            for role in ("AUTHOR", "COMMITTER")
            for field, value in zip(("NAME", "EMAIL", "DATE"), (*by, when), strict=True)
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            input=given,
            capture_output=True,
            env=os.environ | who,
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout.decode().strip()

    def start(self, *options: str) -> None:
        """Begin with two files, a month before anything is posted."""
        self.path.mkdir()
        self.git("init", "--quiet", "--initial-branch=master", *options)
        (self.path / "mm").mkdir()
        self.commit("Begin", {"mm/rmap.c": RMAP, "mm/slab.c": SLAB}, by=LEO, hours=-1_000)

    def cloned(self, path: Path, *options: str) -> "Repository":
        """Return a clone."""
        self.git("clone", "--quiet", *options, str(self.path), str(path))
        return Repository(path)

    def commit(
        self,
        text: str,
        files: dict[str, str] | None = None,
        *,
        by: tuple[str, str] = LEO,
        hours: float = 0.0,
    ) -> str:
        """Write files, commit them, and return the commit."""
        for name, content in (files or {}).items():
            (self.path / name).write_text(content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", text, by=by, hours=hours)
        return self.head()

    def edit(self, name: str, old: str, new: str) -> dict[str, str]:
        """Return a file with one thing changed, for ``commit``."""
        text = (self.path / name).read_text()
        assert old in text
        return {name: text.replace(old, new)}

    def head(self, name: str = "HEAD") -> str:
        """Return the commit that a name leads to."""
        return self.git("rev-parse", f"{name}^{{commit}}")

    def post(
        self,
        count: int = 1,
        *,
        name: str,
        prefix: str = "PATCH",
        hours: float = 0.0,
        options: Sequence[str] = (),
    ) -> "Post":
        """Return the last commits as mails that are sent now, whenever they were made."""
        commits = self.git("rev-list", "--reverse", f"-{count}", "HEAD").split()
        mails: list[bytes] = []
        for number, commit in enumerate(commits, 1):
            counter = f" {number}/{count}" if count > 1 else ""
            patch = self.git(
                "format-patch",
                "-1",
                "--stdout",
                f"--subject-prefix={prefix}{counter}",
                "-N",
                *options,
                commit,
            )
            when = DAY_ONE + timedelta(hours=hours, seconds=number)
            lines = patch.split("\n")
            dated = next(place for place, line in enumerate(lines) if line.startswith("Date: "))
            head = [f"Date: {when:%a, %d %b %Y %H:%M:%S +0000}"]
            head.append(f"Message-ID: <{name}-{number}@example.org>")
            if number > 1:
                head.append(f"In-Reply-To: <{name}-1@example.org>")
            mails.append("\n".join([*lines[1:dated], *head, *lines[dated + 1 :], ""]).encode())
        return Post(tuple(mails))

    def apply(
        self,
        post: "Post",
        *options: str,
        by: tuple[str, str] = MIA,
        hours: float = 1.0,
    ) -> list[str]:
        """Apply mails with git am, and return the commits."""
        before = self.head()
        for mail in post.mails:
            self.git("am", "--quiet", *options, by=by, hours=hours, given=mail)
        return self.git("rev-list", "--reverse", f"{before}..HEAD").split()

    def amend(self, text: str, files: dict[str, str] | None = None, **when: Any) -> str:
        """Change the last commit's text and files, and keep its author."""
        for name, content in (files or {}).items():
            (self.path / name).write_text(content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--amend", "-m", text, **when)
        return self.head()

    def tag(self, name: str, *, by: tuple[str, str] = LEO, hours: float = 2.0) -> None:
        """Tag what is checked out."""
        self.git("tag", "-a", "-m", name, name, by=by, hours=hours)


@dataclass(frozen=True)
class Post:
    """The mails of one posting."""

    mails: tuple[bytes, ...]

    def changed(self, old: str, new: str) -> "Post":
        """Return the mails with one thing changed."""
        assert any(old.encode() in mail for mail in self.mails)
        return Post(tuple(mail.replace(old.encode(), new.encode()) for mail in self.mails))


class Desk:
    """The tracker with a real store, a real repository and the mails of one proposal."""

    def __init__(self, folder: Path, tree: Path, *posts: Post) -> None:
        folder.mkdir(exist_ok=True)
        self.outside: Outside = replace(outside_world(folder), series=B4Series())
        self.use(tree)
        self._raws: list[bytes] = []
        for post in posts:
            self.receive(post)

    def use(self, tree: Path) -> None:
        """Look through another repository from now on."""
        self.outside = replace(self.outside, history=GitHistory(tree))

    def receive(self, post: Post) -> None:
        """Keep the mails of a posting."""
        self._raws.extend(post.mails)
        self.outside.store.add(post.mails)

    def revisions(self) -> Sequence[Series]:
        """Return the postings as a story tells them."""
        bag = Bag()
        bag.take_pulled(self._raws, self.outside)
        return tell_bag(bag, self.outside).revisions

    def look(self) -> Application:
        """Look for what was applied."""
        return find_applied({"one": self.revisions()}, self.outside)

    def applied(self) -> tuple[AppliedPatch, ...]:
        """Return what is applied; nothing may have gone wrong."""
        found = self.look()
        assert not found.warnings, found.warnings
        return found.patches["one"]

    def only(self) -> AppliedPatch:
        """Return the one patch that is applied."""
        (found,) = self.applied()
        return found


def moment(hours: float) -> datetime:
    """Return a time as the repositories count it."""
    return DAY_ONE + timedelta(hours=hours)
