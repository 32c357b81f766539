"""Train the models of dialogue acts and persons on `nlu/dialogue_acts`; write them into `nlu/encoder/adapted.npz`.

Run it after these texts, those of the other models or the heads were changed, on a model that was trained on them:
`python -m nlu.adaptation.dialogue_acts .waylight/models/waylight-....tar.gz`. It needs no PyTorch and takes three
minutes; train once more after it.
"""

import argparse
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from nlu.encoder.adapted_layers import ADAPTED_PATH, adapted_tensors
from nlu.encoder.parallel import encode
from nlu.encoder.sentence_encoder import Clauses, Vectors
from nlu.evaluation.dataset import examples_in
from nlu.reading.dialogue_acts import HEAD, HEAD_OF_PERSON, NO_PERSON, Evidence
from nlu.reading.examples import NLU, hash_of, intent_examples
from nlu.reading.features import MessageFeatures
from nlu.reading.labels import NEEDS, WITHOUT_SERVICES
from nlu.reading.reader import Reader
from nlu.reading.schema import Act, Conversation, Person
from nlu.reading.sparse_models import SparseModels
from nlu.text.yaml_files import read_yaml

_STRENGTHS = {HEAD: 0.02, HEAD_OF_PERSON: 0.01}
"""Inverse of the regularization; chosen on conversations that it was not trained on (docs/understanding.md)."""
_LEAST_SPREAD = 1e-3
_MODELS = "MessageReader"
"""Part of the name of the folder of a trained model that has the sparse models."""


class ActExample(NamedTuple):
    """A message with its act and whom it is about: a `Person` or `NO_PERSON`, None if unknown. `language` is BCP 47."""

    text: str
    language: str
    act: Act
    conversation: Conversation
    about: str | None = None
    weight: float = 1.0


def read_examples() -> Iterator[ActExample]:
    """Yield the texts of `nlu/dialogue_acts`. Raises `ValueError` or `TypeError` for an unknown act or key."""
    for path in sorted((NLU / "dialogue_acts").glob("*.yml")):
        for each in read_yaml(path):
            about = Person(each["about"]) if "about" in each else NO_PERSON
            yield ActExample(each["say"], path.stem, Act(each["act"]), Conversation(**each.get("after", {})), about)


_ACT_OF_INTENT = {need: Act.FIND for need in NEEDS if need not in WITHOUT_SERVICES} | {
    "know_rights": Act.RIGHTS,
    "check_job_offer": Act.OFFER,
    "in_danger": Act.DANGER,
    "self_harm": Act.SELF_HARM,
    "someone_watching": Act.COVER,
    "prying": Act.PRYING,
    "goodbye": Act.GOODBYE,
    "erase_chat": Act.ERASE,
    "give_place": Act.PLACE,
    "more_options": Act.OTHERS,
}
"""The act of a single sentence with this intent; all other intents are `Act.CHAT`."""
_SENTENCES_OF_AN_INTENT, _WEIGHT_OF_A_SENTENCE = 4, 0.5


def read_sentences() -> Iterator[ActExample]:
    """Yield some single sentences of each intent: half of them begin a conversation, half go on with one."""
    taken: Counter[tuple[str, str]] = Counter()
    texts = [each for path in sorted((NLU / "data").glob("*.yml")) for each in examples_in(path)]
    for example in sorted(intent_examples(texts), key=hash_of):
        intent = example.whole.intent or ""
        count = taken[example.language, intent]
        taken[example.language, intent] += 1
        if count >= _SENTENCES_OF_AN_INTENT:
            continue
        after_services = intent == "more_options"
        conversation = Conversation(
            named=2 if after_services else 0, has_begun=bool(count % 2) or after_services, is_place_known=after_services
        )
        act = _ACT_OF_INTENT.get(intent, Act.CHAT)
        yield ActExample(example.texts[0], example.language, act, conversation, weight=_WEIGHT_OF_A_SENTENCE)


def read_models(archive: Path) -> SparseModels:
    """Return the sparse models of a trained model; load only what was trained here. Raises `StopIteration`."""
    with tarfile.open(archive) as files, TemporaryDirectory() as folder:
        name = next(name for name in files.getnames() if _MODELS in name and name.endswith(".joblib"))
        files.extract(name, folder, filter="data")
        models: SparseModels = joblib.load(Path(folder) / name)
    return models


def weigh_examples(models: SparseModels, examples: Sequence[ActExample]) -> Iterator[tuple[Evidence, ActExample]]:
    """Yield each message with its evidence; simple messages, whose act nobody reads, are left out."""
    clauses = [[clause.text for clause in MessageFeatures.of(each.text, lambda _: []).clauses] for each in examples]
    for each, vectors in zip(examples, encode(clauses), strict=True):
        reader = Reader(models, partial(_known, vectors))
        features = MessageFeatures.of(each.text, reader.encode)
        _, evidence = reader.read_evidence(features, each.language, each.conversation)
        if evidence is not None:
            yield evidence, each


def _known(vectors: Vectors, _: Sequence[Clauses]) -> list[Vectors]:
    return [vectors]


def fit(weighed: Sequence[tuple[Evidence, ActExample]]) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of both models."""
    acts = [(evidence, each.act.value, each.weight) for evidence, each in weighed]
    persons = [(evidence, each.about, each.weight) for evidence, each in weighed if each.about is not None]
    return _fit_one(HEAD, acts) | _fit_one(HEAD_OF_PERSON, persons)


def _fit_one(name: str, rows: Sequence[tuple[Evidence, str, float]]) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of a model of evidence, classes and weights."""
    matrix = np.concatenate([evidence for evidence, _, _ in rows])
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0) + _LEAST_SPREAD
    model = LogisticRegression(C=_STRENGTHS[name], max_iter=500)
    fitted = model.fit((matrix - mean) / scale, [label for _, label, _ in rows], [weight for _, _, weight in rows])
    weights = fitted.coef_ / scale
    return {
        f"{name}.w": weights.astype(np.float32),
        f"{name}.b": (fitted.intercept_ - weights @ mean).astype(np.float32),
        f"{name}.classes": np.array(list(map(str, fitted.classes_))),
    }


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="a trained model")
    parser.add_argument("--output", type=Path, default=ADAPTED_PATH)
    options = parser.parse_args()
    weighed = list(weigh_examples(read_models(options.model), [*read_examples(), *read_sentences()]))
    np.savez_compressed(options.output, **(adapted_tensors() | fit(weighed)))
    print(f"{len(weighed)} messages", flush=True)


if __name__ == "__main__":
    main()
