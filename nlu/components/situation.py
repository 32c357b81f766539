"""Rasa components: signals before anything else, and everything that a message tells as the entity `facts`."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from babel.languages import get_official_languages
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import NluComponent
from nlu.components.intent import POSSIBLE_DANGER
from nlu.components.metadata import (
    CHOSEN,
    DANGER,
    INTENT_OF_SIGNAL,
    LANGUAGE,
    SUSPECTED,
    Metadata,
    add_entity,
    get_metadata,
    get_reading,
    set_intent,
)
from nlu.reading.circumstances import read_state
from nlu.reading.current_place import is_mentioned_only, is_spoken_in, places_only_at_home
from nlu.reading.examples import DANGER_INTENTS
from nlu.reading.facts import tell_facts
from nlu.reading.intents_of_acts import intent_of_act
from nlu.reading.message_context import MessageContext
from nlu.reading.people import mentions_writer
from nlu.reading.requests import find_request, is_short_answer
from nlu.reading.requests_about_oneself import seeks_help_for_oneself
from nlu.reading.schema import Act, Aspect, Limit, Person, Reading
from nlu.reading.service_questions import LIKELY, SURE
from nlu.reading.signals import LONGEST_SIGNAL, Signal, asks_how_to_delete, denies_erasing
from nlu.reading.stories import NOT_UNDERSTOOD, count_letters, is_story
from nlu.text.danger_phrases import Danger
from nlu.text.normalization import has_question
from nlu.text.phrase_index import phrase_key
from nlu.text.places.finder import PlacePart
from nlu.text.short_answers import parse_short_answer

FACTS = "facts"
"""The entity: a JSON object with those of the keys of `nlu.reading.facts` that the message tells."""
_LONGEST_WISH, _LONGEST_SURE_WISH, _SURE_WISH = 60, 160, 0.9
"""Characters of a message that is nothing but the wish to erase, and of one with that wish at such a probability."""
_SHORTEST = 40
"""Characters of a message that hardly says more than that."""
_MORE_THAN_DANGER = 2.0
"""How many times as probable as a danger it must be that somebody is near."""
_ASKS_BACK = 0.5
"""Confidence of a wish to erase that may mean something else: then we ask."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SignalMatcher(NluComponent):
    """Sets the intent of a message that is nothing but a signal. Runs before danger is looked for.

    "He is coming" hides the conversation, even after danger was told: an emergency number on the screen is the last
    thing that somebody near may see. `watching` is the probability of that intent from which a short message is one,
    `watching_short` of one that hardly says more, `watching_surely` that of the dialogue act of one that sounds like a
    question about a service, and `watching_perhaps` the least that it has, if it was read: "he is asleep" has less.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml."""
        return {"watching": 0.75, "watching_short": 0.4, "watching_surely": 0.9, "watching_perhaps": 0.3}

    def annotate(self, message: Message) -> None:
        """Set the intent; of several signals the first of the list."""
        reading = get_reading(message)
        signals = reading.signals - {Signal.PRYING} if _asks_who_runs_them(reading) else reading.signals
        intent = next((name for signal, name in INTENT_OF_SIGNAL.items() if signal in signals), None)
        is_word = parse_short_answer(reading.text, message.get(LANGUAGE)) is not None  # "stop", "help"
        if intent is None and not is_word and self._is_watched(reading):
            intent = INTENT_OF_SIGNAL[Signal.WATCHING]
        if intent:
            set_intent(message, intent)

    def _is_watched(self, reading: Reading) -> bool:
        """Return whether a short message says so by its dialogue act, or far more probably than it tells a danger."""
        shares, act = dict(reading.intents), reading.act
        share = shares.get(INTENT_OF_SIGNAL[Signal.WATCHING], 0.0)
        danger = sum(shares.get(intent, 0.0) for intent in DANGER_INTENTS.values())
        is_question = reading.question is not None and reading.question.probability >= LIKELY
        is_long = len(reading.text) > LONGEST_SIGNAL
        is_at_door = Signal.AT_DOOR in reading.signals
        is_of_police = Signal.POLICE in reading.signals or Limit.NO_POLICE in reading.limits
        tells_more = reading.outcome or reading.names or is_of_police or is_long or is_at_door
        tells_more = tells_more or has_question(reading.text) or Signal.HOW_TO_ERASE in reading.signals
        least = self.config["watching_short" if count_letters(reading.text) <= _SHORTEST else "watching"]
        of_act = act.probability if act is not None and act.act is Act.COVER else 0.0
        may_be_act = act is None or act.cover >= self.config["watching_perhaps"]
        is_intent = share >= least and share >= _MORE_THAN_DANGER * danger and may_be_act
        is_likely = of_act >= self.config["watching"] or is_intent
        return is_likely and not tells_more and (not is_question or of_act >= self.config["watching_surely"])


