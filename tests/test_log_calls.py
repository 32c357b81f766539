"""How our packages call their loggers, read from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.privacy.log_filter import ALLOWED_FIELDS, OWN_PACKAGES

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path.relative_to(ROOT).as_posix() for package in OWN_PACKAGES for path in (ROOT / package).rglob("*.py")
)
LOGGING = [module for module in MODULES if "LOG." in (ROOT / module).read_text(encoding="utf-8")]
_SAYING = {"debug", "info", "warning", "error", "critical", "exception", "log", "bind", "new", "msg"}


def calls(module: str) -> Iterator[ast.Call]:
    """Yield the calls of a module's logger."""
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _SAYING
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "LOG"
        ):
            yield node


@pytest.mark.parametrize("module", MODULES)
def test_modules_use_structlog(module: str) -> None:
    """No module uses a logger of the standard library, of which only the location would be printed."""
    assert "getLogger(__name__)" not in (ROOT / module).read_text(encoding="utf-8")


@pytest.mark.parametrize("module", LOGGING)
def test_log_calls_use_allowed_fields(module: str) -> None:
    """Each call has a constant sentence and allowed fields; anything else would be withheld."""
    for call in calls(module):
        here = f"{module}:{call.lineno}"
        assert [type(given) for given in call.args] == [ast.Constant], here
        assert {given.arg for given in call.keywords} <= set(ALLOWED_FIELDS), here


def test_finds_log_calls() -> None:
    """The check above finds calls."""
    assert sum(len(list(calls(module))) for module in MODULES) > 5
