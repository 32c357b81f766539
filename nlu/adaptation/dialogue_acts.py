"""Train the model of dialogue acts on `nlu/dialogue_acts`, and write it into `nlu/encoder/adapted.npz`.

Run it after these texts, those of the other models or the heads were changed, and `make train` after them:
`python -m nlu.adaptation.dialogue_acts .waylight/models/waylight-....tar.gz`. It needs no PyTorch and takes two minutes;
train once more after it.
"""

import argparse
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nlu.encoder.adapted_layers import ADAPTED_PATH, adapted_tensors
from nlu.encoder.parallel import encode
from nlu.reading.dialogue_acts import HEAD, Evidence
from nlu.reading.examples import NLU
from nlu.reading.features import MessageFeatures
from nlu.reading.reader import Reader
from nlu.reading.schema import Act, Conversation
from nlu.reading.sparse_models import SparseModels
from nlu.text.yaml_files import read_yaml

_STRENGTH = 0.02
"""Inverse of the regularization; chosen on conversations that it was not trained on (docs/understanding.md)."""
_LEAST_SPREAD = 1e-3
_MODELS = "MessageReader"
"""Part of the name of the folder of a trained model that has the sparse models."""


class ActExample(NamedTuple):
    """A message with its act; `language` is BCP 47."""

    text: str
    language: str
    act: Act
    conversation: Conversation


def read_examples() -> Iterator[ActExample]:
    """Yield the texts of `nlu/dialogue_acts`. Raises `ValueError` or `TypeError` for an unknown act or key."""
    for path in sorted((NLU / "dialogue_acts").glob("*.yml")):
        for each in read_yaml(path):
            yield ActExample(each["say"], path.stem, Act(each["act"]), Conversation(**each.get("after", {})))


def read_models(archive: Path) -> SparseModels:
    """Return the sparse models of a trained model; load only what was trained here. Raises `StopIteration`."""
    with tarfile.open(archive) as files, TemporaryDirectory() as folder:
        name = next(name for name in files.getnames() if _MODELS in name and name.endswith(".joblib"))
        files.extract(name, folder, filter="data")
        models: SparseModels = joblib.load(Path(folder) / name)
    return models


def weigh_examples(models: SparseModels, examples: Sequence[ActExample]) -> tuple[list[Evidence], list[str]]:
    """Return the evidence of each message and its act; simple messages, whose act nobody reads, are left out."""
    clauses = [[clause.text for clause in MessageFeatures.of(each.text, lambda _: []).clauses] for each in examples]
    rows, acts = [], []
    for each, vectors in zip(examples, encode(clauses), strict=True):
        reader = Reader(models, lambda _, found=vectors: [found])
        features = MessageFeatures.of(each.text, reader.encode)
        _, evidence = reader.read_evidence(features, each.language, each.conversation)
        if evidence is not None:
            rows.append(evidence)
            acts.append(each.act.value)
    return rows, acts


def fit(rows: Sequence[Evidence], acts: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of the model."""
    matrix = np.concatenate(rows)
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0) + _LEAST_SPREAD
    fitted = LogisticRegression(C=_STRENGTH, max_iter=500).fit((matrix - mean) / scale, acts)
    weights = fitted.coef_ / scale
    return {
        f"{HEAD}.w": weights.astype(np.float32),
        f"{HEAD}.b": (fitted.intercept_ - weights @ mean).astype(np.float32),
        f"{HEAD}.classes": np.array(list(map(str, fitted.classes_))),
    }


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="a trained model")
    parser.add_argument("--output", type=Path, default=ADAPTED_PATH)
    options = parser.parse_args()
    rows, acts = weigh_examples(read_models(options.model), list(read_examples()))
    np.savez_compressed(options.output, **(adapted_tensors() | fit(rows, acts)))
    print(f"{len(rows)} messages", flush=True)


if __name__ == "__main__":
    main()
