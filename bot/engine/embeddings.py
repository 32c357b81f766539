"""How many texts need a sentence embedding, and what it costs: measured around the components' one encoder.

It is measured from here, since a change of the components is a change of the model.
"""

from bot.metrics import counting
from nlu.components import embedding
from nlu.text.encoder import SentenceEncoder, Vectors


class _Counted:
    """An encoder whose every call is counted."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder

    def encode(self, texts: list[str]) -> Vectors:
        """Return the vectors of `texts`."""
        with counting.embedding():
            return self._encoder.encode(texts)


def count_embeddings() -> None:
    """Count from now on. Safe to call twice."""
    if not isinstance(embedding._encoder, _Counted):  # noqa: SLF001 - see above
        embedding._encoder = _Counted(embedding._encoder)  # type: ignore[assignment]  # noqa: SLF001
