"""Train with `rasa train`, once on the same texts: `python -m tests.bench.stock_rasa.training` trains stock Rasa.

What comes of it is kept in `.waylight/stock/`, with what it took, since stock Rasa takes most of an hour.
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
KEPT = ROOT / ".waylight" / "stock"
ENVIRONMENT = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}
"""What the network must not hear of, and what would fill the log; everything else is as it comes."""
MODEL = "model.tar.gz"

Times = dict[str, float]
"""Seconds of "cpu" and of "wall"."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A folder with a project and its `MODEL`, and the seconds that its training took."""

    folder: Path
    cpu: float
    wall: float

    @property
    def model(self) -> Path:
        """Return the model's file."""
        return self.folder / MODEL


def trained(task: Task) -> Trained:
    """Return stock Rasa's model of a task; train it first where there is none.

    Raises CalledProcessError where Rasa fails, FileNotFoundError where its environment is missing.
    """
    project = stock_project(task)
    folder = folder_of(sorted(project.items()), (STOCK.parent / "uv.lock").read_bytes())

    def train() -> Times:
        write(project, folder)
        data = [folder / f"{name}.yml" for name in ("nlu", "rules", "stories")]
        return rasa_train(STOCK / "bin" / "rasa", data, folder / "domain.yml", folder / "config.yml", folder)

    return Trained(folder, **kept(folder / "training.json", train))


def rasa_train(rasa: Path, data: Sequence[Path], domain: Path, config: Path, out: Path) -> Times:
    """Train from nothing with this `rasa`; leave `MODEL` in `out`. Raises CalledProcessError."""
    # What it would validate besides is no part of the training, and ours has utterances that only code says.
    command = [rasa, "train", "--skip-validation", "--data", *data, "--domain", domain, "--config", config]
    return timed([*command, "--out", out, "--fixed-model-name", MODEL.partition(".")[0]], ENVIRONMENT)


def timed(command: Sequence[str | Path], environment: dict[str, str]) -> Times:
    """Run a command where it finds nothing of another run; return what it took. Raises CalledProcessError."""
    cpu, begun = cpu_seconds(), time.monotonic()
    with tempfile.TemporaryDirectory() as elsewhere:
        subprocess.run(command, cwd=elsewhere, env={**os.environ, **environment}, check=True)
    return {"cpu": round(cpu_seconds() - cpu, 1), "wall": round(time.monotonic() - begun, 1)}


def folder_of(*made_from: object) -> Path:
    """Return the folder for what is made from this, whether or not it is there."""
    return KEPT / hashlib.blake2b(repr(made_from).encode(), digest_size=6).hexdigest()


def kept(path: Path, make: Callable[[], Any]) -> Any:
    """Return what a file keeps; make it first, and the file, where it is missing. Only what JSON can say."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(make(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return json.loads(path.read_text("utf-8"))


if __name__ == "__main__":
    for each in tasks():
        trained(each)
