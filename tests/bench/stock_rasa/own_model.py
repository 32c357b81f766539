"""Measure our intent model on each task; run `python -m tests.bench.stock_rasa.own_model` in the main environment."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from nlu.encoder.sentence_encoder import E5Encoder, write_encoder
from nlu.reading.features import MessageFeatures
from nlu.reading.intents import IntentModel
from nlu.text.normalization import normalize, sanitize_input
from tests.bench.bench import environment_mb
from tests.bench.stock_rasa.results import Run, cpu_seconds, record
from tests.bench.stock_rasa.texts import Task, tasks

Predict = Callable[[IntentModel, MessageFeatures, str], str]
"""The trained model, a text and its language -> its intent."""


def measure(task: Task, encoder: E5Encoder, installed_mb: float) -> None:
    """Train once, predict every unseen text in both ways, and record the results."""
    texts, intents, languages = zip(*task.training, strict=True)
    started = cpu_seconds()
    model = IntentModel.fit([normalize(text) for text in texts], intents, languages)
    training_seconds = cpu_seconds() - started
    for system, predict in {"Waylight, sparse only": _by_spelling, "Waylight": _by_both}.items():
        predicted, milliseconds = list[str](), list[float]()
        for text, _, language in task.unseen:
            started = time.process_time()
            features = MessageFeatures.of(sanitize_input(text), encoder.encode)
            predicted.append(predict(model, features, language))
            milliseconds.append((time.process_time() - started) * 1000)
        record(system, task, Run(predicted, milliseconds, training_seconds, installed_mb))


def _by_spelling(model: IntentModel, features: MessageFeatures, language: str) -> str:
    """Return the intent of the most certain clause by the sparse model, which does not look at the language."""
    scores = [model.sparse.scores(model.spelling.transform_one(each)) for each in features.spelling]
    return model.sparse.classes[max(scores, key=max).argmax()]


def _by_both(model: IntentModel, features: MessageFeatures, language: str) -> str:
    """Return the intent of the most certain clause; the encoder is asked unless the sparse model is certain."""
    certain = model.certain_ranking(features, language)
    if certain:
        return certain[0][0]
    best = int(model.clause_probabilities(features, language).max(axis=0).argmax())
    return model.sparse.classes[best]


def main() -> int:
    """Measure every task; return 0."""
    installed = environment_mb()
    with tempfile.TemporaryDirectory() as folder:
        write_encoder(Path(folder))
        encoder = E5Encoder(Path(folder))
    for each in tasks():
        measure(each, encoder, installed)
    return 0


if __name__ == "__main__":
    main()
