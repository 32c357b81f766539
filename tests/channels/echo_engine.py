"""A fake engine that echoes messages, and reacts to a few commands."""

import asyncio
from collections.abc import Sequence

from bot.core.message import Choice, InboundMessage, MessageKind, Reply

LONG = " ".join(f"Sentence number {number} of a long answer." for number in range(400))
MENU = Reply(
    "What do you need?",
    (Choice("A bed", "t-bed"), Choice("A lawyer", "t-law"), Choice("Somebody to talk to", "t-talk")),
)
# One byte over Telegram's limit.
WIDE = Reply("Which one?", (Choice("The first", "t" * 65),))


class EchoEngine:
    """A `MessageHandler` that records its messages."""

    def __init__(self) -> None:
        """Start without messages."""
        self.messages: list[InboundMessage] = []

    async def __call__(self, message: InboundMessage) -> Sequence[Reply]:
        """Reply; "explode", "slow", "two", "long", "menu", "wide", "wipe" and "silence" are commands."""
        self.messages.append(message)
        text = str(message.text)
        if text.startswith("explode"):
            raise ValueError(text)
        if text.startswith("slow"):
            await asyncio.sleep(0.3)
        if message.kind is MessageKind.OPT_OUT:
            return []
        if message.kind is not MessageKind.TEXT:
            return [Reply(f"received {message.kind.value} {message.choice}".strip())]
        replies = {
            "two": [Reply("first"), Reply("second")],
            "long": [Reply(LONG)],
            "menu": [MENU],
            "wide": [WIDE],
            "wipe": [Reply("That is gone.", erases=True, text_if_left="Not all is gone.")],
            "silence": [],
        }
        return replies.get(text, [Reply(f"you said: {text}")])
