"""How a text is spelt, as numbers: pieces of words and words, in any script, without a vocabulary in memory.

Pieces of one to five characters need no word segmentation and forgive slips; words and
pairs of words say more. Latin accents are left out (`nlu.text.normalise.key`), since
half of the people leave them out. Hashing takes the place of a vocabulary, which for
sixteen languages would take 30 MB.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

from nlu.text.normalise import key

_PIECES = HashingVectorizer(
    analyzer="char_wb", ngram_range=(1, 5), n_features=2**18, alternate_sign=False, norm=None, dtype=np.float32
)
_WORDS = HashingVectorizer(
    token_pattern=r"\S+",  # noqa: S106 - no password
    ngram_range=(1, 2),
    n_features=2**17,
    alternate_sign=False,
    norm=None,
    dtype=np.float32,
)


@dataclass(frozen=True, slots=True)
class SpellingFeatures:
    """TF-IDF of pieces and of words, each of length 1; shape (texts, 2**18 + 2**17)."""

    pieces: TfidfTransformer
    words: TfidfTransformer

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "SpellingFeatures":
        """Learn which pieces are rare."""
        return cls(*(TfidfTransformer(norm="l2", sublinear_tf=True).fit(counted) for counted in _counts(texts)))

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """Return the features of `texts`, one row a text."""
        pieces, words = _counts(texts)
        return hstack([self.pieces.transform(pieces), self.words.transform(words)], format="csr")


def _counts(texts: Sequence[str]) -> tuple[Any, Any]:
    spelt = [key(text) for text in texts]
    return _PIECES.transform(spelt), _WORDS.transform(spelt)
