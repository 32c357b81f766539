"""Danger and self-harm without a telltale phrase: a separate model beside the intent model.

It is trained on the texts of the two intents and on texts written for it, and, as negative examples, on all other texts
and on texts that only sound like danger (`nlu/danger/`). Like the intent model it is a cascade. The two share only
code, so that one may detect what the other misses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nlu.text.danger_phrases import Danger
from nlu.text.intent_model import center
from nlu.text.linear_model import LinearModel, Scores, log_probabilities
from nlu.text.sentence_encoder import Vectors
from nlu.text.spelling_features import Counts, SpellingFeatures, counts

NEITHER = "neither"
"""Class of harmless texts."""

_FUSION_SCALE = 3.0
"""Weight of a distance of the sparse model relative to a log probability of the dense model."""
_CERTAIN_DANGER = 1.5
"""Distance from the boundary at which the sparse model alone is certain of danger."""
_CERTAIN_SAFE = 0.8
"""Distance from the boundary at which it alone is certain that there is none. In 3,277 unseen texts in sixteen
languages the dense model found no danger beyond it (docs/adr/0013)."""
_DENSE_ONLY_PENALTY = 0.8
"""Subtracted from the weight if the dense model decides alone, in a language without training texts."""


class Example(NamedTuple):
    """A training text: `kind` is a value of `Danger` or `NEITHER`, `language` BCP 47."""

    text: str
    kind: str
    language: str
    weight: float
    """Sample weight."""
    embedded: bool
    """Whether the dense model is trained on it too."""


@dataclass(frozen=True, slots=True)
class DangerScore:
    """The likeliest danger of a text and its log odds: about 0 if it may as well be harmless."""

    kind: Danger
    weight: float


@dataclass(frozen=True, slots=True)
class DangerModel:
    """A trained cascade; the classes are the values of `Danger`, and `NEITHER`."""

    spelling: SpellingFeatures
    sparse: LinearModel
    dense: LinearModel
    mean: Vectors
    languages: frozenset[str]
    """BCP 47 codes of the training texts."""

    @classmethod
    def fit(cls, examples: Sequence[Example], embed: Callable[[list[str]], Vectors]) -> "DangerModel":
        """Train on `examples`; `embed` is called with the texts for the dense model."""
        texts = [example.text for example in examples]
        spelling = SpellingFeatures.fit(texts)
        some = [example for example in examples if example.embedded]
        vectors = embed([example.text for example in some])
        mean = vectors.mean(axis=0)
        return cls(
            spelling=spelling,
            sparse=LinearModel.fit_svm(
                spelling.of(texts),
                [example.kind for example in examples],
                strength=0.3,
                counts=[example.weight for example in examples],
            ),
            dense=LinearModel.fit_softmax(
                center(vectors, mean),
                [example.kind for example in some],
                strength=5.0,
                counts=[example.weight for example in some],
            ),
            mean=mean,
            languages=frozenset(example.language for example in examples),
        )

    def score_danger(
        self,
        text: str,
        language: str,
        encode: Callable[[], Vectors],
        *,
        spelling_counts: Counts | None = None,
        has_phrase: bool = False,
    ) -> DangerScore:
        """Return the likelier danger of `text` and its log odds.

        `encode` returns the embedding of the text, shape (1, dimensions); it is called only if the sparse model is not
        certain, or has no training texts in the language. `spelling_counts` is `counts([text])`, if known.
        With `has_phrase` (the text contains a phrase of the lexicon) the sparse model is never certain that there is no
        danger.
        """
        if language not in self.languages:
            alone = self._most_dangerous(self._dense_scores(encode()))
            return DangerScore(alone.kind, alone.weight - _DENSE_ONLY_PENALTY)
        distances = self.sparse.scores(self.spelling.transform_one(spelling_counts or counts([text]))) * _FUSION_SCALE
        sparse = self._most_dangerous(distances)
        distance = sparse.weight / _FUSION_SCALE
        if distance >= _CERTAIN_DANGER or (distance <= -_CERTAIN_SAFE and not has_phrase):
            return sparse
        return self._most_dangerous(distances + self._dense_scores(encode()))

    def _dense_scores(self, vector: Vectors) -> Scores:
        """Return the log probabilities of the dense model."""
        return log_probabilities(self.dense.scores(center(vector, self.mean)))

    def _most_dangerous(self, scores: Scores) -> DangerScore:
        score = dict(zip(self.sparse.classes, scores.tolist(), strict=True))
        kind = max(Danger, key=lambda each: score[each])
        return DangerScore(kind, score[kind] - score[NEITHER])