def _asks_who_runs_them(reading: Reading) -> bool:
    """Return whether it is asked who is behind the services that were named, and not who this is."""
    question, act = reading.question, reading.act
    is_of_services = question is not None and question.aspect is Aspect.OPERATOR and question.probability >= SURE
    return is_of_services and act is not None and act.act is Act.ABOUT


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SituationExtractor(NluComponent):
    """Adds the entity `facts`, and sets the intent of a request about the conversation so far.

    Runs after the intent classifiers.
    """

    def annotate(self, message: Message) -> None:
        """Add what the message tells."""
        if message.get(CHOSEN):
            return
        metadata = get_metadata(message)
        reading = _of_oneself(_without_mentioned_home(message), metadata)
        facts = tell_facts(reading) | (
            {"perhaps_self_harm": True} if message.get(SUSPECTED) is Danger.SELF_HARM else {}
        )
        intent = _intent(message, reading)
        if intent == "erase_chat" and not _names_conversation(reading, message.get(INTENT)["confidence"]):
            message.set(INTENT, {"name": intent, "confidence": _ASKS_BACK}, add_to_output=True)
        elif not (message.get(DANGER) or intent == POSSIBLE_DANGER or _is_signal(message)):
            named, has_begun = metadata.get("named_services", 0), bool(metadata.get("language"))
            confidence = (message.get(INTENT) or {}).get("confidence", 1.0)
            context = MessageContext(
                intent,
                reading,
                facts,
                named,
                has_begun,
                confidence,
                offer_check=metadata.get("offer_check", False),
                spoken=metadata.get("language", ""),
                country=metadata.get("country") if metadata.get("place_known") else None,
                region=metadata.get("region"),
                need=metadata.get("need"),
                emergency_numbers=metadata.get("emergency_numbers", False),
                other_person=metadata.get("other_person", False),
                phone_country=metadata.get("phone_country"),
                is_ransom=metadata.get("ransom", False),
                pried=metadata.get("pried", False),
            )
            request = find_request(context)
            if request:
                set_intent(message, request)
            by_act = None if is_short_answer(context) else intent_of_act(context, request or intent)
            if by_act and reading.act:
                confidence = max(reading.act.probability, NOT_UNDERSTOOD)
                message.set(INTENT, {"name": by_act, "confidence": confidence}, add_to_output=True)
        if facts.get("embassy"):
            _separate_state_and_place(message, facts)
        elif intent == "return_home":
            _take_destination(message, facts)
        if not facts.get("embassy"):
            _keep_place(message, reading.signals)
        _keep_own_place(message)
        if facts:
            add_entity(message, FACTS, facts, type(self).__name__)


def _intent(message: Message, reading: Reading) -> str:
    """Return the intent, or an empty string; whoever asks how messages are deleted wants us to erase nothing.

    What came of a call is no sign of somebody near.
    """
    intent = (message.get(INTENT) or {}).get("name") or ""
    if intent == "erase_chat" and asks_how_to_delete(reading.signals):
        intent = "advice_delete"
        set_intent(message, intent)
    is_outcome = reading.outcome and Signal.WATCHING not in reading.signals
    if is_outcome and intent == INTENT_OF_SIGNAL[Signal.WATCHING]:  # "nobody picks up the phone"
        intent = "tell_outcome"
        set_intent(message, intent)
    return intent


def _is_signal(message: Message) -> bool:
    """Return whether the intent is that of a signal, and not a mere guess at one."""
    intent = message.get(INTENT) or {}
    return intent.get("name") in INTENT_OF_SIGNAL.values() and intent.get("confidence", 1.0) >= NOT_UNDERSTOOD


def _of_oneself(reading: Reading, metadata: Metadata) -> Reading:
    """Return the reading, with a signal that it is about its writer if so far it was about somebody else."""
    if metadata.get("other_person") and seeks_help_for_oneself(reading):
        return replace(reading, signals=reading.signals | {Signal.MYSELF})
    return reading


