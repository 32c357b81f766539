"""What the engine tells the components about a message, and what they tell each other.

All of it may be missing: `rasa shell` and `rasa test` send words alone.
"""

from typing import Any, TypedDict, cast

from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

INTENT_RANKING = "intent_ranking"
LANGUAGE = "language"
DANGER = "danger"
CHOSEN = "chosen"
"""True where the text names a choice that stands."""
SUSPECTED = "suspected"
"""The danger that the detector suspects without being certain; the intent classifier has the last word."""


class Offered(TypedDict):
    """A choice that stands: what the person sees, and the `/intent{entities}` of our own that it means."""

    label: str
    payload: str


class Metadata(TypedDict, total=False):
    """`UserMessage.metadata` as the engine fills it."""

    language: str
    """BCP 47: the language of the conversation so far."""
    language_hint: str
    """BCP 47: the network's guess, for a conversation that has no language yet."""
    language_chosen: bool
    """The person chose it, so it doesn't follow what they write."""
    choices: list[Offered]
    asked_place: str | None
    """The intent that a place alone has now: the question "where are you?" stands, or "which country's rights?"."""
    asked_language: bool
    """The question "which language?" stands."""
    country: str
    """ISO 3166-1: where the person was understood to be, to tell places of one name apart."""


def metadata_of(message: Message) -> Metadata:
    """Return what the engine said of `message`; empty where nobody said anything."""
    return cast("Metadata", message.get("metadata") or {})


def decide(message: Message, intent: str) -> None:
    """Settle the intent, so that later components leave it alone."""
    certain = {"name": intent, "confidence": 1.0}
    message.set(INTENT, certain, add_to_output=True)
    message.set(INTENT_RANKING, [dict(certain)], add_to_output=True)


def is_decided(message: Message) -> bool:
    """Tell whether an earlier component settled the intent."""
    return bool((message.get(INTENT) or {}).get("name"))


def add_entity(message: Message, entity: str, value: Any, extractor: str) -> None:
    """Add an entity that stands for the whole text: our entities are meanings, not spans."""
    found = {"entity": entity, "value": value, "start": 0, "end": len(message.get(TEXT) or ""), "extractor": extractor}
    message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)


def parsed_payload(payload: str) -> dict[str, Any]:
    """Return the parse data of a payload from our own domain, never of anything that a person sent."""
    message = YAMLStoryReader.unpack_regex_message(Message({TEXT: payload}))
    return dict(message.as_dict(only_output_properties=True))
