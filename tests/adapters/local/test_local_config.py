import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lkmltrack.adapters.clock import SystemClock
from lkmltrack.adapters.config import GitSettings
from lkmltrack.errors import UsageError
from lkmltrack.tracker.ports import Clock, Settings

Git = Callable[..., str]


@pytest.fixture
def repository(tmp_path: Path, git: Git) -> Path:
    git(tmp_path, "init", "-q", "repository")
    return tmp_path / "repository"


def test_the_adapters_satisfy_the_ports() -> None:
    settings: Settings = GitSettings()
    clock: Clock = SystemClock()
    assert settings.get("nothing", "else") == "else"
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.now().tzinfo is UTC


def test_the_person_is_the_one_git_knows(tmp_path: Path) -> None:
    assert GitSettings(tmp_path).person() == ("Ada Author", "ada@example.org")


def test_a_person_that_git_does_not_know_is_empty(own_home: Path, tmp_path: Path) -> None:
    (own_home / ".gitconfig").unlink()
    assert GitSettings(tmp_path).person() == ("", "")


def test_the_nearest_setting_counts(own_home: Path, repository: Path, git: Git) -> None:
    git(repository, "config", "--global", "lkmltrack.tree", "/global")
    assert GitSettings(repository).get("tree") == "/global"
    git(repository, "config", "lkmltrack.tree", "/local")
    git(repository, "config", "user.email", "ada@example.com")
    assert GitSettings(repository).get("tree") == "/local"
    assert GitSettings(repository).person()[1] == "ada@example.com"


def test_keys_are_found_however_they_are_spelled(repository: Path, git: Git) -> None:
    git(repository, "config", "--global", "lkmltrack.stalledAfter", "30")
    assert GitSettings(repository).get("stalledAfter") == "30"
    assert GitSettings(repository).get("stalledafter") == "30"


def test_included_files_count(own_home: Path, tmp_path: Path) -> None:
    (own_home / "more").write_text("[lkmltrack]\n\tarchive = https://lore.example.org/all\n")
    with (own_home / ".gitconfig").open("a") as file:
        file.write(f"[include]\n\tpath = {own_home}/more\n")
    assert GitSettings(tmp_path).get("archive") == "https://lore.example.org/all"


def test_values_may_hold_anything(repository: Path, git: Git) -> None:
    git(repository, "config", "--global", "lkmltrack.tree", "two words\nand a line = break")
    assert GitSettings(repository).get("tree") == "two words\nand a line = break"


def test_a_key_without_a_value_is_true(own_home: Path, tmp_path: Path) -> None:
    with (own_home / ".gitconfig").open("a") as file:
        file.write("[lkmltrack]\n\tcolor\n")
    assert GitSettings(tmp_path).get("color") == "true"


@pytest.mark.parametrize("key", ["pager", "editor", "pageHost", "someNewCommand", "notify.command"])
def test_a_repository_may_not_set_commands(repository: Path, git: Git, key: str) -> None:
    git(repository, "config", f"lkmltrack.{key}", "touch canary")
    assert GitSettings(repository).get(key) == ""
    assert GitSettings(repository).ignored == (f"lkmltrack.{key.lower()}",)
    git(repository, "config", "--global", f"lkmltrack.{key}", "less")
    assert GitSettings(repository).get(key) == "less"


def test_git_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    run = subprocess.run

    def counted(command: list[str], **options: object) -> object:
        calls.append(command)
        return run(command, **options)  # type: ignore[call-overload] # passed on as it came

    monkeypatch.setattr(subprocess, "run", counted)
    settings = GitSettings(tmp_path)
    assert calls == []
    settings.get("tree")
    settings.get("db")
    settings.person()
    assert len(calls) == 1


def test_a_password_never_comes_into_the_process(
    repository: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repository, "config", "--global", "sendemail.smtpPass", "hunter2")
    git(repository, "config", "--global", "lkmltrack.tree", "/x")
    outputs: list[bytes] = []
    run = subprocess.run

    def watched(command: list[str], **options: object) -> object:
        answer = run(command, **options)  # type: ignore[call-overload] # passed on as it came
        outputs.append(answer.stdout)
        return answer

    monkeypatch.setattr(subprocess, "run", watched)
    assert GitSettings(repository).get("tree") == "/x"
    assert GitSettings(repository).get("sendemail.smtpPass") == ""
    assert outputs
    assert b"hunter2" not in b"".join(outputs)


def test_a_broken_config_is_told(own_home: Path, tmp_path: Path) -> None:
    (own_home / ".gitconfig").write_text("[user\n")
    with pytest.raises(UsageError, match="git cannot read its config: .*bad config line"):
        GitSettings(tmp_path).person()


def test_without_git_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git cannot be run"):
        GitSettings(tmp_path).person()


def test_a_hook_of_git_is_not_led_astray(
    repository: Path, tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git sets GIT_DIR for a hook: then that repository's settings are the right ones."""
    git(repository, "config", "lkmltrack.tree", "/hooked")
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    assert GitSettings(tmp_path).get("tree") == "/hooked"
