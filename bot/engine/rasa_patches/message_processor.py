"""Run a turn without its text, on our graph runner, with at most one fallback.

Rasa 3.6.21, `rasa.core.processor.MessageProcessor`:
- `handle_message` parses the text and adds it to the tracker. Then every action, store and log can see it.
  `handle_parse_data` takes what was parsed and keeps the text out.
- `_load_model` puts the graph into a `DaskGraphRunner` (see graph_runner.py), and gives no way to choose another one.
  It unpickles whatever the file holds; ours first compares the file with the digest that the training wrote beside it.
- `_check_for_unseen_features` makes an empty domain for each message, to find out whether ours is one. It only warns
  of intents that the domain lacks, so it is left out.
- Where no rule applies Rasa runs the fallback action, finds no rule for what comes after it, and runs it again until
  it reaches its limit of ten actions, each time with a reply. Now the turn ends after the first one.
"""

import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import structlog
from rasa.core.actions.action import Action, ActionListen
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.exceptions import ModelNotFound
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from bot.engine.model_digest import has_own_digest
from bot.engine.rasa_patches.graph_runner import SequentialGraphRunner

LOG = structlog.stdlib.get_logger(__name__)

FALLBACK_ACTION = "action_clarify"
"""The fallback action of config.yml, for when no rule applies."""


class PatchedMessageProcessor(MessageProcessor):
    """`MessageProcessor` with the changes above."""

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        archive = Path(model_path)
        try:
            if not has_own_digest(archive):
                message = (
                    f"No readable model at '{archive}': its digest (.sha256) is missing beside it, or of another file."
                )
                raise ModelNotFound(message)
            with TempDirectoryPath(get_temp_dir_name()) as folder:
                metadata, runner = loader.load_predict_graph_runner(
                    Path(folder), archive, LocalModelStorage, SequentialGraphRunner
                )
        except (FileNotFoundError, EOFError, zlib.error, tarfile.ReadError):
            message = f"No readable model at '{archive}'."
            raise ModelNotFound(message) from None
        return archive.name, metadata, runner

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        pass

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        """Return the next action: listen, if the fallback action would run a second time in one turn."""
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        if action.name() == FALLBACK_ACTION and FALLBACK_ACTION in _actions_of_turn(tracker):
            LOG.warning("no rule applies")  # the intent would reveal what was written
            return ActionListen(), PolicyPrediction.for_action_name(self.domain, ACTION_LISTEN_NAME)
        return action, prediction

    async def handle_parse_data(
        self, tracker: DialogueStateTracker, parse_data: dict[str, Any], events: list[Event], output: OutputChannel
    ) -> None:
        """Let the dialogue act on `parse_data` after these events, as `handle_message` does on a message.

        Nothing is stored: the caller saves the tracker.
        """
        message = UserMessage(
            text="",
            output_channel=output,
            sender_id=tracker.sender_id,
            input_channel=output.name(),
            parse_data={**parse_data, "text": ""},
        )
        # The session start gets the intent, so that danger does not wait for an introduction.
        metadata = {"intent": parse_data["intent"]["name"], "language": parse_data.get("language")}
        await self._update_tracker_session(tracker, output, metadata=metadata)
        await self._handle_message_with_tracker(message, tracker)
        tracker.update_with_events(events, self.domain)
        await self.run_action_extract_slots(output, tracker)
        await self._run_prediction_loop(output, tracker)


def _actions_of_turn(tracker: DialogueStateTracker) -> Iterator[str]:
    """Yield the names of the actions since the last message, the last one first."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return
        if isinstance(event, ActionExecuted) and event.action_name:
            yield event.action_name
