"""Rasa component: the place that a text names, as entity `place`."""

from dataclasses import asdict

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import Reader
from nlu.components.metadata import add_entity, decide, metadata_of
from nlu.text.language_names import named_language
from nlu.text.places.finder import Place, find_place

_SPOKEN_IN = {
    "th": Place("TH", None, "Thailand"),
    "lo": Place("LA", None, "Laos"),
    "km": Place("KH", None, "Cambodia"),
    "my": Place("MM", None, "Myanmar"),
    "vi": Place("VN", None, "Vietnam"),
    "zh": Place("CN", None, "China"),
}
"""Where somebody is who answers "where are you?" with the name of a language ("thai")."""

_SHORT = 30
"""Characters up to which a text with a place in it answers "where are you?" and says nothing else."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PlaceInPassing(Reader):
    """Takes "no, in Medellin" and "yes, Bangkok" for what they are: a place. Stands after the intent classifier."""

    def read(self, message: Message) -> None:
        """Settle the intent where a yes or a no has a place beside it."""
        said = (message.get(INTENT) or {}).get("name")
        if said in {"affirm", "deny"} and any(found["entity"] == "place" for found in message.get(ENTITIES) or []):
            decide(message, metadata_of(message).get("asked_place") or "give_place")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceFinder(Reader):
    """Adds {"country", "region", "name", "latitude", "longitude"} of the most specific place in the text.

    Where the bot has just asked for it, a short text with a place is the answer, whatever
    else the classifier might read in a name that it has never seen.
    """

    def read(self, message: Message) -> None:
        """Note the place, if there is one."""
        told, text = metadata_of(message), message.get(TEXT) or ""
        asked, short = told.get("asked_place"), len(text) <= _SHORT
        language = named_language(text) if short else None
        if language and told.get("asked_language"):
            decide(message, "change_language")
            return
        place = find_place(text, country_hint=told.get("country"), asked=bool(asked))
        if asked and short and not place:
            place = _SPOKEN_IN.get(language or "")
        if place:
            add_entity(message, "place", asdict(place), type(self).__name__)
            if asked and short:
                decide(message, asked)
