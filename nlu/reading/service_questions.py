"""A question about a service that has just been named: what is asked, and about which of them.

Read only while services have been named: "is it free?" means nothing else then, and everything else before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from nlu.reading.features import MessageFeatures
from nlu.reading.heads import Scores, head
from nlu.reading.labels import ASPECTS, NONE
from nlu.reading.schema import Aspect, ServiceQuestion
from nlu.text.language_names import requested_language
from nlu.text.linear_model import LinearModel, softmax
from nlu.text.normalization import match_key
from nlu.text.short_answers import LAST
from nlu.text.spelling_features import SpellingFeatures
from nlu.text.word_lists import UNSPACED, load_word_lists, normalize_digits

ALL, LAST_ONE = "all", "last"
LIKELY = 0.6
"""Probability from which a message counts as a question about a named service."""
SURE = 0.75
"""Probability from which one replaces a need as well."""
POSSIBLE = 0.5
"""Probability from which it is read as one if nothing else in it is understood."""
SLOPE, CONSTANT = 0.407, 1.285
"""Calibration of the probability of a question; printed by `waylight nlu calibrate`."""
SPARSE_SCALE = 3.0
"""Weight of a distance of the sparse model beside a log probability of the encoder's head."""
_DIGIT = re.compile(r"(?<!\d)[1-9](?!\d)")


@dataclass(frozen=True, slots=True)
class QuestionModel:
    """A sparse model beside the head of the encoder, for the questions and for what only looks like one."""

    spelling: SpellingFeatures
    sparse: LinearModel
    languages: frozenset[str]
    """BCP 47 codes of the training texts."""

    @classmethod
    def fit(cls, texts: Sequence[str], aspects: Sequence[str], languages: Sequence[str]) -> "QuestionModel":
        """Train on texts with the aspect that they ask, `labels.NONE` if they are no question about a service."""
        spelling, features = SpellingFeatures.fit_transform(texts)
        return cls(spelling, LinearModel.fit(features, aspects, strength=0.5), frozenset(languages))

    def read(self, features: MessageFeatures, language: str, named: int) -> ServiceQuestion | None:
        """Return the question that a message asks about one of `named` services, or None."""
        if not named or _is_name_of_language(features.text):
            return None
        which = _which(features.text, language, named)
        probabilities = self.probabilities(features, language)
        none = ASPECTS.index(NONE)
        clause = int(probabilities[:, none].argmin())
        probability = calibrated(1 - float(probabilities[clause, none]))
        if probability < POSSIBLE:
            return None
        likeliest = [_likeliest(np.delete(row, none)) for row in probabilities]
        likely = [
            aspect
            for aspect, row in zip(likeliest, probabilities, strict=True)
            if calibrated(1 - float(row[none])) >= LIKELY
        ]
        also = tuple(aspect for aspect in dict.fromkeys(likely) if aspect is not likeliest[clause])
        return ServiceQuestion(likeliest[clause], which, probability, also)

    def probabilities(self, features: MessageFeatures, language: str) -> Scores:
        """Return the probability of each of `ASPECTS` in each clause, shape (clauses, aspects)."""
        dense = _dense(features)
        if language not in self.languages:
            return np.stack([softmax(row) for row in dense])
        order = [self.sparse.classes.index(aspect) for aspect in ASPECTS]
        distances = [self.sparse.scores(self.spelling.transform_one(each))[order] for each in features.spelling]
        scores: Scores = np.stack([softmax(row) for row in np.stack(distances) * SPARSE_SCALE + dense])
        return scores


def _likeliest(row: NDArray[np.float32]) -> Aspect:
    """Return the likeliest of the aspects; which service is meant is told beside most other questions."""
    by_probability = sorted(zip(row.tolist(), Aspect, strict=True), reverse=True)
    (most, first), (next_most, second) = by_probability[:2]
    return second if first is Aspect.WHICH and next_most >= _SHARE_BESIDE * most else first


_SHARE_BESIDE = 0.15
"""Share of the probability of "which" from which another aspect is what is asked."""


def _dense(features: MessageFeatures) -> Scores:
    """Return the log probabilities of `ASPECTS` by the encoder's head; of those that it has not learnt, `_UNLEARNT`."""
    learnt = head("aspect")
    known = learnt.log_probabilities(features.of_clauses)
    scores: Scores = np.full((len(known), len(ASPECTS)), _UNLEARNT, np.float32)
    scores[:, [ASPECTS.index(name) for name in learnt.classes]] = known
    return scores


_UNLEARNT = -6.0
"""Log probability of an aspect that was added after the encoder was adapted: the sparse model alone tells it."""


def _is_name_of_language(text: str) -> bool:
    """Return whether a text is only the name of a language: a wish, and no question."""
    return len(text.split()) <= _WORDS_OF_A_NAME and len(text) <= _LETTERS_OF_A_NAME and bool(requested_language(text))


_WORDS_OF_A_NAME, _LETTERS_OF_A_NAME = 2, 20


def calibrated(probability: float) -> float:
    """Return the calibrated probability that a message asks about a named service."""
    return 1 / (1 + exp(-(SLOPE * log_odds(probability) + CONSTANT)))


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds of a probability, finite for 0 and 1 too."""
    return log((probability + _TINY) / (1 - probability + _TINY))


_TINY = 1e-6


def _which(text: str, language: str, named: int) -> str:
    """Return which service a question means: its number, "last", or "all" if none is told."""
    plain = normalize_digits(text)
    ordinals = _ordinals(language)
    for word in match_key(plain).split():
        number = ordinals.get(word)
        if number == LAST:
            return LAST_ONE
        if number and number <= named:
            return str(number)
    digits = [int(match[0]) for match in _DIGIT.finditer(plain)]
    return str(digits[0]) if len(digits) == 1 and digits[0] <= named else _unspaced_which(text, language, named)


@cache
def _ordinals(language: str) -> dict[str, int]:
    """Return the words of a language for a place in a list: "second", and not "two" or "one", which count."""
    lists = load_word_lists().get(language, {"numbers": {}})["numbers"]
    found: dict[str, int] = {}
    for number, names in lists.items():
        words = map(match_key, map(str, names if number == "last" else names[1:]))
        found |= {word: LAST if number == "last" else number for word in words if word and not word[0].isdigit()}
    return found


def _unspaced_which(text: str, language: str, named: int) -> str:
    """Return the same for a script without spaces between words."""
    lists = load_word_lists().get(language)
    if not lists or not UNSPACED.search(text):
        return ALL
    spelt = match_key(text).replace(" ", "")
    for number, names in lists["numbers"].items():
        if any(len(key := match_key(str(name))) > 1 and UNSPACED.search(key) and key in spelt for name in names[1:]):
            if number == "last":
                return LAST_ONE
            if number <= named:
                return str(number)
    return ALL
