"""What the tracker knows of the person's situation."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from actions.base import entity_value
from directory import Audience, Need, Place
from locales.registry import STATE_OF_LANGUAGE, in_script

DANGER = "danger"
SELF_HARM = "self_harm"
"""Values of the slot `need` in addition to the need codes of the directory."""

_DANGER_INTENTS = {"in_danger", "self_harm"}
_DISCLOSURE_INTENTS = {
    "describe_exploitation",
    "know_rights",
    "help_someone_else",
    "say_feeling",
    "self_check",
    "cannot_speak",
}
"""Intents that rules answer, not the form; a place in such a message is where help is needed."""
_CONSULAR_NEEDS = {Need.IMMIGRATION, Need.RETURN_HOME}
"""Needs that the person's own state may meet."""
CHILDREN = frozenset({Audience.GIRLS, Audience.BOYS})
_CHILD_BY_GENDER = {"girl": frozenset({Audience.GIRLS}), "boy": frozenset({Audience.BOYS})}
_BY_ANSWER = {"woman": frozenset({Audience.WOMEN}), "man": frozenset({Audience.MEN}), "child": CHILDREN}
"""By the answer to "who is it for?"."""
_BY_GENDER = {
    "woman": frozenset({Audience.WOMEN}),
    "man": frozenset({Audience.MEN}),
    # Adults call themselves so, too: without an age both groups are possible.
    "girl": frozenset({Audience.WOMEN, Audience.GIRLS}),
    "boy": frozenset({Audience.MEN, Audience.BOYS}),
    "lgbtq": frozenset({Audience.LGBTQ}),
}
"""By what the person said of themself."""
_GROWN = frozenset({"man", "woman"})
"""What adults alone call themselves."""
_ADULT = 18
"""Years; Convention on the Rights of the Child, article 1."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when an action runs.

    `place` is None if the person did not say or refused to; `country_hint` is the network's guess (ISO 3166-1), good
    enough only for an emergency number.
    """

    need: str | None
    alarm: str | None
    """Danger or self-harm that was reported and not yet answered with a number."""
    place: Place | None
    place_slot: dict[str, Any] | None
    """The place with its name, as the slot has it, to repeat it to the person."""
    has_refused_place: bool
    """The person was asked where they are and did not want to tell."""
    is_child: bool
    """The age that the person told is under 18, or they said so without an age."""
    gender: str | None
    """man, boy, woman, girl or lgbtq: what the person said of themself."""
    person: str | None
    """Who a bed is for, as they answered: woman, man or child."""
    other_person: str | None
    """child, adult or other (of unknown age), if the person writes for another person."""
    only_writing: bool
    """The person can't speak on the phone."""
    has_fled: bool
    """The person fled from their own country."""
    home_country: str | None
    """Where the person is from (ISO 3166-1), if they told it."""
    is_home_country_requested: bool
    is_at_home: bool
    """The message says that they are from the country in which they are."""
    wants_home_help: bool
    """The person has just asked for help from their own country."""
    language: str
    """The language that the person reads."""
    written_language: str
    """The same in the script in which they write, if that is another than usual: "hi-Latn"."""
    helper_language: str
    """The language that services should speak."""
    country_hint: str | None
    shown_count: int
    named: list[str]
    """Ids of the services that were named, in the order of their letters."""
    tried: list[str]
    """Ids of services that did not help."""
    limits: frozenset[str]
    """What the person cannot do or does not want (`nlu.reading.schema.Limit`)."""
    at_sea: bool
    is_adult: bool
    """The person who needs help is known to be 18 or older."""
    danger_kind: str | None
    """What threatens (`nlu.reading.schema.DangerKind`)."""
    injuries: tuple[str, ...]
    """Those for which there is first aid, told in this message, the most urgent first."""
    asks_for_words: bool
    """This message asks for a text to copy or to show."""
    has_hint: bool
    """The person was told how to hide the conversation."""
    is_ransom: bool
    """Money is asked for somebody who is held."""
    unanswered: int
    misunderstood: int
    alarm_count: int
    """How often in a row danger has been answered."""
    intent: str
    confidence: float
    """How sure the classifier is of the intent, from 0 to 1."""
    form_is_active: bool
    requested_slot: str | None
    """The slot that the form asks for."""
    is_sms: bool
    channel: str
    pseudonym: str
    check_result: str | None
    """What the last check found signs of (`directory.SelfCheckKind`)."""

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> "Situation":
        """Read the situation from the tracker of a turn."""
        intent, facts = tracker.latest_message.get("intent") or {}, entity_value(tracker, "facts") or {}
        value = _disclosed_place(tracker, intent.get("name")) or tracker.get_slot("place")
        place = value if isinstance(value, dict) else {}
        country, age = place.get("country"), tracker.get_slot("age")
        language, has_fled = tracker.get_slot("language") or "en", bool(tracker.get_slot("fled"))
        home = (tracker.get_slot("home_country") or {}).get("country")
        if home is None and not tracker.get_slot("home_country") and tracker.get_slot("need") in _CONSULAR_NEEDS:
            home = _home_by_language(language, country, has_fled=has_fled)
        return cls(
            need=tracker.get_slot("need"),
            alarm=tracker.get_slot("alarm"),
            place=Place(country, place.get("region"), _coordinates(place)) if country else None,
            place_slot=place if country else None,
            has_refused_place=isinstance(value, dict) and not country,
            is_child=bool(tracker.get_slot("child")) if age is None else age < _ADULT,
            gender=tracker.get_slot("gender"),
            person=tracker.get_slot("person") or None,
            other_person=tracker.get_slot("whom") or None,
            only_writing=bool(tracker.get_slot("only_writing")),
            has_fled=has_fled,
            home_country=home,
            is_home_country_requested=bool(tracker.get_slot("home_country_asked")),
            is_at_home=facts.get("origin", "") == country,
            wants_home_help=bool(tracker.get_slot("home_country_wanted")),
            language=language,
            written_language=in_script(language, tracker.get_slot("script")),
            helper_language=tracker.get_slot("helper_language") or tracker.get_slot("language") or "en",
            country_hint=tracker.get_slot("country_hint"),
            shown_count=tracker.get_slot("shown") or 0,
            named=tracker.get_slot("named") or [],
            tried=tracker.get_slot("tried") or [],
            limits=frozenset(tracker.get_slot("limits") or ()),
            at_sea=bool(tracker.get_slot("at_sea")),
            is_adult=_is_adult(tracker, age),
            danger_kind=tracker.get_slot("danger_kind"),
            injuries=tuple(facts.get("injuries", ())),
            asks_for_words=bool(facts.get("words_to_show")),
            has_hint=bool(tracker.get_slot("hint_given")),
            is_ransom=bool(tracker.get_slot("ransom")),
            unanswered=tracker.get_slot("unanswered") or 0,
            misunderstood=tracker.get_slot("misunderstood") or 0,
            alarm_count=tracker.get_slot("alarms") or 0,
            intent=intent.get("name") or "",
            confidence=intent.get("confidence") or 0.0,
            form_is_active=bool((tracker.active_loop or {}).get("name")),
            requested_slot=tracker.get_slot("requested_slot"),
            is_sms=tracker.get_latest_input_channel() == "sms",
            channel=tracker.get_latest_input_channel() or "",
            pseudonym=tracker.sender_id,
            check_result=(tracker.get_slot("check") or {}).get("found"),
        )

    @property
    def audiences(self) -> frozenset[Audience]:
        """The audiences that the person who needs help is known to belong to; nothing is assumed.

        What the person said of themself does not count if they write for another person, except for an age under 18:
        "she is only 14" is parsed like an age of one's own.
        """
        if self.other_person:
            return (
                CHILDREN
                if self.other_person == "child" or self.is_child
                else _BY_ANSWER.get(self.person or "", frozenset())
            )
        if self.is_child:
            return _CHILD_BY_GENDER.get(self.gender or "", CHILDREN)
        return _BY_ANSWER.get(self.person or "", frozenset()) | _BY_GENDER.get(self.gender or "", frozenset())

    @property
    def open_need(self) -> str | None:
        """The need, unless it is danger."""
        return None if self.need in {DANGER, SELF_HARM} else self.need

    @property
    def avoids_police(self) -> bool:
        """Whether the person does not want the police, or may be in danger from them for being LGBTQ."""
        return "no_police" in self.limits or self.gender == "lgbtq"

    @property
    def is_far(self) -> bool:
        """Whether the writer helps somebody who is not with them, but in another country or held for money.

        That is so only where the country of that person is known, since the numbers must be those of it.
        """
        if not (self.other_person and self.place):
            return False
        return self.is_ransom or self.country_hint not in {None, self.place.country}

    @property
    def alarm_question(self) -> str:
        """The response that asks where the danger is; nobody who is locked in is told to go out."""
        is_locked = self.alarm == DANGER and self.danger_kind == "captivity"
        return "utter_danger_locked_somewhere" if is_locked else f"utter_{self.alarm}_somewhere"

    @property
    def home_by_language(self) -> str | None:
        """The state of nearly everybody who writes this language from abroad, or None."""
        country = self.place.country if self.place else None
        return _home_by_language(self.language, country, has_fled=self.has_fled)

    @property
    def is_audience_unknown(self) -> bool:
        """Whether nothing is known of who needs help, and they were not asked yet."""
        return not self.audiences and self.person is None

    @property
    def needs_home_country(self) -> bool:
        """Whether to ask which country the person is from: once in a conversation, and only if it helps."""
        if self.alarm or self.has_fled or (self.is_home_country_requested and self.requested_slot != "home_country"):
            return False
        if self.home_country or self.is_at_home:
            return False
        return self.wants_home_help or (self.need in _CONSULAR_NEEDS and not self.other_person)


