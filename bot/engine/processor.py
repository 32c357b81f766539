"""One Rasa turn in this process, on words that Rasa never keeps."""

import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import structlog
from rasa.core.actions.action import Action, ActionListen
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
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

from bot.engine.action_executor import ActionFailed, InProcessActions
from bot.engine.embedding_metrics import count_embeddings
from bot.engine.rasa_patches.copying import spare
from bot.engine.rasa_patches.graph_runner import StraightLineRunner
from bot.engine.rasa_patches.logging import quiet_rasa
from bot.engine.response_collector import NamesAndValues
from bot.engine.saved_conversations import Pauses
from bot.engine.tracker_store import Conversations
from bot.metrics import instruments
from bot.privacy.encryption import Keys
from bot.state.memory_store import InMemory
from bot.state.store import Store

LOG = structlog.stdlib.get_logger(__name__)

FALLBACK = "action_clarify"
"""The action of config.yml for what no rule foresees."""


class TurnFailedError(Exception):
    """An action failed; the message names the fault and quotes nothing."""


class TurnProcessor(MessageProcessor):
    """Rasa's processor with our runner, our generator and a turn that keeps no words."""

    def __init__(
        self, model: Path, actions: InProcessActions, kept: Store | None = None, keys: Keys | None = None
    ) -> None:
        """Load the model; keep things in a store, else in this process. Raises `rasa.exceptions.ModelNotFound`."""
        quiet_rasa()
        spare()
        count_embeddings()
        # The store and the generator need the domain, which comes with the model.
        super().__init__(
            model,
            tracker_store=None,
            lock_store=InMemoryLockStore(),
            generator=None,
            action_endpoint=actions,
        )
        self.keep_in(kept or InMemory(), keys or Keys.of_this_process())
        self.nlg = NamesAndValues(self.domain)

    def keep_in(self, kept: Store, keys: Keys) -> None:
        """Keep conversations and pauses there from now on."""
        self.keys = keys
        self.tracker_store = Conversations(self.domain, kept)
        self.pauses = Pauses(kept, keys)

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        """Unpack the model and load it with our runner."""
        archive = Path(model_path)
        try:
            with TempDirectoryPath(get_temp_dir_name()) as unpacked:
                metadata, runner = loader.load_predict_graph_runner(
                    Path(unpacked), archive, LocalModelStorage, StraightLineRunner
                )
        except (FileNotFoundError, EOFError, zlib.error, tarfile.ReadError):
            message = f"No model that can be read at '{archive}'."
            raise ModelNotFound(message) from None
        return archive.name, metadata, runner

    async def understand(self, text: str, metadata: dict[str, Any], tracker: DialogueStateTracker) -> dict[str, Any]:
        """Return Rasa's parse data for `text`."""
        with instruments.understanding():
            parsed: dict[str, Any] = await self.parse_message(UserMessage(text=text, metadata=metadata), tracker)
        return parsed

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Say nothing of what the domain lacks: to find that out Rasa makes an empty domain for each message."""

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        """Return the next action; listen where the rules have come to their end a second time in one turn.

        Where no rule fits Rasa falls back, finds no rule after that either, and would fall
        back again until its limit, each time with words for the person.
        """
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        if action.name() == FALLBACK and FALLBACK in _actions_of_the_turn(tracker):
            LOG.warning("no rule leads on")  # from which intent would tell what was said
            return ActionListen(), PolicyPrediction.for_action_name(self.domain, ACTION_LISTEN_NAME)
        return action, prediction

    async def take_turn(
        self, tracker: DialogueStateTracker, parse_data: dict[str, Any], known: list[Event], output: OutputChannel
    ) -> None:
        """Let the dialogue act on what was understood.

        `known` are events that the engine knows of itself, such as the language.
        The words themselves stay outside: the tracker gets what they were understood to mean.

        Raises `TurnFailedError`; then nothing of the turn may be kept or said.
        """
        wordless = {**parse_data, "text": ""}
        message = UserMessage(
            text="",
            output_channel=output,
            sender_id=tracker.sender_id,
            input_channel=output.name(),
            parse_data=wordless,
        )
        try:
            # The session is told what was understood, so that danger need not wait for an introduction.
            await self._update_tracker_session(tracker, output, metadata=_understood(parse_data))
            await self._handle_message_with_tracker(message, tracker)
            tracker.update_with_events(known, self.domain)
            await self.run_action_extract_slots(output, tracker)
            await self._run_prediction_loop(output, tracker)
        except ActionFailed as fault:
            raise TurnFailedError(str(fault)) from None


def _actions_of_the_turn(tracker: DialogueStateTracker) -> Iterator[str]:
    """Yield the names of the actions since the person wrote."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return
        if isinstance(event, ActionExecuted) and event.action_name:
            yield event.action_name


def _understood(parse_data: dict[str, Any]) -> dict[str, Any]:
    return {"intent": parse_data["intent"]["name"], "language": parse_data.get("language")}
