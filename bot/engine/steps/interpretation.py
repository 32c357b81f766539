"""Steps that find out what a message means.

Only text goes through the model, and no text can name an intent: a leading slash means nothing here. Each step leaves
a message alone that an earlier one has interpreted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rasa.shared.core.events import AllSlotsReset, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import InboundMessage, MessageKind
from bot.engine.choices import OpenChoice, intent_parse_data, open_choices, resolve_choice
from bot.engine.continuation import choices_to_answer, pending_choices
from bot.engine.cover_mode import CoverMode, has_words
from bot.engine.language_hint import guess_language
from bot.engine.pipeline import TurnContext
from bot.engine.processor import TurnProcessor
from bot.engine.saved_conversations import find_code, is_code_only
from nlu.reading.service_questions import is_lettered
from nlu.text.places.nearest import nearest_place

COMMANDS = {"menu": "ask_menu", "language": "change_language", "erase": "erase_chat"}
"""The commands in the network's menu, and the intent of each."""
DANGER_INTENTS = {"in_danger", "self_harm"}
_PLEAS = ("find_", "return_home", "describe_exploitation", "help_someone_else")
_SURE_OF_A_PLEA, _WORDS_OF_A_PLEA = 0.5, 5
_SURE = 0.9
"""Confidence from which a wish to hide is not taken for a return word."""
_REQUESTS = {"ask_by_name", "ask_about_service", "tell_outcome", "correct"}
"""Intents that any words may have once services were named; a return word may look like the name of a service."""
_GOES_ON = frozenset({
    *_REQUESTS, "erase_chat", "know_rights", "more_options", "pause", "ask_what_to_say", "possible_danger",
})  # fmt: skip
"""Intents of somebody who is alone again and at once asks on."""
_OF_A_READER = frozenset({"prying", "ask_bot", "someone_watching"})
"""Intents of somebody else who has the phone, or who is near."""
_NO_DANGER = "/safe_now"
"""Payload of the answer that there is no danger; it is open only while a danger is suspected."""
_NEEDS = ("find_", "return_home", "immigration_help", "report_crime", "talk_to_person")
"""Beginnings of the intents that ask for something else than help in danger."""
_OFFER_CHECKS = frozenset({"job", "agent", "offer"})
"""Checks of actions/checks.yml that are about an offer of work, and what they find."""
_PLACE_QUESTIONS = {
    "/give_place{": "give_place",
    "/rights_country{": "rights_country",
    "/rights_place": "rights_country",
}
"""Payload prefixes of the choices that a typed place answers too, and the intent of such an answer."""


@dataclass(frozen=True, slots=True)
class InterpretUnderCover:
    """In cover mode accept only the return word, a plea, or what only the person who was at the phone before can write.

    The danger is a watcher who writes: no button, no command and no question but one about a service by its letter may
    bring the subject back, and whoever chose a word of their own is brought back by nothing less than a plea.
    """

    cover_mode: CoverMode
    processor: TurnProcessor

    async def __call__(self, turn: TurnContext) -> None:
        """Interpret every message that arrives in cover mode."""
        if not self.cover_mode.is_active(turn.tracker):
            return
        turn.interpret(None)
        if turn.text and self.cover_mode.is_return_word(turn.text, turn.tracker):
            turn.interpret(intent_parse_data("come_back"))
        elif turn.text:
            metadata = {**parse_metadata(turn.message, turn.tracker), "choices": []}
            parse_data = await self.processor.parse_text(turn.text, metadata, turn.tracker)
            if is_plea(parse_data, turn.text):
                turn.interpret(parse_data, [SlotSet("hidden", None)])
            elif turn.tracker.get_slot("back_word"):
                return
            elif _asks_by_letter(parse_data, turn.text):
                turn.interpret(parse_data, [SlotSet("hidden", None)])
            elif _is_alone_again(parse_data):
                if parse_data["intent"]["name"] in _GOES_ON or parse_data["intent"]["name"].startswith(_NEEDS[:-1]):
                    turn.interpret(parse_data, [SlotSet("hidden", None)])
                else:
                    turn.interpret(intent_parse_data("come_back"))


