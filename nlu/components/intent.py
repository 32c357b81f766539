"""Rasa component: classifies the intent with the cascade of `nlu.text.intent_model`."""

from collections.abc import Collection
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from locales.registry import SOURCE
from nlu.components.base import TrainableComponent
from nlu.components.danger import DANGER_INTENTS, set_danger
from nlu.components.language import example_language
from nlu.components.metadata import INTENT_RANKING, LANGUAGE, SUSPECTED, has_intent
from nlu.components.shared_features import embed_for_training, message_counts, message_embedding
from nlu.text.intent_model import IntentModel, Ranking
from nlu.text.normalization import normalize

_DANGER_INTENTS = frozenset(DANGER_INTENTS.values())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HybridIntentClassifier(TrainableComponent):
    """Ranks the intents, unless danger or a choice has already set the intent.

    If the detector suspects danger, danger is set unless it has less than `overruling` of the probability here. If it
    does not, danger is excluded: the detector was trained on thousands of texts that only sound like danger, this
    classifier was not.

    An intent in `sure_of` (intent -> probability) is accepted only from that probability on, else the next one is.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """See config.yml."""
        return {"cascade_threshold": 0.65, "overruling": 0.05, "sure_of": {}}

    def fit(self, training_data: TrainingData) -> IntentModel:
        """Train both models of the cascade."""
        examples = training_data.intent_examples
        texts = [normalize(example.get(TEXT)) for example in examples]
        intents = [example.get(INTENT) for example in examples]
        return IntentModel.fit(texts, intents, [example_language(example) for example in examples], embed_for_training)

    def annotate(self, message: Message) -> None:
        """Set the ranking and its first intent."""
        suspected, settled = message.get(SUSPECTED), has_intent(message)
        if settled and not suspected:
            return
        text = message.get(TEXT) or ""
        ranking = self.model.rank(
            text,
            message.get(LANGUAGE) or SOURCE,
            lambda: message_embedding(message),
            threshold=self.config["cascade_threshold"],
            spelling_counts=message_counts(message),
        )
        if suspected and sum(share for name, share in ranking if name in _DANGER_INTENTS) >= self.config["overruling"]:
            set_danger(message, suspected)
            return
        if settled:
            return
        ranking = self._drop_uncertain_first(_exclude(_DANGER_INTENTS, ranking))
        named = [{"name": name, "confidence": confidence} for name, confidence in ranking]
        if not any(character.isalnum() for character in text):
            named[0]["confidence"] = 0.0  # no letters to classify; FallbackClassifier handles it
        message.set(INTENT, named[0], add_to_output=True)
        message.set(INTENT_RANKING, named, add_to_output=True)

    def _drop_uncertain_first(self, ranking: Ranking) -> Ranking:
        """Return the ranking without its first intent if that is below its `sure_of` probability."""
        name, probability = ranking[0]
        return _exclude({name}, ranking) if probability < self.config["sure_of"].get(name, 0.0) else ranking


def _exclude(intents: Collection[str], ranking: Ranking) -> Ranking:
    """Return the ranking without these intents; the rest adds up to 1."""
    others = [(name, probability) for name, probability in ranking if name not in intents]
    total = sum(probability for _, probability in others) or 1.0
    return [(name, probability / total) for name, probability in others]
