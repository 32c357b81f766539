"""Train the model if there is none for the current training data and code."""

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

from bot.engine.model_digest import digest_path, write_digest
from bot.engine.rasa_patches.logging import silence_rasa

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config.yml"
DOMAIN = ROOT / "bot" / "dialogue" / "domain"
TRAINING_DATA = (ROOT / "nlu" / "data", ROOT / "bot" / "dialogue" / "rules")
_CODE = tuple(
    ROOT / "nlu" / folder
    for folder in ("components", "text", "reading", "encoder", "danger", "messages", "questions", "limits")
)
"""Code that shapes the model, and data that only our components read: a change in them needs a new model."""


class TrainingFailedError(Exception):
    """No model could be trained; the message gives the reason to the person who changed the data."""


def model_fingerprint() -> str:
    """Return a short hash of everything that a model is made from."""
    digest = hashlib.sha256()
    folders = (DOMAIN, *TRAINING_DATA, *_CODE)
    files = [
        CONFIG,
        *(path for folder in folders for path in folder.rglob("*") if path.suffix in {".yml", ".py", ".npz"}),
    ]
    for path in sorted(files):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path(data_dir: Path) -> Path:
    """Return the path of the model of the current data, whether or not it exists."""
    return data_dir / "models" / f"waylight-{model_fingerprint()}.tar.gz"


def ensure_model(data_dir: Path) -> Path:
    """Return the model of the current data, training it if necessary. Raises `TrainingFailedError`.

    A model that was copied here without its digest, or was trained before there were digests, gets one.
    """
    model = model_path(data_dir)
    if not model.exists():
        return train(data_dir)
    with suppress(OSError):  # the folder may be read-only: then it is a command that trains
        if not digest_path(model).exists():
            write_digest(model)
        model.touch()  # `delete_old_models` goes by the last use
    return model


def train(data_dir: Path) -> Path:
    """Train a model with a progress bar, and put it beside the last one. Raises `TrainingFailedError`."""
    model = model_path(data_dir)
    model.parent.mkdir(parents=True, exist_ok=True)
    if not os.access(model.parent, os.W_OK):  # known before minutes of training
        message = f"{model.parent} can't be written here. Run `waylight train`, which can (docs/operating.md)."
        raise TrainingFailedError(message)
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str((data_dir / "cache").absolute()))
    # Rasa's cache does not notice changes in our code or in `nlu/danger`, so it stays empty; `force_training` below
    # skips the run that looks for changes.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    with _progress_bar():
        _train(model)
    delete_old_models(model)
    return model


def delete_old_models(model: Path) -> None:
    """Delete the models beside this one, except for the two that were used last.

    These are the model of the last release, which may have to restart while this one is being deployed, and the model
    before that, for a rollback.
    """
    others = [path for path in model.parent.glob("*.tar.gz") if path != model]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[:-2]:
        path.unlink()
        digest_path(path).unlink(missing_ok=True)


def _train(model: Path) -> None:
    """Let Rasa train into a temporary file, and rename it once it is complete."""
    import rasa.model_training
    from rasa.engine.exceptions import GraphComponentException
    from rasa.shared.exceptions import RasaException

    from bot.engine.rasa_patches.training_data import fast_training

    silence_rasa()
    unfinished = f"unfinished-{os.getpid()}.tar.gz"
    data = [str(path) for path in TRAINING_DATA]
    output = StringIO()
    try:
        with fast_training(), redirect_stdout(output), redirect_stderr(output):
            result = rasa.model_training.train(
                str(DOMAIN), str(CONFIG), data, str(model.parent), fixed_model_name=unfinished, force_training=True
            )
    except (RasaException, GraphComponentException, RuntimeError) as exc:
        raise TrainingFailedError(_reason(exc)) from exc
    except SystemExit:  # Rasa exits if it has nothing to train on
        raise TrainingFailedError(output.getvalue()) from None
    if not result.model or result.code:
        raise TrainingFailedError(output.getvalue())
    write_digest(model, Path(result.model))
    Path(result.model).rename(model)


def _reason(exc: BaseException) -> str:
    """Return the message of the first cause, which Rasa wraps in messages about its graph."""
    while exc.__cause__:
        exc = exc.__cause__
    return str(exc)


@contextmanager
def _progress_bar() -> Iterator[None]:
    """Show which component is trained, as the log records say."""
    columns = (TextColumn("Training"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as progress, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        handler = _ProgressHandler(progress)
        logger = logging.getLogger("rasa.engine.training.hooks")
        level = logger.level
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
        try:
            yield
        finally:
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = True


class _ProgressHandler(logging.Handler):
    """Moves a progress bar with the log records of the training."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress
        self._task = progress.add_task("reading the data", total=None)

    def emit(self, record: logging.LogRecord) -> None:
        """Show the name of the component that is trained."""
        self._progress.update(self._task, description=record.getMessage().rstrip("."))