@dataclass(frozen=True, slots=True)
class InterpretWithoutModel:
    """Interpret what means the same in every language: choices, commands, locations, the word that hides."""

    cover_mode: CoverMode

    async def __call__(self, turn: TurnContext) -> None:
        """Interpret anything but a text; of texts only the cover word, and those without a readable character."""
        if turn.is_interpreted:
            return
        parse_data = self._parse(turn.message, turn)
        if parse_data:
            turn.interpret(parse_data, [SlotSet("word_wanted", None)])

    def _parse(self, message: InboundMessage, turn: TurnContext) -> dict[str, Any] | None:
        if message.kind is MessageKind.CHOICE:
            return resolve_choice(message.choice, open_choices(turn.tracker))
        if message.kind in {MessageKind.START, MessageKind.COMMAND}:
            # The network's own button says START again and again; whoever was greeted wants to see where to go on.
            start = "ask_menu" if turn.tracker.get_slot("welcomed") else "greet"
            return intent_parse_data(COMMANDS.get(message.choice, start))
        if message.kind is MessageKind.LOCATION and message.location:
            return _parse_location(message.location, open_choices(turn.tracker))
        if not turn.text:
            return intent_parse_data("unreadable")
        language = self.cover_mode.cover_word_language(turn.text)
        if language is None:
            return None
        return {**intent_parse_data("someone_watching"), "language": turn.tracker.get_slot("language") or language}


@dataclass(frozen=True, slots=True)
class InterpretSavedCode:
    """Load the saved conversation whose code the message contains."""

    processor: TurnProcessor

    async def __call__(self, turn: TurnContext) -> None:
        """Interpret a message with a known code, or one that is nothing but a code; beyond the limit try no code."""
        if turn.is_interpreted or turn.excess or turn.tracker.get_slot("word_wanted"):
            return
        code = find_code(turn.text)
        saved = await self.processor.saved_conversations.load(code, turn.tracker.sender_id) if code else None
        if saved:
            digest, slots = saved
            parse_data = {**intent_parse_data("come_back"), "language": slots.get("language"), "pause": digest}
            # Nothing of another conversation on this phone may leak into the one that goes on.
            turn.interpret(parse_data, [AllSlotsReset(), *(SlotSet(name, value) for name, value in slots.items())])
        elif is_code_only(turn.text):
            turn.interpret(intent_parse_data("pause_not_known"))


@dataclass(frozen=True, slots=True)
class InterpretText:
    """Parse the text with the model."""

    processor: TurnProcessor
    cover_mode: CoverMode

    async def __call__(self, turn: TurnContext) -> None:
        """Interpret the text; if a return word was asked for, take it for that unless it is clearly something else."""
        if turn.is_interpreted:
            return
        tracker = turn.tracker
        parse_data = await self.processor.parse_text(turn.text, parse_metadata(turn.message, tracker), tracker)
        if not tracker.get_slot("word_wanted"):
            turn.interpret(parse_data, _drop_suspicion(parse_data, tracker))
        elif _is_no_return_word(parse_data):
            turn.interpret(parse_data, [SlotSet("word_wanted", None)])
        else:
            turn.interpret(*self.cover_mode.take_return_word(turn.text))


def _drop_suspicion(parse_data: dict[str, Any], tracker: DialogueStateTracker) -> list[Event]:
    """Return the event that drops a danger that was only suspected, if the person asks for something else instead."""
    is_suspected = _asks_about_danger(tracker)
    is_need = parse_data["intent"]["name"].startswith(_NEEDS)
    return [SlotSet("alarm", None)] if is_suspected and is_need else []


def _asks_about_danger(tracker: DialogueStateTracker) -> bool:
    """Return whether the question whether there is a danger is open."""
    return any(choice["payload"] == _NO_DANGER for choice in open_choices(tracker))


def is_plea(parse_data: dict[str, Any], text: str) -> bool:
    """Return whether a message asks for help, as nobody does who only looks at the phone."""
    intent = parse_data["intent"]
    return intent["name"] in DANGER_INTENTS or (
        intent["name"].startswith(_PLEAS)
        and intent["confidence"] >= _SURE_OF_A_PLEA
        and has_words(text, _WORDS_OF_A_PLEA)
    )


def _asks_by_letter(parse_data: dict[str, Any], text: str) -> bool:
    """Return whether a message asks about a service by its letter, though not what that is.

    Whoever knows the letter wrote here before, or sees it in what stands above.
    """
    language = parse_data.get("language") or ""
    may_ask = parse_data["intent"]["name"] in {"ask_about_service", "possible_danger"}
    is_question = may_ask and has_words(text, _WORDS_OF_A_PLEA)
    entities = parse_data.get("entities") or ()
    facts: dict[str, Any] = next((each["value"] for each in entities if each["entity"] == "facts"), {})
    aspects = {facts.get("aspect"), *facts.get("also", ())}
    return is_question and not _OF_A_CALLER.isdisjoint(aspects) and is_lettered(text, language)


