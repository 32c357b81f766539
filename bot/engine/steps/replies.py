"""Steps that answer: an edit, a request for the rest of an answer, too many messages, and the dialogue itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import InboundMessage, MessageKind
from bot.engine.choices import open_choices, with_tokens
from bot.engine.continuation import Continuation, discard
from bot.engine.cover_mode import CoverMode
from bot.engine.language_hint import guess_language, language_by_script, reply_language, written_script
from bot.engine.memory import remembered
from bot.engine.pipeline import Replies, TurnContext
from bot.engine.processor import TurnProcessor
from bot.engine.repetition import avoid_repetition, is_danger_answer
from bot.engine.response_collector import ResponseCollector
from bot.engine.throttle import Throttle
from bot.engine.tracker_store import changed_slots
from bot.engine.urgency import UrgencyScreen, is_danger_open, is_urgent
from bot.rendering.utterance import Render, RenderedMessage, Utterance
from nlu.text.language_model import UNKNOWN_LANGUAGE

TROUBLE = Utterance("utter_trouble")
_EDITED = Utterance("utter_edited")
_SLOWER = Utterance("utter_slower")
_ERASED, _ERASED_IN_PART = "utter_erased", "utter_erased_in_part"
_FROM_A_MENU = (MessageKind.START, MessageKind.COMMAND)
"""Messages that ask for their answer each time: it is no sign that nobody understands."""
_PLEAS = ("in_danger", "self_harm", "possible_danger", "find_", "talk_to_person", "return_home")
"""Beginnings of the intents that ask for help."""
_MAY_ANSWER = frozenset({"ask_by_name", "correct"})
"""Intents of messages that answer the form too if they name a place: "I am in Thailand", "no, in Laos"."""
_PHONE_SLOTS = ("country_hint", "answered")
"""Slots that mean nothing when a person continues on another phone, days later."""


@dataclass(frozen=True, slots=True)
class ReplyWriter:
    """Turns responses into replies, and stores where the conversation is."""

    processor: TurnProcessor
    render: Render
    cover_mode: CoverMode

    def write_aside(self, utterance: Utterance, message: InboundMessage, tracker: DialogueStateTracker) -> Replies:
        """Return a reply that changes nothing in the conversation; in cover mode it is a cover text."""
        if self.cover_mode.is_active(tracker):
            utterance = self.cover_mode.next_cover_text(tracker)
        language = reply_language(tracker, language_by_script(message))
        return with_tokens(self.render([utterance], language, message.channel))[0]

    async def store(self, rendered: Sequence[RenderedMessage], tracker: DialogueStateTracker) -> Replies:
        """Store the conversation with the choices that are open now, and return the replies."""
        replies, choices = with_tokens(rendered)
        tracker.update(SlotSet("open_choices", choices or open_choices(tracker)))
        await self.processor.save_tracker(tracker)
        return replies


@dataclass(frozen=True, slots=True)
class ReplyToEdit:
    """Say that an edited message is not read."""

    writer: ReplyWriter

    async def __call__(self, turn: TurnContext) -> Replies | None:
        """Reply to an edit only."""
        if turn.message.kind is not MessageKind.EDITED:
            return None
        if turn.message.is_late:
            return []
        return self.writer.write_aside(_EDITED, turn.message, turn.tracker)


@dataclass(frozen=True, slots=True)
class SendContinuation:
    """Send the next part of an answer that was too long for a few SMS."""

    writer: ReplyWriter
    continuation: Continuation

    async def __call__(self, turn: TurnContext) -> Replies | None:
        """Reply only if the person asks for more and something is left."""
        rest = self.continuation.requested(turn.message, turn.tracker)
        if not rest:
            return None
        return await self.writer.store(self.continuation.split(rest, turn.tracker, turn.message.channel), turn.tracker)


@dataclass(frozen=True, slots=True)
class StaySilent:
    """After STOP, answer nothing but START and a plea for help."""

    async def __call__(self, turn: TurnContext) -> Replies | None:
        """Reply with nothing, or end the silence."""
        if not turn.tracker.get_slot("opted_out"):
            return None
        intent = (turn.parse_data or {}).get("intent", {}).get("name", "")
        if turn.message.kind is not MessageKind.START and not intent.startswith(_PLEAS):
            return []
        turn.tracker.update(SlotSet("opted_out", None))
        return None


@dataclass(frozen=True, slots=True)
class CountMessage:
    """Count the message against its sender's limit."""

    throttle: Throttle

    async def __call__(self, turn: TurnContext) -> None:
        """Set the excess; `HoldBackExcess` and `ThrottleSender` act on it."""
        turn.excess = await self.throttle.count_excess(turn.message.sender)


@dataclass(frozen=True, slots=True)
class HoldBackExcess:
    """Beyond the limit, interpret nothing that can't be urgent: a flood must not cost what people's messages cost."""

    writer: ReplyWriter
    screen: UrgencyScreen

    async def __call__(self, turn: TurnContext) -> Replies | None:
        """Reply unless the message is within the limit or may be urgent."""
        return _slow_down(self.writer, turn) if turn.excess and not self._may_be_urgent(turn) else None

    def _may_be_urgent(self, turn: TurnContext) -> bool:
        """Return whether to interpret the message; buttons and commands cost nothing, and may hide or erase."""
        if turn.message.kind in {MessageKind.CHOICE, MessageKind.COMMAND} or is_danger_open(turn.tracker):
            return True
        if self.writer.cover_mode.cover_word_language(turn.text):
            return True
        language = turn.tracker.get_slot("language") or guess_language(turn.message)
        return bool(turn.text) and self.screen.may_be_urgent(turn.text, language)


