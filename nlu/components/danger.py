"""Rasa component: detects danger and self-harm before anything else is classified."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from locales.registry import SOURCE
from nlu.components.base import TrainableComponent
from nlu.components.language import example_language
from nlu.components.metadata import DANGER, LANGUAGE, SUSPECTED, set_intent
from nlu.components.shared_features import embed_for_training, message_counts, message_embedding
from nlu.text.danger_model import NEITHER, DangerModel, Example
from nlu.text.danger_phrases import Danger, find_danger
from nlu.text.intent_model import sample_for_embedding
from nlu.text.normalization import normalize
from nlu.text.place_augmentation import augment_with_places, place_texts
from nlu.text.short_answers import ShortAnswer, parse_short_answer
from nlu.text.yaml_files import read_yaml

DANGER_INTENTS = {Danger.DANGER: "in_danger", Danger.SELF_HARM: "self_harm"}

_TEXTS = Path(__file__).parents[1] / "danger"
_OWN_TEXT_WEIGHT = 3.0
"""Weight of a text of `nlu/danger`; one of `nlu/data` has 1, and there are three times as many of those."""
_PHRASE_WEIGHT = 2.0
"""Weight of a phrase of the lexicon: enough for an alarm, unless the model is certain that there is no danger."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerDetector(TrainableComponent):
    """Sets the intent if the lexicon and the model together reach `certain`, or if both detect danger.

    From `threshold` on it suspects danger, and the intent classifier may overrule it only if it finds a quite different
    intent. A miss may cost a life, a false alarm costs one unnecessary message: both are set so that very few are
    missed.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml."""
        return {"threshold": 1.7, "certain": 4.0}

    def fit(self, training_data: TrainingData) -> DangerModel:
        """Train on all training texts and on those of `nlu/danger`."""
        kinds = {intent: kind.value for kind, intent in DANGER_INTENTS.items()}
        examples = training_data.intent_examples
        intents = [example.get(INTENT) for example in examples]
        texts = [normalize(example.get(TEXT)) for example in examples]
        languages = [example_language(example) for example in examples]
        embedded = set(sample_for_embedding(texts, intents, languages))
        training = [
            Example(text, kinds.get(intent, NEITHER), language, 1.0, index in embedded)
            for index, (text, intent, language) in enumerate(zip(texts, intents, languages, strict=True))
        ]
        own_texts, own_kinds, own_languages = zip(*_danger_texts(), strict=True)
        own = [
            Example(text, kind, language, _OWN_TEXT_WEIGHT, embedded=True)
            for text, kind, language in zip(own_texts, own_kinds, own_languages, strict=True)
        ]
        places = place_texts(texts, intents, languages)
        augmented = [
            Example(text, kind, language, _OWN_TEXT_WEIGHT, embedded=False)
            for text, kind, language in augment_with_places(own_texts, own_kinds, own_languages, places)
        ]
        return DangerModel.fit([*training, *own, *augmented], embed_for_training)

    def annotate(self, message: Message) -> None:
        """Set the danger, or the suspicion of one."""
        text = message.get(TEXT) or ""
        message.set(DANGER, None, add_to_output=True)
        if parse_short_answer(text, message.get(LANGUAGE)) is ShortAnswer.STOP:
            return  # the bot tells people to send this word, though elsewhere it may be a plea
        phrase = find_danger(text)
        language = message.get(LANGUAGE) or SOURCE
        alarm = self.model.score_danger(
            text,
            language,
            lambda: message_embedding(message),
            spelling_counts=message_counts(message),
            has_phrase=phrase is not None,
        )
        weight = alarm.weight + (_PHRASE_WEIGHT if phrase else 0.0)
        kind = phrase or alarm.kind
        if weight >= self.config["certain"] or (phrase and alarm.weight > 0):
            set_danger(message, kind)
        elif weight >= self.config["threshold"]:
            message.set(SUSPECTED, kind)


def set_danger(message: Message, kind: Danger) -> None:
    """Set the danger and its intent."""
    message.set(DANGER, kind.value, add_to_output=True)
    set_intent(message, DANGER_INTENTS[kind])


def _danger_texts() -> Iterator[tuple[str, str, str]]:
    """Yield (text, kind, language) of `nlu/danger`."""
    for path in sorted(_TEXTS.glob("*.yml")):
        for kind, texts in read_yaml(path).items():
            yield from ((normalize(text), kind, path.stem) for text in texts)
