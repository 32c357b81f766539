"""Rasa components: what a person says about themselves: age, gender, feeling, that they fled."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import NluComponent
from nlu.components.metadata import CHOSEN, add_entity, get_metadata, get_reading, set_intent
from nlu.reading.people import ADULT_AGE
from nlu.reading.schema import Person
from nlu.text.choices import is_bare_number
from nlu.text.self_description import extract_feeling, extract_gender, has_fled, mentioned_gender


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SelfDescriptionExtractor(NluComponent):
    """Adds `gender` and `feeling` if the person states them, and `fled` if they fled from their own state.

    Runs after the intent classifier: ambiguous words count only with a matching intent.
    """

    def annotate(self, message: Message) -> None:
        """Add what the person says."""
        if message.get(CHOSEN):
            return
        text = message.get(TEXT) or ""
        intent = (message.get(INTENT) or {}).get("name")
        gender = extract_gender(text) or (mentioned_gender(text) if intent == "tell_gender" else None)
        if gender:
            add_entity(message, "gender", gender, type(self).__name__)
        if has_fled(text):
            add_entity(message, "fled", value=True, extractor=type(self).__name__)
            _drop_place(message)
        feeling = extract_feeling(text) if intent == "say_feeling" else None
        if feeling:
            add_entity(message, "feeling", feeling, type(self).__name__)


def _drop_place(message: Message) -> None:
    """Remove the place: the person may have fled from it, so the bot asks where they are."""
    entities = message.get(ENTITIES) or []
    message.set(ENTITIES, [found for found in entities if found["entity"] != "place"], add_to_output=True)


_LESS_IMPORTANT_INTENTS = {
    "greet", "goodbye", "thank", "affirm", "deny", "ask_menu", "ask_bot", "give_place", "say_feeling", "more_options",
    "change_language", "help_someone_else", "out_of_scope", "nlu_fallback",
}  # fmt: skip
"""Intents that a child's own age replaces. A danger, a need or a question is kept, with the age as an entity."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AgeExtractor(NluComponent):
    """Adds entity `age` in years if the person states their own; runs right after the intent classifier."""

    def annotate(self, message: Message) -> None:
        """Add the age, and set the intent of a child unless the text says something more important."""
        text, reading = message.get(TEXT) or "", get_reading(message)
        slipped = get_metadata(message).get("choices") and is_bare_number(text)
        age = None if message.get(CHOSEN) or slipped else reading.age
        if age is None or reading.about_person is not Person.SELF:
            return
        add_entity(message, "age", age, type(self).__name__)
        if age < ADULT_AGE and (message.get(INTENT) or {}).get("name") in _LESS_IMPORTANT_INTENTS:
            set_intent(message, "i_am_a_child")
