"""How a text is spelt, as numbers: pieces of words and words, in any script, without a vocabulary in memory.

Pieces of one to five characters need no word segmentation and forgive slips; words and
pairs of words say more. Latin accents are left out (`nlu.text.normalization.key`), since
half of the people leave them out. Hashing takes the place of a vocabulary, which for
sixteen languages would take 30 MB.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from nlu.text.normalization import key

Rarity = NDArray[np.float32]
"""How rare each piece or word is: its inverse document frequency."""


class Counts(NamedTuple):
    """How often the pieces and the words of texts stand in them, each of shape (texts, 2**18) and (texts, 2**17)."""

    pieces: csr_matrix
    words: csr_matrix


class Row(NamedTuple):
    """The features of one text, as far as they are not 0."""

    indices: NDArray[np.int32]
    data: NDArray[np.float32]


# What a `HashingVectorizer` is made of: it would make both of them anew for each text.
_pieces_in = CountVectorizer(analyzer="char_wb", ngram_range=(1, 5)).build_analyzer()
_words_in = CountVectorizer(token_pattern=r"\S+", ngram_range=(1, 2)).build_analyzer()  # noqa: S106 - no password
_PIECES = FeatureHasher(2**18, input_type="string", alternate_sign=False, dtype=np.float32)
_WORDS = FeatureHasher(2**17, input_type="string", alternate_sign=False, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class SpellingFeatures:
    """TF-IDF of pieces and of words, each of length 1; shape (texts, 2**18 + 2**17)."""

    pieces: Rarity
    words: Rarity

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "SpellingFeatures":
        """Learn which pieces are rare."""
        return cls(*(TfidfTransformer().fit(counted).idf_.astype(np.float32) for counted in counts(texts)))

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """Return the features of `texts`, one row a text."""
        found = counts(texts)
        weights = zip(found, (_weighed(found.pieces, self.pieces), _weighed(found.words, self.words)), strict=True)
        return hstack([csr_matrix((data, each.indices, each.indptr), each.shape) for each, data in weights], "csr")

    def of_one(self, counted: Counts) -> Row:
        """Return the features of the one text that was counted."""
        # From the last to the first: on this order depend the last digits of a sum, and with it what was measured.
        indices = np.concatenate([counted.pieces.indices[::-1], counted.words.indices[::-1] + len(self.pieces)])
        pieces, words = _weighed(counted.pieces, self.pieces), _weighed(counted.words, self.words)
        return Row(indices, np.concatenate([pieces[::-1], words[::-1]]))


def counts(texts: Sequence[str]) -> Counts:
    """Count what the features of `texts` are made of: it is the same for all models."""
    spelt = [key(text) for text in texts]
    return Counts(_PIECES.transform(map(_pieces_in, spelt)), _WORDS.transform(map(_words_in, spelt)))


def _weighed(counted: csr_matrix, rarity: Rarity) -> NDArray[np.float32]:
    """Return TF-IDF in the order of `counted.data`, with sublinear counts and rows of length 1.

    It is `TfidfTransformer`'s, which for one text asks itself a hundred times longer whether it was fitted.
    """
    weights = (np.log(counted.data) + 1) * rarity[counted.indices]
    rows = np.repeat(np.arange(counted.shape[0]), np.diff(counted.indptr))
    lengths = np.sqrt(np.bincount(rows, weights * weights, counted.shape[0]))
    result: NDArray[np.float32] = (weights / lengths[rows]).astype(np.float32)
    return result
