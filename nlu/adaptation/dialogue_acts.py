"""Train the models that weigh all scores of a message on `nlu/dialogue_acts`; write them to `nlu/encoder/adapted.npz`.

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
from typing import Any, NamedTuple

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from nlu.encoder.adapted_layers import ADAPTED_PATH, adapted_tensors
from nlu.encoder.parallel import encode
from nlu.encoder.sentence_encoder import Clauses, Vectors
from nlu.evaluation.dataset import examples_in
from nlu.reading.dialogue_acts import HEAD, HEAD_OF_NEEDS, HEAD_OF_PERSON, HEAD_OF_RIGHTS, NO_PERSON, Evidence
from nlu.reading.examples import NLU, hash_of, intent_examples
from nlu.reading.features import MessageFeatures
from nlu.reading.labels import NEEDS, RIGHTS_QUESTIONS, WITHOUT_SERVICES
from nlu.reading.reader import Reader
from nlu.reading.schema import Act, Conversation, Person
from nlu.reading.sparse_models import SparseModels
from nlu.text.yaml_files import read_yaml

_STRENGTHS = {HEAD_OF_NEEDS: 0.01, HEAD_OF_RIGHTS: 0.02}
"""Inverse of the regularization; chosen on conversations that it was not trained on (docs/understanding.md)."""
_NETWORKS, _UNITS, _REGULARIZATION, _LEARNING_RATE, _MOST_ROUNDS = 5, 96, 1.0, 5e-4, 60
"""Networks of a model, their hidden units, and how they are trained; chosen in the same way."""
_WEIGHTS_OF_ACTS = {Act.DANGER: 0.75, Act.SELF_HARM: 0.4}
"""Texts of danger and self-harm count for less: there are more of them here than we expect among real messages."""
_WEIGHT_OF_COVER_IN_DANGER = 0.5
"""The same for somebody who comes after a danger was told: they are 17% of the texts there, and 5% of the others. With
the weight 1 "he is asleep" hid the conversation then."""
_LEAST_SPREAD = 1e-3
_MODELS = "MessageReader"
"""Part of the name of the folder of a trained model that has the sparse models."""


class ActExample(NamedTuple):
    """A message with its act and whom it is about, a `Person` or `NO_PERSON`; either is None if not known.

    `language` is BCP 47. `needs` are intents; `right` is what it asks about rights, one of `labels.RIGHTS_QUESTIONS`.
    Both are empty if not known.
    """

    text: str
    language: str
    act: Act | None
    conversation: Conversation
    about: str | None = None
    weight: float = 1.0
    needs: frozenset[str] = frozenset()
    right: str = ""


def read_examples() -> Iterator[ActExample]:
    """Yield the texts of `nlu/dialogue_acts`. Raises `ValueError` or `TypeError` for an unknown label or key."""
    for path in sorted((NLU / "dialogue_acts").glob("*.yml")):
        for each in read_yaml(path):
            about = Person(each["about"]) if "about" in each else NO_PERSON
            needs, right = frozenset(each.get("needs", ())), each.get("right", "")
            if not (needs.issubset(NEEDS) and right in {"", *RIGHTS_QUESTIONS}):
                msg = f"{path.name}: unknown need or right: {sorted(needs)} {right}"
                raise ValueError(msg)
            conversation = Conversation(**each.get("after", {}))
            act = Act(each["act"]) if "act" in each else None
            yield ActExample(each["say"], path.stem, act, conversation, about, needs=needs, right=right)


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


_WEIGHT_OF_A_MESSAGE = 0.2


def read_messages() -> Iterator[ActExample]:
    """Yield the messages of `nlu/messages` that tell needs: the other models learnt from them, so they weigh less."""
    for path in sorted((NLU / "messages").glob("*.yml")):
        for each in read_yaml(path)["messages"]:
            needs = frozenset(label for label, _ in each["clauses"] if label in NEEDS)
            text = " ".join(text for _, text in each["clauses"])
            if needs and len(each["clauses"]) > 1:
                yield ActExample(text, path.stem, None, Conversation(), weight=_WEIGHT_OF_A_MESSAGE, needs=needs)


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
    """Return the tensors of the models."""
    acts = [
        (evidence, each.act.value, each.weight * _weight_of_act(each.act, each.conversation))
        for evidence, each in weighed
        if each.act is not None
    ]
    persons = [(evidence, each.about, each.weight) for evidence, each in weighed if each.about is not None]
    rights = [(evidence, each.right, each.weight) for evidence, each in weighed if each.right]
    tensors = _fit_networks(HEAD, acts) | _fit_networks(HEAD_OF_PERSON, persons) | _fit_one(HEAD_OF_RIGHTS, rights)
    return tensors | _fit_needs([(evidence, each.needs, each.weight) for evidence, each in weighed if each.needs])


def _weight_of_act(act: Act, conversation: Conversation) -> float:
    is_in_danger = act is Act.COVER and conversation.is_in_danger
    return _WEIGHT_OF_COVER_IN_DANGER if is_in_danger else _WEIGHTS_OF_ACTS.get(act, 1.0)


def _fit_networks(name: str, rows: Sequence[tuple[Evidence, str, float]]) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of the networks of evidence, classes and weights, of which one class is right.

    A text of the weight 0.5 is learnt by half of the networks.
    """
    evidence, mean, scale = _standardize([evidence for evidence, _, _ in rows])
    labels, weights = np.array([label for _, label, _ in rows]), np.array([weight for _, _, weight in rows])
    fitted = []
    for seed in range(_NETWORKS):
        is_learnt = np.random.default_rng(seed).random(len(rows)) < weights
        model = MLPClassifier(
            (_UNITS,),
            alpha=_REGULARIZATION,
            learning_rate_init=_LEARNING_RATE,
            max_iter=_MOST_ROUNDS,
            early_stopping=True,
            random_state=seed,
        )
        fitted.append(model.fit(evidence[is_learnt], labels[is_learnt]))
    hidden = np.stack([each.coefs_[0] / scale[:, None] for each in fitted]).astype(np.float16)
    bias = np.stack([each.intercepts_[0] for each in fitted]) - mean @ hidden.astype(np.float32)
    return {
        f"{name}.hidden_w": hidden,
        f"{name}.hidden_b": bias.astype(np.float32),
        f"{name}.w": np.stack([each.coefs_[1] for each in fitted]).astype(np.float32),
        f"{name}.b": np.stack([each.intercepts_[1] for each in fitted]).astype(np.float32),
        f"{name}.classes": np.array(list(map(str, fitted[0].classes_))),
    }


