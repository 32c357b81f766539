"""Few messages instead of many: each one makes a phone buzz, and somebody may be watching it.

What a turn says goes out as one message where the network carries it. By SMS it goes in
messages of a few segments: longer ones get lost on the way, and shorter ones may arrive in
another order. What is more than a few of them waits until the person asks for it.
"""

from collections.abc import Sequence

from bot.rendering.segments import as_texted, cost
from bot.rendering.utterance import Spoken

SMS_SEGMENTS = 3
"""Segments of one SMS that holds several things to say."""

AT_ONCE = 3
"""SMS that are sent in a row."""

LONGEST = {"whatsapp": 1600}
"""Characters of one message with its choices, where a network takes fewer than most; Twilio cuts at these."""

USUAL = 3500
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
        if messages and _fits(Spoken(joined, choices if last else ()), channel):
            messages[-1] = joined
        else:
            messages.append(spoken.text)
    found = [*(Spoken(text) for text in messages[:-1]), Spoken(messages[-1], choices)]
    return [as_texted(message) for message in found] if channel == "sms" else found


def parted(messages: Sequence[Spoken], more: tuple[str, str]) -> tuple[list[Spoken], list[Spoken]]:
    """Return the SMS that are sent now, the last of them with the choice `more`, and those that wait; none, mostly.

    None costs more than `SMS_SEGMENTS` for that line: where it has no room, fewer are sent now.
    """
    if len(messages) <= AT_ONCE:
        return list(messages), []
    for now in range(AT_ONCE, 0, -1):
        last = as_texted(Spoken(messages[now - 1].text, (more,)))
        if cost(last) <= SMS_SEGMENTS:
            return [*messages[: now - 1], last], list(messages[now:])
    return [*messages[: AT_ONCE - 1], Spoken("", (more,))], list(messages[AT_ONCE - 1 :])


def _fits(message: Spoken, channel: str) -> bool:
    if channel == "sms":
        return cost(message) <= SMS_SEGMENTS
    lines = (f"\n{number} {label}" for number, (label, _) in enumerate(message.choices, start=1))
    return len(message.text) + sum(map(len, lines)) <= LONGEST.get(channel, USUAL)
