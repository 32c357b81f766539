"""Rasa component: what the person says of themself."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import Reader
from nlu.components.metadata import CHOSEN, add_entity
from nlu.text.self_description import gender_asked_about, has_fled, own_feeling, own_gender


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SelfToldReader(Reader):
    """Adds `gender` where somebody says what they are, `feeling` where they tell one, `fled` if from their state.

    Stands after the intent classifier: what is ambiguous is believed only where the intent bears it out.
    """

    def read(self, message: Message) -> None:
        """Note what is said."""
        if message.get(CHOSEN):
            return
        text = message.get(TEXT) or ""
        intent = (message.get(INTENT) or {}).get("name")
        gender = own_gender(text) or (gender_asked_about(text) if intent == "tell_gender" else None)
        if gender:
            add_entity(message, "gender", gender, type(self).__name__)
        if has_fled(text):
            add_entity(message, "fled", value=True, extractor=type(self).__name__)
            _forget_the_place(message)
        feeling = own_feeling(text) if intent == "say_feeling" else None
        if feeling:
            add_entity(message, "feeling", feeling, type(self).__name__)


def _forget_the_place(message: Message) -> None:
    """Drop a place beside it: it may be the one that the person fled from, so they are asked where they are."""
    entities = message.get(ENTITIES) or []
    message.set(ENTITIES, [found for found in entities if found["entity"] != "place"], add_to_output=True)
