"""Answer one message: understand it, let the dialogue act, find the words."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from babel.languages import get_official_languages
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.choices import intent_only, offered, resolved, standing
from bot.engine.generator import Collector
from bot.engine.processor import TurnFailedError, TurnProcessor
from bot.message import Heard, InboundMessage, Reply
from bot.privacy.faults import name_fault
from bot.replies.utterance import Spoken, Utterance
from locales.registry import LANGUAGES, SOURCE, spoken
from nlu.text.normalise import readable
from nlu.text.scripts import script_of

logger = logging.getLogger(__name__)

Speak = Callable[[Sequence[Utterance], str, str], list[Spoken]]
"""(utterances, catalogue language, channel) -> words."""

_TROUBLE = Utterance("utter_trouble")


class Engine:
    """The `Answer` behind every channel.

    The danger is silence: whatever goes wrong here, the person gets a reply, and nothing of
    what they wrote gets into a log. Assumes that one person's messages come one at a time,
    which channels see to.
    """

    def __init__(self, processor: TurnProcessor, speak: Speak) -> None:
        """Answer with the model in `processor` and the words that `speak` finds."""
        self._processor = processor
        self._speak = speak

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
            parse_data = await self._understood(message, tracker)
            language = parse_data.get("language") or language
            known = [SlotSet("language", language), *_told_by_the_network(message)]
            return await self._turn(tracker, parse_data, known, message.channel)
        except Exception as fault:  # noqa: BLE001 - the edge of the engine: somebody is waiting for an answer
            named = str(fault) if isinstance(fault, TurnFailedError) else name_fault(fault)
            logger.error("a turn failed: %s", named)  # noqa: TRY400 - a traceback may quote the person
            return offered(self._speak([_TROUBLE], spoken(language), message.channel))[0]

    async def _turn(
        self, tracker: DialogueStateTracker, parse_data: dict[str, Any], known: list[Event], channel: str
    ) -> list[Reply]:
        """Act, find the words, and only then keep where the conversation stands."""
        collector = Collector(channel)
        await self._processor.take_turn(tracker, parse_data, known, collector)
        said = self._speak(collector.utterances or [_TROUBLE], spoken(tracker.get_slot("language")), channel)
        replies, choices = offered(said)
        tracker.update(SlotSet("open_choices", choices or standing(tracker)))
        await self._processor.save_tracker(tracker)
        return replies

    async def _understood(self, message: InboundMessage, tracker: DialogueStateTracker) -> dict[str, Any]:
        """Return Rasa's parse data. Only words go through the model, and no words can name an intent."""
        choices = standing(tracker)
        if message.heard is Heard.CHOICE:
            return resolved(message.choice, choices)
        if message.heard is Heard.START:
            return intent_only("greet")
        words = readable(message.words)
        if message.heard is Heard.UNREADABLE or not words:
            return intent_only("unreadable")
        return await self._processor.understand(words, _metadata(message, tracker), tracker)


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
        "asked_place": wanted or any(choice["payload"].startswith("/give_place") for choice in choices),
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
