"""Train with `rasa train`, once for the same texts: `python -m tests.bench.stock_rasa.training` trains stock Rasa.

Results are cached in `.waylight/stock/` with their cost, since stock Rasa takes most of an hour.
"""

import hashlib
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.stock_rasa.project import stock_project, write
from tests.bench.stock_rasa.results import cpu_seconds
from tests.bench.stock_rasa.texts import ROOT, Task, tasks

STOCK = Path(__file__).parent / ".venv"
CACHE_DIR = ROOT / ".waylight" / "stock"
ENVIRONMENT = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}
"""No telemetry and a short log; everything else is the default."""
MODEL = "model.tar.gz"

Times = dict[str, float]
"""Seconds of "cpu" and of "wall"."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A folder with a project and its `MODEL`, and the seconds that the training took."""

    folder: Path
    cpu: float
    wall: float

    @property
    def model(self) -> Path:
        """Return the model's file."""
        return self.folder / MODEL


def trained(task: Task) -> Trained:
    """Return stock Rasa's model of a task and train it first if there is none.

    Raises CalledProcessError if Rasa fails, FileNotFoundError if its environment is missing.
    """
    project = stock_project(task)
    folder = cache_folder(sorted(project.items()), (STOCK.parent / "uv.lock").read_bytes())

    def train() -> Times:
        write(project, folder)
        data = [folder / f"{name}.yml" for name in ("nlu", "rules", "stories")]
        return rasa_train(STOCK / "bin" / "rasa", data, folder / "domain.yml", folder / "config.yml", folder)

    return Trained(folder, **cached(folder / "training.json", train))


def rasa_train(rasa: Path, data: Sequence[Path], domain: Path, config: Path, out: Path) -> Times:
    """Train from scratch with this `rasa` and leave `MODEL` in `out`. Raises CalledProcessError."""
    # Validation is no part of the training, and some of our responses are used only by code.
    command = [rasa, "train", "--skip-validation", "--data", *data, "--domain", domain, "--config", config]
    return run_timed([*command, "--out", out, "--fixed-model-name", MODEL.partition(".")[0]], ENVIRONMENT)


def run_timed(command: Sequence[str | Path], environment: dict[str, str]) -> Times:
    """Run a command in an empty folder and return its time. Raises CalledProcessError."""
    cpu, started = cpu_seconds(), time.monotonic()
    with tempfile.TemporaryDirectory() as elsewhere:
        subprocess.run(command, cwd=elsewhere, env={**os.environ, **environment}, check=True)
    return {"cpu": round(cpu_seconds() - cpu, 1), "wall": round(time.monotonic() - started, 1)}


def cache_folder(*made_from: object) -> Path:
    """Return the cache folder for these inputs, whether or not it exists."""
    return CACHE_DIR / hashlib.blake2b(repr(made_from).encode(), digest_size=6).hexdigest()


def cached(path: Path, make: Callable[[], Any]) -> Any:
    """Return the content of a file and create it first if it is missing. Values must be JSON."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(make(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return json.loads(path.read_text("utf-8"))


if __name__ == "__main__":
    for each in tasks():
        trained(each)
