"""Rasa component: how old the person is, where they say it."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import Reader
from nlu.components.metadata import CHOSEN, add_entity, decide, metadata_of
from nlu.text.age import own_age
from nlu.text.choices import is_bare_number

GROWN_UP = 18
"""Years from which nobody is a child: Convention on the Rights of the Child, article 1."""

_SAYS_LESS = {
    "greet", "goodbye", "thank", "affirm", "deny", "ask_menu", "ask_bot", "give_place", "say_feeling", "more_options",
    "change_language", "help_someone_else", "out_of_scope", "nlu_fallback",
}  # fmt: skip
"""Intents beside which a child's own age is what matters. A danger, a need or a question stays, the age beside it."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AgeReader(Reader):
    """Adds entity `age` in years where the person tells their own; stands right after the intent classifier."""

    def read(self, message: Message) -> None:
        """Note the age, and that a child writes where the text says nothing that matters more."""
        text = message.get(TEXT) or ""
        slipped = metadata_of(message).get("choices") and is_bare_number(text)
        age = None if message.get(CHOSEN) or slipped else own_age(text)
        if age is None:
            return
        add_entity(message, "age", age, type(self).__name__)
        if age < GROWN_UP and (message.get(INTENT) or {}).get("name") in _SAYS_LESS:
            decide(message, "i_am_a_child")
