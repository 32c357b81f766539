"""The dialogue act of a message, the one thing that the best answer to it does first; who it is about; what is needed.

The models of a reading each judge on their own, and most of what they find is in doubt. Small networks for the act and
the person, and logistic regressions for needs and rights, weigh all their scores together with what the message
follows: "is it free?" is another act after services were named than after an offer of work.
`nlu/adaptation/dialogue_acts.py` trains them on conversations that no other model is trained on.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlu.reading.features import MessageFeatures
from nlu.reading.heads import Scores, head, networks
from nlu.reading.labels import NEITHER
from nlu.reading.people import weigh_first_person
from nlu.reading.rights_questions import Probabilities, likeliest_question
from nlu.reading.schema import HARMS, Act, Conversation, DialogueAct, Person, Reading, RightsQuestion
from nlu.reading.signals import Signal
from nlu.text.danger_phrases import Danger
from nlu.text.normalization import has_question

Evidence = NDArray[np.float32]
"""The scores of a message, shape (1, scores)."""
HEAD, HEAD_OF_PERSON, HEAD_OF_NEEDS, HEAD_OF_RIGHTS = "dialogue_act", "about_person", "weighed_needs", "weighed_right"
"""Their weights, beside the heads of the encoder."""
NO_PERSON = "none"
"""The class of messages that do not tell whom they are about."""
_LIKELY, _LIKELY_CHANGE, _DESPITE_RELATION = {Person.OTHER: 0.55, Person.SELF: 0.7, NO_PERSON: 0.6}, 0.8, 0.9
"""Probabilities from which it is believed whom a message is about; that it is about another person at once; and that it
is about the writer, though the model before found a relative of theirs."""
_SURELY_OF_WRITER = 0.9
"""Probability from which a short first message is about the writer, though the model before took it to be about another
person."""
_PERHAPS_RELATION = 0.35
"""Probability from which a message in doubt that names a relative is about them."""
_FIRST_NEED, _LEAST_NEED, _MOST_NEEDS = 0.12, 0.35, 3
"""Probabilities from which the first need that was found stays the first, and from which a need is told beside the
likeliest one; and how many are returned then."""
_LEAST_SHARE, _MOST_NAMED = 1e-4, 3
_ONLY_FOR_ANSWERS = frozenset({Signal.PHONE, Signal.QUOTES})
"""Signals that only choose an answer or whom it is about, and are no evidence."""


def read_dialogue_act(evidence: Evidence) -> DialogueAct:
    """Return the likeliest act."""
    learnt = networks(HEAD)
    probabilities = learnt.probabilities(evidence)[0]
    likeliest = int(probabilities.argmax())
    harm = sum(probabilities[learnt.classes.index(act)] for act in HARMS)
    cover = probabilities[learnt.classes.index(Act.COVER)]
    return DialogueAct(Act(learnt.classes[likeliest]), float(probabilities[likeliest]), float(harm), float(cover))


def read_about_person(evidence: Evidence, conversation: Conversation, relation: str | None) -> str | None:
    """Return whom the message is about, a `Person` or `NO_PERSON`, or None if that is in doubt.

    `relation` is who the other person is to the writer, if the message was taken to be about one.
    """
    learnt = networks(HEAD_OF_PERSON)
    probabilities = learnt.probabilities(evidence)[0]
    likeliest = int(probabilities.argmax())
    name = learnt.classes[likeliest]
    least = _LIKELY[name]
    if name == Person.OTHER and conversation.has_begun and not conversation.is_for_other:
        least = _LIKELY_CHANGE
    elif name != Person.OTHER and relation:
        least = _DESPITE_RELATION
    return name if probabilities[likeliest] >= least else None


def is_surely_of_writer(evidence: Evidence) -> bool:
    """Return whether a message is almost surely about the writer."""
    learnt = networks(HEAD_OF_PERSON)
    return bool(learnt.probabilities(evidence)[0, learnt.classes.index(Person.SELF)] >= _SURELY_OF_WRITER)


def likelier_person(evidence: Evidence, relation: str | None) -> Person:
    """Return whether a message is rather about the writer or about another person, however unsure that is.

    It is sooner about another one if a `relation` of the writer is the one whom it tells of.
    """
    learnt = networks(HEAD_OF_PERSON)
    probabilities = dict(zip(learnt.classes, learnt.probabilities(evidence)[0].tolist(), strict=True))
    least = _PERHAPS_RELATION if relation else probabilities[Person.SELF]
    return Person.OTHER if probabilities[Person.OTHER] >= least else Person.SELF


def read_needs(evidence: Evidence, found: Sequence[str]) -> list[str]:
    """Return the needs of a message that tells some, as intents: those found, unless the first of them is unlikely.

    Then the likeliest come first, and those found after them.
    """
    learnt = head(HEAD_OF_NEEDS)
    probabilities = dict(zip(learnt.classes, 1 / (1 + np.exp(-learnt.scores(evidence)[0])), strict=True))
    if found and probabilities.get(found[0], 0.0) >= _FIRST_NEED:
        return list(found)
    likeliest, *others = sorted(probabilities, key=lambda need: -probabilities[need])
    likely = [likeliest, *(need for need in others if probabilities[need] >= _LEAST_NEED)]
    return [*likely, *(need for need in found if need not in likely)][:_MOST_NEEDS]


def read_right(evidence: Evidence) -> RightsQuestion | None:
    """Return what a message about rights asks, or None."""
    learnt = head(HEAD_OF_RIGHTS)
    return likeliest_question(learnt.probabilities(evidence)[0], learnt.classes)


class ModelScores(NamedTuple):
    """Probabilities by the models of a reading that the reading itself does not hold.

    `intents` has that of each intent in each clause, shape (clauses,); `service_acts` those of the service acts, shape
    (clauses, acts); `rights` those of the questions about rights, shape (questions,).
    """

    intents: Mapping[str, NDArray[np.float32]]
    service_acts: Scores
    rights: Probabilities


def weigh(reading: Reading, features: MessageFeatures, scores: ModelScores, conversation: Conversation) -> Evidence:
    """Return the evidence of a message: the scores of all models, what it follows, and its vector."""
    danger, question, rights_question = reading.danger, reading.question, reading.rights_question
    none = np.zeros(len(features.clauses), np.float32)
    of_clauses = np.stack([scores.intents.get(intent, none) for intent in head("intent").classes], axis=1)
    single = [
        danger.probability,
        danger.danger is Danger.SELF_HARM,
        np.log1p(len(reading.text)),
        len(features.clauses),
        has_question(reading.text),
        reading.outcome is not None,
        len(reading.places),
        len(reading.names),
        reading.relation is not None,
        question.probability if question else 0.0,
        rights_question.probability if rights_question else 0.0,
        *(signal in reading.signals for signal in Signal if signal not in _ONLY_FOR_ANSWERS),
        *weigh_first_person(reading.text, reading.language),
        conversation.has_begun,
        min(conversation.named, _MOST_NAMED),
        conversation.is_place_known,
        conversation.is_place_requested,
        conversation.is_in_danger,
        conversation.has_numbers,
        conversation.checks_offer,
        conversation.is_for_other,
    ]
    parts = [
        of_clauses.max(axis=0),
        np.log(of_clauses.mean(axis=0) + _LEAST_SHARE),
        scores.service_acts.max(axis=0),
        head("danger").odds_against(features.of_clauses, NEITHER).max(axis=0),
        head("message_danger").odds_against(features.whole, NEITHER)[0],
        head("message_needs").scores(features.whole)[0],
        head("needs").scores(features.of_clauses).max(axis=0),
        scores.rights,
        head("message_person").log_probabilities(features.whole)[0],
        head("limits").scores(features.of_clauses).max(axis=0),
        np.array(single, np.float32),
        features.whole[0],
    ]
    evidence: Evidence = np.concatenate(parts)[None].astype(np.float32)
    return evidence
