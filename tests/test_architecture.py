"""The floors, as far as import-linter cannot see them: who owns what, and what pure rooms call."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "lkmltrack"

# who may import what; an import that is not in this table needs an owner first
OWNERS = {
    "textual": ("tui/",),
    "rich": ("tui/", "cli/"),
    "b4": ("adapters/series",),
    "liblore": ("adapters/lore", "adapters/series"),
    "requests": ("adapters/lore", "adapters/maintainers_index"),
    "urllib3": ("adapters/lore",),
    "lxml": ("adapters/pages",),
    "git": ("adapters/",),
    "sqlite3": ("adapters/database",),
    "subprocess": ("adapters/", "cli/", "tui/"),
    "pygal": ("reports/plot",),
    "scipy": ("adapters/significance",),
    "quantiphy": ("evidence/measuring",),
    "rapidfuzz": ("evidence/",),
    "socket": ("adapters/",),
}

PURE_ROOMS = (
    "errors.py",
    "model/",
    "mail/",
    "maintainers/",
    "evidence/",
    "proposals/",
    "audience/",
    "drafts/",
    "reports/",
    "tracker/",
)
IMPURE_NAMES = {"open", "print", "input", "exit", "quit", "breakpoint", "eval", "exec"}
IMPURE_CALLS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.monotonic",
    "time.sleep",
    "sys.exit",
    "os.system",
    "os.getenv",
    "os.environ.get",
}
IMPURE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink"}

MODULE_LINES = 400
FUNCTION_LINES = 50
# "path" or "path:function" -> the reason why it may be longer
LONGER: dict[str, str] = {}


def modules(folder: Path = PACKAGE) -> list[Path]:
    """Return every Python file below a folder; the symlink to the templates holds none."""
    return sorted(folder.rglob("*.py"))


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"), str(module))


def imports_of(module: Path) -> Iterator[tuple[int, str]]:
    """Yield every imported module of a file, those under TYPE_CHECKING and in functions too."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: imports are absolute here"
            yield node.lineno, node.module or ""
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for a chain of attributes, else an empty text."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def test_there_is_something_to_look_at() -> None:
    assert len(modules()) > 20


def test_every_outside_import_has_an_owner_and_stays_with_it() -> None:
    wrong = []
    for module in modules():
        for line, imported in imports_of(module):
            top = imported.partition(".")[0]
            owners = OWNERS.get(top)
            if owners is None and (top == "lkmltrack" or top in sys.stdlib_module_names):
                continue
            if owners is None or not name_of(module).startswith(owners):
                wrong.append(f"{name_of(module)}:{line} imports {imported}")
    assert wrong == []


def test_only_the_entry_point_knows_a_front_end_that_it_is_not() -> None:
    wrong = []
    for module in modules():
        room = name_of(module).partition("/")[0]
        for line, imported in imports_of(module):
            for front_end in ("cli", "tui"):
                if f"{imported}.".startswith(f"lkmltrack.{front_end}.") and room not in (
                    front_end,
                    "__main__.py",
                ):
                    wrong.append(f"{name_of(module)}:{line} imports {imported}")
    assert wrong == []


def impure_calls(module: Path) -> Iterator[str]:
    """Yield every call in a file that reads a clock, a file or a setting, or that speaks."""
    for node in ast.walk(parsed(module)):
        if not isinstance(node, ast.Call):
            continue
        called = dotted(node.func)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        is_impure = (
            called in IMPURE_NAMES
            or any(f".{called}".endswith(f".{impure}") for impure in IMPURE_CALLS)
            or method in IMPURE_METHODS
        )
        if is_impure:
            yield f"{name_of(module)}:{node.lineno} calls {called or method}"


def test_the_pure_rooms_ask_nothing_of_the_outside() -> None:
    pure = [module for module in modules() if name_of(module).startswith(PURE_ROOMS)]
    assert len(pure) > 15
    assert [call for module in pure for call in impure_calls(module)] == []


def test_impure_calls_are_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    module = tmp_path / "planted.py"
    module.write_text(
        "import datetime, sys\n"
        "datetime.datetime.now()\n"
        "open('x')\n"
        "sys.exit(1)\n"
        "place.read_text()\n"
        "print('x')\n"
        "now()\n"
    )
    assert [call.partition(" calls ")[2] for call in impure_calls(module)] == [
        "datetime.datetime.now",
        "open",
        "sys.exit",
        "place.read_text",
        "print",
    ]


def test_sql_is_written_in_one_package() -> None:
    begins_as_sql = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE FROM|CREATE|PRAGMA|WITH)\s+[\w*(]")
    wrong = [
        f"{name_of(module)}:{node.lineno}"
        for module in modules()
        if not name_of(module).startswith("adapters/database")
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and begins_as_sql.match(node.value)
    ]
    assert wrong == []


def test_modules_are_short() -> None:
    found = []
    for module in modules() + modules(ROOT / "tests"):
        name = module.relative_to(ROOT).as_posix()
        lines = len(module.read_text("utf-8").splitlines())
        if lines > MODULE_LINES and name not in LONGER:
            found.append(f"{name} has {lines} lines")
    assert found == []


def test_functions_are_short() -> None:
    found = []
    for module in modules():
        for node in ast.walk(parsed(module)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                name = f"lkmltrack/{name_of(module)}:{node.name}"
                if lines > FUNCTION_LINES and name not in LONGER:
                    found.append(f"{name} has {lines} lines")
    assert found == []


def test_no_exception_from_the_limits_is_left_over() -> None:
    for name, reason in LONGER.items():
        assert reason
        assert (ROOT / name.partition(":")[0]).exists(), name


def modules_loaded_by(code: str) -> set[str]:
    """Return what a fresh interpreter has imported after some code, top-level names only."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('\\n' + ' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


HEAVY = {"b4", "liblore", "lxml", "textual", "git", "requests", "sqlite3", "rich", "asyncio"}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_import_nothing_heavy(option: str) -> None:
    loaded = modules_loaded_by(f"from lkmltrack.__main__ import main\nmain([{option!r}])")
    assert "lkmltrack" in loaded
    assert loaded & (HEAVY | {"argparse", "dataclasses", "subprocess", "email"}) == set()


def test_the_command_line_is_imported_without_anything_heavy() -> None:
    assert modules_loaded_by("import lkmltrack.cli.main") & HEAVY == set()


def test_the_pure_rooms_are_imported_without_anything_heavy() -> None:
    rooms = "import lkmltrack.mail.parse, lkmltrack.mail.threads, lkmltrack.tracker.ports"
    assert modules_loaded_by(rooms) & (HEAVY | {"subprocess"}) == set()


def test_the_contracts_of_import_linter_hold() -> None:
    run = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
