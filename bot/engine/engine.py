"""Answer one message: understand it, let the dialogue act, find the words."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import structlog
from rasa.shared.core.events import AllSlotsReset, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import Heard, InboundMessage, Reply
from bot.engine.choices import Standing, intent_only, offered, resolved, standing
from bot.engine.continuation import Unsaid, answerable, forgotten, waiting
from bot.engine.cover_mode import Hiding, is_a_sentence
from bot.engine.fallback_reply import Apology
from bot.engine.language_hint import guessed_language, language_by_looks
from bot.engine.processor import TurnFailedError, TurnProcessor
from bot.engine.repetition import is_of_danger, not_a_third_time
from bot.engine.response_collector import Collector
from bot.engine.saved_conversations import code_in, is_code_alone
from bot.engine.throttle import Pace, is_urgent
from bot.engine.tracker_store import slots_of
from bot.metrics import instruments
from bot.privacy.exceptions import name_fault
from bot.rendering.utterance import Speak, Spoken, Utterance
from bot.state.store import StateUnavailableError
from locales.registry import SOURCE, spoken
from nlu.text.normalization import readable
from nlu.text.places.nearest import nearest_place

LOG = structlog.stdlib.get_logger(__name__)

_TROUBLE, _SLOWER = Utterance("utter_trouble"), Utterance("utter_slower")
_CHANGED = Utterance("utter_edited")
_ERASED = "utter_erased"
_DANGERS = {"in_danger", "self_harm"}
_SURELY = 0.9
_COMMANDS = {"menu": "ask_menu", "language": "change_language", "erase": "erase_chat"}
"""What the commands of a network's menu mean."""
_OF_THIS_PHONE = ("country_hint", "answered")
"""Slots that say nothing of somebody who goes on from another phone, days later."""
_ASK_FOR_A_PLACE = {
    "/give_place{": "give_place",
    "/rights_country{": "rights_country",
    "/rights_place": "rights_country",
}
"""How payloads begin while which a typed place is an answer, and what it then means."""


