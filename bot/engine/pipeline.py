"""The turn as a pipeline: what the steps of a turn share, and how they run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.message import InboundMessage, MessageKind, Reply
from bot.rendering.utterance import Utterance
from nlu.text.normalization import sanitize_input

Replies = list[Reply]


@dataclass(slots=True)
class TurnContext:
    """One message, and what the steps so far have found out about it."""

    message: InboundMessage
    tracker: DialogueStateTracker
    text: str = field(init=False, default="", repr=False)
    """The readable characters of a text message; empty for any other kind of message."""
    excess: int = 0
    """By how many messages the sender exceeds their limit, this one included."""
    is_interpreted: bool = False
    parse_data: dict[str, Any] | None = None
    """What the message means, as Rasa's parse data; after interpretation None means: show a cover text, do nothing."""
    events: Sequence[Event] = ()
    """Events that interpretation adds to the tracker before Rasa acts."""
    utterances: Sequence[Utterance] = field(default_factory=list)
    """The responses that the dialogue asked for."""
    obsolete_saves: set[str] = field(default_factory=set)
    """Digests of saved conversations to delete once this turn is stored."""

    def __post_init__(self) -> None:
        """Set `text`."""
        if self.message.kind is MessageKind.TEXT:
            self.text = sanitize_input(self.message.text)

    def interpret(self, parse_data: dict[str, Any] | None, events: Sequence[Event] = ()) -> None:
        """Record what the message means; the interpretation steps that follow leave it alone."""
        self.is_interpreted, self.parse_data, self.events = True, parse_data, events


class Step(Protocol):
    """One step of a turn."""

    async def __call__(self, turn: TurnContext) -> Replies | None:
        """Return the replies that end the turn, an empty list included; None continues with the next step."""


async def run_steps(steps: Iterable[Step], turn: TurnContext) -> Replies:
    """Return the replies of the first step that has any; a pipeline ends with a step that always replies."""
    for step in steps:
        replies = await step(turn)
        if replies is not None:
            return replies
    return []
