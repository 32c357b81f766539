"""Somebody who writes to the engine without a network between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from bot.core.message import Heard, InboundMessage, PersonsWords, Pseudonym, Reply
from bot.engine.engine import Engine
from bot.engine.tracker_store import Record

_numbers = count()


@dataclass
class Writer:
    """One person in one conversation; `heard` is every reply so far."""

    engine: Engine
    channel: str = "sms"
    language_hint: str | None = "en"
    country_hint: str | None = None
    pseudonym: Pseudonym = field(default_factory=lambda: Pseudonym(f"writer-{next(_numbers)}"))
    replies: Sequence[Reply] = ()

    async def says(self, words: str) -> Sequence[Reply]:
        """Write words and return the replies."""
        return await self.sends(Heard.WORDS, words=words)

    async def chooses(self, token: str) -> Sequence[Reply]:
        """Press the button with this token."""
        return await self.sends(Heard.CHOICE, choice=token)

    async def sends(self, heard: Heard, *, words: str = "", choice: str = "") -> Sequence[Reply]:
        """Send anything and return the replies."""
        message = InboundMessage(
            self.channel,
            self.pseudonym,
            heard,
            words=PersonsWords(words),
            choice=choice,
            language_hint=self.language_hint,
            country_hint=self.country_hint,
        )
        self.replies = await self.engine.answer(message)
        return self.replies

    @property
    def heard(self) -> str:
        """All text of the last turn."""
        return "\n".join(reply.text for reply in self.replies)

    @property
    def tokens(self) -> dict[str, str]:
        """Label -> token of the choices in the last turn."""
        return {choice.label: choice.token for reply in self.replies for choice in reply.choices}

    async def record(self) -> Record:
        """Return what is kept of the conversation."""
        record = await self.engine._processor.tracker_store.record(self.pseudonym)
        assert record
        return record
