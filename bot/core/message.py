"""The message types that all channels share.

A channel turns what its network sends into an `InboundMessage`, and the `Reply`s that it gets back into what its
network carries. Nothing else passes between channels and engine.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NewType

Pseudonym = NewType("Pseudonym", str)
"""Identifies a sender without their address. Made by bot.privacy; can't be linked to them once its key is deleted."""

Address = NewType("Address", str)
"""A phone number or chat id. Lives in memory for the length of a turn; never logged, stored or put in an exception."""

UserText = NewType("UserText", str)
"""What a person wrote. Never logged, stored or put in an exception."""


class MessageKind(Enum):
    """What a person sent."""

    TEXT = "text"
    CHOICE = "choice"
    """A pressed button: `InboundMessage.choice` holds its token."""
    COMMAND = "command"
    """A command of the network's own menu: `InboundMessage.choice` holds its name, such as "erase"."""
    START = "start"
    """The network's own way to begin, such as Telegram's /start."""
    LOCATION = "location"
    """A shared location: `InboundMessage.location` says roughly where."""
    EDITED = "edited"
    """An earlier message was edited; its new text is not read."""
    OPT_OUT = "opt_out"
    """They blocked the bot or texted STOP. Their conversation is deleted, and nothing is sent."""
    UNREADABLE = "unreadable"
    """A photo, a voice message, a sticker or an empty text: a message without text."""


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message from one person, the same on every channel.

    `language_hint` (BCP 47) and `country_hint` (ISO 3166-1 alpha-2) come from the network and are only guesses.
    """

    channel: str
    sender: Pseudonym
    kind: MessageKind = MessageKind.TEXT
    id: str = ""
    """The network's id, the same if it delivers the message twice. Empty on networks that deliver once."""
    text: UserText = field(default=UserText(""), repr=False)
    choice: str = field(default="", repr=False)
    language_hint: str | None = None
    country_hint: str | None = None
    location: tuple[float, float] | None = field(default=None, repr=False)
    """Latitude and longitude (WGS 84), rounded by the channel to tenths of a degree, about 10 km."""
    is_late: bool = False
    """It was written so long ago that another person may hold the phone by now."""
    has_history: bool = False
    """The network shows that a conversation began earlier, even if nothing of it is stored."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that a person can give with one tap, or by its number.

    `token` is opaque and at most 64 bytes long. Only the engine understands it, only until the question is answered.
    """

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to one person, in their language, with its choices."""

    text: str
    choices: tuple[Choice, ...] = ()
    erases: bool = False
    """The person has asked for it: the channel deletes all it can of this conversation before it sends this reply."""
    text_if_left: str = ""
    """With `erases`: what to say instead if anything of the conversation is left, or may be; empty: the same."""
    is_silent: bool = False
    """The phone makes no sound, whatever the operators chose."""


MessageHandler = Callable[[InboundMessage], Awaitable[Sequence[Reply]]]
"""Returns the replies to a message, in the order to send them. There are none after an opt-out, or to a flood."""

FallbackHandler = Callable[[InboundMessage], Sequence[Reply]]
"""Returns what to send if a message can't be answered: an apology with an emergency number. It must never fail."""
