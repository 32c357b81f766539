"""The step that asks whether it is safe to write, where another person may hold the phone by now."""

from dataclasses import dataclass, replace

from bot.engine.choices import open_choices
from bot.engine.language_hint import language_by_script, reply_language
from bot.engine.pipeline import Replies, TurnContext
from bot.engine.steps.interpretation import DANGER_INTENTS, is_plea
from bot.engine.steps.replies import ReplyWriter, language_events
from bot.engine.tracker_store import changed_slots
from bot.rendering.utterance import Utterance

_ASK_SAFE = Utterance("utter_ask_safe")
_ANSWER_TO_IT = "/writing_is_safe"
"""Beginning of the payloads of the question's choices."""
_DISCREET = frozenset({"erase_chat", "someone_watching"})
"""Intents whose answers show nothing, and that must not wait."""
_AT_ONCE = _DISCREET | DANGER_INTENTS | {"possible_danger", "pause_not_known"}


@dataclass(frozen=True, slots=True)
class AskIfSafe:
    """Say nothing of the subject before it is known that it is safe to write.

    That is unknown after a message that waited at the network for long. It is also unknown if a conversation began
    earlier and nothing of it is stored: after a restart, when the pseudonym's key has changed, a day later. Cover mode
    may have been active then. So what would not end cover mode gets no other answer either.
    """

    writer: ReplyWriter

    async def __call__(self, turn: TurnContext) -> Replies | None:
        """Reply with the question, or with nothing while it is open and messages of long ago still come in."""
        if turn.message.is_late:
            return await self._reply_late(turn)
        is_forgotten = turn.message.has_history and not changed_slots(turn.tracker)
        return await self._ask(turn) if is_forgotten and not _is_answered_at_once(turn) else None

    async def _reply_late(self, turn: TurnContext) -> Replies | None:
        if self.writer.cover_mode.is_active(turn.tracker):
            turn.interpret(None)
            return None
        if _intent(turn) in _DISCREET:
            return None
        is_question_open = any(choice["payload"].startswith(_ANSWER_TO_IT) for choice in open_choices(turn.tracker))
        return [] if is_question_open else await self._ask(turn)

    async def _ask(self, turn: TurnContext) -> Replies:
        tracker, message = turn.tracker, turn.message
        for event in language_events(turn):
            tracker.update(event)
        language = reply_language(tracker, language_by_script(message))
        replies = await self.writer.store(self.writer.render([_ASK_SAFE], language, message.channel), tracker)
        return [replace(reply, is_silent=message.is_late) for reply in replies]


def _intent(turn: TurnContext) -> str:
    return str(turn.parse_data["intent"]["name"]) if turn.parse_data else ""


def _is_answered_at_once(turn: TurnContext) -> bool:
    """Return whether a message would end cover mode, or gets an answer that shows nothing."""
    if turn.parse_data is None or _intent(turn) in _AT_ONCE:
        return True
    return "pause" in turn.parse_data or is_plea(turn.parse_data, turn.text)
