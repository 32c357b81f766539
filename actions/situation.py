"""What the tracker says of the person's situation."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from directory import Need, Place

DANGER = "danger"
SELF_HARM = "self_harm"
"""Values of the slot `need` beside the directory's need codes."""

_TOLD_IN_DANGER = {"in_danger", "self_harm"}
_PAPERS_OR_HOME = {Need.IMMIGRATION, Need.RETURN_HOME}
"""Needs that somebody's own state may meet."""


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
    home_country: str | None
    """Where the person is from (ISO 3166-1), where they told us."""
    home_country_asked: bool
    wants_home: bool
    """The person has just asked for help from their own country."""
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
    requested: str | None
    """The slot that the form asks for."""

    @classmethod
    def of(cls, tracker: Tracker) -> "Situation":
        """Read it from the tracker of a turn."""
        heard = tracker.latest_message.get("intent") or {}
        found = _place_of_danger(tracker, heard.get("name")) or tracker.get_slot("place")
        named = found if isinstance(found, dict) else {}
        country = named.get("country")
        return cls(
            need=tracker.get_slot("need"),
            alarm=tracker.get_slot("alarm"),
            place=Place(country, named.get("region")) if country else None,
            named=named if country else None,
            would_not_say=isinstance(found, dict) and not country,
            home_country=(tracker.get_slot("home_country") or {}).get("country"),
            home_country_asked=bool(tracker.get_slot("home_country_asked")),
            wants_home=bool(tracker.get_slot("home_country_wanted")),
            language=tracker.get_slot("language") or "en",
            helper_language=tracker.get_slot("helper_language") or tracker.get_slot("language") or "en",
            country_hint=tracker.get_slot("country_hint"),
            shown=tracker.get_slot("shown") or 0,
            unanswered=tracker.get_slot("unanswered") or 0,
            misunderstood=tracker.get_slot("misunderstood") or 0,
            intent=heard.get("name") or "",
            confidence=heard.get("confidence") or 0.0,
            form_is_active=bool((tracker.active_loop or {}).get("name")),
            requested=tracker.get_slot("requested_slot"),
        )

    @property
    def needs_home_country(self) -> bool:
        """Tell whether to ask which country the person is from: once in a conversation, and only where it helps."""
        if self.alarm or (self.home_country_asked and self.requested != "home_country"):
            return False
        return self.wants_home or self.need in _PAPERS_OR_HOME


def _place_of_danger(tracker: Tracker, intent: str | None) -> Any:
    """Return the place told together with danger: it is not put in its slot while a form ignores the intent.

    In any other message a place may be something else than where the person is.
    """
    return next(tracker.get_latest_entity_values("place"), None) if intent in _TOLD_IN_DANGER else None
