"""Rasa component: danger and self-harm, found before anything else is understood."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import Reader
from nlu.components.metadata import DANGER, decide
from nlu.text.danger import Danger, find_danger

INTENTS = {Danger.DANGER: "in_danger", Danger.SELF_HARM: "self_harm"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerDetector(Reader):
    """Settles the intent where a phrase of the lexicon stands in the text."""

    def read(self, message: Message) -> None:
        """Note the danger, if there is one."""
        danger = find_danger(message.get(TEXT) or "")
        message.set(DANGER, danger and danger.value, add_to_output=True)
        if danger:
            decide(message, INTENTS[danger])
