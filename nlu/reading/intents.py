"""The intents of a message: what its clauses say, and what the message as a whole asks.

A clause is classified by a sparse model of its spelling, in languages with training texts, and by a head of the
encoder; their scores are added. A message of one clause has the intents of that clause. In a longer one a need counts
wherever it is told, while a greeting or a story counts only if nothing else is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import vstack

from nlu.reading.features import MessageFeatures
from nlu.reading.heads import Scores, head
from nlu.reading.labels import NEEDS
from nlu.text.language_model import UNKNOWN_LANGUAGE
from nlu.text.linear_model import LinearModel, softmax
from nlu.text.place_augmentation import augment_with_places, place_texts
from nlu.text.spelling_features import SpellingFeatures

Ranking = list[tuple[str, float]]
"""Intents with probabilities, most probable first."""

SPARSE_SCALE = 6.0
"""Factor that makes log probabilities of the distances of the sparse model alone."""
FUSION_SCALE, DENSE_SCALE = 5.0, 0.9
"""Weights of both models' scores in a sum."""
UNKNOWN_SCALE = 3.0
"""Weight of the sparse model where the language is unknown: a greeting may be of any, but it is never sure."""
DENSE_ALONE = 0.8
CLEAR = 0.4
"""Probability below which an intent is unclear: the first need of the whole message takes its place, with this one, and
a question about a named service takes the place of both."""
CERTAIN = 0.95
"""Probability at which the sparse model needs no second opinion on a message of one clause."""
_SAYS_LITTLE = frozenset({"greet", "thank", "affirm", "deny", "say_feeling", "give_place", "out_of_scope", "goodbye"})
"""Intents of a clause that count in a longer message only if it says nothing else."""
_LITTLE = 0.15


@dataclass(frozen=True, slots=True)
class IntentModel:
    """A trained sparse model beside the head of the encoder."""

    spelling: SpellingFeatures
    sparse: LinearModel
    languages: frozenset[str]
    """BCP 47 codes of the training texts: in other languages only the encoder works."""

    @classmethod
    def fit(cls, texts: Sequence[str], targets: Sequence[str], languages: Sequence[str]) -> "IntentModel":
        """Train on `texts` with their intents and languages."""
        spelling, features = SpellingFeatures.fit_transform(texts)
        augmented = list(augment_with_places(texts, targets, languages, place_texts(texts, targets, languages)))
        sparse = LinearModel.fit(
            vstack([features, spelling.of([text for text, _, _ in augmented])], "csr"),
            [*targets, *(target for _, target, _ in augmented)],
            strength=0.5,
        )
        return cls(spelling, sparse, frozenset(languages))

    def certain_ranking(self, features: MessageFeatures, language: str) -> Ranking | None:
        """Return the ranking of a message of one clause if the sparse model is certain of it."""
        if not features.is_single or language not in self.languages:
            return None
        probabilities = softmax(self._distances(features)[0] * SPARSE_SCALE)
        return _ranking(self.sparse.classes, probabilities) if probabilities.max() >= CERTAIN else None

    def rank(self, features: MessageFeatures, of_clauses: Scores) -> tuple[Ranking, dict[str, float], dict[str, int]]:
        """Return all intents; the probability that the message tells each need, and the number of the clause that does.

        `of_clauses` are its `clause_probabilities`. The probabilities of the intents of a message of one clause add up
        to 1.
        """
        needs = _need_probabilities(need_evidence(features, of_clauses, self.sparse.classes))
        if features.is_single:
            return _ranking(self.sparse.classes, of_clauses[0]), needs, dict.fromkeys(NEEDS, 0)
        positions = head("needs").scores(features.of_clauses).argmax(axis=0).tolist()
        together = zip(self.sparse.classes, of_clauses.max(axis=0).tolist(), strict=True)
        found = {
            intent: needs.get(intent, probability * (_LITTLE if intent in _SAYS_LITTLE else 1.0))
            for intent, probability in together
        }
        ranking = sorted(found.items(), key=lambda item: -item[1])
        return ranking, needs, dict(zip(NEEDS, positions, strict=True))

    def clause_probabilities(self, features: MessageFeatures, language: str) -> Scores:
        """Return the probability of each intent in each clause, shape (clauses, intents)."""
        dense = self._dense(features)
        if language == UNKNOWN_LANGUAGE:
            scores = self._distances(features) * UNKNOWN_SCALE + dense * DENSE_SCALE
        elif language not in self.languages:
            scores = dense * DENSE_ALONE
        else:
            scores = self._distances(features) * FUSION_SCALE + dense * DENSE_SCALE
        probabilities: Scores = np.stack([softmax(row) for row in scores])
        return probabilities

    def _distances(self, features: MessageFeatures) -> NDArray[np.float32]:
        counted = features.spelling
        return np.stack([self.sparse.scores(self.spelling.transform_one(each)) for each in counted])

    def _dense(self, features: MessageFeatures) -> Scores:
        """Return the log probabilities by the encoder in the order of our intents; one unknown to it has the least."""
        known = head("intent")
        logarithms = known.log_probabilities(features.of_clauses)
        columns = {intent: column for column, intent in enumerate(known.classes)}
        floor = logarithms.min(axis=1)
        ordered: Scores = np.stack(
            [logarithms[:, columns[each]] if each in columns else floor for each in self.sparse.classes], axis=1
        )
        return ordered


def _need_probabilities(evidence: NDArray[np.float32]) -> dict[str, float]:
    odds = evidence @ NEED_WEIGHTS[:-1] + NEED_WEIGHTS[-1]
    return dict(zip(NEEDS, (1 / (1 + np.exp(-odds))).tolist(), strict=True))


def need_evidence(features: MessageFeatures, of_clauses: Scores, intents: Sequence[str]) -> NDArray[np.float32]:
    """Return for each need the log odds of the whole, of its best clause, and of its best clause as an intent."""
    whole = head("message_needs").scores(features.whole)[0]
    clauses = head("needs").scores(features.of_clauses).max(axis=0)
    best = of_clauses.max(axis=0)[[list(intents).index(need) for need in NEEDS]]
    evidence: NDArray[np.float32] = np.stack([whole, clauses, np.log((best + 1e-4) / (1 - best + 1e-4))], axis=1)
    return evidence


NEED_WEIGHTS = np.array([0.671, 0.304, 0.253, -0.509], np.float32)
"""Weights of the evidence of a need, and of 1; fitted by `waylight nlu calibrate`."""


def _ranking(intents: Sequence[str], probabilities: NDArray[np.float32]) -> Ranking:
    return [(intents[number], float(probabilities[number])) for number in np.argsort(-probabilities)]
