"""Long messages that tell a story: what they need, though their intent seems to say nothing."""

from typing import Final
from unicodedata import east_asian_width

from nlu.reading.labels import NEEDS, WITHOUT_SERVICES
from nlu.reading.schema import Person, Reading
from nlu.reading.signals import Signal

SHORTEST_STORY: Final = 90
"""Characters."""
NEEDS_OF_A_STORY: Final = frozenset(NEEDS) - {"check_job_offer", "self_check", "know_rights", "find_work_help"}
"""Needs of whoever tells, while an offer is checked, that they are there already."""
_LOST = frozenset({"nlu_fallback", "out_of_scope", "ask_menu"})
"""Intents that a long message never has."""
_LOST_AT_FIRST = frozenset({
    "ask_bot", "ask_privacy", "prying", "try_out", "more_options", "tell_gender", "advice_out", "advice_stay",
})  # fmt: skip
"""Intents that it never has if it is the first one: who is asked there for a way out needs somebody who helps."""
NOT_UNDERSTOOD: Final = 0.3
"""Confidence of an intent below which nothing was understood; that of `FallbackClassifier` in config.yml."""
_FOR_OTHER = "help_someone_else"
_WIDE = 2.5
"""Letters of others that a Chinese or Japanese character is worth."""


def need_of_story(
    intent: str, confidence: float, reading: Reading, country: str | None, *, has_begun: bool
) -> str | None:
    """Return the intent of a long message of which nothing was understood; None if it is not one.

    It is the first need in it: case workers begin with who they are, and many end with "who can help?", which sounds
    like the menu. A first message with a place (`country`, ISO 3166-1 alpha-2) but without a need is a story.
    """
    is_first = not has_begun
    is_lost = intent in _LOST or confidence < NOT_UNDERSTOOD or (intent in _LOST_AT_FIRST and is_first)
    # "We are six, who can help us?" sounds like help for somebody else.
    is_own = intent == _FOR_OTHER and is_first and reading.about_person is Person.SELF and not reading.relation
    is_there = is_first and intent == "check_job_offer" and country is not None and _is_held(reading)
    if not (is_lost or is_there or (is_own and country)) or not is_story(reading.text):
        return None
    has_place = country is not None and is_first
    needs = [need for need in reading.needs if not has_place or need not in WITHOUT_SERVICES]
    if reading.about_person is Person.SELF and not reading.relation:
        needs = [need for need in needs if need != _FOR_OTHER]
    return next(iter(needs), "describe_exploitation" if has_place else None)


def _is_held(reading: Reading) -> bool:
    """Return whether whoever tells of an offer took it, and is held or exploited now."""
    share = dict(reading.intents).get("describe_exploitation", 0.0)
    return Signal.LOCKED in reading.signals or share >= _EXPLOITED


_EXPLOITED = 0.3


def is_story(text: str) -> bool:
    """Return whether a message is as long as a story."""
    return count_letters(text) >= SHORTEST_STORY


def count_letters(text: str) -> float:
    """Return the characters of a text, of which a Chinese or Japanese one counts for more."""
    return sum(_WIDE if east_asian_width(letter) == "W" else 1.0 for letter in text)
