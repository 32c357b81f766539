"""Train stock Rasa on each task, or on those named, and measure it: `python -m tests.stockrasa.stock`.

In the environment of this folder.
"""

import asyncio
import logging
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ |= {
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",  # what is kept from another run would be trained in no time
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "TF_INTRA_OP_PARALLELISM_THREADS": "2",
    "TF_INTER_OP_PARALLELISM_THREADS": "2",
}

import structlog
import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu

from tests.stockrasa.results import Run, cpu_seconds, record
from tests.stockrasa.texts import Task, tasks

_CONFIG = Path(__file__).parent / "config.yml"


def measure(task: Task) -> None:
    """Train, ask every unseen text, and record how it went."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "nlu.yml"
        data.write_text(yaml.safe_dump(_in_rasas_format(task), allow_unicode=True), "utf-8")
        started = cpu_seconds()
        agent = Agent.load(train_nlu(str(_CONFIG), str(data), folder))
        training_seconds = cpu_seconds() - started
    understood, milliseconds = list[str](), list[float]()
    for example in task.unseen:
        started = time.process_time()
        understood.append(asyncio.run(agent.parse_message(example.text))["intent"]["name"])
        milliseconds.append((time.process_time() - started) * 1000)
    record("stock Rasa", task, Run(understood, milliseconds, training_seconds, _installed_mb()))


def _in_rasas_format(task: Task) -> dict[str, object]:
    blocks = dict[str, str]()
    for example in task.training:
        blocks[example.intent] = blocks.get(example.intent, "") + f"- {example.text}\n"
    return {"version": "3.1", "nlu": [{"intent": intent, "examples": lines} for intent, lines in blocks.items()]}


def _installed_mb() -> float:
    """Return the size of this environment."""
    files = (path for path in Path(sys.prefix).rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 2**20


if __name__ == "__main__":
    # Else Rasa prints each text with everything that it sees in it.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for task in tasks():
        if task.name in (sys.argv[1:] or [task.name]):
            measure(task)
