"""Our graph runner against Rasa's own."""

from copy import copy
from pathlib import Path
from typing import Any

import pytest
from rasa.engine import loader
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.graph_runner import StraightLineRunner
from bot.engine.training import model_path

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
    """Return the same processor on Rasa's own runner."""
    storage = tmp_path_factory.mktemp("unpacked")
    twin = copy(processor)
    _, twin.graph_runner = loader.load_predict_graph_runner(
        storage, model_path(model_dir), LocalModelStorage, DaskGraphRunner
    )
    return twin


@pytest.mark.parametrize("text", TEXTS)
async def test_same_parse(processor: TurnProcessor, stock: TurnProcessor, text: str) -> None:
    """A straight line understands each text exactly as Rasa's planner does, probabilities included."""
    told: dict[str, Any] = {"choices": [{"label": "A doctor", "payload": "/find_medical_help"}] * 2}
    nobody = DialogueStateTracker("", [])
    assert isinstance(processor.graph_runner, StraightLineRunner)
    assert await processor.understand(text, told, nobody) == await stock.understand(text, told, nobody)


def test_only_what_is_wanted_runs(processor: TurnProcessor) -> None:
    """A target that stands for itself needs no node."""
    assert processor.graph_runner.run({"given": 1}, targets=["given"]) == {"given": 1}
