"""Data about a message that the engine passes to the components, and that they pass to each other.

All of it may be missing: `rasa shell` and `rasa test` send only text.
"""

from typing import Any, TypedDict, cast

from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.reading.schema import Conversation, Reading
from nlu.reading.signals import Signal

READING = "message_reading"
"""The `Reading` of the message, for the components after the one that reads it; it is not in the parse data."""
EXPLANATION = "reading"
"""The reading as JSON, in the parse data only if the metadata asks for it."""
INTENT_OF_SIGNAL = {Signal.ERASE: "erase_chat", Signal.WATCHING: "someone_watching", Signal.PRYING: "prying"}
"""Signals that are nearly the whole message, and its intent: "he is coming" sounds like danger, and hides."""
INTENT_RANKING = "intent_ranking"
LANGUAGE = "language"
DANGER = "danger"
CHOSEN = "chosen"
"""True if the text names an offered choice."""
SUSPECTED = "suspected"
"""The danger that the detector suspects without being certain; the intent classifier decides."""


class OfferedChoice(TypedDict):
    """An offered choice: the label that the person sees, and our `/intent{entities}` that it means."""

    label: str
    payload: str


class Metadata(TypedDict, total=False):
    """`UserMessage.metadata` as the engine fills it."""

    language: str
    """BCP 47: the language of the conversation so far."""
    language_hint: str
    """BCP 47: a hint from the channel for a conversation without a language."""
    language_chosen: bool
    """The person chose the language, so it does not follow their messages."""
    choices: list[OfferedChoice]
    place_question: str | None
    """The intent of a bare place while "where are you?" or "which country's rights?" is open."""
    language_question: bool
    """The question "which language?" is open."""
    explain: bool
    """Put the whole reading into the parse data: for people who tune and check, never in a conversation."""
    offer_check: bool
    """An offer of work is or was being checked, whatever else is talked about meanwhile."""
    named_services: int
    """How many services have just been named."""
    emergency_numbers: bool
    """The last thing that was answered is a danger, with emergency numbers."""
    phone_country: str | None
    """ISO 3166-1: the country of the phone, where whoever writes for another one mostly is."""
    other_person: bool
    """The person has said that they write for another one."""
    ransom: bool
    """Money is asked for somebody who is held."""
    pried: bool
    """Something was told, and the last thing that was answered is a question of somebody else who reads it."""
    hidden: bool
    """The conversation is hidden, or the person is choosing the word that brings it back."""
    place_known: bool
    """The person has said where they are."""
    in_danger: bool
    """The last thing that was answered is a danger, or the question whether there is one is open."""
    country: str
    """ISO 3166-1: the known country of the person, to choose between places of one name."""
    region: str | None
    """ISO 3166-2: the known region of the person."""
    need: str | None
    """What they asked for last, as a code of the directory, or danger."""


def get_metadata(message: Message) -> Metadata:
    """Return the metadata that the engine passed; empty if it passed none."""
    return cast("Metadata", message.get("metadata") or {})


def get_conversation(message: Message) -> Conversation:
    """Return what the message follows, as the engine told it."""
    metadata = get_metadata(message)
    return Conversation(
        named=metadata.get("named_services", 0),
        has_begun=bool(metadata.get("language")),
        is_place_known=metadata.get("place_known", False),
        is_place_requested=bool(metadata.get("place_question")),
        is_in_danger=metadata.get("in_danger", False),
        has_numbers=metadata.get("emergency_numbers", False),
        checks_offer=metadata.get("offer_check", False),
        is_for_other=metadata.get("other_person", False),
        is_hidden=metadata.get("hidden", False),
    )


def get_reading(message: Message) -> Reading:
    """Return what the message tells. Raises `KeyError` if it has not been read."""
    reading: Reading = message.data[READING]
    return reading


def set_intent(message: Message, intent: str) -> None:
    """Set the intent with confidence 1, so that later components do not change it."""
    certain = {"name": intent, "confidence": 1.0}
    message.set(INTENT, certain, add_to_output=True)
    message.set(INTENT_RANKING, [dict(certain)], add_to_output=True)


def has_intent(message: Message) -> bool:
    """Return whether an earlier component set the intent."""
    return bool((message.get(INTENT) or {}).get("name"))


def add_entity(message: Message, entity: str, value: Any, extractor: str) -> None:
    """Add an entity for the whole text: our entities are meanings, not spans."""
    found = {"entity": entity, "value": value, "start": 0, "end": len(message.get(TEXT) or ""), "extractor": extractor}
    message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)


def parse_payload(payload: str) -> dict[str, Any]:
    """Parse a payload of our own domain; never call this with text from a person."""
    message = YAMLStoryReader.unpack_regex_message(Message({TEXT: payload}))
    return dict(message.as_dict(only_output_properties=True))