@dataclass(frozen=True, slots=True)
class ThrottleSender:
    """Hold back what has turned out not to be urgent."""

    writer: ReplyWriter

    async def __call__(self, turn: TurnContext) -> Replies | None:
        """Never hold up a message about danger, hiding or erasing."""
        return _slow_down(self.writer, turn) if turn.excess and not is_urgent(turn.parse_data, turn.tracker) else None


def _slow_down(writer: ReplyWriter, turn: TurnContext) -> Replies:
    """Ask a person who writes too fast to slow down, once; then, and after STOP, stay silent."""
    is_first = turn.excess == 1 and not turn.tracker.get_slot("opted_out")
    return writer.write_aside(_SLOWER, turn.message, turn.tracker) if is_first else []


def _identified_language(parse_data: dict[str, Any]) -> str | None:
    """Return the language in which a message is written; None where it is unknown, so that the next one decides."""
    language = parse_data.get("language")
    return None if language == UNKNOWN_LANGUAGE else language


@dataclass(frozen=True, slots=True)
class RunDialogue:
    """Let Rasa act on what the message means, and save the conversation under a code if the turn made one."""

    processor: TurnProcessor

    async def __call__(self, turn: TurnContext) -> None:
        """Collect the responses; nothing happens in cover mode."""
        if turn.parse_data is None:
            return
        message, tracker = turn.message, turn.tracker
        written = language_events(turn)
        language = written[0].value
        events = [*discard(tracker), *turn.events, *written, *_network_events(message)]
        facts = list(remembered(turn.parse_data, tracker))
        if self._interrupts_form(turn.parse_data, tracker):
            # After the message they would count as an answer to the form, which then goes on instead of the rule.
            tracker.update_with_events(facts, self.processor.domain)
        else:
            events += facts
        collector = ResponseCollector(message.channel)
        saved_before = tracker.get_slot("paused")
        await self.processor.run_turn(tracker, {**turn.parse_data, "language": language}, events, collector)
        await self._save_under_code(tracker)
        turn.utterances = collector.utterances
        turn.obsolete_saves = {saved_before, turn.parse_data.get("pause")} - {tracker.get_slot("paused"), None}

    def _interrupts_form(self, parse_data: dict[str, Any], tracker: DialogueStateTracker) -> bool:
        """Return whether a rule answers the message and not the form that is active."""
        form, intent = self.processor.domain.forms.get(tracker.active_loop_name or "", {}), parse_data["intent"]["name"]
        may_answer = intent in _MAY_ANSWER and tracker.get_slot("requested_slot") == "place"
        return intent in form.get("ignored_intents", ()) and not may_answer

    async def _save_under_code(self, tracker: DialogueStateTracker) -> None:
        """Save the conversation if the turn made a code; only the digest of the code stays in the conversation."""
        code = tracker.get_slot("paused")
        if isinstance(code, dict):
            for name in ("paused", *_PHONE_SLOTS):
                tracker.update(SlotSet(name, None))
            saved = self.processor.saved_conversations
            digest = await saved.save(code["code"], changed_slots(tracker), code["days"])
            tracker.update(SlotSet("paused", digest))


@dataclass(frozen=True, slots=True)
class RenderReplies:
    """Find the words for the responses, store the conversation, and only then delete the saves that are obsolete."""

    writer: ReplyWriter
    continuation: Continuation
    repetition_key: bytes

    async def __call__(self, turn: TurnContext) -> Replies:
        """Always reply."""
        tracker, channel, cover_mode = turn.tracker, turn.message.channel, self.writer.cover_mode
        if cover_mode.is_active(tracker):
            utterances: Sequence[Utterance] = [cover_mode.next_cover_text(tracker)]
        elif turn.message.kind in _FROM_A_MENU:
            utterances = turn.utterances
        else:
            utterances = avoid_repetition(turn.utterances, tracker, self.repetition_key)
        language = reply_language(tracker)
        if_left = self._render_if_left(utterances, language, channel)
        rendered = self.writer.render(utterances or [TROUBLE], language, channel)
        at_once = is_danger_answer(utterances)  # people in danger must not have to ask for the rest of an answer
        rendered = self.continuation.split(rendered, tracker, channel, at_once=at_once)
        replies = await self.writer.store(rendered, tracker)
        for digest in turn.obsolete_saves:
            await self.writer.processor.saved_conversations.delete(digest)
        if if_left:
            replies = [
                replace(reply, erases=True, text_if_left=other) for reply, other in zip(replies, if_left, strict=True)
            ]
        return [replace(reply, is_silent=turn.message.is_late) for reply in replies]

    def _render_if_left(self, utterances: Sequence[Utterance], language: str, channel: str) -> list[str]:
        """Return what to say to a person who has everything erased if something may be left; nothing to others."""
        if all(utterance.response != _ERASED for utterance in utterances):
            return []
        in_part = [Utterance(_ERASED_IN_PART) if each.response == _ERASED else each for each in utterances]
        return [message.text for message in self.writer.render(in_part, language, channel)]


def language_events(turn: TurnContext) -> list[SlotSet]:
    """Return the events that remember in which language and letters the person writes."""
    parse_data, tracker = turn.parse_data or {}, turn.tracker
    language = _identified_language(parse_data) or tracker.get_slot("language") or guess_language(turn.message)
    script = [SlotSet("script", written_script(turn.text, tracker))] if turn.text else []
    return [SlotSet("language", language), *script]


def _network_events(message: InboundMessage) -> list[Event]:
    return [SlotSet("country_hint", message.country_hint)] if message.country_hint else []
