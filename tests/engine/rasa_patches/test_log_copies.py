"""Rasa copies values only for its debug logs, in the modules where `copy` is replaced."""

import ast
import inspect
from types import ModuleType

import pytest

from bot.engine.rasa_patches.log_copies import MODULES


def uses_outside_logs(source: str) -> list[int]:
    """Return the lines that use `copy` for anything but the debug log."""
    tree = ast.parse(source)
    logged = {
        id(inner)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "structlogger.debug"
        for inner in ast.walk(call)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "copy" and id(node) not in logged
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_rasa_copies_for_the_log_only(module: ModuleType) -> None:
    """Rasa still copies in these modules, for its debug log only, and imports nothing else from `copy`."""
    source = inspect.getsource(module)
    assert uses_outside_logs(source) == []
    assert "copy.deepcopy" in source
    assert "from copy" not in source


def test_detects_other_uses() -> None:
    """The check above sees a copy that is not for the log."""
    assert uses_outside_logs("import copy\nstructlogger.debug(copy.copy(1))\nother = copy.deepcopy([])\n") == [3]
