"""Replies as the real network carries them: split into messages, with buttons or numbered choices."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.channels.common.reply_text import split_text, with_numbered_choices
from bot.channels.sms.twiml import TEXT_LIMIT
from bot.channels.telegram.formatting import to_outgoing
from bot.core.message import Reply


@dataclass(frozen=True, slots=True)
class SegmentCounter:
    """Counts the segments of an SMS, and detects whether it fits the GSM 7-bit alphabet."""

    segments: Callable[[str], int]
    is_gsm_7: Callable[[str], bool]

    def count(self, text: str) -> dict[str, Any]:
        """Return {"segments", "alphabet"}."""
        return {"segments": self.segments(text), "alphabet": "GSM-7" if self.is_gsm_7(text) else "UCS-2"}


def to_telegram_messages(reply: Reply) -> Iterator[dict[str, Any]]:
    """Yield {"text", "choices"} for each message of the reply; the choices belong to the last one."""
    for message in to_outgoing([reply]):
        choices = [{"label": choice.label, "token": choice.token} for choice in message.choices]
        yield {"text": message.text, "choices": choices}


def to_sms_messages(reply: Reply, counter: SegmentCounter) -> Iterator[dict[str, Any]]:
    """Yield {"text", "choices", "segments", "alphabet"} for each message of the reply; the choices are in the text."""
    for text in split_text(with_numbered_choices(reply), TEXT_LIMIT):
        yield {"text": text, "choices": [], **counter.count(text)}
