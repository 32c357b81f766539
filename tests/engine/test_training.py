"""When a model is trained, and when it is not."""

import os
import re
from pathlib import Path

import pytest

from bot.engine.model_digest import has_own_digest, write_digest
from bot.engine.training import delete_old_models, ensure_model, model_fingerprint, model_path
from tests.engine.project_copy import copy_project, run_waylight

pytestmark = pytest.mark.slow


def test_a_current_model_is_reused(model_dir: Path) -> None:
    """If there is a model of the current data nothing is trained, and the model counts as used."""
    model = model_path(model_dir)
    before = model.stat()
    assert ensure_model(model_dir) == model
    after = model.stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)
    assert after.st_mtime_ns > before.st_mtime_ns


def test_the_last_two_models_stay(tmp_path: Path) -> None:
    """Of the other models the two that were used last stay, whatever their names; the rest are deleted."""
    for seconds, name in enumerate(("b", "c", "a", "new")):
        (tmp_path / f"{name}.tar.gz").touch()
        write_digest(tmp_path / f"{name}.tar.gz")
        os.utime(tmp_path / f"{name}.tar.gz", (seconds, seconds))
    delete_old_models(tmp_path / "new.tar.gz")
    kept = {f"{name}.tar.gz{suffix}" for name in ("a", "c", "new") for suffix in ("", ".sha256")}
    assert {path.name for path in tmp_path.iterdir()} == kept
    delete_old_models(tmp_path / "new.tar.gz")
    assert {path.name for path in tmp_path.iterdir()} == kept


def test_the_name_is_a_hash_of_the_data(tmp_path: Path) -> None:
    """The name of a model contains a hash of everything that it is made from."""
    assert re.fullmatch("[0-9a-f]{16}", model_fingerprint())
    assert model_fingerprint() == model_fingerprint()
    assert model_path(tmp_path) == tmp_path / "models" / f"waylight-{model_fingerprint()}.tar.gz"


NEURAL = {
    "rasa.nlu.classifiers.diet_classifier.DIET": {"classifier": "DIETClassifier"},
    "rasa.core.policies.ted_policy.TED": {"policies": "  - name: TEDPolicy"},
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("component", NEURAL)
def test_neural_components_are_rejected(tmp_path: Path, component: str) -> None:
    """Training fails with the name of the component, the reason and what to do, and leaves no model."""
    process = run_waylight(copy_project(tmp_path, **NEURAL[component]), "train")
    assert process.returncode != 0
    assert (
        f"{component} needs TensorFlow, which this environment leaves out on purpose (docs/adr/0002)" in process.stderr
    )
    assert "Use a pipeline without neural components in config.yml" in process.stderr
    assert not list(tmp_path.rglob("*.tar.gz"))
    assert "Traceback" not in process.stderr
    assert process.stderr.splitlines()[-1].startswith(f"Training failed: {component} needs TensorFlow")
    assert process.returncode == 2


@pytest.mark.exhaustive
def test_classical_components_train(tmp_path: Path) -> None:
    """Rasa's classical components train, and the command prints the path of the model."""
    process = run_waylight(copy_project(tmp_path), "train")
    assert process.returncode == 0, process.stderr
    model = Path(process.stdout.strip())
    assert model.exists()
    assert {path.name for path in model.parent.iterdir()} == {model.name, f"{model.name}.sha256"}
    assert has_own_digest(model)


def test_unreadable_data(tmp_path: Path) -> None:
    """If Rasa can't read the data, training ends with one sentence and exit code 2."""
    folder = copy_project(tmp_path)
    (folder / "nlu" / "data" / "en.yml").write_text('version: "3.1"\nnlu:\n  - intent: [\n')
    process = run_waylight(folder, "train")
    assert process.returncode == 2
    assert "Training failed: " in process.stderr
    assert "Traceback" not in process.stderr
