"""Rasa logs what people write, and our configuration keeps it out of the log."""

import logging
from unittest.mock import patch

import pytest
import rasa.core.processor
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.logging import silence_rasa

TEXT = "Qwertina needs a lawyer"


async def test_rasa_logs_texts(processor: TurnProcessor) -> None:
    """Stock Rasa passes the text of each message to structlog."""
    with patch.object(rasa.core.processor, "structlogger") as logger:
        await processor.parse_text(TEXT, {}, DialogueStateTracker("", []))
    assert TEXT in repr(logger.debug.call_args_list)


async def test_the_log_has_no_text(
    processor: TurnProcessor, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Even at DEBUG neither the log nor the terminal shows it."""
    with caplog.at_level(logging.DEBUG):
        silence_rasa()
        await processor.parse_text(TEXT, {}, DialogueStateTracker("", []))
    assert TEXT not in caplog.text + "".join(capfd.readouterr())
