"""The file that both environments write their results into."""

import json
import os
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.bench.stock_rasa.texts import ROOT, Task

RESULTS = ROOT / "docs" / "understanding" / "stock.json"


@dataclass(frozen=True, slots=True)
class Run:
    """The predicted intents of a task's unseen texts and their CPU times, both in the order of the texts.

    `environment_mb` is the size of the installation.
    """

    predicted: list[str]
    milliseconds: list[float]
    training_seconds: float
    environment_mb: float


def cpu_seconds() -> float:
    """Return the CPU time of this process and of its ended children.

    Wall time would depend more on other load of the machine.
    """
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def record(system: str, task: Task, run: Run) -> None:
    """Write one system's results on one task into the file and replace its older ones."""
    row = {
        "system": system,
        "task": task.name,
        "texts": task.fingerprint,
        "trained": len(task.training),
        "accuracy": task.accuracy(run.predicted),
        "training_seconds": round(run.training_seconds, 1),
        "milliseconds": round(median(run.milliseconds), 2),
        "environment_mb": round(run.environment_mb),
    }
    others = [other for other in rows() if (other["system"], other["task"]) != (system, task.name)]
    sorted_rows = sorted([*others, row], key=lambda row: (row["task"], row["system"]))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(sorted_rows, indent=1) + "\n", "utf-8")


def rows() -> list[dict[str, Any]]:
    """Return the recorded rows."""
    return json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else []
