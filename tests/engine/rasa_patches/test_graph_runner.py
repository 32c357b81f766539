"""Our graph runner against Rasa's own."""

from copy import copy
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from dask.local import get_sync
from rasa.engine import loader
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.graph_runner import SequentialGraphRunner
from bot.engine.training import model_path

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

TEXTS = [
    "hello",
    "i need a place to sleep tonight",
    "Chiang Mai",
    "he has a knife",
    "i want to die",
    "2",
    "no tengo donde dormir, estoy en Chiang Mai",
    "¿quién ve esto?",
    "ช่วยด้วย",
    "อยู่ที่เชียงใหม่ อยากกลับบ้าน",
    "ຂ້ອຍຢູ່ວຽງຈັນ",
    "speak spanish please",
    "🙏",
    "qwrtp zxcvb",
]


@pytest.fixture(scope="module")
def stock(processor: TurnProcessor, model_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> TurnProcessor:
    """Return the same processor with Rasa's own runner."""
    storage = tmp_path_factory.mktemp("unpacked")
    twin = copy(processor)
    _, twin.graph_runner = loader.load_predict_graph_runner(
        storage, model_path(model_dir), LocalModelStorage, DaskGraphRunner
    )
    return twin


@pytest.mark.parametrize("text", TEXTS)
async def test_parses_the_same(processor: TurnProcessor, stock: TurnProcessor, text: str) -> None:
    """Each text is parsed exactly as with Rasa's runner, probabilities included."""
    metadata: dict[str, Any] = {"choices": [{"label": "A doctor", "payload": "/find_medical_help"}] * 2}
    tracker = DialogueStateTracker("", [])
    assert isinstance(processor.graph_runner, SequentialGraphRunner)
    assert await processor.parse_text(text, metadata, tracker) == await stock.parse_text(text, metadata, tracker)


async def test_rasa_plans_for_every_message(processor: TurnProcessor, stock: TurnProcessor) -> None:
    """Stock Rasa lets dask plan for each message; ours never does."""
    tracker = DialogueStateTracker("", [])
    with patch("dask.get", wraps=get_sync) as plan:
        await stock.parse_text("hello", {}, tracker)
        await stock.parse_text("hello", {}, tracker)
        assert plan.call_count == 2
        await processor.parse_text("hello", {}, tracker)
        assert plan.call_count == 2


def test_runs_only_what_is_needed(processor: TurnProcessor) -> None:
    """A target that is an input needs no node."""
    assert processor.graph_runner.run({"given": 1}, targets=["given"]) == {"given": 1}
