"""The domain of the model is read once, and is the one that Rasa reads."""

import tarfile
from pathlib import Path
from unittest.mock import patch

import pytest
import rasa.shared.utils.io
from rasa.shared.core.domain import Domain

from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.processor import TurnProcessor
from bot.engine.training import ensure_model

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


@pytest.fixture
def folder(model_dir: Path, tmp_path: Path) -> Path:
    """Return a folder that contains the domain of the model."""
    with tarfile.open(ensure_model(model_dir)) as archive:
        name = next(name for name in archive.getnames() if name.endswith("domain.yml"))
        archive.extract(name, tmp_path, filter="data")
    return tmp_path


def test_rasa_reads_it_again_and_again(folder: Path) -> None:
    """Stock Rasa reads the file at least three times for one domain."""
    with patch.object(rasa.shared.utils.io, "read_file", wraps=rasa.shared.utils.io.read_file) as read:
        Domain.from_path(folder)
    assert read.call_count >= 3


def test_provides_the_same_domain(model_dir: Path, folder: Path) -> None:
    """Slots, responses, actions and all else are the same, in the same order, which features depend on."""
    stock = Domain.from_path(folder)
    ours = TurnProcessor(ensure_model(model_dir), InProcessActionEndpoint(())).domain
    assert ours.as_dict() == stock.as_dict()
    assert ours.input_states == stock.input_states
    assert ours.action_names_or_texts == stock.action_names_or_texts
    assert [vars(slot) for slot in ours.slots] == [vars(slot) for slot in stock.slots]
