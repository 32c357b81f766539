"""Answer one message: find out what it means, let the dialogue act on it, find the words for its responses."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import InboundMessage, MessageKind, Reply
from bot.engine.continuation import Continuation
from bot.engine.cover_mode import CoverMode
from bot.engine.fallback_reply import FallbackReply
from bot.engine.pipeline import Step, TurnContext, run_steps
from bot.engine.processor import TurnFailedError, TurnProcessor
from bot.engine.steps.interpretation import (
    COMMANDS,
    InterpretSavedCode,
    InterpretText,
    InterpretUnderCover,
    InterpretWithoutModel,
)
from bot.engine.steps.replies import (
    TROUBLE,
    CountMessage,
    HoldBackExcess,
    RenderReplies,
    ReplyToEdit,
    ReplyWriter,
    RunDialogue,
    SendContinuation,
    StaySilent,
    ThrottleSender,
)
from bot.engine.steps.safety import AskIfSafe
from bot.engine.throttle import Throttle
from bot.metrics import instruments
from bot.privacy.exceptions import describe_exception
from bot.rendering.utterance import Render, Utterance
from bot.state.store import StateUnavailableError

LOG = structlog.stdlib.get_logger(__name__)

_TEXT_CHANNELS = ("sms", "whatsapp")
"""Channels on which STOP does not block the sender by itself."""
_WARM_UP_TEXTS = {
    "en": "speak another language please", "lo": "ພວກເຮົາເຮັດວຽກຢູ່ເຮືອ", "th": "พวกเราทำงานบนเรือ",
    "km": "ខ្ញុំធ្វើការនៅលើទូក", "my": "ကျွန်တော် လှေပေါ်မှာ အလုပ်လုပ်တယ်", "vi": "tôi làm việc trên thuyền",
    "zh": "我们在船上工作", "id": "saya bekerja di kapal", "fil": "nagtatrabaho ako sa barko",
    "hi": "मैं नाव पर काम करता हूँ", "bn": "আমি নৌকায় কাজ করি", "ar": "أعمل على قارب",
    "es": "trabajo en un barco", "fr": "je travaille sur un bateau", "pt": "trabalho num barco",
    "ru": "я работаю на судне",
}  # fmt: skip
"""Language (BCP 47) -> a text in it: they need the sentence encoder, the names of languages and every word list."""


class Engine:
    """The `MessageHandler` behind every channel.

    The danger is silence: whatever fails here, the person gets a reply, and nothing that they wrote gets into a log.
    Assumes that the messages of one person come one at a time, which the channels ensure.
    """

    def __init__(
        self,
        processor: TurnProcessor,
        render: Render,
        cover_topic: str = "weather",
        throttle: Throttle | None = None,
        fallback: FallbackReply | None = None,
    ) -> None:
        """Answer with the model in `processor`; `render` finds the words, `cover_topic` names the cover texts.

        Without a `throttle` nobody is limited; without a `fallback` a failed turn names no emergency number.
        Raises `bot.engine.cover_mode.UnknownCoverTopicError`.
        """
        self._processor = processor
        self._render = render
        self._fallback = fallback or FallbackReply(render, {})
        self._cover_mode = CoverMode(processor.domain.responses, cover_topic)
        self._writer = ReplyWriter(processor, render, self._cover_mode)
        continuation = Continuation(processor.domain.responses)
        self._steps: tuple[Step, ...] = (
            *((CountMessage(throttle), HoldBackExcess(self._writer, processor.urgency_screen())) if throttle else ()),
            ReplyToEdit(self._writer),
            SendContinuation(self._writer, continuation),
            InterpretUnderCover(self._cover_mode, processor),
            InterpretWithoutModel(self._cover_mode),
            InterpretSavedCode(processor),
            InterpretText(processor, self._cover_mode),
            StaySilent(),
            AskIfSafe(self._writer),
            ThrottleSender(self._writer),
            RunDialogue(processor),
            RenderReplies(self._writer, continuation, processor.keys.derive("answers given")),
        )

    @property
    def render(self) -> Render:
        """The renderer."""
        return self._render

    @property
    def model_version(self) -> tuple[str, datetime]:
        """The fingerprint of the model's data, and when the model was trained."""
        at = self._processor.model_metadata.trained_at.replace(tzinfo=UTC)  # Rasa writes UTC without saying so
        return self._processor.model_filename.partition(".")[0].rpartition("-")[2], at

    async def warm_up(self) -> None:
        """Load what is loaded on first use: nobody waits for it, and workers that are forked later share it."""
        tracker = await self._processor.tracker_store.create_tracker("")
        for language, text in _WARM_UP_TEXTS.items():
            # A message that goes on with a conversation is read by more models than a first one.
            await self._processor.parse_text(text, {"language": language, "named_services": 2}, tracker)

    def profile(self, language: str) -> tuple[str, str, tuple[str, ...]]:
        """Return what a network shows before the first message: two descriptions, and one for each command."""
        names = ("bot_description", "bot_short_description", *(f"command_{name}" for name in COMMANDS))
        description, short_description, *commands = (
            self._render([Utterance(f"utter_{name}")], language, "")[0].text for name in names
        )
        return description, short_description, tuple(commands)

    async def answer(self, message: InboundMessage) -> list[Reply]:
        """Return the replies to `message`: none after an opt-out, and none to a sender who is far beyond the limit.

        Raises `bot.state.store.StateUnavailableError`; after any other error the person gets the fallback reply.
        """
        if message.kind is MessageKind.OPT_OUT:
            await self._processor.tracker_store.delete(message.sender)
            if message.channel in _TEXT_CHANNELS:
                await self._processor.remember_opt_out(message.sender)
            return []
        tracker = await self._processor.get_tracker(message.sender)
        try:
            return await run_steps(self._steps, TurnContext(message, tracker))
        except StateUnavailableError:
            raise
        except Exception as exc:  # noqa: BLE001 - the edge of the engine: a person is waiting for an answer
            if isinstance(exc, TurnFailedError):  # counted where the action failed
                description = str(exc)
            else:
                description = describe_exception(exc)
                instruments.record_error("other")
            LOG.error("turn failed", error=description)  # noqa: TRY400 - a traceback may quote the person
            return self._reply_to_failure(message, tracker)

    def _reply_to_failure(self, message: InboundMessage, tracker: DialogueStateTracker) -> list[Reply]:
        """Return the fallback reply with the emergency number of where the person is; in cover mode a cover text."""
        if self._cover_mode.is_active(tracker):
            return self._writer.write_aside(TROUBLE, message, tracker)
        country = (tracker.get_slot("place") or {}).get("country") or message.country_hint
        language = tracker.get_slot("language") or message.language_hint
        return self._fallback(replace(message, country_hint=country, language_hint=language))
