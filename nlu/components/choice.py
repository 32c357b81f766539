"""Rasa component: the number or the label of a choice that stands."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import Reader
from nlu.components.metadata import decide, is_decided, metadata_of, parsed_payload
from nlu.text.choices import chosen


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ChoiceReader(Reader):
    """Settles the intent, and its entities, where the text names an offered choice.

    The payload comes from our own domain through the engine; what the person typed only
    picks one of them and never becomes one.
    """

    def read(self, message: Message) -> None:
        """Note the choice, if there is one."""
        offered = metadata_of(message).get("choices", [])
        index = chosen(message.get(TEXT) or "", [choice["label"] for choice in offered])
        if index is None or is_decided(message):
            return
        parsed = parsed_payload(offered[index]["payload"])
        decide(message, parsed["intent"]["name"])
        message.set(ENTITIES, parsed["entities"], add_to_output=True)