class Engine:
    """The `Answer` behind every channel.

    The danger is silence: whatever goes wrong here, the person gets a reply, and nothing of
    what they wrote gets into a log. Assumes that one person's messages come one at a time,
    which channels see to.
    """

    def __init__(
        self,
        processor: TurnProcessor,
        speak: Speak,
        cover: str = "weather",
        pace: Pace | None = None,
        apology: Apology | None = None,
    ) -> None:
        """Answer with the model in `processor` and the words that `speak` finds; `cover` is a topic for watchers.

        Without a `pace` nobody is too fast; without an `apology` it names no country's number.
        Raises `bot.engine.cover_mode.NoSuchCoverError`.
        """
        self._processor = processor
        self._speak = speak
        self._hiding = Hiding(processor.domain.responses, cover)
        self._unsaid = Unsaid(processor.domain.responses)
        self._pace = pace
        self._apology = apology or Apology(speak, {})
        self._key = processor.keys.derived("answers given")

    @property
    def speak(self) -> Speak:
        """Who finds the words."""
        return self._speak

    @property
    def trained(self) -> tuple[str, datetime]:
        """The fingerprint of what the model is made from, and when it was trained."""
        at = self._processor.model_metadata.trained_at.replace(tzinfo=UTC)  # Rasa writes UTC and does not say so
        return self._processor.model_filename.partition(".")[0].rpartition("-")[2], at

    async def warm_up(self) -> None:
        """Load what loads itself at its first use, so that the first person doesn't wait for it."""
        nobody = await self._processor.tracker_store.create_tracker("")
        for text in (
            "ພວກເຮົາເຮັດວຽກຢູ່ເຮືອ",
            "speak another language please",
        ):  # one that needs the embedding, one the languages' names
            await self._processor.understand(text, {}, nobody)

    def profile(self, language: str) -> tuple[str, str, tuple[str, ...]]:
        """Return what a network shows before anybody writes: two descriptions, and what each command does."""
        names = ("bot_description", "bot_short_description", *(f"command_{name}" for name in _COMMANDS))
        said, in_short, *commands = (self._speak([Utterance(f"utter_{name}")], language, "")[0].text for name in names)
        return said, in_short, tuple(commands)

    async def answer(self, message: InboundMessage) -> list[Reply]:
        """Return what to say to `message`: nothing to somebody who is gone, or who writes far too fast.

        Raises `bot.state.store.StateUnavailableError`; of any other fault the person gets words.
        """
        if message.heard is Heard.GONE:
            await self._processor.tracker_store.delete(message.sender)
            return []
        tracker = await self._processor.get_tracker(message.sender)
        try:
            too_many = await self._pace.messages_too_many(message.sender) if self._pace else 0
            return await self._answered(message, tracker, too_many)
        except StateUnavailableError:
            raise
        except Exception as fault:  # noqa: BLE001 - the edge of the engine: somebody is waiting for an answer
            named = str(fault) if isinstance(fault, TurnFailedError) else name_fault(fault)
            if not isinstance(fault, TurnFailedError):  # an action's fault was counted where it was
                instruments.fault("other")
            LOG.error("a turn failed", fault=named)  # noqa: TRY400 - a traceback may quote the person
            return self._trouble(tracker, message)

    def _trouble(self, tracker: DialogueStateTracker, message: InboundMessage) -> list[Reply]:
        """Return the apology, with the emergency number of where the person is; cover where somebody watches."""
        if self._hiding.is_hidden(tracker):
            return self._beside_the_dialogue(_TROUBLE, tracker, message)
        place = tracker.get_slot("place")
        country = (place or {}).get("country") or message.country_hint
        language = tracker.get_slot("language") or message.language_hint
        return self._apology(replace(message, country_hint=country, language_hint=language))

    async def _answered(self, message: InboundMessage, tracker: DialogueStateTracker, too_many: int) -> list[Reply]:
        if message.heard is Heard.CHANGED:
            return self._beside_the_dialogue(_CHANGED, tracker, message)
        waited = self._unsaid.asked_for(message, tracker)
        if waited:
            return await self._hand_over(tracker, self._unsaid.held_back(waited, tracker, message.channel))
        parse_data, noted = await self._understood(message, tracker)
        if too_many and not is_urgent(parse_data, tracker):
            return self._beside_the_dialogue(_SLOWER, tracker, message) if too_many == 1 else []
        if parse_data is None:
            return await self._say(tracker, [], message.channel)
        language = parse_data.get("language") or tracker.get_slot("language") or guessed_language(message) or SOURCE
        known = [*forgotten(tracker), *noted, SlotSet("language", language), *_told_by_the_network(message)]
        return await self._turn(tracker, parse_data, known, message.channel)

    def _beside_the_dialogue(
        self, said: Utterance, tracker: DialogueStateTracker, message: InboundMessage
    ) -> list[Reply]:
        """Return an answer that changes nothing of where the conversation stands; cover where somebody watches."""
        said = self._hiding.cover(tracker) if self._hiding.is_hidden(tracker) else said
        language = spoken(tracker.get_slot("language") or language_by_looks(message) or SOURCE)
        return offered(self._speak([said], language, message.channel))[0]

    async def _turn(
        self, tracker: DialogueStateTracker, parse_data: dict[str, Any], known: list[Event], channel: str
    ) -> list[Reply]:
        """Act, find the words, and only when all is said forget the pauses that are over."""
        collector = Collector(channel)
        before = tracker.get_slot("paused")
        await self._processor.take_turn(tracker, parse_data, known, collector)
        await self._keep_pause(tracker)
        replies = await self._say(tracker, collector.utterances, channel)
        over = {before, parse_data.get("pause")} - {tracker.get_slot("paused"), None}
        for digest in over:
            await self._processor.pauses.forget(digest)
        erases = any(utterance.response == _ERASED for utterance in collector.utterances)
        return [replace(reply, erases=erases) for reply in replies]

    async def _say(self, tracker: DialogueStateTracker, utterances: Sequence[Utterance], channel: str) -> list[Reply]:
        """Find the words, and only then keep where the conversation stands."""
        utterances = (
            [self._hiding.cover(tracker)]
            if self._hiding.is_hidden(tracker)
            else not_a_third_time(utterances, tracker, self._key)
        )
        said = self._speak(utterances or [_TROUBLE], spoken(tracker.get_slot("language")), channel)
        at_once = is_of_danger(utterances)  # nobody in danger has to ask for the rest of an answer
        return await self._hand_over(tracker, self._unsaid.held_back(said, tracker, channel, at_once=at_once))

    async def _hand_over(self, tracker: DialogueStateTracker, said: Sequence[Spoken]) -> list[Reply]:
        """Keep where the conversation stands, and what can be chosen now."""
        replies, choices = offered(said)
        tracker.update(SlotSet("open_choices", choices or standing(tracker)))
        await self._processor.save_tracker(tracker)
        return replies

    async def _keep_pause(self, tracker: DialogueStateTracker) -> None:
        """Keep the pause that a turn has made; only the digest of its number stays in the conversation."""
        made = tracker.get_slot("paused")
        if isinstance(made, dict):
            for name in ("paused", *_OF_THIS_PHONE):
                tracker.update(SlotSet(name, None))
            digest = await self._processor.pauses.keep(made["code"], slots_of(tracker), made["days"])
            tracker.update(SlotSet("paused", digest))

    async def _understood(
        self, message: InboundMessage, tracker: DialogueStateTracker
    ) -> tuple[dict[str, Any] | None, list[Event]]:
        """Return Rasa's parse data and what to note; None where somebody watches and this is not the person's word.

        Only words go through the model, and no words can name an intent.
        """
        words = readable(message.words) if message.heard is Heard.WORDS else ""
        if self._hiding.is_hidden(tracker):
            return await self._under_cover(words, message, tracker)
        plain = self._without_the_model(words, message, tracker)
        if plain:
            return plain, [SlotSet("word_wanted", None)]
        brought_back = None if tracker.get_slot("word_wanted") else await self._unpaused(words, tracker.sender_id)
        if brought_back:
            return brought_back
        parsed = await self._processor.understand(words, _metadata(message, tracker), tracker)
        if parsed["intent"]["name"] == "someone_watching" and _is_alarmed(tracker) and not is_a_sentence(words, 4):
            parsed = {**parsed, **_only("in_danger")}
        if not tracker.get_slot("word_wanted"):
            return parsed, []
        return (parsed, [SlotSet("word_wanted", None)]) if _is_no_word(parsed) else self._hiding.word_taken(words)

    def _without_the_model(
        self, words: str, message: InboundMessage, tracker: DialogueStateTracker
    ) -> dict[str, Any] | None:
        """Return what a message means that is no matter of language, else None."""
        if message.heard is Heard.CHOICE:
            return resolved(message.choice, standing(tracker))
        if message.heard in {Heard.START, Heard.COMMAND}:
            return intent_only(_COMMANDS.get(message.choice, "greet"))
        if message.heard is Heard.LOCATION and message.point:
            return _shared(message.point, standing(tracker))
        if not words:
            return intent_only("unreadable")
        hidden_by = self._hiding.hidden_by(words)
        if hidden_by is None:
            return None
        return {**intent_only("someone_watching"), "language": tracker.get_slot("language") or hidden_by}

    async def _under_cover(
        self, words: str, message: InboundMessage, tracker: DialogueStateTracker
    ) -> tuple[dict[str, Any] | None, list[Event]]:
        """Return the person's own return, or danger; None for anything else, be it a button or a command."""
        if not words:
            return None, []
        if self._hiding.brings_back(words, tracker):
            return intent_only("come_back"), []
        if not is_a_sentence(words):
            return None, []
        parsed = await self._processor.understand(words, {**_metadata(message, tracker), "choices": []}, tracker)
        return (parsed, [SlotSet("hidden", None)]) if parsed["intent"]["name"] in _DANGERS else (None, [])

    async def _unpaused(self, words: str, who: str) -> tuple[dict[str, Any], list[Event]] | None:
        """Return what the number of a pause means, and what it brings back; None for a message without one."""
        code = code_in(words)
        found = await self._processor.pauses.find(code, who) if code else None
        if found is None:
            return (intent_only("pause_not_known"), []) if is_code_alone(words) else None
        digest, slots = found
        back = {**intent_only("come_back"), "language": slots.get("language"), "pause": digest}
        # Nothing of another conversation on this phone may colour the one that goes on.
        return back, [AllSlotsReset(), *(SlotSet(name, value) for name, value in slots.items())]


