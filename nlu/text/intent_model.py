"""The intent of a text: a cascade of a sparse model and, if that is not certain, a dense model.

Sparse: spelling features (`spelling_features`) and linear support vectors. It takes a millisecond and knows every
language with training texts. Dense: a sentence embedding and a softmax regression, which generalizes to other wordings
and languages. If both are used, their scores are added. Measurements: docs/adr/0012 and docs/understanding.md.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.text.linear_model import LinearModel, Scores, log_probabilities, softmax
from nlu.text.place_augmentation import augment_with_places, place_texts
from nlu.text.sentence_encoder import Vectors
from nlu.text.spelling_features import Counts, SpellingFeatures, counts

Ranking = list[tuple[str, float]]
"""Intents with probabilities, most probable first; they add up to 1."""

SPARSE_SCALE = 6.0
"""Factor that turns distances of the sparse model into log probabilities (calibrated by cross-validation)."""
FUSION_SCALE = 6.0
"""Weight of a distance of the sparse model relative to a log probability of the dense model."""
_TEMPERATURE = 1.2
_DENSE_TEMPERATURE = 0.8
"""Calibration temperatures: of both models together, and of the dense model alone."""

EMBEDDED_PER_INTENT = 28
"""Texts per intent and language that are embedded for training; more improve little (0.961 -> 0.966)."""
_CATCH_ALL = "out_of_scope"
"""The intent of everything else: it needs three times as many texts as others."""


@dataclass(frozen=True, slots=True)
class IntentModel:
    """A trained cascade. Everything except the encoder is saved with it."""

    spelling: SpellingFeatures
    sparse: LinearModel
    dense: LinearModel
    mean: Vectors
    """Mean of the training embeddings; it is subtracted, since it carries no meaning."""
    languages: frozenset[str]
    """BCP 47 codes of the training texts: for other languages only the embedding works."""

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        targets: Sequence[str],
        languages: Sequence[str],
        embed: Callable[[list[str]], Vectors],
    ) -> "IntentModel":
        """Train on `texts` with their intents and languages; `embed` is called with some of the texts."""
        spelling = SpellingFeatures.fit(texts)
        augmented = list(augment_with_places(texts, targets, languages, place_texts(texts, targets, languages)))
        chosen = sample_for_embedding(texts, targets, languages)
        vectors = embed([texts[index] for index in chosen])
        mean = vectors.mean(axis=0)
        return cls(
            spelling=spelling,
            sparse=LinearModel.fit_svm(
                spelling.of([*texts, *(text for text, _, _ in augmented)]),
                [*targets, *(target for _, target, _ in augmented)],
                strength=0.5,
            ),
            dense=LinearModel.fit_softmax(center(vectors, mean), [targets[index] for index in chosen], strength=2.0),
            mean=mean,
            languages=frozenset(languages),
        )

    def rank(
        self,
        text: str,
        language: str,
        encode: Callable[[], Vectors],
        *,
        threshold: float,
        spelling_counts: Counts | None = None,
    ) -> Ranking:
        """Return all intents, most probable first.

        `encode` returns the embedding of the text, shape (1, dimensions). It is called only if the sparse model gives
        no intent at least `threshold`, or has no training texts in `language`. `spelling_counts` is `counts([text])`,
        if known.
        """
        if language not in self.languages:
            return self._to_ranking(self._dense_scores(encode()) / _DENSE_TEMPERATURE)
        distances = self.sparse.scores(self.spelling.transform_one(spelling_counts or counts([text])))
        alone = softmax(distances * SPARSE_SCALE)
        if alone.max() >= threshold:
            return self._to_ranking(distances * SPARSE_SCALE)
        return self._to_ranking((distances * FUSION_SCALE + self._dense_scores(encode())) / _TEMPERATURE)

    def _dense_scores(self, vector: Vectors) -> Scores:
        """Return the log probabilities of the dense model."""
        return log_probabilities(self.dense.scores(center(vector, self.mean)))

    def _to_ranking(self, scores: Scores) -> Ranking:
        probabilities = softmax(scores)
        return [(self.sparse.classes[index], float(probabilities[index])) for index in np.argsort(-probabilities)]


def sample_for_embedding(texts: Sequence[str], targets: Sequence[str], languages: Sequence[str]) -> list[int]:
    """Return the indices of the texts to embed: the same at every training, spread over each file."""
    order = sorted(range(len(texts)), key=lambda index: hashlib.blake2b(texts[index].encode()).digest())
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for index in order:
        kind = (targets[index], languages[index])
        if taken[kind] < EMBEDDED_PER_INTENT * (3 if targets[index] == _CATCH_ALL else 1):
            taken[kind] += 1
            chosen.append(index)
    return sorted(chosen)


def center(vectors: Vectors, mean: Vectors) -> Vectors:
    """Subtract the mean and normalize the rows to length 1."""
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    result: Vectors = (moved / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result
