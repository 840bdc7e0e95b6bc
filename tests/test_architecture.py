"""The house keeps its shape."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "storage", "templates")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def tree(path):
    return ast.parse(path.read_text("utf-8"))


def test_imports_point_one_way():
    # A process of its own: the linter reconfigures the logging of the one it runs in.
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(  # noqa: S603 - our own tool
        [linter], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE
    for node in ast.walk(tree(path)):
        # A migration's table is one call, however many columns it has.
        if isinstance(node, ast.FunctionDef) and "migrations" not in path.parts:
            length = node.end_lineno - node.lineno + 1
            assert length <= LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_clock_is_read_in_one_place(path):
    """The stand-in for Slack and the command line have clocks of their own."""
    if "playground" in path.parts or "cli" in path.parts or path.name == "clock.py":
        return
    names = [n.attr for n in ast.walk(tree(path)) if isinstance(n, ast.Attribute)]

    assert not {"now", "utcnow", "today"} & set(names) - {"today"}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "handlers").rglob("*.py")), ids=lambda path: path.name
)
def test_a_handler_has_no_rule_no_sql_no_block(path):
    if path.name in {"errors.py", "__init__.py", "callers.py"}:
        return
    text = path.read_text("utf-8")

    assert "select(" not in text
    assert '"type":' not in text
    assert "begin(" not in text


def test_only_the_composition_root_knows_the_scheduler():
    """APScheduler runs the tick; what is due is asked of the tables."""
    users = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if any("apscheduler" in name for name in _imported(tree(path)))
    }

    assert users == {"bot/app.py"}


def _imported(module):
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
