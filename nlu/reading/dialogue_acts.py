"""The dialogue act of a message, the one thing that the best answer to it does first, and who it is about.

The models of a reading each judge on their own, and most of what they find is in doubt. A logistic regression weighs
all their scores together with what the message follows: "is it free?" is another act after services were named than
after an offer of work. `nlu/adaptation/dialogue_acts.py` trains it on conversations that no other model is trained on.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nlu.reading.features import MessageFeatures
from nlu.reading.heads import Scores, head
from nlu.reading.labels import NEITHER
from nlu.reading.schema import HARMS, Act, Conversation, DialogueAct, Person, Reading
from nlu.reading.signals import Signal
from nlu.text.danger_phrases import Danger
from nlu.text.normalization import has_question_mark

Evidence = NDArray[np.float32]
"""The scores of a message, shape (1, scores)."""
HEAD, HEAD_OF_PERSON = "dialogue_act", "about_person"
"""Their weights, beside the heads of the encoder."""
NO_PERSON = "none"
"""The class of messages that do not tell whom they are about."""
_LIKELY, _LIKELY_CHANGE, _DESPITE_RELATION = {Person.OTHER: 0.6, Person.SELF: 0.7, NO_PERSON: 0.6}, 0.8, 0.9
"""Probabilities from which it is believed whom a message is about; that it is about another person at once; and that it
is about the writer, though the model before found a relative of theirs."""
_LEAST_SHARE, _MOST_NAMED = 1e-4, 3


def read_dialogue_act(evidence: Evidence) -> DialogueAct:
    """Return the likeliest act."""
    learnt = head(HEAD)
    probabilities = learnt.probabilities(evidence)[0]
    likeliest = int(probabilities.argmax())
    harm = sum(probabilities[learnt.classes.index(act)] for act in HARMS)
    return DialogueAct(Act(learnt.classes[likeliest]), float(probabilities[likeliest]), float(harm))


def read_about_person(evidence: Evidence, conversation: Conversation, relation: str | None) -> str | None:
    """Return whom the message is about, a `Person` or `NO_PERSON`, or None if that is in doubt.

    `relation` is who the other person is to the writer, if the message was taken to be about one.
    """
    learnt = head(HEAD_OF_PERSON)
    probabilities = learnt.probabilities(evidence)[0]
    likeliest = int(probabilities.argmax())
    name = learnt.classes[likeliest]
    least = _LIKELY[name]
    if name == Person.OTHER and conversation.has_begun and not conversation.is_for_other:
        least = _LIKELY_CHANGE
    elif name != Person.OTHER and relation:
        least = _DESPITE_RELATION
    return name if probabilities[likeliest] >= least else None


def weigh(
    reading: Reading,
    features: MessageFeatures,
    intents: Mapping[str, NDArray[np.float32]],
    service_acts: Scores,
    conversation: Conversation,
) -> Evidence:
    """Return the evidence of a message: the scores of all models, what it follows, and its vector.

    `intents` has the probability of each in each clause, shape (clauses,); `service_acts` those of the service acts,
    shape (clauses, acts).
    """
    danger, question, rights = reading.danger, reading.question, reading.rights_question
    none = np.zeros(len(features.clauses), np.float32)
    of_clauses = np.stack([intents.get(intent, none) for intent in head("intent").classes], axis=1)
    single = [
        danger.probability,
        danger.danger is Danger.SELF_HARM,
        np.log1p(len(reading.text)),
        len(features.clauses),
        has_question_mark(reading.text),
        reading.outcome is not None,
        len(reading.places),
        len(reading.names),
        reading.relation is not None,
        question.probability if question else 0.0,
        rights.probability if rights else 0.0,
        *(signal in reading.signals for signal in Signal),
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
        service_acts.max(axis=0),
        head("danger").odds_against(features.of_clauses, NEITHER).max(axis=0),
        head("message_danger").odds_against(features.whole, NEITHER)[0],
        head("message_needs").scores(features.whole)[0],
        head("needs").scores(features.of_clauses).max(axis=0),
        head("rights_question").probabilities(features.whole)[0],
        head("message_person").log_probabilities(features.whole)[0],
        head("limits").scores(features.of_clauses).max(axis=0),
        np.array(single, np.float32),
        features.whole[0],
    ]
    evidence: Evidence = np.concatenate(parts)[None].astype(np.float32)
    return evidence
