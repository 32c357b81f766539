"""A small engine for the channels' tests: it repeats what it hears, and does as it is told."""

import asyncio
from collections.abc import Sequence

from bot.core.message import Choice, Heard, InboundMessage, Reply

LONG = " ".join(f"Sentence number {number} of a long answer." for number in range(400))
MENU = Reply(
    "What do you need?",
    (Choice("A bed", "t-bed"), Choice("A lawyer", "t-law"), Choice("Somebody to talk to", "t-talk")),
)
# One byte more than Telegram takes.
WIDE = Reply("Which one?", (Choice("The first", "t" * 65),))


class Echo:
    """An `Answer` that remembers what it heard."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.heard: list[InboundMessage] = []

    async def __call__(self, message: InboundMessage) -> Sequence[Reply]:
        """Answer a message; "explode", "slow", "two", "long", "menu", "wide", "wipe" and "silence" do what they say."""
        self.heard.append(message)
        words = str(message.words)
        if words.startswith("explode"):
            raise ValueError(words)
        if words.startswith("slow"):
            await asyncio.sleep(0.3)
        if message.heard is Heard.GONE:
            return []
        if message.heard is not Heard.WORDS:
            return [Reply(f"heard {message.heard.value} {message.choice}".strip())]
        known = {
            "two": [Reply("first"), Reply("second")],
            "long": [Reply(LONG)],
            "menu": [MENU],
            "wide": [WIDE],
            "wipe": [Reply("That is gone.", erases=True)],
            "silence": [],
        }
        return known.get(words, [Reply(f"you said: {words}")])
