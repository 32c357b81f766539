"""Fit single heads anew on the vectors of the present layers, and write them into `nlu/encoder/adapted.npz`.

Run it after texts of a head were added (`python -m nlu.adaptation.refit limits service_act`): it needs no PyTorch and
takes minutes, where an adaptation of the layers takes an hour. The layers and the other heads stay as they are.
The head of the intents is better when it is trained with the layers (`train.py`): fitted alone, it missed 22 more of
1,344 turns of written talks, six of them wishes to die (2026-12-01).
"""

import argparse
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nlu.adaptation.texts import plain_examples
from nlu.encoder.adapted_layers import ADAPTED_PATH, adapted_tensors
from nlu.encoder.parallel import encode
from nlu.encoder.sentence_encoder import Vectors
from nlu.reading.examples import Example
from nlu.reading.labels import LIMITS, RIGHTS_QUESTIONS, SERVICE_ACTS

CLASSES: Mapping[str, Sequence[str] | None] = {
    "service_act": SERVICE_ACTS,
    "rights_question": RIGHTS_QUESTIONS,
    "intent": None,
}
"""Heads of which one class is right, with their order; the intents are those of the texts."""
SEVERAL: Mapping[str, Sequence[str]] = {"limits": LIMITS}
"""Heads of which several classes may be right."""
_STRENGTH, _STRENGTH_OF_RIGHTS = 5.0, 8.0
"""Inverse of the regularization; chosen on held-out texts."""
_RARE = {"limits": 4.0}
"""Weight of a clause that tells something, of heads of which nearly all tell nothing; chosen on held-out texts."""
_LIKE_MESSAGES = {"service_act": {"turn": 2.0, "question": 0.4}}
"""Factors of the weights of texts by their source, for each head; chosen on held-out texts."""

Vector = NDArray[np.float32]
"""Shape (384,)"""
Rows = list[tuple[Vector, str | tuple[str, ...], float]]
"""(vector of a clause in its message, its class or classes, weight)"""


def rows_of(head: str, examples: Sequence[Example], vectors: Sequence[Vectors]) -> Rows:
    """Return the clauses that have a label of a head; `vectors` are those of each message and of its clauses."""
    factors = _LIKE_MESSAGES.get(head, {})
    return [
        (vector, getattr(labels, head), labels.weight * factors.get(example.source, 1.0))
        for example, found in zip(examples, vectors, strict=True)
        for (_, labels), vector in zip(example.clauses, found[1:], strict=True)
        if getattr(labels, head) is not None
    ]


def _teaches(example: Example, head: str) -> bool:
    return any(getattr(labels, head) is not None for _, labels in example.clauses)


def fit(head: str, rows: Rows) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of a head."""
    rare = _RARE.get(head, 1.0)
    vectors = np.stack([vector for vector, *_ in rows])
    weights = np.array([weight * (1.0 if label == () else rare) for _, label, weight in rows])
    if head in SEVERAL:
        names: Sequence[str] = SEVERAL[head]
        sets = [frozenset(labels) for _, labels, _ in rows]
        fitted = [_regression(head).fit(vectors, [name in each for each in sets], weights) for name in names]
        weight, bias = (
            np.concatenate([each.coef_ for each in fitted]),
            np.concatenate([each.intercept_ for each in fitted]),
        )
    else:
        labels = [str(label) for _, label, _ in rows]
        names = CLASSES[head] or sorted(set(labels))
        model = _regression(head).fit(vectors, labels, weights)
        order = [list(model.classes_).index(name) for name in names]
        weight, bias = model.coef_[order], model.intercept_[order]
    return {
        f"{head}.w": weight.astype(np.float16),
        f"{head}.b": bias.astype(np.float32),
        f"{head}.classes": np.array(list(map(str, names))),
    }


def _regression(head: str) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH_OF_RIGHTS if head == "rights_question" else _STRENGTH, max_iter=300)


def main() -> None:
    """Fit the heads that are named, and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("heads", nargs="+", choices=[*CLASSES, *SEVERAL])
    parser.add_argument("--output", type=Path, default=ADAPTED_PATH)
    options = parser.parse_args()
    examples = [each for each in plain_examples() if any(map(partial(_teaches, each), options.heads))]
    vectors = encode([example.texts for example in examples])
    tensors = adapted_tensors()
    for head in options.heads:
        rows = rows_of(head, examples, vectors)
        tensors |= fit(head, rows)
        print(f"{head}: {len(rows)} clauses", flush=True)
    np.savez_compressed(options.output, **tensors)


if __name__ == "__main__":
    main()
