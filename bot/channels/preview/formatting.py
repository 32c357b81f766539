"""Replies as the real network carries them: in its pieces, with buttons or numbered lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.channels.common.message_splitter import pieces
from bot.channels.common.numbered_choices import as_numbered
from bot.channels.sms.twiml import TEXT_LIMIT
from bot.channels.telegram import formatting
from bot.core.message import Reply


@dataclass(frozen=True, slots=True)
class Count:
    """How to count what a text costs by SMS: its segments, and whether it goes in the GSM 7-bit alphabet."""

    segments: Callable[[str], int]
    is_gsm_7: Callable[[str], bool]

    def of(self, text: str) -> dict[str, Any]:
        """Return {"segments", "alphabet"}."""
        return {"segments": self.segments(text), "alphabet": "GSM-7" if self.is_gsm_7(text) else "UCS-2"}


def on_telegram(reply: Reply) -> Iterator[dict[str, Any]]:
    """Yield {"text", "choices"} for each message of the reply; the buttons are below its last one."""
    for message in formatting.outgoing([reply]):
        yield {"text": message.text, "choices": [{"label": one.label, "token": one.token} for one in message.choices]}


def by_sms(reply: Reply, count: Count) -> Iterator[dict[str, Any]]:
    """Yield {"text", "choices", "segments", "alphabet"} for each message of the reply; the choices are in its text."""
    for text in pieces(as_numbered(reply), TEXT_LIMIT):
        yield {"text": text, "choices": [], **count.of(text)}
