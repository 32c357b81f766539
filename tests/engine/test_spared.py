"""What of Rasa's is spared."""

import ast
import inspect
from types import ModuleType

import pytest
from rasa.shared.core.events import Event, SlotSet

from bot.engine.rasa_patches.copying import MODULES, spare


def unlogged_uses(source: str) -> list[int]:
    """Return the lines where code uses `copy` for anything but its debug log."""
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
def test_copies_are_for_the_log(module: ModuleType) -> None:
    """Rasa copies in these modules for its debug log only, and takes `copy` from nowhere else."""
    assert unlogged_uses(inspect.getsource(module)) == []
    assert "copy.deepcopy" in inspect.getsource(module)
    assert "from copy" not in inspect.getsource(module)


def test_another_use_would_be_found() -> None:
    """The check above sees a copy that is not for the log."""
    source = "import copy\nstructlogger.debug(copy.copy(1))\nkept = copy.deepcopy([])\n"
    assert unlogged_uses(source) == [3]


def test_events_keep_their_classes() -> None:
    """An event's class is found by its name, twice the same, and an unknown name is still refused."""
    spare()
    spare()
    assert Event.resolve_by_type("slot") is Event.resolve_by_type("slot") is SlotSet
    with pytest.raises(ValueError, match="Unknown event"):
        Event.resolve_by_type("nothing_of_ours")
