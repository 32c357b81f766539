"""Long messages that tell a story: what they need, though their intent seems to say nothing."""

from typing import Final

from nlu.reading.labels import NEEDS
from nlu.reading.schema import Reading

SHORTEST_STORY: Final = 90
"""Characters."""
NEEDS_OF_A_STORY: Final = frozenset(NEEDS) - {"check_job_offer", "self_check", "know_rights", "find_work_help"}
"""Needs of whoever tells, while an offer is checked, that they are there already."""
_LOST = frozenset({"nlu_fallback", "out_of_scope", "ask_menu"})
"""Intents that a long message never has."""
_LOST_AT_FIRST = frozenset({"ask_bot", "prying", "try_out"})
"""Intents that it never has if it is the first one."""


def need_of_story(intent: str, reading: Reading, country: str | None, *, has_begun: bool) -> str | None:
    """Return the intent of a long message of which nothing was understood; None if it is not one.

    It is the first need in it: case workers begin with who they are, and many end with "who can help?", which sounds
    like the menu. A first message with a place (`country`, ISO 3166-1 alpha-2) but without a need is a story.
    """
    is_lost = intent in _LOST or (intent in _LOST_AT_FIRST and not has_begun)
    if not is_lost or len(reading.text) < SHORTEST_STORY:
        return None
    is_story = country is not None and not has_begun
    return next(iter(reading.needs), "describe_exploitation" if is_story else None)
