"""How many texts need a sentence embedding, and what it costs: measured around the components' one encoder.

It is measured from here, since a change of the components is a change of the model.
"""

from bot.metrics import instruments
from nlu.components import shared_features
from nlu.text.sentence_encoder import SentenceEncoder, Vectors


class _Counted:
    """An encoder whose every call is counted."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder

    def encode(self, texts: list[str]) -> Vectors:
        """Return the vectors of `texts`."""
        with instruments.embedding():
            return self._encoder.encode(texts)


def count_embeddings() -> None:
    """Count from now on. Safe to call twice."""
    if not isinstance(shared_features._encoder, _Counted):  # noqa: SLF001 - see above
        shared_features._encoder = _Counted(shared_features._encoder)  # type: ignore[assignment]  # noqa: SLF001