def _home_by_language(language: str, country: str | None, *, has_fled: bool) -> str | None:
    """Return the state of most people who write a language abroad: in another country, and not fled from their own."""
    likely = STATE_OF_LANGUAGE.get(language.partition("-")[0])
    return None if has_fled or country in {None, likely} else likely


def _is_adult(tracker: Tracker, age: int | None) -> bool:
    """Return whether the writer, or the person they write for, is known to be an adult."""
    whom = tracker.get_slot("whom")
    is_grown = age >= _ADULT if age is not None else tracker.get_slot("gender") in _GROWN
    return whom == "adult" or (not whom and is_grown and not tracker.get_slot("child"))


def _coordinates(place: dict[str, Any]) -> tuple[float, float] | None:
    """Return latitude and longitude of the town, as coarse as they are stored."""
    latitude, longitude = place.get("latitude"), place.get("longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _disclosed_place(tracker: Tracker, intent: str | None) -> Any:
    """Return the place in a message with one of these intents, which the form does not put into its slot.

    In any other message a place need not be where the person is. If the form asks which country they are from, it is
    where they are only in danger.
    """
    is_home_requested = tracker.get_slot("requested_slot") == "home_country"
    intents = _DANGER_INTENTS if is_home_requested else _DANGER_INTENTS | _DISCLOSURE_INTENTS
    return entity_value(tracker, "place") if intent in intents else None
