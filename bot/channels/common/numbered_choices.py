"""Choices for networks without buttons."""

from bot.core.message import Reply


def as_numbered(reply: Reply) -> str:
    """Return the reply's text with its choices below, one line each: "1 Label".

    The numbers are added here and nowhere else, in ASCII digits, because those
    are on every basic phone's keys: translations never hold them. The engine,
    not the channel, knows what a typed number means.
    """
    lines = (f"{number} {choice.label}" for number, choice in enumerate(reply.choices, start=1))
    return "\n".join([reply.text, *lines] if reply.text else lines)
