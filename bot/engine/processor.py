"""Rasa's processor in this process: parse a text, and run a turn on what was parsed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.action_executor import InProcessActionEndpoint
from bot.engine.rasa_patches import event_types, log_copies, remote_action, slot_filling
from bot.engine.rasa_patches.logging import silence_rasa
from bot.engine.rasa_patches.message_processor import PatchedMessageProcessor
from bot.engine.rasa_patches.remote_action import ActionFailed
from bot.engine.response_collector import ResponseNameGenerator
from bot.engine.saved_conversations import SavedConversations
from bot.engine.tracker_store import StateTrackerStore
from bot.engine.urgency import UrgencyScreen
from bot.metrics import instruments
from bot.privacy.encryption import Keys
from bot.state.memory_store import MemoryStore
from bot.state.store import Store
from nlu.components import message_reader
from nlu.components.language import LanguageIdentifier
from nlu.components.message_reader import MessageReader
from nlu.encoder.sentence_encoder import Clauses, SentenceEncoder, Vectors

if TYPE_CHECKING:
    from bot.engine.rasa_patches.graph_runner import SequentialGraphRunner


class _MeasuredEncoder:
    """An encoder that measures every call."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder

    def encode(self, messages: Sequence[Clauses]) -> list[Vectors]:
        """Return the vectors of `messages`."""
        with instruments.measure_embedding():
            return self._encoder.encode(messages)


class TurnFailedError(Exception):
    """An action failed; the message describes the exception without quoting anything."""


class TurnProcessor(PatchedMessageProcessor):
    """Rasa's processor with our stores, our response generator and a turn that keeps no text."""

    def __init__(
        self, model: Path, actions: InProcessActionEndpoint, store: Store | None = None, keys: Keys | None = None
    ) -> None:
        """Load the model; state goes into `store`, by default in memory. Raises `rasa.exceptions.ModelNotFound`."""
        silence_rasa()
        for patch in (event_types, log_copies, remote_action, slot_filling):
            patch.apply()
        message_reader.wrap_encoder = _MeasuredEncoder
        # The tracker store and the generator need the domain, which comes with the model.
        super().__init__(
            model,
            tracker_store=None,
            lock_store=InMemoryLockStore(),
            generator=None,
            action_endpoint=actions,
        )
        self.use_store(store or MemoryStore(), keys or Keys.ephemeral())
        self.nlg = ResponseNameGenerator(self.domain)

    def use_store(self, store: Store, keys: Keys) -> None:
        """Store conversations there from now on."""
        self.keys = keys
        self.tracker_store = StateTrackerStore(self.domain, store)
        self.saved_conversations = SavedConversations(store, keys)

    def urgency_screen(self) -> UrgencyScreen:
        """Return a screen with the models of this graph."""
        runner = cast("SequentialGraphRunner", self.graph_runner)
        return UrgencyScreen(runner.component(MessageReader).model, runner.component(LanguageIdentifier).model)

    async def parse_text(self, text: str, metadata: dict[str, Any], tracker: DialogueStateTracker) -> dict[str, Any]:
        """Return Rasa's parse data for `text`."""
        with instruments.measure_understanding():
            parse_data: dict[str, Any] = await self.parse_message(UserMessage(text=text, metadata=metadata), tracker)
        return parse_data

    async def remember_opt_out(self, sender: str) -> None:
        """Store that a person has stopped the messages, and nothing else, for as long as a conversation is stored."""
        tracker = await self.tracker_store.create_tracker(sender)
        tracker.update(SlotSet("opted_out", value=True))
        await self.save_tracker(tracker)

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        """Return whether the person begins anew: after STOP nothing is left of the conversation but that."""
        return any(isinstance(event, SlotSet) and event.key == "opted_out" for event in tracker.events)

    async def run_turn(
        self, tracker: DialogueStateTracker, parse_data: dict[str, Any], events: list[Event], output: OutputChannel
    ) -> None:
        """Let the dialogue act on what was parsed; `events` are what the engine itself knows, such as the language.

        Raises `TurnFailedError`; then nothing of the turn may be stored or sent.
        """
        try:
            await self.handle_parse_data(tracker, parse_data, events, output)
        except ActionFailed as exc:
            raise TurnFailedError(str(exc)) from None
