"""Rasa component: the number or the label of a choice that stands, or one small word that says it all."""

from collections.abc import Sequence

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.base import Reader
from nlu.components.metadata import (
    CHOSEN,
    LANGUAGE,
    SUSPECTED,
    Offered,
    decide,
    is_decided,
    metadata_of,
    parsed_payload,
)
from nlu.text.choices import chosen, is_bare_number
from nlu.text.short_answers import Said, said_alone

_ANSWER = {Said.YES: '"answer": "yes"', Said.NO: '"answer": "no"'}
"""What the payload of a choice holds that answers a yes-or-no question of ours."""
_SENTENCE = {"affirm": _ANSWER[Said.YES], "deny": _ANSWER[Said.NO]}
_SURELY = 0.95
"""Confidence from which a wish to hide is believed while a question of a check stands."""
_MEANS = {Said.YES: "affirm", Said.NO: "deny", Said.STOP: "goodbye", Said.HELP: "ask_menu", Said.START: "greet"}


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
        said = said_alone(text, language)
        index = chosen(text, [choice["label"] for choice in offered], language)
        if index is None and said in _ANSWER:
            index = _index_of(_ANSWER[said], offered)
        if index is not None:
            _choose(message, offered[index])
            return
        if said:
            decide(message, _MEANS[said])
        elif offered and is_bare_number(text):
            decide(message, DEFAULT_NLU_FALLBACK_INTENT_NAME)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerReader(Reader):
    """Takes "of course he did" for a yes while a question of ours stands. Stands after the intent classifier."""

    def read(self, message: Message) -> None:
        """Settle on the choice that a yes or a no means; some intents are misreadings of an answer there."""
        said = (message.get(INTENT) or {}).get("name")
        offered = metadata_of(message).get("choices", [])
        if _is_misread(message) and _index_of("/check_answer", offered) is not None:
            decide(message, DEFAULT_NLU_FALLBACK_INTENT_NAME)
            return
        index = _index_of(_SENTENCE[said], offered) if said in _SENTENCE else None
        if index is not None:
            _choose(message, offered[index])


def _choose(message: Message, choice: Offered) -> None:
    """Settle that a message means this choice."""
    message.set(CHOSEN, True)  # noqa: FBT003 - Rasa's signature
    message.set(SUSPECTED, None)  # a label of ours warns of nothing
    parsed = parsed_payload(choice["payload"])
    decide(message, parsed["intent"]["name"])
    message.set(ENTITIES, parsed["entities"], add_to_output=True)


def _is_misread(message: Message) -> bool:
    """Tell whether an answer such as "yes, he brought me" was taken for a place that we don't know, or for a watcher.

    The word that hides is none of these (bot/engine/cover_mode.py).
    """
    intent = message.get(INTENT) or {}
    if intent.get("name") == "give_place":
        return not message.get(ENTITIES)
    return intent.get("name") == "someone_watching" and intent.get("confidence", 1.0) < _SURELY


def _index_of(answer: str, offered: Sequence[Offered]) -> int | None:
    """Return which of the choices gives this answer, whatever its label."""
    return next((index for index, choice in enumerate(offered) if answer in choice["payload"]), None)
