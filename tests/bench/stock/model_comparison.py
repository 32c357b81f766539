"""What both systems learn from the same texts, and its cost. Cached, since stock Rasa takes most of an hour."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.processor import TurnProcessor
from bot.engine.standalone_parser import StandaloneParser
from bot.engine.training import CONFIG, DOMAIN, TRAINING_DATA, model_fingerprint
from tests.bench.bench import environment_mb
from tests.bench.stock_rasa.project import texts_only, write
from tests.bench.stock_rasa.results import rows
from tests.bench.stock_rasa.texts import ROOT, Task
from tests.bench.stock_rasa.training import MODEL, STOCK, Trained, cache_folder, cached, rasa_train, run_timed, trained

_RULES = TRAINING_DATA[1]


@dataclass(frozen=True)
class TrainingResult:
    """CPU and wall seconds of one training, and the share of unseen texts understood, by language.

    `installed_mb` is the size of the installation.
    """

    cpu: float
    wall: float
    accuracy: float
    installed_mb: float


@dataclass(frozen=True)
class TrainingComparison:
    """Both systems trained on the same texts, and what else Waylight may have to do."""

    texts: int
    unseen: int
    stock: TrainingResult
    waylight: TrainingResult
    service: dict[str, float]
    """Seconds of "cpu" and "wall" of `waylight train` on all "texts", the model of the service."""


def compare_training(task: Task) -> TrainingComparison:
    """Train and evaluate whatever is not cached. Raises CalledProcessError."""
    # Our results depend on our code, so a change of it trains again.
    folder = cache_folder(task.fingerprint, model_fingerprint())
    return TrainingComparison(
        texts=len(task.training),
        unseen=len(task.unseen),
        stock=_stock_result(task, trained(task)),
        waylight=_waylight_result(task, folder),
        service=cached(folder / "service.json", _service),
    )


def _stock_result(task: Task, model: Trained) -> TrainingResult:
    """Return the result of stock Rasa, evaluated in its own environment."""

    def recorded_rows() -> list[dict[str, Any]]:
        return [row for row in rows() if (row["system"], row["texts"]) == ("stock Rasa", task.fingerprint)]

    if not recorded_rows():
        subprocess.run(
            [STOCK / "bin" / "python", "-m", "tests.bench.stock_rasa.stock", task.name], cwd=ROOT, check=True
        )
    row = recorded_rows()[0]
    return TrainingResult(model.cpu, model.wall, _mean(row["accuracy"]), row["environment_mb"])


def _waylight_result(task: Task, folder: Path) -> TrainingResult:
    """Train our whole pipeline with Rasa's own command."""

    def train() -> dict[str, float]:
        write(texts_only(task.training), folder / "texts")
        rasa = Path(sys.executable).with_name("rasa")
        return rasa_train(rasa, [folder / "texts", _RULES], DOMAIN, CONFIG, folder)

    times = cached(folder / "training.json", train)
    accuracy = cached(folder / "accuracy.json", lambda: task.accuracy(_predicted_intents(task, folder / MODEL)))
    return TrainingResult(**times, accuracy=_mean(accuracy), installed_mb=environment_mb())


def _predicted_intents(task: Task, model: Path) -> list[str]:
    """Return the intent of each unseen text, parsed without any context."""
    understanding = StandaloneParser(TurnProcessor(model, InProcessActionEndpoint(())))
    return [best(understanding.parse(example.text)) for example in task.unseen]


def best(parse_data: dict[str, object]) -> str:
    """Return the best intent even if the pipeline falls back: stock Rasa is counted the same way."""
    ranking = parse_data["ranking"]
    names = [entry["intent"] for entry in ranking] if isinstance(ranking, list) else []
    return next((name for name in names if name != "nlu_fallback"), str(parse_data["intent"]))


def _service() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        return run_timed([Path(sys.executable).with_name("waylight"), "train"], {"WAYLIGHT_DATA_DIR": folder})


def _mean(accuracy: dict[str, float]) -> float:
    return sum(accuracy.values()) / len(accuracy)
