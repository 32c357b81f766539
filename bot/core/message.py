"""The one shape in which every channel hears and speaks.

A channel turns what its network sends into an `InboundMessage` and what comes
back as `Reply`s into what its network carries. Nothing else crosses.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NewType

Pseudonym = NewType("Pseudonym", str)
"""Stands for a writer; made by bot.privacy, says nothing of the address, unlinkable once its key is gone."""

Address = NewType("Address", str)
"""A phone number or chat id. Lives in memory for the length of a turn; never logged, stored or put in an exception."""

PersonsWords = NewType("PersonsWords", str)
"""What a person wrote. Never logged, stored or put in an exception."""


class Heard(Enum):
    """What kind of thing a person sent."""

    WORDS = "words"
    CHOICE = "choice"
    """A button was pressed: `InboundMessage.choice` holds the token it carried."""
    COMMAND = "command"
    """A command of the network's own menu: `InboundMessage.choice` holds its name, such as "erase"."""
    START = "start"
    """The network's own way to begin, such as Telegram's /start."""
    LOCATION = "location"
    """A place was shared: `InboundMessage.point` says about where."""
    CHANGED = "changed"
    """A message of before was changed; what it says now is not read."""
    GONE = "gone"
    """They want no more from us: they blocked us, or texted STOP. They are forgotten, and nothing is said."""
    UNREADABLE = "unreadable"
    """A photo, a voice message, a sticker, an empty text: somebody is there, but there are no words."""


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message from one person, the same on every channel.

    `language_hint` (BCP 47) and `country_hint` (ISO 3166-1 alpha-2) come from the
    network and are only guesses.
    """

    channel: str
    sender: Pseudonym
    heard: Heard = Heard.WORDS
    id: str = ""
    """What the network calls this message; the same where it delivers twice. Empty where it delivers once."""
    words: PersonsWords = field(default=PersonsWords(""), repr=False)
    choice: str = field(default="", repr=False)
    language_hint: str | None = None
    country_hint: str | None = None
    point: tuple[float, float] | None = field(default=None, repr=False)
    """Latitude and longitude in tenths of a degree (WGS 84): the channel makes them so coarse, some 10 km."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that a person can give with one tap, or with its number.

    `token` is opaque, at most 64 bytes, and means something only to the engine and
    only while the question stands.
    """

    label: str
    token: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to one person, in their language, with the choices that go with it."""

    text: str
    choices: tuple[Choice, ...] = ()
    erases: bool = False
    """The person has asked for it: whatever the network can delete of this conversation goes before this is said."""


Answer = Callable[[InboundMessage], Awaitable[Sequence[Reply]]]
"""What a channel calls with each message; what it returns is to be said, in that order. Nothing for somebody who is
gone, or who writes faster than anybody reads."""

Apologize = Callable[[InboundMessage], Sequence[Reply]]
"""What a channel says where there is no answer: kind, with an emergency number, and made of nothing that can fail."""
