"""Metrics of sentence embeddings, measured around the one encoder of the NLU components.

They are measured here because a change in the code of the components would require a new model.
"""

from bot.metrics import instruments
from nlu.components import shared_features
from nlu.text.sentence_encoder import SentenceEncoder, Vectors


class _MeasuredEncoder:
    """An encoder that measures every call."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder

    def encode(self, texts: list[str]) -> Vectors:
        """Return the vectors of `texts`."""
        with instruments.measure_embedding():
            return self._encoder.encode(texts)


def measure_embeddings() -> None:
    """Wrap the encoder. Safe to call twice."""
    if not isinstance(shared_features._encoder, _MeasuredEncoder):  # noqa: SLF001 - see above
        shared_features._encoder = _MeasuredEncoder(shared_features._encoder)  # type: ignore[assignment]  # noqa: SLF001
