"""Danger and self-harm, wherever they stand in a message.

Every clause is scored by two models that share nothing but the training texts, the whole message once more, and the
strongest clause counts: so an ordinary story around a danger changes nothing. A logistic regression of these scores,
calibrated on texts that neither model was trained on, makes one probability of them: one regression for languages with
training texts, and one where only the encoder can judge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlu.reading.features import MessageFeatures
from nlu.reading.heads import head
from nlu.reading.labels import NEITHER
from nlu.reading.schema import DangerKind, DangerReading, Person
from nlu.text.danger_phrases import Danger, find_danger
from nlu.text.linear_model import LinearModel, softmax
from nlu.text.spelling_features import SpellingFeatures

SURELY_HARMLESS = -0.9
"""Distance from the boundary of the sparse model at which a single clause of a trained language needs no encoder."""


class Evidence(NamedTuple):
    """The scores of a message, each about 0 if it may as well be harmless."""

    clause: float
    """Log odds of the strongest clause, by the encoder."""
    whole: float
    """Log odds of the whole message, by the encoder."""
    spelling: float
    """Distance of the strongest clause from the boundary of the sparse model."""
    phrase: float
    """1 if a phrase of the lexicon stands in the message."""


_OF_OTHER_HELP = frozenset({DangerKind.FIRE})
"""Kinds that need other help first, whatever the words."""


class Regression(NamedTuple):
    """Weights of the evidence, and of 1."""

    clause: float
    whole: float
    spelling: float
    phrase: float
    constant: float

    def probability(self, evidence: Evidence) -> float:
        """Return the probability of a danger, 0 to 1."""
        return float(1 / (1 + np.exp(-(np.dot(evidence, self[:4]) + self.constant))))


TRAINED_LANGUAGE = Regression(0.298, 0.596, 0.894, 0.993, 0.425)
OTHER_LANGUAGE = Regression(0.202, 0.807, 0.0, 1.009, 0.086)
"""Fitted by `waylight nlu calibrate` (docs/understanding.md)."""


def _likeliest_kind(scores: NDArray[np.float32], in_words: DangerKind | None) -> DangerKind:
    """Return the kind of danger that stands in words in a message, else the likeliest one."""
    by_kind = dict(zip(map(DangerKind, head("kind").classes), scores.tolist(), strict=True))
    best = max(by_kind, key=lambda kind: by_kind[kind])
    return in_words if in_words and best not in _OF_OTHER_HELP else best


_CERTAIN_KIND = 0.98
"""Probability from which a kind is certain: on held-out texts nine in ten of "medical" and "taken" are then right."""


class Example(NamedTuple):
    """A training text of the sparse model: `danger` is a class of `labels.DANGERS`, `language` BCP 47."""

    text: str
    danger: str
    language: str
    weight: float


@dataclass(frozen=True, slots=True)
class DangerModel:
    """The sparse model and the heads of the encoder together."""

    spelling: SpellingFeatures
    sparse: LinearModel
    languages: frozenset[str]
    """BCP 47 codes of the training texts."""

    @classmethod
    def fit(cls, examples: Sequence[Example]) -> "DangerModel":
        """Train the sparse model."""
        spelling, features = SpellingFeatures.fit_transform([example.text for example in examples])
        sparse = LinearModel.fit(
            features,
            [example.danger for example in examples],
            strength=0.3,
            counts=[example.weight for example in examples],
        )
        return cls(spelling, sparse, frozenset(example.language for example in examples))

    def is_surely_harmless(self, features: MessageFeatures, language: str) -> bool:
        """Return whether a short message needs no second opinion: one clause, far from any danger."""
        return (
            features.is_single
            and language in self.languages
            and max(self._distances(features)) <= SURELY_HARMLESS
            and find_danger(features.text) is None
        )

    def read(self, features: MessageFeatures, language: str, in_words: DangerKind | None = None) -> DangerReading:
        """Return the likelier danger with its probability, kind and whose it is.

        `in_words` is the kind that stands in words in the message, if one does.
        """
        evidence, strongest, danger = self.weigh(features, language)
        regression = TRAINED_LANGUAGE if language in self.languages else OTHER_LANGUAGE
        vector = features.of_clauses[strongest : strongest + 1]
        kinds = head("kind").scores(vector)[0] + head("kind").scores(features.whole)[0]
        people = head("person").log_probabilities(vector) + head("message_person").log_probabilities(features.whole)
        is_danger = danger is Danger.DANGER
        return DangerReading(
            probability=regression.probability(evidence),
            danger=danger,
            kind=_likeliest_kind(kinds, in_words) if is_danger else None,
            is_kind_certain=is_danger and (in_words is not None or float(softmax(kinds).max()) >= _CERTAIN_KIND),
            of=Person(head("person").classes[int(people.argmax())]) if is_danger else Person.SELF,
            clause=features.clauses[strongest].text,
        )

    def weigh(self, features: MessageFeatures, language: str) -> tuple[Evidence, int, Danger]:
        """Return the evidence, the number of the strongest clause, and the likelier danger."""
        of_clauses = head("danger").odds_against(features.of_clauses, NEITHER)
        of_whole = head("message_danger").odds_against(features.whole, NEITHER)
        dangers = [head("danger").classes.index(danger) for danger in Danger]
        distances = self._distances(features) if language in self.languages else np.zeros(len(features.clauses))
        phrase = find_danger(features.text)
        strength = of_clauses[:, dangers].max(axis=1) + distances
        strongest = int(strength.argmax())
        likelier = list(Danger)[int((of_clauses[strongest] + of_whole[0])[dangers].argmax())]
        evidence = Evidence(
            float(of_clauses[:, dangers].max()),
            float(of_whole[0, dangers].max()),
            float(max(distances)),
            float(phrase is not None),
        )
        return evidence, strongest, likelier

    def _distances(self, features: MessageFeatures) -> NDArray[np.float32]:
        """Return how far each clause is on the side of danger, shape (clauses,)."""
        neither = self.sparse.classes.index(NEITHER)
        found = []
        for counted in features.spelling:
            scores = self.sparse.scores(self.spelling.transform_one(counted))
            found.append(np.delete(scores, neither).max() - scores[neither])
        return np.array(found, np.float32)
