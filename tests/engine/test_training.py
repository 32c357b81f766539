"""When a model is trained, and when it is not."""

import os
import re
from pathlib import Path

from bot.engine.training import ensure_model, fingerprint, forget_older, model_path


def test_a_model_of_the_present_data_is_kept(model_dir: Path) -> None:
    """Where there is a model of the present data nothing is trained, and it counts as used."""
    model = model_path(model_dir)
    before = model.stat()
    assert ensure_model(model_dir) == model
    after = model.stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)
    assert after.st_mtime_ns > before.st_mtime_ns


def test_the_last_releases_can_start_again(tmp_path: Path) -> None:
    """Of other models the two that were used last stay, whatever their names; the rest are gone."""
    for seconds, name in enumerate(("b", "c", "a", "new")):
        (tmp_path / f"{name}.tar.gz").touch()
        os.utime(tmp_path / f"{name}.tar.gz", (seconds, seconds))
    forget_older(tmp_path / "new.tar.gz")
    assert {path.name for path in tmp_path.iterdir()} == {"a.tar.gz", "c.tar.gz", "new.tar.gz"}
    forget_older(tmp_path / "new.tar.gz")
    assert len(list(tmp_path.iterdir())) == 3


def test_the_name_tells_the_data(tmp_path: Path) -> None:
    """A model's name is a hash of what it is made from, the same each time."""
    assert re.fullmatch("[0-9a-f]{16}", fingerprint())
    assert fingerprint() == fingerprint()
    assert model_path(tmp_path) == tmp_path / "models" / f"waylight-{fingerprint()}.tar.gz"
