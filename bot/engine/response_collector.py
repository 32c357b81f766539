"""Collect the responses of a turn by name and values, without their texts.

Rasa asks its `NaturalLanguageGenerator` for texts in the middle of a turn. Ours answers with names and values, and
`bot.rendering` finds the texts at the end, for the channel and the language that are known then. So the tracker holds
no texts either.
"""

from collections.abc import Iterator
from typing import Any

from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rendering.utterance import Utterance

_ADULT = 18
"""Years; Convention on the Rights of the Child, article 1."""
_NOT_VALUES = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
"""Keys that `rasa_sdk` sends beside an action's own values."""


class ResponseNameGenerator(NaturalLanguageGenerator):
    """Generates {"custom": {"response", "values"}} and no text."""

    def __init__(self, domain: Domain) -> None:
        """Take the names of the responses from the domain."""
        self._known = domain.responses.keys()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return the draft of a bot message, or None for an unknown response, as Rasa requires."""
        if utter_action not in self._known:
            return None
        response = next((name for name in _variants(utter_action, tracker) if name in self._known), utter_action)
        values = {name: value for name, value in kwargs.items() if name not in _NOT_VALUES}
        return {"text": "", "custom": {"response": response, "values": values}}


def _variants(response: str, tracker: DialogueStateTracker) -> Iterator[str]:
    """Yield the names of the variants for a child, a man, or a person who writes for another."""
    if tracker.get_slot("whom"):
        yield f"{response}_other"
        return
    age = tracker.get_slot("age")
    if tracker.get_slot("child") if age is None else age < _ADULT:
        yield f"{response}_child"
    elif tracker.get_slot("gender") in {"man", "boy"}:
        yield f"{response}_man"


class ResponseCollector(OutputChannel):
    """Collects the responses of a turn as `Utterance`s."""

    def __init__(self, channel: str) -> None:
        """Collect for the channel with this name."""
        self._channel = channel
        self.utterances: list[Utterance] = []

    def name(self) -> str:
        """Return the channel's name; in Rasa, where each channel has its own class, this is a class method."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collect a message of `ResponseNameGenerator` (Rasa calls this)."""
        draft = message["custom"]
        choices = tuple((button["title"], button["payload"]) for button in message.get("buttons") or ())
        self.utterances.append(Utterance(draft["response"], draft["values"], choices))