_OF_A_CALLER = frozenset({"cost", "hours", "language", "eligibility", "documents", "contact"})
"""Aspects that only somebody who means to call a service asks about."""


def _is_alone_again(parse_data: dict[str, Any]) -> bool:
    """Return whether a message says that somebody has left, of whom only the person at the phone before can know.

    "She went out. Who is this?" is what somebody else asks.
    """
    intent = parse_data["intent"]
    facts = [each["value"] for each in parse_data.get("entities") or () if each["entity"] == "facts"]
    if intent["name"] in _OF_A_READER or any(each.get("asks_of_other") for each in facts):
        return False
    is_phrase = any(each.get("alone") for each in facts)
    return is_phrase or (intent["name"] == "watcher_gone" and intent["confidence"] >= _SURE_OF_A_PLEA)


def parse_metadata(message: InboundMessage, tracker: DialogueStateTracker) -> dict[str, Any]:
    """Return what helps to understand the text, as `nlu.components.metadata.Metadata`."""
    choices = choices_to_answer(tracker)
    place = tracker.get_slot("place")
    country = place.get("country") if isinstance(place, dict) else None
    # People in danger who would not say where they are were told that they can still do so at any time.
    place_wanted = country is None and tracker.get_slot("need") in {"danger", "self_harm"}
    return {
        "language": tracker.get_slot("language"),
        "language_hint": guess_language(message),
        "language_chosen": bool(tracker.get_slot("language_chosen")),
        "choices": choices,
        "place_question": _place_intent([*choices, *pending_choices(tracker)])
        or ("give_place" if place_wanted else None),
        "language_question": any(choice["payload"].startswith("/change_language{") for choice in choices),
        "place_known": country is not None,
        "country": country or message.country_hint,
        "region": place.get("region") if isinstance(place, dict) else None,
        "need": tracker.get_slot("need"),
        "in_danger": tracker.get_slot("need") == "danger" or _asks_about_danger(tracker),
        "offer_check": _is_about_offer(tracker.get_slot("check") or {}),
        "hidden": bool(tracker.get_slot("hidden") or tracker.get_slot("word_wanted")),
        "named_services": len(tracker.get_slot("named") or ()),
        "emergency_numbers": tracker.get_slot("need") in {"danger", "self_harm"} and not tracker.get_slot("alarm"),
        "phone_country": message.country_hint,
        "other_person": bool(tracker.get_slot("whom")),
        "ransom": bool(tracker.get_slot("ransom")),
        # Whoever asks who this is before anything was told may well need help.
        "pried": bool(tracker.get_slot("pried") and (tracker.get_slot("named") or tracker.get_slot("need"))),
    }


def _is_about_offer(check: Mapping[str, Any]) -> bool:
    """Return whether a check that goes on, or what one has found, is about an offer of work."""
    return check.get("check") in _OFFER_CHECKS or check.get("found") in _OFFER_CHECKS


def _parse_location(location: tuple[float, float], choices: Sequence[OpenChoice]) -> dict[str, Any]:
    """Return the parse data of a shared location: the nearest town, or a place that we don't know."""
    town = nearest_place(*location)
    entities = [{"entity": "place", "value": asdict(town)}] if town else []
    return {**intent_parse_data(_place_intent(choices) or "give_place"), "entities": entities}


def _place_intent(choices: Sequence[OpenChoice]) -> str | None:
    """Return the intent of a place that is typed while these choices are open."""
    payloads = [choice["payload"] for choice in choices]
    return next(
        (
            intent
            for prefix, intent in _PLACE_QUESTIONS.items()
            if any(payload.startswith(prefix) for payload in payloads)
        ),
        None,
    )


def _is_no_return_word(parse_data: dict[str, Any]) -> bool:
    """Return whether a text that could be a return word is danger, or clearly something else that we know."""
    intent = parse_data["intent"]
    return (
        intent["name"] in DANGER_INTENTS | {"erase_chat"}
        or (intent["confidence"] == 1 and intent["name"] not in _REQUESTS)
        or (intent["name"] == "someone_watching" and intent["confidence"] > _SURE)
    )
