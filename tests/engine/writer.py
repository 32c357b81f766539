"""A person who writes to the engine without a network in between."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from bot.core.message import InboundMessage, MessageKind, Pseudonym, Reply, UserText
from bot.engine.engine import Engine
from bot.engine.tracker_store import ConversationState

_numbers = count()


@dataclass
class Writer:
    """One person in one conversation; `replies` are those of the last turn."""

    engine: Engine
    channel: str = "sms"
    language_hint: str | None = "en"
    country_hint: str | None = None
    pseudonym: Pseudonym = field(default_factory=lambda: Pseudonym(f"writer-{next(_numbers)}"))
    replies: Sequence[Reply] = ()

    async def send_text(self, text: str) -> Sequence[Reply]:
        """Send a text and return the replies."""
        return await self.send(MessageKind.TEXT, text=text)

    async def press(self, token: str) -> Sequence[Reply]:
        """Press the button with this token and return the replies."""
        return await self.send(MessageKind.CHOICE, choice=token)

    async def send(self, kind: MessageKind, *, text: str = "", choice: str = "") -> Sequence[Reply]:
        """Send any message and return the replies."""
        message = InboundMessage(
            self.channel,
            self.pseudonym,
            kind,
            text=UserText(text),
            choice=choice,
            language_hint=self.language_hint,
            country_hint=self.country_hint,
        )
        self.replies = await self.engine.answer(message)
        return self.replies

    @property
    def text(self) -> str:
        """All text of the last turn."""
        return "\n".join(reply.text for reply in self.replies)

    @property
    def tokens(self) -> dict[str, str]:
        """Label -> token of the choices in the last turn."""
        return {choice.label: choice.token for reply in self.replies for choice in reply.choices}

    async def state(self) -> ConversationState:
        """Return what is stored of the conversation."""
        state = await self.engine._processor.tracker_store.load_state(self.pseudonym)
        assert state
        return state
