"""Few messages instead of many: each one makes a phone buzz, and somebody may be watching it.

What a turn says goes out as one message where the network carries it. By SMS it goes in
messages of a few segments: longer ones get lost on the way, and shorter ones may arrive in
another order.
"""

from collections.abc import Sequence

from bot.replies.segments import segments_with_choices
from bot.replies.utterance import Spoken

SMS_SEGMENTS = 3
"""Segments of one SMS that holds several things to say."""

LONGEST = 3500
"""Characters of one message elsewhere; Telegram takes 4096."""


def packed(said: Sequence[Spoken], channel: str) -> list[Spoken]:
    """Return the same words and choices in as few messages as the channel allows.

    The choices of the last question go with the message that the last words are in: two
    sets of numbers could not be told apart.
    """
    choices = next((spoken.choices for spoken in reversed(said) if spoken.choices), ())
    messages: list[str] = []
    for index, spoken in enumerate(said):
        last = index == len(said) - 1
        joined = f"{messages[-1]}\n\n{spoken.text}" if messages else spoken.text
        if messages and _fits(joined, channel, choices if last else ()):
            messages[-1] = joined
        else:
            messages.append(spoken.text)
    return [*(Spoken(text) for text in messages[:-1]), Spoken(messages[-1], choices)]


def _fits(text: str, channel: str, choices: Sequence[tuple[str, str]]) -> bool:
    if channel != "sms":
        return len(text) <= LONGEST
    return segments_with_choices(text, [label for label, _ in choices]) <= SMS_SEGMENTS
