"""What Rasa's processor does with a message, and what ours does not."""

from pathlib import Path
from unittest.mock import patch

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.exceptions import ModelNotFound
from rasa.shared.core.domain import Domain

from bot.engine.choices import intent_parse_data
from bot.engine.processor import TurnProcessor
from bot.engine.rasa_patches.graph_runner import SequentialGraphRunner
from bot.engine.rasa_patches.message_processor import PatchedMessageProcessor
from bot.engine.response_collector import ResponseCollector
from bot.engine.training import model_path

TEXT = "Qwertina needs a lawyer"


async def test_rasa_keeps_the_text(processor: TurnProcessor) -> None:
    """Stock Rasa adds the text of a message to the tracker; ours adds what was parsed only."""
    message = UserMessage(TEXT, sender_id="sender", parse_data={**intent_parse_data("greet"), "text": TEXT})
    stock = await MessageProcessor.log_message(processor, message, should_save_tracker=False)
    assert TEXT in repr([event.as_dict() for event in stock.events])
    ours = await processor.get_tracker("sender")
    await processor.run_turn(ours, {**intent_parse_data("greet"), "text": TEXT}, [], ResponseCollector("sms"))
    assert TEXT not in repr([event.as_dict() for event in ours.events])


def test_rasa_chooses_dask(model_dir: Path) -> None:
    """Stock Rasa loads the model into a `DaskGraphRunner` without a choice; ours into a sequential one."""
    runners = []
    for processor in (MessageProcessor, PatchedMessageProcessor):
        with patch.object(loader, "load_predict_graph_runner", return_value=(None, None)) as load:
            processor._load_model(model_path(model_dir))
        runners.append(load.call_args.args[-1])
    assert runners == [DaskGraphRunner, SequentialGraphRunner]


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    """Without a readable model the message names the file."""
    (tmp_path / "broken.tar.gz").write_text("no archive")
    for name in ("missing.tar.gz", "broken.tar.gz"):
        with pytest.raises(ModelNotFound, match=name):
            PatchedMessageProcessor._load_model(tmp_path / name)


def test_rasa_makes_an_empty_domain_for_each_message(processor: TurnProcessor) -> None:
    """Stock Rasa makes an empty domain to check the features of a message; ours makes none."""
    with patch.object(Domain, "empty", wraps=Domain.empty) as empty:
        MessageProcessor._check_for_unseen_features(processor, intent_parse_data("greet"))
        assert empty.call_count == 1
        processor._check_for_unseen_features(intent_parse_data("greet"))
        assert empty.call_count == 1


async def test_rasa_falls_back_again_and_again(processor: TurnProcessor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no rule applies stock Rasa repeats the fallback action; ours runs it once."""
    clarifications = []
    for _ in range(2):
        tracker, collector = await processor.get_tracker("sender"), ResponseCollector("sms")
        await processor.run_turn(tracker, intent_parse_data("an intent without rules"), [], collector)
        responses = [utterance.response for utterance in collector.utterances]
        clarifications.append(sum("clarify" in response for response in responses))
        name = "predict_next_with_tracker_if_should"
        monkeypatch.setattr(PatchedMessageProcessor, name, getattr(MessageProcessor, name))
    ours, stock = clarifications
    assert ours == 1
    assert stock > 1