def _fit_one(name: str, rows: Sequence[tuple[Evidence, str, float]]) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of a model of evidence, classes and weights, of which one class is right."""
    evidence, mean, scale = _standardize([evidence for evidence, _, _ in rows])
    model = LogisticRegression(C=_STRENGTHS[name], max_iter=500)
    fitted = model.fit(evidence, [label for _, label, _ in rows], [weight for _, _, weight in rows])
    return _tensors(name, fitted.coef_ / scale, fitted.intercept_, mean, list(map(str, fitted.classes_)))


def _fit_needs(rows: Sequence[tuple[Evidence, frozenset[str], float]]) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of the model of needs, of which several may be right."""
    evidence, mean, scale = _standardize([evidence for evidence, _, _ in rows])
    weights_of_rows = [weight for _, _, weight in rows]
    names = [name for name in NEEDS if any(name in needs for _, needs, _ in rows)]
    model = LogisticRegression(C=_STRENGTHS[HEAD_OF_NEEDS], max_iter=500)
    fitted = [clone(model).fit(evidence, [name in needs for _, needs, _ in rows], weights_of_rows) for name in names]
    weights, bias = (
        np.concatenate([each.coef_ for each in fitted]),
        np.concatenate([each.intercept_ for each in fitted]),
    )
    return _tensors(HEAD_OF_NEEDS, weights / scale, bias, mean, names)


def _standardize(
    evidence: Sequence[Evidence],
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return all evidence with mean 0 and spread 1, shape (messages, scores), and what these were."""
    matrix = np.concatenate(evidence)
    mean, scale = matrix.mean(axis=0), matrix.std(axis=0) + _LEAST_SPREAD
    return (matrix - mean) / scale, mean, scale


def _tensors(
    name: str,
    weights: NDArray[np.floating[Any]],
    bias: NDArray[np.floating[Any]],
    mean: NDArray[np.floating[Any]],
    classes: Sequence[str],
) -> dict[str, NDArray[np.generic]]:
    """Return the tensors of a model whose weights are those of evidence as it is read."""
    return {
        f"{name}.w": weights.astype(np.float32),
        f"{name}.b": (bias - weights @ mean).astype(np.float32),
        f"{name}.classes": np.array(classes),
    }


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="a trained model")
    parser.add_argument("--output", type=Path, default=ADAPTED_PATH)
    options = parser.parse_args()
    weighed = list(weigh_examples(read_models(options.model), [*read_examples(), *read_sentences(), *read_messages()]))
    np.savez_compressed(options.output, **(adapted_tensors() | fit(weighed)))
    print(f"{len(weighed)} messages", flush=True)


if __name__ == "__main__":
    main()
