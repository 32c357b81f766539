"""Rasa component: danger and self-harm, found before anything else is understood."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from locales.registry import SOURCE
from nlu.components.language import language_of
from nlu.components.metadata import DANGER, LANGUAGE, SUSPECTED, decide
from nlu.components.shared_features import counted, embed_for_training, embedding_of
from nlu.components.trainable import TrainedReader
from nlu.text.danger_model import NEITHER, DangerModel, Example
from nlu.text.danger_phrases import Danger, find_danger
from nlu.text.intent_model import some_of_each
from nlu.text.normalization import normalise
from nlu.text.place_augmentation import places_of, with_places
from nlu.text.short_answers import Said, said_alone
from nlu.text.yaml_files import read_yaml

INTENTS = {Danger.DANGER: "in_danger", Danger.SELF_HARM: "self_harm"}

_TEXTS = Path(__file__).parents[1] / "danger"
_WRITTEN_FOR_IT = 3.0
"""What a text of `nlu/danger` counts beside one of `nlu/data`: there are three times as many of those."""
_PHRASE = 2.0
"""Weight of a phrase of the lexicon: enough to alarm, unless the model is sure that the text warns of nothing."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerDetector(TrainedReader):
    """Settles the intent where the lexicon and the model together are `certain`, or where both say so.

    From `threshold` on it suspects danger, and the intent classifier may only overrule it
    where that reads something quite different. A miss may cost a life, a false alarm costs
    one message that was not needed: both are set so that hardly any is missed.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml."""
        return {"threshold": 1.7, "certain": 4.0}

    def fit(self, training_data: TrainingData) -> DangerModel:
        """Learn from all training texts and from those of `nlu/danger`."""
        kinds = {intent: kind.value for kind, intent in INTENTS.items()}
        examples = training_data.intent_examples
        intents = [example.get(INTENT) for example in examples]
        texts = [normalise(example.get(TEXT)) for example in examples]
        languages = [language_of(example) for example in examples]
        embedded = set(some_of_each(texts, intents, languages))
        told = [
            Example(text, kinds.get(intent, NEITHER), language, 1.0, index in embedded)
            for index, (text, intent, language) in enumerate(zip(texts, intents, languages, strict=True))
        ]
        own = list(_own_texts())
        written = [Example(text, kind, language, _WRITTEN_FOR_IT, embedded=True) for text, kind, language in own]
        places = places_of(texts, intents, languages)
        in_columns = [[example[column] for example in own] for column in range(3)]
        twins = [
            Example(text, kind, language, _WRITTEN_FOR_IT, embedded=False)
            for text, kind, language in with_places(in_columns[0], in_columns[1], in_columns[2], places)
        ]
        return DangerModel.fit([*told, *written, *twins], embed_for_training)

    def read(self, message: Message) -> None:
        """Note the danger, or the suspicion of one."""
        text = message.get(TEXT) or ""
        message.set(DANGER, None, add_to_output=True)
        if said_alone(text, message.get(LANGUAGE)) is Said.STOP:
            return  # people are told to write this word, though elsewhere it may be a plea
        phrase = find_danger(text)
        language = message.get(LANGUAGE) or SOURCE
        alarm = self.model.weigh(
            text, language, lambda: embedding_of(message), counted=counted(message), warned=phrase is not None
        )
        weight = alarm.weight + (_PHRASE if phrase else 0.0)
        kind = phrase or alarm.kind
        if weight >= self.config["certain"] or (phrase and alarm.weight > 0):
            warn(message, kind)
        elif weight >= self.config["threshold"]:
            message.set(SUSPECTED, kind)


def warn(message: Message, kind: Danger) -> None:
    """Settle that the text warns of `kind`."""
    message.set(DANGER, kind.value, add_to_output=True)
    decide(message, INTENTS[kind])


def _own_texts() -> Iterator[tuple[str, str, str]]:
    """Yield (text, kind, language) of `nlu/danger`."""
    for path in sorted(_TEXTS.glob("*.yml")):
        for kind, texts in read_yaml(path).items():
            yield from ((normalise(text), kind, path.stem) for text in texts)
