"""The model's domain is read once, and is the one that Rasa reads."""

import tarfile
from pathlib import Path

from rasa.shared.core.domain import Domain

from bot.engine.action_executor import InProcessActions
from bot.engine.processor import TurnProcessor
from bot.engine.training import ensure_model


def test_it_is_the_one_that_rasa_reads(model_dir: Path, tmp_path: Path) -> None:
    """Slots, responses, actions and all else are the same, in the same order: features count on it."""
    model = ensure_model(model_dir)
    with tarfile.open(model) as archive:
        file = next(name for name in archive.getnames() if name.endswith("domain.yml"))
        archive.extract(file, tmp_path, filter="data")
    theirs, ours = Domain.from_path(tmp_path), TurnProcessor(model, InProcessActions(())).domain
    assert ours.as_dict() == theirs.as_dict()
    assert ours.input_states == theirs.input_states
    assert ours.action_names_or_texts == theirs.action_names_or_texts
    assert [vars(slot) for slot in ours.slots] == [vars(slot) for slot in theirs.slots]
