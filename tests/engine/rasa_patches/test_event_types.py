"""The classes of events are looked up once, and are the same."""

import inspect
from unittest.mock import patch

import pytest
import rasa.shared.utils.common
from rasa.shared.core.events import Event, SlotSet

from bot.engine.rasa_patches import event_types


def test_rasa_looks_through_all_classes_each_time() -> None:
    """Stock Rasa collects the subclasses of `Event` for each lookup."""
    event_types.apply()
    stock = inspect.unwrap(Event.resolve_by_type)
    with patch.object(rasa.shared.utils.common, "all_subclasses", return_value=[SlotSet]) as search:
        assert [stock("slot") for _ in range(3)] == [SlotSet] * 3
    assert search.call_count == 3


def test_finds_the_same_classes() -> None:
    """An event's class is found by its name, and an unknown name is still rejected; applying twice changes nothing."""
    event_types.apply()
    event_types.apply()
    assert Event.resolve_by_type("slot") is Event.resolve_by_type("slot") is SlotSet
    with pytest.raises(ValueError, match="Unknown event"):
        Event.resolve_by_type("unknown_event")
