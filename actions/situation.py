"""What the tracker says of the person's situation."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from directory import Audience, Need, Place

DANGER = "danger"
SELF_HARM = "self_harm"
"""Values of the slot `need` beside the directory's need codes."""

_TOLD_IN_DANGER = {"in_danger", "self_harm"}
_TOLD = {"describe_exploitation", "know_rights", "help_someone_else", "say_feeling"}
"""Intents that the form leaves to rules, and beside which a place is where help is needed."""
_PAPERS_OR_HOME = {Need.IMMIGRATION, Need.RETURN_HOME}
"""Needs that somebody's own state may meet."""
_ADULT = 18
"""Years; Convention on the Rights of the Child, article 1."""


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
    child: bool
    """The age that the person told is under 18, or they said so without one."""
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
        found = _place_told(tracker, heard.get("name")) or tracker.get_slot("place")
        named = found if isinstance(found, dict) else {}
        country, age = named.get("country"), tracker.get_slot("age")
        return cls(
            need=tracker.get_slot("need"),
            alarm=tracker.get_slot("alarm"),
            place=Place(country, named.get("region"), _point(named)) if country else None,
            named=named if country else None,
            would_not_say=isinstance(found, dict) and not country,
            child=bool(tracker.get_slot("child")) if age is None else age < _ADULT,
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
    def audiences(self) -> frozenset[Audience]:
        """What the person has said of themself, in the directory's words; no gender is assumed."""
        return frozenset({Audience.GIRLS, Audience.BOYS} if self.child else ())

    @property
    def needs_home_country(self) -> bool:
        """Tell whether to ask which country the person is from: once in a conversation, and only where it helps."""
        if self.alarm or (self.home_country_asked and self.requested != "home_country"):
            return False
        return self.wants_home or self.need in _PAPERS_OR_HOME


def _point(named: dict[str, Any]) -> tuple[float, float] | None:
    """Return the degrees of the town that was named, as coarse as they were found."""
    latitude, longitude = named.get("latitude"), named.get("longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _place_told(tracker: Tracker, intent: str | None) -> Any:
    """Return the place told together with one of these intents: a form that ignores them does not put it in its slot.

    In any other message a place may be something else than where the person is; and where they were asked which
    country they are from, only in danger it is not that one.
    """
    told = _TOLD_IN_DANGER if tracker.get_slot("requested_slot") == "home_country" else _TOLD_IN_DANGER | _TOLD
    return next(tracker.get_latest_entity_values("place"), None) if intent in told else None
