"""What Rasa does over and over in each turn to no end, spared: it took a sixth of the turn.

It copies whatever its debug log might show, deeply and whether or not anybody wants it, looks for the class of
an event among all classes, and asks for each slot whether a message fills it.

The danger is another Rasa that copies for a reason in these modules: a test reads their code.
"""

from functools import cache
from typing import Any

import rasa.core.actions.action
import rasa.core.actions.forms
import rasa.core.processor
from rasa.shared.core.events import Event

from bot.engine.rasa_patches.slot_filling import FillSlots

MODULES = (rasa.core.processor, rasa.core.actions.forms)
"""Where `copy` is used for nothing but the log."""


class _NoCopies:
    """Stands in the place of the module `copy`."""

    @staticmethod
    def deepcopy(thing: Any) -> Any:
        """Return what would be logged."""
        return thing


def spare() -> None:
    """Let Rasa do without. Safe to call twice."""
    for module in MODULES:
        module.copy = _NoCopies
    if not hasattr(Event.resolve_by_type, "cache_info"):
        Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))
    # Rasa makes its own actions by their classes' names, and gives no other way to say which class to make.
    rasa.core.actions.action.ActionExtractSlots = FillSlots
