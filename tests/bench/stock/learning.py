"""What both systems learn from the same texts, and what that takes. Kept, since stock Rasa takes most of an hour."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.processor import TurnProcessor
from bot.engine.standalone_parser import StandaloneParser
from bot.engine.training import CONFIG, DOMAIN, TRAINING_DATA, model_fingerprint
from nlu.text.normalization import normalize
from tests.bench.bench import environment_mb
from tests.bench.stock_rasa.ours import embedded_anew
from tests.bench.stock_rasa.project import texts_alone, write
from tests.bench.stock_rasa.results import rows
from tests.bench.stock_rasa.texts import ROOT, Task
from tests.bench.stock_rasa.training import MODEL, STOCK, Trained, folder_of, kept, rasa_train, timed, trained

_RULES = TRAINING_DATA[1]


@dataclass(frozen=True)
class Learnt:
    """Seconds of CPU and of time for one training, and the share of unseen texts understood, all languages alike.

    `installed_mb` is the size of what has to be installed.
    """

    cpu: float
    wall: float
    accuracy: float
    installed_mb: float


@dataclass(frozen=True)
class Learning:
    """Both systems on the same texts, and what else ours may have to do."""

    texts: int
    unseen: int
    stock: Learnt
    ours: Learnt
    embedding_cpu: float
    """Seconds of CPU for the embeddings of the texts, which come with the project and else are made once."""
    service: dict[str, float]
    """Seconds of "cpu" and "wall" of `waylight train` on all "texts", which is what the service runs with."""


def learning(task: Task) -> Learning:
    """Train and ask what was not trained and asked before. Raises CalledProcessError."""
    # Ours shows other faults with other code, and so is trained anew with it.
    folder = folder_of(task.fingerprint, model_fingerprint())
    return Learning(
        texts=len(task.training),
        unseen=len(task.unseen),
        stock=_stock(task, trained(task)),
        ours=_ours(task, folder),
        embedding_cpu=kept(folder / "embedding.json", lambda: _embedding_cpu([each.text for each in task.training])),
        service=kept(folder / "service.json", _service),
    )


def _stock(task: Task, model: Trained) -> Learnt:
    """Return how stock Rasa does; what it understands is asked in its own environment."""

    def recorded() -> list[dict[str, Any]]:
        return [row for row in rows() if (row["system"], row["texts"]) == ("stock Rasa", task.fingerprint)]

    if not recorded():
        subprocess.run(
            [STOCK / "bin" / "python", "-m", "tests.bench.stock_rasa.stock", task.name], cwd=ROOT, check=True
        )
    row = recorded()[0]
    return Learnt(model.cpu, model.wall, _mean(row["accuracy"]), row["environment_mb"])


def _ours(task: Task, folder: Path) -> Learnt:
    """Train our whole pipeline as Rasa's own command does, with the embeddings that come with the project."""

    def train() -> dict[str, float]:
        write(texts_alone(task.training), folder / "texts")
        rasa = Path(sys.executable).with_name("rasa")
        return rasa_train(rasa, [folder / "texts", _RULES], DOMAIN, CONFIG, folder)

    times = kept(folder / "training.json", train)
    accuracy = kept(folder / "accuracy.json", lambda: task.accuracy(_understood(task, folder / MODEL)))
    return Learnt(**times, accuracy=_mean(accuracy), installed_mb=environment_mb())


def _understood(task: Task, model: Path) -> list[str]:
    """Return the intent of each unseen text, of which nothing is told but the text."""
    understanding = StandaloneParser(TurnProcessor(model, InProcessActionEndpoint(())))
    return [best(understanding.parse(example.text)) for example in task.unseen]


def best(understood: dict[str, object]) -> str:
    """Return the likeliest intent, also where the pipeline would rather ask: stock Rasa is counted the same way."""
    ranking = understood["ranking"]
    names = [entry["intent"] for entry in ranking] if isinstance(ranking, list) else []
    return next((name for name in names if name != "nlu_fallback"), str(understood["intent"]))


def _embedding_cpu(texts: Sequence[str]) -> float:
    words, begun = [normalize(text) for text in texts], time.process_time()
    embedded_anew(words)
    return round(time.process_time() - begun, 1)


def _service() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        return timed([Path(sys.executable).with_name("waylight"), "train"], {"WAYLIGHT_DATA_DIR": folder})


def _mean(accuracy: dict[str, float]) -> float:
    return sum(accuracy.values()) / len(accuracy)
