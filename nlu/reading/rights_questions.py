"""What somebody wants to know of their rights: a question that the pages on rights answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.reading.features import MessageFeatures
from nlu.reading.heads import head
from nlu.reading.labels import GENERAL
from nlu.reading.schema import Act, Reading, RightsQuestion
from nlu.reading.signals import Signal
from nlu.text.linear_model import LinearModel, softmax
from nlu.text.spelling_features import SpellingFeatures, counts

Probabilities = NDArray[np.float32]
"""Shape (questions,)"""
_LIKELY = 0.25
"""Probability from which a question is answered at once; to all others the topics are offered."""
_SPARSE_SCALE = 3.0
"""Weight of a distance of the sparse model beside a log probability of the encoder's head; chosen on held-out texts."""


@dataclass(frozen=True, slots=True)
class RightsQuestionModel:
    """A sparse model beside the head of the encoder; both are trained on `nlu/rights`."""

    spelling: SpellingFeatures
    sparse: LinearModel
    languages: frozenset[str]
    """BCP 47 codes of the training texts."""

    @classmethod
    def fit(cls, texts: Sequence[str], questions: Sequence[str], languages: Sequence[str]) -> "RightsQuestionModel":
        """Train on texts with what they ask, one of `labels.RIGHTS_QUESTIONS` each."""
        spelling, features = SpellingFeatures.fit_transform(texts)
        return cls(spelling, LinearModel.fit(features, questions, strength=1.0), frozenset(languages))

    def probabilities(self, features: MessageFeatures, language: str) -> Probabilities:
        """Return the probability of each of `labels.RIGHTS_QUESTIONS`."""
        learnt = head("rights_question")
        scores = learnt.log_probabilities(features.whole)[0]
        if language in self.languages:
            distances = self.sparse.scores(self.spelling.transform_one(counts([features.text])))
            order = [self.sparse.classes.index(name) for name in learnt.classes]
            scores = scores + distances[order] * _SPARSE_SCALE
        return softmax(scores)

    def read(self, features: MessageFeatures, language: str) -> RightsQuestion | None:
        """Return the likeliest question; None if none is likely, or a general one."""
        return likeliest_question(self.probabilities(features, language), head("rights_question").classes)


def likeliest_question(probabilities: Probabilities, questions: Sequence[str]) -> RightsQuestion | None:
    """Return the likeliest of the questions; None if none is likely, or a general one."""
    likeliest = int(np.argmax(probabilities))
    question = RightsQuestion(questions[likeliest], float(probabilities[likeliest]))
    return question if question.probability >= _LIKELY and question.name != GENERAL else None


def asks_rights_beside(reading: Reading) -> bool:
    """Return whether a message that may ask for something else asks its `rights_question` too.

    The model of the questions knows no message that asks none: words for what is allowed, the probability of a question
    about rights, or a need that goes with the question must agree with it.
    """
    question = reading.rights_question
    if question is not None and reading.act is not None and reading.act.is_likely(Act.RIGHTS):
        return True
    if question is None or question.probability < _SURE_BESIDE or Signal.EMBASSY in reading.signals:
        return False
    (intent, _), *_ = reading.intents
    share = dict(reading.intents).get("know_rights", 0.0)
    goes_with_need = question.name in _BESIDE_NEEDS.get(intent, ())
    return goes_with_need or share >= _SHARE_BESIDE or Signal.LAW in reading.signals


_SURE_BESIDE, _SHARE_BESIDE = 0.6, 0.5
"""Probabilities of the question, and of any question about rights, from which it is answered beside something else."""
_OF_PAPERS = frozenset({"overstay", "passport_kept", "lost_papers", "stay_permit", "deportation"})
_BESIDE_NEEDS = {
    "find_legal_help": frozenset({"wages"}),
    "find_work_help": frozenset({"wages", "leaving"}),
    "describe_exploitation": frozenset({"wages", "debt", "passport_kept"}),
    "immigration_help": _OF_PAPERS,
    "return_home": frozenset({"leaving", "passport_kept", "lost_papers", "own_children"}),
}
"""Intent -> questions that are mostly asked with it."""
