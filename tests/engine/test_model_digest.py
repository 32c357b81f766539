"""A model is loaded only if it is the one that was trained."""

import shutil
import subprocess
from pathlib import Path

import pytest
from rasa.exceptions import ModelNotFound

from bot.engine import training
from bot.engine.model_digest import digest_path, has_own_digest, write_digest
from bot.engine.rasa_patches.message_processor import PatchedMessageProcessor
from bot.engine.training import TrainingFailedError, ensure_model, model_path
from tests.deploying.files import unit

LOADER = "bot.engine.rasa_patches.message_processor.loader.load_predict_graph_runner"


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in the place of a model, with its digest; nothing may unpickle it."""
    path = model_path(tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"trained")
    write_digest(path)

    def load(*_: object) -> tuple[str, str]:
        return "metadata", "runner"

    monkeypatch.setattr(LOADER, load)
    return path


def test_the_trained_model_is_loaded(model: Path) -> None:
    """`sha256sum` accepts the file too."""
    assert PatchedMessageProcessor._load_model(model) == (model.name, "metadata", "runner")
    program = shutil.which("sha256sum")
    assert program
    subprocess.run([program, "--check", "--strict", digest_path(model)], check=True, cwd=model.parent, timeout=60)


@pytest.mark.parametrize("damage", ["another model", "another digest", "an empty digest", "no digest"])
def test_another_file_is_not_unpickled(model: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the file and what to do, and nothing of it runs."""
    monkeypatch.setattr(LOADER, lambda *_: pytest.fail("it was unpickled"))
    digest = digest_path(model)
    if damage == "another model":
        model.write_bytes(b"exchanged")
    elif damage == "no digest":
        digest.unlink()
    else:
        digest.write_text("" if damage == "an empty digest" else "0" * 64)
    with pytest.raises(ModelNotFound, match=r"\.tar\.gz': its digest \(\.sha256\) is missing beside it, or of another"):
        PatchedMessageProcessor._load_model(model)


def test_a_model_without_a_digest_gets_one(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was copied without it, or trained by an older release; a digest that is there is never renewed."""
    monkeypatch.setattr(training, "train", lambda _: pytest.fail("it was trained again"))
    digest_path(model).unlink()
    assert ensure_model(tmp_path) == model
    assert has_own_digest(model)
    model.write_bytes(b"exchanged")
    ensure_model(tmp_path)
    assert not has_own_digest(model)


def test_nothing_is_trained_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service whose folder is read-only says at once who can train."""
    monkeypatch.setattr("os.access", lambda path, _: path != tmp_path / "models")
    with pytest.raises(TrainingFailedError, match=r"can't be written here\. Run `waylight train`"):
        ensure_model(tmp_path)


def test_the_service_cannot_write_a_model() -> None:
    """Its unit makes the folder read-only; the commands, which train, can write it."""
    folder = "-/var/lib/waylight/models"
    assert unit("waylight.service")["Service"]["ReadOnlyPaths"] == [folder]
    assert "ReadOnlyPaths" not in unit("waylight.conf")["Service"]
