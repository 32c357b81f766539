"""What Rasa calls natural language generation, without the language.

Rasa asks for words in the middle of a turn; we answer with the response's name and
values, and `bot/rendering` finds the words at the end, for the channel and the language
that the turn has come to. So the tracker never holds a sentence either.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rendering.utterance import Utterance

_ADULT = 18
"""Years; Convention on the Rights of the Child, article 1."""

_NOT_VALUES = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
"""What `rasa_sdk` sends beside an action's own values."""


class NamesAndValues(NaturalLanguageGenerator):
    """Generates {"custom": {"response", "values"}} and nothing else."""

    def __init__(self, domain: Domain) -> None:
        """Know which responses there are."""
        self._known = domain.responses.keys()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return the draft of a bot message; None, as Rasa wants it, for a response that nobody wrote."""
        if utter_action not in self._known:
            return None
        said = next((name for name in _for_this_person(utter_action, tracker) if name in self._known), utter_action)
        values = {name: value for name, value in kwargs.items() if name not in _NOT_VALUES}
        return {"text": "", "custom": {"response": said, "values": values}}


def _for_this_person(response: str, tracker: DialogueStateTracker) -> Iterator[str]:
    """Yield the names of what is said in the place of a response to a child, to a man, to who writes for another."""
    if tracker.get_slot("whom"):
        yield f"{response}_other"
        return
    age = tracker.get_slot("age")
    if tracker.get_slot("child") if age is None else age < _ADULT:
        yield f"{response}_child"
    elif tracker.get_slot("gender") in {"man", "boy"}:
        yield f"{response}_man"


class Collector(OutputChannel):
    """Collects what a turn says, as `Utterance`s."""

    def __init__(self, channel: str) -> None:
        """Collect for the channel of this name."""
        self._channel = channel
        self.utterances: list[Utterance] = []

    def name(self) -> str:
        """Return the channel's name; it is a class method in Rasa, where a class is a channel."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a message of `NamesAndValues` (Rasa calls this)."""
        said = message["custom"]
        choices = _choices(message.get("buttons") or ())
        self.utterances.append(Utterance(said["response"], said["values"], choices))


def _choices(buttons: Iterable[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((button["title"], button["payload"]) for button in buttons)
