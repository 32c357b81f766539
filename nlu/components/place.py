"""Rasa component: the place that a text names, as entity `place`."""

from dataclasses import asdict

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import Reader
from nlu.components.metadata import add_entity, decide, metadata_of
from nlu.text.places import find_place

_SHORT = 30
"""Characters up to which a text with a place in it answers "where are you?" and says nothing else."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceFinder(Reader):
    """Adds {"country", "region", "name"} of the most specific place in the text.

    Where the bot has just asked for it, a short text with a place is the answer, whatever
    else the classifier might read in a name that it has never seen.
    """

    def read(self, message: Message) -> None:
        """Note the place, if there is one."""
        told, text = metadata_of(message), message.get(TEXT) or ""
        asked = told.get("asked_place", False)
        place = find_place(text, country_hint=told.get("country"), asked=asked)
        if place:
            add_entity(message, "place", asdict(place), type(self).__name__)
            if asked and len(text) <= _SHORT:
                decide(message, "give_place")
