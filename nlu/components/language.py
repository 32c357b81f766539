"""Rasa component: the language a text is in, and the one it asks for by name."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from locales.registry import LANGUAGES, SOURCE
from nlu.components.base import Reader
from nlu.components.metadata import LANGUAGE, add_entity, metadata_of
from nlu.components.trainable import TrainedReader
from nlu.text.language_model import LanguageModel
from nlu.text.language_names import named_language
from nlu.text.scripts import script_of
from nlu.text.word_lists import UNSPACED

_LONGEST_WORD = 20
"""Characters of one word."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageIdentifier(TrainedReader):
    """Sets `language` (BCP 47) in the parse data.

    The first message decides by whatever it shows; later the language changes only where
    the text is certain, and never once the person has chosen one.
    """

    def fit(self, training_data: TrainingData) -> LanguageModel:
        """Learn the languages from the metadata of each block of examples.

        Names of places and of languages are written the same in all of them, and teach nothing.
        """
        examples = [e for e in training_data.intent_examples if e.get(INTENT) not in {"give_place", "change_language"}]
        return LanguageModel.fit([e.get(TEXT) for e in examples], [language_of(e) for e in examples])

    def read(self, message: Message) -> None:
        """Note the language."""
        message.set(LANGUAGE, self._language(message), add_to_output=True)

    def _language(self, message: Message) -> str:
        told = metadata_of(message)
        before = told.get("language")
        if before and told.get("language_chosen"):
            return before
        text = message.get(TEXT) or ""
        if before and _is_one_word(text) and script_of(text) == script_of(_own_name(before)):
            return before  # the name of a town is written alike in many languages
        identified = self.model.identify(text, otherwise=before or told.get("language_hint"))
        return identified.language if identified.certain or not before else before


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageNames(Reader):
    """Adds entity `language` where the person asks for another language."""

    def read(self, message: Message) -> None:
        """Note which language is asked for; stands after the intent classifier."""
        asked_by_choice = any(found["entity"] == "language" for found in message.get("entities") or [])
        if (message.get(INTENT) or {}).get("name") == "change_language" and not asked_by_choice:
            language = named_language(message.get(TEXT) or "")
            if language:
                add_entity(message, "language", language, type(self).__name__)


def _own_name(code: str) -> str:
    language = LANGUAGES.get(code.partition("-")[0])
    return language.own_name if language else ""


def _is_one_word(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and not any(map(str.isspace, text.strip())) and not UNSPACED.search(text)


def language_of(example: Message) -> str:
    """Return the language that the training file's block names; our data check keeps it there."""
    block: dict[str, Any] = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return str(block.get("language", SOURCE))
