"""Do not copy trackers and slots for debug logs that are never written.

Rasa 3.6.21, `rasa.core.processor` and `rasa.core.actions.forms`: both deep-copy whatever they might log at DEBUG,
before it is decided whether the record is written. The patch replaces the module `copy` in these two modules.

The danger is another version of Rasa that copies for a different reason in these modules; the test reads their code.
"""

from typing import Any

import rasa.core.actions.forms
import rasa.core.processor

MODULES = (rasa.core.processor, rasa.core.actions.forms)
"""Modules that use `copy` for their logs only."""


class _NoCopy:
    """Replaces the module `copy`."""

    @staticmethod
    def deepcopy(value: Any) -> Any:
        """Return the value itself."""
        return value


def apply() -> None:
    """Replace `copy` in the modules. Safe to call twice."""
    for module in MODULES:
        module.copy = _NoCopy
