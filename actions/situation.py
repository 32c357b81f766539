"""What the tracker says of the person's situation."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from directory import Audience, Need, Place

DANGER = "danger"
SELF_HARM = "self_harm"
"""Values of the slot `need` beside the directory's need codes."""

_TOLD_IN_DANGER = {"in_danger", "self_harm"}
_TOLD = {"describe_exploitation", "know_rights", "help_someone_else", "say_feeling", "self_check", "cannot_speak"}
"""Intents that the form leaves to rules, and beside which a place is where help is needed."""
_PAPERS_OR_HOME = {Need.IMMIGRATION, Need.RETURN_HOME}
"""Needs that somebody's own state may meet."""
CHILDREN = frozenset({Audience.GIRLS, Audience.BOYS})
_CHILD = {"girl": frozenset({Audience.GIRLS}), "boy": frozenset({Audience.BOYS})}
_ANSWERED = {"woman": frozenset({Audience.WOMEN}), "man": frozenset({Audience.MEN}), "child": CHILDREN}
"""Answers to "who is it for?"."""
_TOLD_OF = {
    "woman": frozenset({Audience.WOMEN}),
    "man": frozenset({Audience.MEN}),
    # Grown-ups call themselves so, too: without an age both doors are open.
    "girl": frozenset({Audience.WOMEN, Audience.GIRLS}),
    "boy": frozenset({Audience.MEN, Audience.BOYS}),
    "lgbtq": frozenset({Audience.LGBTQ}),
}
"""What somebody said of themself."""
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
    gender: str | None
    """man, boy, woman, girl or lgbtq: what the person said of themself."""
    person: str | None
    """For whom a bed is, as they answered: woman, man, child or unsaid."""
    whom: str | None
    """child or adult, where the person writes for somebody else."""
    only_writing: bool
    """The person can't speak on the phone."""
    fled: bool
    """The person fled from their own country."""
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
    alarms: int
    """How often in a row danger has been answered."""
    intent: str
    confidence: float
    """How sure the classifier is of the intent, from 0 to 1."""
    form_is_active: bool
    requested: str | None
    """The slot that the form asks for."""
    by_sms: bool
    channel: str
    """Over which network they write."""
    asker: str
    """The pseudonym of the conversation."""
    signs_of: str | None
    """What the last check found signs of (`directory.Kind`)."""

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
            gender=tracker.get_slot("gender"),
            person=tracker.get_slot("person") or None,
            whom=tracker.get_slot("whom") or None,
            only_writing=bool(tracker.get_slot("only_writing")),
            fled=bool(tracker.get_slot("fled")),
            home_country=(tracker.get_slot("home_country") or {}).get("country"),
            home_country_asked=bool(tracker.get_slot("home_country_asked")),
            wants_home=bool(tracker.get_slot("home_country_wanted")),
            language=tracker.get_slot("language") or "en",
            helper_language=tracker.get_slot("helper_language") or tracker.get_slot("language") or "en",
            country_hint=tracker.get_slot("country_hint"),
            shown=tracker.get_slot("shown") or 0,
            unanswered=tracker.get_slot("unanswered") or 0,
            misunderstood=tracker.get_slot("misunderstood") or 0,
            alarms=tracker.get_slot("alarms") or 0,
            intent=heard.get("name") or "",
            confidence=heard.get("confidence") or 0.0,
            form_is_active=bool((tracker.active_loop or {}).get("name")),
            requested=tracker.get_slot("requested_slot"),
            by_sms=tracker.get_latest_input_channel() == "sms",
            channel=tracker.get_latest_input_channel() or "",
            asker=tracker.sender_id,
            signs_of=(tracker.get_slot("check") or {}).get("found"),
        )

    @property
    def audiences(self) -> frozenset[Audience]:
        """What is known of who needs help, in the directory's words; nothing is assumed.

        What the person said of themself does not count where they write for somebody else, but for an age under 18:
        "she is only 14" sounds the same as one's own.
        """
        if self.whom:
            return CHILDREN if self.whom == "child" or self.child else _ANSWERED.get(self.person or "", frozenset())
        if self.child:
            return _CHILD.get(self.gender or "", CHILDREN)
        return _ANSWERED.get(self.person or "", frozenset()) | _TOLD_OF.get(self.gender or "", frozenset())

    @property
    def may_be_anybody(self) -> bool:
        """Tell whether nothing is known of who needs help, and they were not asked yet."""
        return not self.audiences and self.person is None

    @property
    def needs_home_country(self) -> bool:
        """Tell whether to ask which country the person is from: once in a conversation, and only where it helps."""
        if self.alarm or self.fled or (self.home_country_asked and self.requested != "home_country"):
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
