"""What a person means: a cascade of a sparse model and, where it is unsure, a dense one beside it.

Sparse: how the text is spelt (`spelling_features`), linear support vectors. It costs a
millisecond and knows every language that has training texts. Dense: a sentence
embedding and a softmax regression, which carries over to wordings and languages that were
never trained. Where both speak, their scores are added. The measurements behind this are
in docs/adr/0012 and docs/understanding.md.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.text.linear_model import Linear, Scores, logarithms, softmax
from nlu.text.place_augmentation import places_of, with_places
from nlu.text.sentence_encoder import Vectors
from nlu.text.spelling_features import Counts, SpellingFeatures, counts

Ranking = list[tuple[str, float]]
"""Intents with probabilities, most probable first; they add up to 1."""

SHARPNESS = 6.0
"""By this the distances of the sparse model become logarithms of probabilities (calibrated by cross-validation)."""
FUSION = 6.0
"""What a distance of the sparse model counts beside a logarithm of a probability of the dense one."""
_WARMTH = 1.2
_WARMTH_ALONE = 0.8
"""Temperatures that make probabilities true: of both together, and of the dense model alone."""

EMBEDDED = 28
"""Texts of one intent and language that are embedded for training; more of them teach hardly more (0.961 -> 0.966)."""
_CATCH_ALL = "out_of_scope"
"""The intent of everything else: it needs three times as many texts as another."""


@dataclass(frozen=True, slots=True)
class IntentModel:
    """A trained cascade. Everything but the encoder is saved with it."""

    spelling: SpellingFeatures
    sparse: Linear
    dense: Linear
    mean: Vectors
    """Mean of the training texts' embeddings: taken away, since it says nothing of the meaning."""
    languages: frozenset[str]
    """BCP 47 codes of the training texts: in another language only the embedding understands anything."""

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        targets: Sequence[str],
        languages: Sequence[str],
        embed: Callable[[list[str]], Vectors],
    ) -> "IntentModel":
        """Train on `texts`, their intents and languages; `embed` is given some of the texts."""
        spelling = SpellingFeatures.fit(texts)
        twins = list(with_places(texts, targets, languages, places_of(texts, targets, languages)))
        chosen = some_of_each(texts, targets, languages)
        vectors = embed([texts[index] for index in chosen])
        mean = vectors.mean(axis=0)
        return cls(
            spelling=spelling,
            sparse=Linear.separating(
                spelling.of([*texts, *(text for text, _, _ in twins)]),
                [*targets, *(target for _, target, _ in twins)],
                strength=0.5,
            ),
            dense=Linear.probable(centred(vectors, mean), [targets[index] for index in chosen], strength=2.0),
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
        counted: Counts | None = None,
    ) -> Ranking:
        """Return all intents, most probable first.

        `encode` gives the text's embedding, shape (1, dimensions). It is asked only where the sparse model gives
        no intent at least `threshold`, or where it never saw the `language`: it would be sure of nothing then.
        `counted` is `counts([text])`, where it is known.
        """
        if language not in self.languages:
            return self._ranking(self._meant(encode()) / _WARMTH_ALONE)
        distances = self.sparse.scores(self.spelling.of_one(counted or counts([text])))
        alone = softmax(distances * SHARPNESS)
        if alone.max() >= threshold:
            return self._ranking(distances * SHARPNESS)
        return self._ranking((distances * FUSION + self._meant(encode())) / _WARMTH)

    def _meant(self, vector: Vectors) -> Scores:
        """Return the logarithms of the dense model's probabilities."""
        return logarithms(self.dense.scores(centred(vector, self.mean)))

    def _ranking(self, scores: Scores) -> Ranking:
        probabilities = softmax(scores)
        return [(self.sparse.classes[index], float(probabilities[index])) for index in np.argsort(-probabilities)]


def some_of_each(texts: Sequence[str], targets: Sequence[str], languages: Sequence[str]) -> list[int]:
    """Return the indices of the texts to embed: the same ones at every training, spread over each file."""
    order = sorted(range(len(texts)), key=lambda index: hashlib.blake2b(texts[index].encode()).digest())
    taken: Counter[tuple[str, str]] = Counter()
    chosen = []
    for index in order:
        kind = (targets[index], languages[index])
        if taken[kind] < EMBEDDED * (3 if targets[index] == _CATCH_ALL else 1):
            taken[kind] += 1
            chosen.append(index)
    return sorted(chosen)


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Take the mean away and make the rows length 1 again."""
    moved = vectors - mean
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    result: Vectors = (moved / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result
