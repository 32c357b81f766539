"""A pipeline with a neural part can't be trained, and whoever tries is told why."""

from pathlib import Path

import pytest

from tests.engine.trees import planted, waylight

NEURAL = {
    "rasa.nlu.classifiers.diet_classifier.DIET": {"classifier": "DIETClassifier"},
    "rasa.core.policies.ted_policy.TED": {"policies": "  - name: TEDPolicy"},
}


@pytest.mark.parametrize("component", NEURAL)
def test_neural_parts_are_refused(tmp_path: Path, component: str) -> None:
    """Training fails with the name of the component, the reason and what to do; there is no model afterwards."""
    tried = waylight(planted(tmp_path, **NEURAL[component]), "train")
    assert tried.returncode != 0
    assert f"{component} needs TensorFlow, which this environment leaves out on purpose (docs/adr/0002)" in tried.stderr
    assert "Use a pipeline without neural components in config.yml" in tried.stderr
    assert not list(tmp_path.rglob("*.tar.gz"))
    assert "Traceback" not in tried.stderr
    assert tried.stderr.splitlines()[-1].startswith(f"Training failed: {component} needs TensorFlow")
    assert tried.returncode == 2


def test_a_pipeline_without_neural_parts(tmp_path: Path) -> None:
    """Rasa's own classical components train, and the command prints where the model is."""
    trained = waylight(planted(tmp_path), "train")
    assert trained.returncode == 0, trained.stderr
    model = Path(trained.stdout.strip())
    assert model.exists()
    assert [path.name for path in model.parent.iterdir()] == [model.name]


def test_unreadable_data_are_named(tmp_path: Path) -> None:
    """Data that Rasa can't read end the training with one sentence and exit code 2."""
    tree = planted(tmp_path)
    (tree / "nlu" / "data" / "en.yml").write_text('version: "3.1"\nnlu:\n  - intent: [\n')
    tried = waylight(tree, "train")
    assert tried.returncode == 2
    assert "Training failed: " in tried.stderr
    assert "Traceback" not in tried.stderr
