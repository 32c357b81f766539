"""Rasa component: what a person means, by the cascade of `nlu.text.intent_model`."""

from collections.abc import Collection
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from locales.registry import SOURCE
from nlu.components.danger import INTENTS, warn
from nlu.components.language import language_of
from nlu.components.metadata import INTENT_RANKING, LANGUAGE, SUSPECTED, is_decided
from nlu.components.shared_features import counted, embed_for_training, embedding_of
from nlu.components.trainable import TrainedReader
from nlu.text.intent_model import IntentModel, Ranking
from nlu.text.normalization import normalise

_DANGERS = frozenset(INTENTS.values())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HybridIntentClassifier(TrainedReader):
    """Ranks the intents, unless danger or a choice has settled it already.

    Where the detector suspects danger, that is taken unless danger has less than
    `overruling` of the probability here. Where it does not, danger is not in question: it
    has learnt from thousands of texts that only sound like it, which this one never saw.

    What `sure_of` names (intent -> probability) is taken only from that probability on, else the next one.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml."""
        return {"cascade_threshold": 0.65, "overruling": 0.05, "sure_of": {}}

    def fit(self, training_data: TrainingData) -> IntentModel:
        """Train both models of the cascade."""
        examples = training_data.intent_examples
        texts = [normalise(example.get(TEXT)) for example in examples]
        intents = [example.get(INTENT) for example in examples]
        return IntentModel.fit(texts, intents, [language_of(example) for example in examples], embed_for_training)

    def read(self, message: Message) -> None:
        """Note the ranking and the first intent in it."""
        suspected, settled = message.get(SUSPECTED), is_decided(message)
        if settled and not suspected:
            return
        text = message.get(TEXT) or ""
        ranking = self.model.rank(
            text,
            message.get(LANGUAGE) or SOURCE,
            lambda: embedding_of(message),
            threshold=self.config["cascade_threshold"],
            counted=counted(message),
        )
        if suspected and sum(share for name, share in ranking if name in _DANGERS) >= self.config["overruling"]:
            warn(message, suspected)
            return
        if settled:
            return
        ranking = self._without_the_unsure(_without(_DANGERS, ranking))
        named = [{"name": name, "confidence": confidence} for name, confidence in ranking]
        if not any(character.isalnum() for character in text):
            named[0]["confidence"] = 0.0  # nothing to go by; FallbackClassifier takes it from here
        message.set(INTENT, named[0], add_to_output=True)
        message.set(INTENT_RANKING, named, add_to_output=True)

    def _without_the_unsure(self, ranking: Ranking) -> Ranking:
        """Return the ranking without a first intent that is not sure enough to be believed."""
        name, probability = ranking[0]
        return _without({name}, ranking) if probability < self.config["sure_of"].get(name, 0.0) else ranking


def _without(intents: Collection[str], ranking: Ranking) -> Ranking:
    """Return the ranking without these intents, which are not in question; the rest adds up to 1."""
    others = [(name, probability) for name, probability in ranking if name not in intents]
    total = sum(probability for _, probability in others) or 1.0
    return [(name, probability / total) for name, probability in others]