def _shared(point: tuple[float, float], choices: Sequence[Standing]) -> dict[str, Any]:
    """Return what a shared location means: the town nearest to it, or a place that we don't know."""
    town = nearest_place(*point)
    found = [{"entity": "place", "value": asdict(town)}] if town else []
    return {**intent_only(_place_asked_for(choices) or "give_place"), "entities": found}


def _only(name: str) -> dict[str, Any]:
    """Return the intent of a message that keeps its entities and its language."""
    intent = {"name": name, "confidence": 1.0}
    return {"intent": intent, "intent_ranking": [intent]}


def _is_alarmed(tracker: DialogueStateTracker) -> bool:
    """Tell whether danger was told just before: then "he is here" is more of it, and no wish to be hidden from him."""
    return bool(tracker.get_slot("alarm") or tracker.get_slot("alarms"))


def _is_no_word(parsed: dict[str, Any]) -> bool:
    """Tell whether a message that could be a word of one's own is something else: danger, or surely a wish of ours."""
    intent = parsed["intent"]
    return (
        intent["name"] in _DANGERS
        or intent["confidence"] == 1
        or (intent["name"] in {"erase_chat", "someone_watching"} and intent["confidence"] > _SURELY)
    )


def _metadata(message: InboundMessage, tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return what helps to understand the words, as `nlu.components.metadata.Metadata`."""
    choices = answerable(tracker)
    place = tracker.get_slot("place")
    country = place.get("country") if isinstance(place, dict) else None
    # Whoever would not say where they are in danger was told that they still may, at any time.
    wanted = country is None and tracker.get_slot("need") in {"danger", "self_harm"}
    return {
        "language": tracker.get_slot("language"),
        "language_hint": guessed_language(message),
        "language_chosen": bool(tracker.get_slot("language_chosen")),
        "choices": choices,
        "asked_place": _place_asked_for([*choices, *waiting(tracker)]) or ("give_place" if wanted else None),
        "asked_language": any(choice["payload"].startswith("/change_language{") for choice in choices),
        "country": country or message.country_hint,
    }


def _told_by_the_network(message: InboundMessage) -> list[Event]:
    return [SlotSet("country_hint", message.country_hint)] if message.country_hint else []


def _place_asked_for(choices: Sequence[Standing]) -> str | None:
    """Return what a place means that is typed while these choices stand."""
    payloads = [choice["payload"] for choice in choices]
    return next(
        (means for begins, means in _ASK_FOR_A_PLACE.items() if any(p.startswith(begins) for p in payloads)), None
    )
