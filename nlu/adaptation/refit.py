"""Fit single heads anew on the vectors of the present layers, and write them into `nlu/encoder/adapted.npz`.

Run it after texts of a head were added (`python -m nlu.adaptation.refit limits outcome`): it needs no PyTorch and takes
minutes, where an adaptation of the layers takes an hour. The layers and the other heads stay as they are.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nlu.encoder.adapted_layers import ADAPTED_PATH, adapted_tensors
from nlu.encoder.sentence_encoder import E5Encoder, Vectors, write_encoder
from nlu.evaluation.dataset import examples_in
from nlu.reading.examples import NLU, Labels, intent_examples, is_held_out, own_examples, rights_examples
from nlu.reading.labels import LIMITS, NONE, OUTCOMES, TOPICS

CLASSES: Mapping[str, Sequence[str] | None] = {"outcome": OUTCOMES, "topic": TOPICS, "intent": None}
"""Heads of which one class is right, with their order; the intents are those of `nlu/data`."""
SEVERAL: Mapping[str, Sequence[str]] = {"limits": LIMITS}
"""Heads of which several classes may be right."""
_STRENGTH = 5.0
"""Inverse of the regularization."""
_RARE = {"outcome": 4.0, "limits": 4.0}
"""Weight of a clause that tells something, of heads of which nearly all tell nothing; both chosen on held-out texts."""
_BATCH = 64

Rows = list[tuple[str, str | tuple[str, ...], float]]
"""(clause, its class or classes, weight)"""


def labelled_clauses(head: str) -> Rows:
    """Return the training clauses that have a label of a head."""
    return [(text, getattr(labels, head), labels.weight) for text, labels in _clauses() if _is_labelled(labels, head)]


def _clauses() -> Iterator[tuple[str, Labels]]:
    texts = [found for path in sorted((NLU / "data").glob("*.yml")) for found in examples_in(path)]
    for example in (*intent_examples(texts), *own_examples(), *rights_examples()):
        if not is_held_out(example):
            yield from example.clauses


def _is_labelled(labels: Labels, head: str) -> bool:
    return getattr(labels, head) is not None


def fit(head: str, vectors: Vectors, rows: Rows) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of a head; `vectors` has shape (rows, 384)."""
    rare = _RARE.get(head, 1.0)
    weights = np.array([weight * (1.0 if label in {NONE, ()} else rare) for _, label, weight in rows])
    if head in SEVERAL:
        names: Sequence[str] = SEVERAL[head]
        sets = [frozenset(labels) for _, labels, _ in rows]
        fitted = [_regression().fit(vectors, [name in each for each in sets], weights) for name in names]
        weight, bias = (
            np.concatenate([each.coef_ for each in fitted]),
            np.concatenate([each.intercept_ for each in fitted]),
        )
    else:
        labels = [str(label) for _, label, _ in rows]
        names = CLASSES[head] or sorted(set(labels))
        model = _regression().fit(vectors, labels, weights)
        order = [list(model.classes_).index(name) for name in names]
        weight, bias = model.coef_[order], model.intercept_[order]
    return {
        f"{head}.w": weight.astype(np.float16),
        f"{head}.b": bias.astype(np.float32),
        f"{head}.classes": np.array(list(map(str, names))),
    }


def _regression() -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=300)


def encode(texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    """Return the vector of each text as a clause of its own."""
    found: dict[str, NDArray[np.float32]] = {}
    ordered = sorted(set(texts), key=len)
    with TemporaryDirectory() as folder:
        write_encoder(Path(folder))
        encoder = E5Encoder(Path(folder))
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            for text, vectors in zip(batch, encoder.encode([[text] for text in batch]), strict=True):
                found[text] = vectors[1]
    return found


def main() -> None:
    """Fit the heads that are named, and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("heads", nargs="+", choices=[*CLASSES, *SEVERAL])
    parser.add_argument("--output", type=Path, default=ADAPTED_PATH)
    options = parser.parse_args()
    rows = {head: labelled_clauses(head) for head in options.heads}
    vectors = encode([text for found in rows.values() for text, *_ in found])
    tensors = adapted_tensors()
    for head, found in rows.items():
        tensors |= fit(head, np.stack([vectors[text] for text, *_ in found]), found)
        print(f"{head}: {len(found)} clauses", flush=True)
    np.savez_compressed(options.output, **tensors)


if __name__ == "__main__":
    main()
