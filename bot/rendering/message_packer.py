"""Packs the messages of a turn into few: each one makes a phone buzz, and another person may be watching it.

A turn is sent as one message if the network allows it. SMS have a few segments each: longer ones get lost on the way,
and shorter ones may arrive in another order. If they are too many, the rest waits until the person asks for it.
"""

from collections.abc import Sequence

from bot.rendering.segments import message_segments, to_gsm_7_message
from bot.rendering.utterance import RenderedMessage

SMS_SEGMENTS = 3
"""Segments of one SMS that holds several messages."""

MAX_SMS_IN_A_ROW = 3
"""SMS that are sent at once."""

MAX_LENGTHS = {"whatsapp": 1600}
"""Characters of one message with its choices on networks with a low limit; Twilio truncates longer ones."""

DEFAULT_MAX_LENGTH = 3500
"""Characters of one message on other networks; Telegram allows 4096."""


def pack_messages(rendered: Sequence[RenderedMessage], channel: str) -> list[RenderedMessage]:
    """Return the same texts and choices in as few messages as the channel allows.

    Only the choices of the last question are kept, with the last message: two sets of numbers would be ambiguous.
    """
    choices = next((message.choices for message in reversed(rendered) if message.choices), ())
    texts: list[str] = []
    for index, message in enumerate(rendered):
        last = index == len(rendered) - 1
        joined = f"{texts[-1]}\n\n{message.text}" if texts else message.text
        if texts and _fits(RenderedMessage(joined, choices if last else ()), channel):
            texts[-1] = joined
        else:
            texts.append(message.text)
    packed = [*(RenderedMessage(text) for text in texts[:-1]), RenderedMessage(texts[-1], choices)]
    return [to_gsm_7_message(message) for message in packed] if channel == "sms" else packed


def split_messages(
    messages: Sequence[RenderedMessage], more: tuple[str, str]
) -> tuple[list[RenderedMessage], list[RenderedMessage]]:
    """Return the SMS to send now, the last one with the choice `more`, and those that wait (usually none).

    The choice must not make an SMS longer than `SMS_SEGMENTS`: if it does not fit, fewer are sent now.
    """
    if len(messages) <= MAX_SMS_IN_A_ROW:
        return list(messages), []
    for now in range(MAX_SMS_IN_A_ROW, 0, -1):
        last = to_gsm_7_message(RenderedMessage(messages[now - 1].text, (more,)))
        if message_segments(last) <= SMS_SEGMENTS:
            return [*messages[: now - 1], last], list(messages[now:])
    return [*messages[: MAX_SMS_IN_A_ROW - 1], RenderedMessage("", (more,))], list(messages[MAX_SMS_IN_A_ROW - 1 :])


def _fits(message: RenderedMessage, channel: str) -> bool:
    if channel == "sms":
        return message_segments(message) <= SMS_SEGMENTS
    lines = (f"\n{number} {label}" for number, (label, _) in enumerate(message.choices, start=1))
    return len(message.text) + sum(map(len, lines)) <= MAX_LENGTHS.get(channel, DEFAULT_MAX_LENGTH)
