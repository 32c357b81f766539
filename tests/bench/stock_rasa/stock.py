"""Evaluate stock Rasa on each task, or on those named: `python -m tests.bench.stock_rasa.stock [task ...]`.

Runs in the environment of this folder. A task without a model is trained first, which takes most of an hour.
"""

import asyncio
import logging
import os
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench.stock_rasa.results import Run, record
from tests.bench.stock_rasa.texts import Task, tasks
from tests.bench.stock_rasa.training import ENVIRONMENT, trained

os.environ |= ENVIRONMENT

import structlog
from rasa.core.agent import Agent


def measure(task: Task) -> None:
    """Parse every unseen text and record the results."""
    model = trained(task)
    agent = Agent.load(str(model.model))
    predicted, milliseconds = list[str](), list[float]()
    for example in task.unseen:
        started = time.process_time()
        predicted.append(_best(asyncio.run(agent.parse_message(example.text))))
        milliseconds.append((time.process_time() - started) * 1000)
    record("stock Rasa", task, Run(predicted, milliseconds, model.cpu, installed_mb()))


def _best(parsed: dict[str, Any]) -> str:
    """Return the best intent even if the pipeline falls back: ours is counted the same way."""
    return next(str(entry["name"]) for entry in parsed["intent_ranking"] if entry["name"] != "nlu_fallback")


def installed_mb() -> float:
    """Return the size of this environment."""
    files = (path for path in Path(sys.prefix).rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 2**20


if __name__ == "__main__":
    # Otherwise Rasa prints each text with its whole parse.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for task in tasks():
        if task.name in (sys.argv[1:] or [task.name]):
            measure(task)
