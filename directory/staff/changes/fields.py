"""Which fields of a change say something to a reader."""

from typing import Final

SILENT: Final = frozenset(
    {
        "id",
        "link_id",
        "link_entity",
        "entity_id",
        "service_id",
        "location_id",
        "service_at_location_id",
        "contact_id",
        "phone_id",
        "schedule_id",
        "program_id",
        "stale",
    }
)
"""Ids, and what only follows from the rest."""
KEYS_OF_TRANSLATIONS: Final = frozenset({"field", "language"})
"""They stand in the heading: a translation is of one text into one language."""


def is_shown(table: str, field: str) -> bool:
    """Tell whether a field is shown."""
    return field not in SILENT and not (table == "translation" and field in KEYS_OF_TRANSLATIONS)
