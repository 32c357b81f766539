"""What the tracker says of the person's situation."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from directory import Place

DANGER = "danger"
SELF_HARM = "self_harm"
"""Values of the slot `need` beside the directory's need codes."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when an action runs.

    `place` is None where the person did not say or would not; `country_hint` is the
    network's guess (ISO 3166-1) and good enough only for an emergency number.
    """

    need: str | None
    alarm: str | None
    """Danger or self-harm that was told and not yet answered with a number."""
    place: Place | None
    named: dict[str, Any] | None
    """The place as it was found, with its name, to say it back."""
    would_not_say: bool
    """The person was asked where they are and would rather not tell."""
    language: str
    """What the person reads."""
    helper_language: str
    """What they would like to be spoken to in."""
    country_hint: str | None
    shown: int
    unanswered: int
    misunderstood: int
    intent: str
    confidence: float
    """How sure the classifier is of the intent, from 0 to 1."""
    form_is_active: bool

    @classmethod
    def of(cls, tracker: Tracker) -> "Situation":
        """Read it from the tracker of a turn."""
        # A place told together with danger is not put in its slot while a form ignores the intent.
        found = next(tracker.get_latest_entity_values("place"), None) or tracker.get_slot("place")
        heard = tracker.latest_message.get("intent") or {}
        named = found if isinstance(found, dict) else {}
        country = named.get("country")
        return cls(
            need=tracker.get_slot("need"),
            alarm=tracker.get_slot("alarm"),
            place=Place(country, named.get("region")) if country else None,
            named=named if country else None,
            would_not_say=isinstance(found, dict) and not country,
            language=tracker.get_slot("language") or "en",
            helper_language=tracker.get_slot("helper_language") or tracker.get_slot("language") or "en",
            country_hint=tracker.get_slot("country_hint"),
            shown=tracker.get_slot("shown") or 0,
            unanswered=tracker.get_slot("unanswered") or 0,
            misunderstood=tracker.get_slot("misunderstood") or 0,
            intent=heard.get("name") or "",
            confidence=heard.get("confidence") or 0.0,
            form_is_active=bool((tracker.active_loop or {}).get("name")),
        )
