"""Rasa components: the place that a text names, as entity `place`."""

from collections.abc import Sequence
from dataclasses import asdict

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import NluComponent
from nlu.components.metadata import LANGUAGE, add_entity, get_metadata, get_reading, set_intent
from nlu.reading.current_place import current_place
from nlu.reading.schema import Person
from nlu.text.language_names import requested_language
from nlu.text.places.finder import NamedPlace, Place, PlacePart
from nlu.text.short_answers import ShortAnswer, parse_short_answer

_COUNTRY_OF_LANGUAGE = {
    "th": Place("TH", None, "Thailand"),
    "lo": Place("LA", None, "Laos"),
    "km": Place("KH", None, "Cambodia"),
    "my": Place("MM", None, "Myanmar"),
    "vi": Place("VN", None, "Vietnam"),
    "zh": Place("CN", None, "China"),
}
"""The country of a person who answers "where are you?" with the name of a language ("thai")."""

_SHORT_ANSWER = 30
"""Characters up to which a text with a place is only an answer to "where are you?"."""


def _in_country(
    places: Sequence[NamedPlace], country: str | None, found: NamedPlace | None, *, is_known: bool
) -> Place | None:
    """Return the first place in the country where a person is known to be, or else in that of their phone, or None.

    Whoever names it is mostly there, though a town that they are to be taken to moves nobody, nor does one from which
    they came to a town that was `found`. Of somebody whose country is known only sure places count, from which
    they come or where their family is.
    """
    parts = {PlacePart.FROM, PlacePart.FAMILY} if is_known else set(PlacePart) - {PlacePart.NOT}
    if found and found.is_sure and found.place.latitude is not None:
        parts.discard(PlacePart.FROM)
    here = (
        each.place
        for each in places
        if each.place.country == country
        and each.part in parts
        and (each.is_sure or not is_known)
        and not (each.part is PlacePart.TO and each.place.region)
    )
    return next(here, None)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PlaceAnswerClassifier(NluComponent):
    """Classifies "no, in Medellin" and "yes, Bangkok" as a place. Runs after the intent classifier."""

    def annotate(self, message: Message) -> None:
        """Set the intent if the text has a yes or no and a place."""
        intent_name = (message.get(INTENT) or {}).get("name")
        if intent_name in {"affirm", "deny"} and any(
            found["entity"] == "place" for found in message.get(ENTITIES) or []
        ):
            set_intent(message, get_metadata(message).get("place_question") or "give_place")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(NluComponent):
    """Adds {"country", "region", "name", "latitude", "longitude"} of the most specific place in the text.

    If the bot has just asked for it, a short text with a place is the answer: the classifier might misread an unknown
    name.
    """

    def annotate(self, message: Message) -> None:
        """Add the place, if there is one."""
        metadata, text = get_metadata(message), message.get(TEXT) or ""
        if parse_short_answer(text, message.get(LANGUAGE)) in {ShortAnswer.YES, ShortAnswer.NO}:
            return  # Haan is a town in Germany, and yes in Hindi
        requested_intent, short = metadata.get("place_question"), len(text) <= _SHORT_ANSWER
        language = requested_language(text) if short else None
        if language and metadata.get("language_question"):
            set_intent(message, "change_language")
            return
        reading = get_reading(message)
        is_other = reading.about_person is Person.OTHER
        found = current_place(reading.places, of_other=is_other, phone_country=metadata.get("phone_country"))
        if found and not found.is_sure and metadata.get("place_known") and not requested_intent:
            found = None  # what only looks or sounds like a place moves nobody
        is_likely = found is not None and found.place.country == metadata.get("country")
        if found and not found.is_sure and not is_likely and found.place.latitude is not None:
            if requested_intent or text.isascii():
                add_entity(message, "possible_place", asdict(found.place), type(self).__name__)
            found = None
        country = metadata.get("country")
        may_be_there = not metadata.get("place_known") and not is_other
        is_elsewhere = found is not None and may_be_there and found.place.country != country and not found.is_here
        is_known = metadata.get("place_known", False)
        may_be_of_phone = found is None or is_elsewhere
        of_phone = _in_country(reading.places, country, found, is_known=is_known) if may_be_of_phone else None
        place = of_phone or (found.place if found else None)
        if requested_intent and short and not place:
            place = _COUNTRY_OF_LANGUAGE.get(language or "")
        if place:
            add_entity(message, "place", asdict(place), type(self).__name__)
            if requested_intent and short:
                set_intent(message, requested_intent)
