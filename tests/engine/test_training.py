"""When a model is trained, and when it is not."""

import re
from pathlib import Path

from bot.engine.training import ensure_model, fingerprint, model_path


def test_a_model_of_the_present_data_is_kept(model_dir: Path) -> None:
    """Where there is a model of the present data nothing is trained."""
    model = model_path(model_dir)
    before = model.stat().st_mtime_ns
    assert ensure_model(model_dir) == model
    assert model.stat().st_mtime_ns == before


def test_one_model_is_kept(model_dir: Path) -> None:
    """Models of older data are gone."""
    assert list((model_dir / "models").iterdir()) == [model_path(model_dir)]


def test_the_name_tells_the_data(tmp_path: Path) -> None:
    """A model's name is a hash of what it is made from, the same each time."""
    assert re.fullmatch("[0-9a-f]{16}", fingerprint())
    assert fingerprint() == fingerprint()
    assert model_path(tmp_path) == tmp_path / "models" / f"waylight-{fingerprint()}.tar.gz"
