"""Rasa component: the number or the label of a choice that stands, or one small word that says it all."""

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import Reader
from nlu.components.metadata import CHOSEN, LANGUAGE, SUSPECTED, decide, is_decided, metadata_of, parsed_payload
from nlu.text.choices import chosen
from nlu.text.small_words import Said, said_alone

_MEANS = {Said.YES: "affirm", Said.NO: "deny", Said.STOP: "goodbye", Said.HELP: "ask_menu"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ChoiceReader(Reader):
    """Settles the intent, and its entities, where the text names an offered choice, else where it is one small word.

    The payload comes from our own domain through the engine; what the person typed only
    picks one of them and never becomes one.
    """

    def read(self, message: Message) -> None:
        """Note the choice, or what the small word says, if there is one."""
        if is_decided(message):
            return
        text, language = message.get(TEXT) or "", message.get(LANGUAGE)
        offered = metadata_of(message).get("choices", [])
        index = chosen(text, [choice["label"] for choice in offered], language)
        if index is not None:
            message.set(CHOSEN, True)  # noqa: FBT003 - Rasa's signature
            message.set(SUSPECTED, None)  # a label of ours warns of nothing
            parsed = parsed_payload(offered[index]["payload"])
            decide(message, parsed["intent"]["name"])
            message.set(ENTITIES, parsed["entities"], add_to_output=True)
            return
        said = said_alone(text, language)
        if said:
            decide(message, _MEANS[said])