def _keep_place(message: Message, signals: AbstractSet[Signal]) -> None:
    """Remove a place in another country of which the message, with these signals, only tells."""
    reading, metadata = get_reading(message), get_metadata(message)
    known = metadata.get("country") if metadata.get("place_known") and not metadata.get("place_question") else None
    found = next((each["value"] for each in message.get(ENTITIES) or [] if each["entity"] == "place"), None)
    intent = (message.get(INTENT) or {}).get("name") or ""
    if not (known and found) or found["country"] == known:
        return
    # Where the writer is does not move the other person whom they write for: "I am in Kunming, I am his sister".
    is_other = reading.about_person is Person.OTHER
    is_home = found["country"] == metadata.get("phone_country")
    is_home = is_home and (not is_other or mentions_writer(reading.text, reading.language))
    is_of_writer = is_home and (is_other or metadata.get("other_person")) and Signal.MYSELF not in signals
    # In a conversation about another person, the place to which they were taken is where they are, but not home.
    is_of_other = metadata.get("other_person") and is_other and reading.is_person_sure and not is_home
    is_of_other = is_of_other and not is_spoken_in(reading.language, found["country"])
    if is_of_writer or (not is_of_other and is_mentioned_only(reading.text, found["country"], reading.places, intent)):
        _remove_places_in(message, found["country"])


def _keep_own_place(message: Message) -> None:
    """Remove the place of the family from a message of somebody who wants to die: help is needed where they are."""
    for each in get_reading(message).places:
        if message.get(DANGER) == Danger.SELF_HARM.value and each.part is PlacePart.FAMILY:
            _remove_places_in(message, each.place.country)


def _without_mentioned_home(message: Message) -> Reading:
    """Return the reading without the places at home that it only mentions, which leave the entities too."""
    reading, metadata = get_reading(message), get_metadata(message)
    # Until somebody says where they are, it is the country of their phone. A story answers no question for a place.
    is_answer = metadata.get("place_question") and not is_story(reading.text)
    known = None if is_answer else metadata.get("country")
    at_home = places_only_at_home(reading.text, reading.language, reading.places, known) if known else []
    for each in at_home:
        _remove_places_in(message, each.place.country)
    return replace(reading, places=[each for each in reading.places if each not in at_home])


def _names_conversation(reading: Reading, confidence: float) -> bool:
    """Return whether a wish to erase is surely one about this conversation."""
    longest = _LONGEST_SURE_WISH if confidence >= _SURE_WISH else _LONGEST_WISH
    is_short = len(reading.text) <= longest
    is_denied = denies_erasing(phrase_key(reading.text), reading.language)  # "please don't delete it, it is proof"
    is_other = not {Signal.OTHER_THINGS, Signal.HOW_TO_ERASE}.isdisjoint(reading.signals) or has_question(reading.text)
    return is_short and not is_denied and not is_other


def _take_destination(message: Message, facts: dict[str, Any]) -> None:
    """Make a country that a person wants to return to their origin, if they write its language from another one."""
    here, places = get_metadata(message).get("country"), get_reading(message).places
    countries = {named.place.country for named in places}
    if here is None or len(places) != 1 or here in countries or places[0].place.region or "origin" in facts:
        return
    language, country = get_reading(message).language.partition("-")[0], places[0].place.country
    if language in get_official_languages(country, regional=True) and language not in get_official_languages(here):
        facts["origin"] = country
        _remove_places_in(message, country)


def _remove_places_in(message: Message, country: str | None) -> None:
    entities = [
        each for each in message.get(ENTITIES) or [] if each["entity"] != "place" or each["value"]["country"] != country
    ]
    message.set(ENTITIES, entities, add_to_output=True)


def _separate_state_and_place(message: Message, facts: dict[str, Any]) -> None:
    """Of "the embassy of X in Y" make X the state and Y the place: X never moves the person."""
    reading = get_reading(message)
    state = read_state(reading.text, reading.language)
    if not state:
        return
    facts["state"] = state
    place = next((each for each in facts.get("countries", []) if each != state), None)
    _remove_places_in(message, state)
    if place and not any(each["entity"] == "place" for each in message.get(ENTITIES) or []):
        add_entity(message, "place", {"country": place, "region": None, "name": None}, "SituationExtractor")
