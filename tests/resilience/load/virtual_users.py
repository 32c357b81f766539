"""Virtual users who have a conversation on one network, and what they hear."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from tests.harness.delivery import WebhookRequest
from tests.harness.fake_telegram.chats import Message
from tests.resilience.load.conversations import Conversation
from tests.resilience.load.networks import Networks

FIRST = 100
"""The last digits of the first person's number: the line's own, which nobody else may have, are lower."""


class Phone(Protocol):
    """What a person writes with."""

    channel: str

    def writes(self, step: str | int) -> WebhookRequest:
        """Write a text, or choose by number."""


@dataclass
class TelegramPhone:
    """A chat; choices are buttons."""

    networks: Networks
    chat: int
    language: str
    channel: str = "telegram"

    def writes(self, step: str | int) -> WebhookRequest:
        """Press the button with that number under the last message that has buttons; where there is none, type it."""
        if isinstance(step, int) and (pressed := self._button(step)):
            return self.networks.telegram.press(*pressed, self.language)
        return self.networks.telegram.send_text(self.chat, str(step), self.language)

    def _button(self, number: int) -> tuple[Message, str] | None:
        said = self.networks.telegram.api.chats.sent_by_bot(self.chat)
        asked = next((message for message in reversed(said) if message.keyboard), None)
        if asked is None:
            return None
        tokens = [button["callback_data"] for row in json.loads(asked.keyboard)["inline_keyboard"] for button in row]
        return (asked, tokens[number - 1]) if number <= len(tokens) else None


@dataclass
class SmsPhone:
    """A number; choices are digits."""

    networks: Networks
    number: str
    channel: str = "sms"

    def writes(self, step: str | int) -> WebhookRequest:
        """Text it."""
        return self.networks.twilio.send_text(self.number, str(step))


@dataclass(eq=False)
class Person:
    """Somebody in the middle of a conversation."""

    name: str
    conversation: Conversation
    phone: Phone
    parcels: list[WebhookRequest] = field(default_factory=list)
    heard: list[tuple[float, str]] = field(default_factory=list)
    """Each text that stands, with its time, by the loop's clock."""

    @property
    def is_done(self) -> bool:
        """Tell whether everything is written."""
        return len(self.parcels) == len(self.conversation.steps)

    def send_next(self) -> WebhookRequest:
        """Write the next step."""
        self.parcels.append(self.phone.writes(self.conversation.steps[len(self.parcels)]))
        return self.parcels[-1]

    @property
    def texts(self) -> list[str]:
        """Return all texts heard."""
        return [text for _, text in self.heard]


class Population:
    """Everybody who ever wrote in this run; hands each text to who hears it."""

    def __init__(self, networks: Networks) -> None:
        """Listen to both networks."""
        self.people: list[Person] = []
        self._networks = networks
        self._by_address: dict[str, Person] = {}
        networks.telegram.api.on_message = lambda message: self._hears(str(message.chat), message.text)
        networks.telegram.api.chats.on_removed = lambda message: self._unhears(str(message.chat), message.text)
        networks.twilio.on_message = self._hears

    def newcomer(self, conversation: Conversation, channel: str) -> Person:
        """Return somebody whom nobody knows; phone numbers are of Twilio's range that nobody can have."""
        number = len(self.people)
        if channel == "telegram":
            phone: Phone = TelegramPhone(self._networks, 700_000_000 + number, conversation.language)
            address = str(700_000_000 + number)
        else:
            address = f"+1500555{FIRST + number % (10_000 - FIRST):04}"
            phone = SmsPhone(self._networks, address)
        person = Person(f"{channel} {number} ({conversation.name})", conversation, phone)
        self.people.append(person)
        self._by_address[address] = person
        return person

    def _hears(self, address: str, text: str) -> None:
        self._by_address[address].heard.append((asyncio.get_running_loop().time(), text))

    def _unhears(self, address: str, text: str) -> None:
        """Forget the last message with this text: a copy that does not stay."""
        heard = self._by_address[address].heard
        del heard[max(number for number, (_, each) in enumerate(heard) if each == text)]


Newcomer = Callable[[Conversation, str], Person]
