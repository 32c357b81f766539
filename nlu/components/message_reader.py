"""Rasa component: reads a message; the components after it hand on what it tells as intent and entities."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.base import TrainableComponent
from nlu.components.language import example_language
from nlu.components.metadata import EXPLANATION, LANGUAGE, READING, get_conversation, get_metadata
from nlu.encoder.sentence_encoder import Clauses, E5Encoder, SentenceEncoder, Vectors, write_encoder
from nlu.reading.json_output import as_json
from nlu.reading.reader import Reader
from nlu.reading.sparse_models import SparseModels
from nlu.text.language_model import UNKNOWN_LANGUAGE
from nlu.text.normalization import normalize

wrap_encoder: Callable[[SentenceEncoder], SentenceEncoder] = lambda encoder: encoder  # noqa: E731 - may be replaced
"""Applied to each encoder that is loaded: whoever measures its calls replaces it."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MessageReader(TrainableComponent):
    """Puts the `Reading` of a message into it. The encoder is stored with the models that were trained for it."""

    encoder: SentenceEncoder

    def fit(self, training_data: TrainingData) -> SparseModels:
        """Train the sparse models on the texts of the intents, and on all our others."""
        return SparseModels.fit(
            [
                (normalize(example.get(TEXT)), example.get(INTENT), example_language(example))
                for example in training_data.intent_examples
            ]
        )

    def store(self, folder: Path) -> None:
        """Write the models and the encoder."""
        super().store(folder)
        write_encoder(folder)

    def restore(self, folder: Path) -> None:
        """Open the encoder."""
        self.encoder = wrap_encoder(E5Encoder(folder))

    def annotate(self, message: Message) -> None:
        """Read the message."""
        metadata = get_metadata(message)
        reading = Reader(self.model, self._encode).read(
            message.get(TEXT) or "",
            message.get(LANGUAGE) or UNKNOWN_LANGUAGE,
            conversation=get_conversation(message),
            country_hint=metadata.get("country"),
        )
        message.set(READING, reading)
        if metadata.get("explain"):
            message.set(EXPLANATION, as_json(reading), add_to_output=True)

    def _encode(self, messages: Sequence[Clauses]) -> list[Vectors]:
        return self.encoder.encode(messages)
