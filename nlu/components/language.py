"""Rasa components: the language of a text, and a language that it asks for by name."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from locales.registry import LANGUAGES, SOURCE
from nlu.components.base import NluComponent, TrainableComponent
from nlu.components.metadata import LANGUAGE, add_entity, get_metadata
from nlu.reading.examples import own_examples
from nlu.text.language_model import LanguageModel
from nlu.text.language_names import requested_language
from nlu.text.scripts import detect_script
from nlu.text.word_lists import UNSPACED

_MAX_WORD = 20
"""Characters of one word."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageIdentifier(TrainableComponent):
    """Sets `language` (BCP 47) in the parse data.

    The first message decides by the likeliest language; later the language changes only if the text is certain, never
    after the person has chosen one, and not from one of ours to another that we don't speak: a dialect looks like that,
    and the answer would be in English.
    """

    def fit(self, training_data: TrainingData) -> LanguageModel:
        """Train on the examples, with the language from the metadata of their block, and on our other texts.

        Names of places and languages are the same in all languages, so they are left out.
        """
        examples = [e for e in training_data.intent_examples if e.get(INTENT) not in {"give_place", "change_language"}]
        texts = [(e.get(TEXT), example_language(e)) for e in examples]
        ours = {language for _, language in texts}
        texts += [(text, own.language) for own in own_examples() if own.language not in ours for text in own.texts]
        return LanguageModel.fit(*zip(*texts, strict=True))

    def annotate(self, message: Message) -> None:
        """Set the language."""
        message.set(LANGUAGE, self._language(message), add_to_output=True)

    def _language(self, message: Message) -> str:
        metadata = get_metadata(message)
        before = metadata.get("language")
        if before and metadata.get("language_chosen"):
            return before
        text = message.get(TEXT) or ""
        if before and _is_one_word(text) and detect_script(text) == detect_script(_native_name(before)):
            return before  # the name of a town is the same in many languages
        identified = self.model.identify(text, default=before or metadata.get("language_hint"))
        stays = before is not None and _stays(before, identified.language)
        return before if before and (stays or not identified.certain) else identified.language


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RequestedLanguageExtractor(NluComponent):
    """Adds entity `language` if the person asks for another language."""

    def annotate(self, message: Message) -> None:
        """Add the requested language; runs after the intent classifier."""
        is_chosen = any(found["entity"] == "language" for found in message.get("entities") or [])
        if (message.get(INTENT) or {}).get("name") == "change_language" and not is_chosen:
            language = requested_language(message.get(TEXT) or "")
            if language:
                add_entity(message, "language", language, type(self).__name__)


def _native_name(code: str) -> str:
    language = LANGUAGES.get(code.partition("-")[0])
    return language.own_name if language else ""


def _stays(before: str, language: str) -> bool:
    """Return whether the language before is answered in, since we don't speak that of the text.

    Whoever began in English may well go on in another language.
    """
    return before != SOURCE and language.partition("-")[0] not in LANGUAGES


def _is_one_word(text: str) -> bool:
    return len(text) <= _MAX_WORD and not any(map(str.isspace, text.strip())) and not UNSPACED.search(text)


def example_language(example: Message) -> str:
    """Return the language in the metadata of a training block; a test checks that it is there."""
    block: dict[str, Any] = (example.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return str(block.get("language", SOURCE))
