"""Fit the few weights that join the models, on the texts that no model was trained on.

Run by `waylight nlu calibrate` after an adaptation; its output is copied into `danger` and `intents` by hand, since a
change of them changes what the bot says to people.
"""

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nlu.reading.danger import Regression
from nlu.reading.examples import Example, is_held_out, own_examples, surrounded, turn_examples
from nlu.reading.features import MessageFeatures
from nlu.reading.intents import need_evidence
from nlu.reading.labels import NEEDS, NEITHER
from nlu.reading.reader import Reader
from nlu.reading.schema import Aspect
from nlu.reading.service_questions import asks, log_odds

TRAINED_LANGUAGE_SHARES, OTHER_LANGUAGE_SHARES = (0.3, 0.6, 0.9, 1.0), (0.2, 0.8, 0.0, 1.0)
"""Relative weights of the evidence of danger: set so that a single clause always counts, wherever it stands."""
_STRENGTH = 1.0
"""Inverse of the regularization."""


def held_out_examples(source: str) -> list[Example]:
    """Return the examples of a source that are kept from training; single texts once more among ordinary sentences."""
    held_out = [each for each in (*own_examples(), *turn_examples()) if each.source == source and is_held_out(each)]
    return [*held_out, *surrounded([each for each in held_out if len(each.clauses) == 1], random.Random(2))]  # noqa: S311


def fit_danger_regressions(reader: Reader) -> tuple[Regression, Regression]:
    """Return the regression for languages with training texts, and the one that has only the encoder."""
    rows, targets = [], []
    for example in (*held_out_examples("danger"), *held_out_examples("message")):
        evidence, _, _ = reader.models.danger.weigh(_features(reader, example), example.language)
        rows.append(evidence)
        targets.append(example.whole.danger != NEITHER)
    found, is_danger = np.array(rows, float), np.array(targets)
    return _scaled(TRAINED_LANGUAGE_SHARES, found, is_danger), _scaled(OTHER_LANGUAGE_SHARES, found, is_danger)


def _scaled(shares: Sequence[float], evidence: NDArray[np.float64], is_danger: NDArray[np.bool_]) -> Regression:
    """Return the regression with these shares of the evidence that is calibrated (Platt 1999)."""
    slope, constant = _fitted((evidence @ shares)[:, None], is_danger).tolist()
    return Regression(*(round(weight, 3) for weight in (*(slope * share for share in shares), constant)))


def fit_need_weights(reader: Reader) -> NDArray[np.float64]:
    """Return the weights of the evidence of a need, and of 1."""
    rows, targets = [], []
    for example in held_out_examples("message"):
        if len(example.clauses) > 1:
            features = _features(reader, example)
            of_clauses = reader.models.intents.clause_probabilities(features, example.language)
            rows.append(need_evidence(features, of_clauses, reader.models.intents.sparse.classes))
            targets.append([need in (example.whole.needs or ()) for need in NEEDS])
    return _fitted(np.concatenate(rows), np.concatenate(targets)).round(3)


def fit_question_scale(reader: Reader) -> tuple[float, float]:
    """Return the slope and the constant by which the log odds of a question are calibrated."""
    rows, targets = [], []
    for example in (*held_out_examples("question"), *held_out_examples("turn")):
        probabilities = reader.models.questions.probabilities(_features(reader, example), example.language)
        rows.append([log_odds(float(asks(probabilities).max()))])
        targets.append(any(labels.aspect in set(Aspect) for _, labels in example.clauses))
    slope, constant = _fitted(np.array(rows), np.array(targets), weight="balanced").round(3).tolist()
    return slope, constant


def _fitted(
    evidence: NDArray[np.float64], targets: NDArray[np.bool_], weight: str | None = None
) -> NDArray[np.float64]:
    """Return the weights of a logistic regression, the constant last; the weight of what is always 0 is 0.

    With `weight` "balanced" what is right counts as much as what is wrong, however many of each there are.
    """
    model = LogisticRegression(C=_STRENGTH, class_weight=weight).fit(evidence, targets)
    return np.append(model.coef_[0], model.intercept_)


def _features(reader: Reader, example: Example) -> MessageFeatures:
    """Return the features of a message as it would arrive: cut by the reader, not by its labels."""
    return MessageFeatures.of(" ".join(example.texts), reader.encode)
