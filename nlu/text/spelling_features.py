"""Spelling features: hashed TF-IDF of character n-grams and words, in any script.

N-grams of one to five characters need no word segmentation and tolerate typing errors; words and pairs of words are
more specific. Latin accents are removed (`nlu.text.normalization.match_key`), since half of the people omit them.
Hashing replaces a vocabulary, which for sixteen languages would take 30 MB.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from nlu.text.normalization import match_key

InverseFrequencies = NDArray[np.float32]
"""Inverse document frequency of each n-gram or word."""


class Counts(NamedTuple):
    """Counts of n-grams and words, of shape (texts, 2**18) and (texts, 2**17)."""

    pieces: csr_matrix
    words: csr_matrix


class Row(NamedTuple):
    """The non-zero features of one text."""

    indices: NDArray[np.int32]
    data: NDArray[np.float32]


# The parts of a `HashingVectorizer`, which would create both again for each text.
_pieces_in = CountVectorizer(analyzer="char_wb", ngram_range=(1, 5)).build_analyzer()
_words_in = CountVectorizer(token_pattern=r"\S+", ngram_range=(1, 2)).build_analyzer()  # noqa: S106 - no password
_PIECES = FeatureHasher(2**18, input_type="string", alternate_sign=False, dtype=np.float32)
_WORDS = FeatureHasher(2**17, input_type="string", alternate_sign=False, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class SpellingFeatures:
    """TF-IDF of n-grams and of words, each with norm 1; shape (texts, 2**18 + 2**17)."""

    pieces: InverseFrequencies
    words: InverseFrequencies

    @classmethod
    def fit_transform(cls, texts: Sequence[str]) -> "tuple[SpellingFeatures, csr_matrix]":
        """Return the inverse document frequencies of `texts`, and their features: they are counted once for both."""
        found = counts(texts)
        fitted = cls(*(TfidfTransformer().fit(counted).idf_.astype(np.float32) for counted in found))
        return fitted, fitted._weigh(found)

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """Return the features of `texts`, one row per text."""
        return self._weigh(counts(texts))

    def _weigh(self, found: Counts) -> csr_matrix:
        weights = zip(found, (_tfidf(found.pieces, self.pieces), _tfidf(found.words, self.words)), strict=True)
        return hstack([csr_matrix((data, each.indices, each.indptr), each.shape) for each, data in weights], "csr")

    def transform_one(self, counted: Counts) -> Row:
        """Return the features of one text from its counts."""
        # In reverse: the order affects the last digits of a sum, and so the measured results.
        indices = np.concatenate([counted.pieces.indices[::-1], counted.words.indices[::-1] + len(self.pieces)])
        pieces, words = _tfidf(counted.pieces, self.pieces), _tfidf(counted.words, self.words)
        return Row(indices, np.concatenate([pieces[::-1], words[::-1]]))


def counts(texts: Sequence[str]) -> Counts:
    """Count the n-grams and words of `texts`: the counts are the same for all models."""
    spelt = [match_key(text) for text in texts]
    return Counts(_PIECES.transform(map(_pieces_in, spelt)), _WORDS.transform(map(_words_in, spelt)))


def _tfidf(counted: csr_matrix, rarity: InverseFrequencies) -> NDArray[np.float32]:
    """Return TF-IDF in the order of `counted.data`, with sublinear counts and rows of norm 1.

    It equals `TfidfTransformer`, which for one text spends a hundred times longer on validation.
    """
    weights = (np.log(counted.data) + 1) * rarity[counted.indices]
    rows = np.repeat(np.arange(counted.shape[0]), np.diff(counted.indptr))
    lengths = np.sqrt(np.bincount(rows, weights * weights, counted.shape[0]))
    result: NDArray[np.float32] = (weights / lengths[rows]).astype(np.float32)
    return result
