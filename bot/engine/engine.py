"""Answer one message: understand it, let the dialogue act, find the words."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from babel.languages import get_official_languages
from rasa.shared.core.events import AllSlotsReset, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.choices import Standing, intent_only, offered, resolved, standing
from bot.engine.conversations import slots_of
from bot.engine.generator import Collector
from bot.engine.hiding import Hiding, is_a_sentence
from bot.engine.pauses import code_in, is_code_alone
from bot.engine.processor import TurnFailedError, TurnProcessor
from bot.engine.repeating import not_a_third_time
from bot.message import Heard, InboundMessage, Reply
from bot.privacy.faults import name_fault
from bot.replies.utterance import Spoken, Utterance
from locales.registry import LANGUAGES, SOURCE, spoken
from nlu.text.nearest_place import nearest_place
from nlu.text.normalise import readable
from nlu.text.scripts import script_of

logger = logging.getLogger(__name__)

Speak = Callable[[Sequence[Utterance], str, str], list[Spoken]]
"""(utterances, catalogue language, channel) -> words."""

_TROUBLE = Utterance("utter_trouble")
_DANGERS = {"in_danger", "self_harm"}
_SURELY = 0.9
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

    def __init__(self, processor: TurnProcessor, speak: Speak, cover: str = "weather") -> None:
        """Answer with the model in `processor` and the words that `speak` finds; `cover` is a topic for watchers.

        Raises `bot.engine.hiding.NoSuchCoverError`.
        """
        self._processor = processor
        self._speak = speak
        self._hiding = Hiding(processor.domain.responses, cover)

    async def warm_up(self) -> None:
        """Load what loads itself at its first use, so that the first person doesn't wait for it."""
        nobody = await self._processor.get_tracker("")
        for text in (
            "ສະບາຍດີ",
            "speak another language please",
        ):  # one that needs the embedding, one the languages' names
            await self._processor.understand(text, {}, nobody)

    async def answer(self, message: InboundMessage) -> list[Reply]:
        """Return what to say to `message`, at least one reply."""
        tracker = await self._processor.get_tracker(message.sender)
        language = tracker.get_slot("language") or _guessed_language(message) or SOURCE
        try:
            parse_data, noted = await self._understood(message, tracker)
            if parse_data is None:
                return await self._say(tracker, [], message.channel)
            language = parse_data.get("language") or language
            known = [*noted, SlotSet("language", language), *_told_by_the_network(message)]
            return await self._turn(tracker, parse_data, known, message.channel)
        except Exception as fault:  # noqa: BLE001 - the edge of the engine: somebody is waiting for an answer
            named = str(fault) if isinstance(fault, TurnFailedError) else name_fault(fault)
            logger.error("a turn failed: %s", named)  # noqa: TRY400 - a traceback may quote the person
            said = self._hiding.cover(tracker) if self._hiding.is_hidden(tracker) else _TROUBLE
            return offered(self._speak([said], spoken(language), message.channel))[0]

    async def _turn(
        self, tracker: DialogueStateTracker, parse_data: dict[str, Any], known: list[Event], channel: str
    ) -> list[Reply]:
        """Act, find the words, and only when all is said forget the pauses that are over."""
        collector = Collector(channel)
        before = tracker.get_slot("paused")
        await self._processor.take_turn(tracker, parse_data, known, collector)
        self._keep_pause(tracker)
        replies = await self._say(tracker, collector.utterances, channel)
        over = {before, parse_data.get("pause")} - {tracker.get_slot("paused"), None}
        for digest in over:
            self._processor.pauses.forget(digest)
        return replies

    async def _say(self, tracker: DialogueStateTracker, utterances: Sequence[Utterance], channel: str) -> list[Reply]:
        """Find the words, and only then keep where the conversation stands."""
        utterances = (
            [self._hiding.cover(tracker)] if self._hiding.is_hidden(tracker) else not_a_third_time(utterances, tracker)
        )
        said = self._speak(utterances or [_TROUBLE], spoken(tracker.get_slot("language")), channel)
        replies, choices = offered(said)
        tracker.update(SlotSet("open_choices", choices or standing(tracker)))
        await self._processor.save_tracker(tracker)
        return replies

    def _keep_pause(self, tracker: DialogueStateTracker) -> None:
        """Keep the pause that a turn has made; only the digest of its number stays in the conversation."""
        made = tracker.get_slot("paused")
        if isinstance(made, dict):
            for name in ("paused", *_OF_THIS_PHONE):
                tracker.update(SlotSet(name, None))
            tracker.update(
                SlotSet("paused", self._processor.pauses.keep(made["code"], slots_of(tracker), made["days"]))
            )

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
        brought_back = None if tracker.get_slot("word_wanted") else self._unpaused(words)
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
        if message.heard is Heard.START:
            return intent_only("greet")
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

    def _unpaused(self, words: str) -> tuple[dict[str, Any], list[Event]] | None:
        """Return what the number of a pause means, and what it brings back; None for a message without one."""
        code = code_in(words)
        found = self._processor.pauses.find(code) if code else None
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
    choices = standing(tracker)
    place = tracker.get_slot("place")
    country = place.get("country") if isinstance(place, dict) else None
    # Whoever would not say where they are in danger was told that they still may, at any time.
    wanted = country is None and tracker.get_slot("need") in {"danger", "self_harm"}
    return {
        "language": tracker.get_slot("language"),
        "language_hint": _guessed_language(message),
        "language_chosen": bool(tracker.get_slot("language_chosen")),
        "choices": choices,
        "asked_place": _place_asked_for(choices) or ("give_place" if wanted else None),
        "asked_language": any(choice["payload"].startswith("/change_language{") for choice in choices),
        "country": country or message.country_hint,
    }


def _told_by_the_network(message: InboundMessage) -> list[Event]:
    return [SlotSet("country_hint", message.country_hint)] if message.country_hint else []


def _guessed_language(message: InboundMessage) -> str | None:
    """Return the language that the network tells, or the country's own, if it is one that Latin letters may be in.

    Somebody in Thailand who types Latin letters rather writes anything but Thai.
    """
    if message.language_hint or not message.country_hint:
        return message.language_hint
    official = (code for code in get_official_languages(message.country_hint) if code in LANGUAGES)
    return next((code for code in official if script_of(LANGUAGES[code].own_name) == "Latn"), None)


def _place_asked_for(choices: Sequence[Standing]) -> str | None:
    """Return what a place means that is typed while these choices stand."""
    payloads = [choice["payload"] for choice in choices]
    return next(
        (means for begins, means in _ASK_FOR_A_PLACE.items() if any(p.startswith(begins) for p in payloads)), None
    )
