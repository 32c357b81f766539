"""Train the model where it is missing or older than what it is made from."""

import hashlib
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.engine.rasa_patches.logging import quiet_rasa

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config.yml"
DOMAIN = ROOT / "bot" / "dialogue" / "domain"
TRAINING_DATA = (ROOT / "nlu" / "data", ROOT / "bot" / "dialogue" / "rules")
_CODE = (ROOT / "nlu" / "components", ROOT / "nlu" / "text", ROOT / "nlu" / "danger")
"""Code that shapes the model, and what only a component of ours reads: changed, it needs another one."""


class TrainingFailedError(Exception):
    """No model could be trained; the message says why, in words for whoever changed the data."""


def fingerprint() -> str:
    """Return a short hash of everything that a model is made from."""
    found = hashlib.sha256()
    folders = (DOMAIN, *TRAINING_DATA, *_CODE)
    files = [CONFIG, *(path for folder in folders for path in folder.rglob("*") if path.suffix in {".yml", ".py"})]
    for path in sorted(files):
        found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def model_path(data_dir: Path) -> Path:
    """Return where the model of the present data is, or will be."""
    return data_dir / "models" / f"waylight-{fingerprint()}.tar.gz"


def ensure_model(data_dir: Path) -> Path:
    """Return the model of the present data; train it first where there is none. Raises `TrainingFailedError`."""
    model = model_path(data_dir)
    if not model.exists():
        return train(data_dir)
    with suppress(OSError):  # an image is read-only, and nothing is ever trained beside it
        model.touch()  # `forget_older` goes by the last use
    return model


def train(data_dir: Path) -> Path:
    """Train a model, with a progress bar, and put it beside the last one. Raises `TrainingFailedError`."""
    model = model_path(data_dir)
    model.parent.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str((data_dir / "cache").absolute()))
    # Rasa would take a component from its cache though our code or `nlu/danger` has changed, of which it knows nothing:
    # nothing is kept for it here, and `force_training` below spares the run that asks what has changed.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    with _progress_bar():
        _train(model)
    forget_older(model)
    return model


def forget_older(model: Path) -> None:
    """Delete the models beside this one, but for the two that were used last.

    They are the last release's, which may have to start again while the next one is being put in its place, and the
    one's before, which somebody may go back to where that one was bad.
    """
    others = [other for other in model.parent.glob("*.tar.gz") if other != model]
    for other in sorted(others, key=lambda path: path.stat().st_mtime)[:-2]:
        other.unlink()


def _train(model: Path) -> None:
    """Let Rasa train; what it writes to is renamed only when it is whole."""
    import rasa.model_training
    from rasa.engine.exceptions import GraphComponentException
    from rasa.shared.exceptions import RasaException

    from bot.engine.rasa_patches.training import training_quickly

    quiet_rasa()
    unfinished = f"unfinished-{os.getpid()}.tar.gz"
    data = [str(path) for path in TRAINING_DATA]
    said = StringIO()
    try:
        with training_quickly(), redirect_stdout(said), redirect_stderr(said):
            result = rasa.model_training.train(
                str(DOMAIN), str(CONFIG), data, str(model.parent), fixed_model_name=unfinished, force_training=True
            )
    except (RasaException, GraphComponentException, RuntimeError) as fault:
        raise TrainingFailedError(_reason(fault)) from fault
    except SystemExit:  # Rasa's way to say that it has nothing to train on
        raise TrainingFailedError(said.getvalue()) from None
    if not result.model or result.code:
        raise TrainingFailedError(said.getvalue())
    Path(result.model).rename(model)


def _reason(fault: BaseException) -> str:
    """Return the first cause: Rasa wraps what a component says in sentences about its graph."""
    while fault.__cause__:
        fault = fault.__cause__
    return str(fault)


@contextmanager
def _progress_bar() -> Iterator[None]:
    """Show which component trains and how many texts are embedded, from what they log."""
    columns = (TextColumn("Training"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as progress, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        handler = _ProgressHandler(progress)
        loggers = [logging.getLogger(name) for name in ("rasa.engine.training.hooks", "nlu.components.shared_features")]
        levels = [logger.level for logger in loggers]
        for logger in loggers:
            logger.addHandler(handler)
            logger.setLevel(logging.INFO)
            logger.propagate = False
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.removeHandler(handler)
                logger.setLevel(level)
                logger.propagate = True


class _ProgressHandler(logging.Handler):
    """Turns log records of the training into steps of a progress bar."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress
        self._task = progress.add_task("reading the data", total=None)

    def emit(self, record: logging.LogRecord) -> None:
        """Show the record: texts embedded move the bar, a component names the step."""
        if record.name == "nlu.components.shared_features" and isinstance(record.args, tuple):
            done, total = record.args
            self._progress.update(self._task, description="sentence embeddings", completed=done, total=total)  # type: ignore[arg-type]
        else:
            self._progress.update(self._task, description=record.getMessage().rstrip("."))
