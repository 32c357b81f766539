"""Many virtual users at once, each in a short random conversation of unique content."""

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.acceptance.privacy.planted_secrets import PlantedSecrets
from tests.harness.delivery import NotDeliveredError, WebhookRequest
from tests.harness.fake_telegram.updates import FILE
from tests.resilience.load.conversations import conversations
from tests.resilience.load.networks import Networks

AT_ONCE = 24
_COMMON = ("hello", "menu", "rain", "sun", "erase everything", "1", "2", "can we continue another day?", "more")


@dataclass
class VirtualUsers:
    """Runs conversations. `answered` counts the messages that the network delivered."""

    networks: Networks
    plants: PlantedSecrets
    lot: random.Random
    answered: int = 0
    given_up: int = 0

    def __post_init__(self) -> None:
        """Read example texts of sixteen languages."""
        self._texts = [str(step) for one in conversations() for step in one.steps if isinstance(step, str)]

    async def converse(self, many: int) -> None:
        """Run so many conversations."""
        left = iter(range(many))

        async def one_after_the_other() -> None:
            for _ in left:
                await self._converse()

        await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))

    async def _converse(self) -> None:
        person: Callable[[], WebhookRequest] = self.lot.choice((self._on_telegram, self._by_sms, self._by_sms))()
        for _ in range(self.lot.randint(2, 5)):
            try:
                await person().accepted
            except NotDeliveredError:
                self.given_up += 1
            else:
                self.answered += 1

    def _text(self) -> str:
        """Return a text: a secret in a sentence, a secret alone, or a common text."""
        kind = self.lot.random()
        if kind < 0.5:
            words = self.lot.choice(self._texts).split()
            words.insert(self.lot.randrange(len(words) + 1), self.plants.any_word())
            return " ".join(words)
        if kind < 0.75:
            return f"{self.plants.any_word()} {self.plants.any_word()}"
        return self.lot.choice(_COMMON)

    def _by_sms(self) -> Callable[[], WebhookRequest]:
        number, on_whatsapp = self.plants.number(), self.lot.random() < 0.2
        where = {f"From{part}": self.plants.word().upper() for part in ("City", "State", "Zip")}
        more = {**where, "FromCountry": self.lot.choice(("TH", "US", "QA", ""))}
        more |= {"ProfileName": self.plants.any_word(), "WaId": number[1:]} if on_whatsapp else {}

        def writes() -> WebhookRequest:
            picture = {}
            if self.lot.random() < 0.1:
                picture = {"NumMedia": "1", "MediaUrl0": f"https://api.twilio.com/{self.plants.word()}"}
            sender = f"whatsapp:{number}" if on_whatsapp else number
            return self.networks.twilio.send_text(sender, self._text(), **more, **picture)

        return writes

    def _on_telegram(self) -> Callable[[], WebhookRequest]:
        chat = self.plants.chat()
        name = {"first_name": self.plants.any_word(), "last_name": self.plants.any_word()}
        writer = {"id": chat, "is_bot": False, **name, "username": self.plants.word(), "language_code": "en"}

        def sends() -> WebhookRequest:
            what = self.lot.choice((self._words, self._words, self._words, self._thing, self._press, self._edit))
            return self.networks.telegram.enqueue(chat, what(chat, writer))

        return sends

    def _message(self, chat: int, writer: dict[str, Any], **content: Any) -> dict[str, Any]:
        message = self.networks.telegram.api.chats.add(chat, "", by_bot=False).as_json(writer)
        names = {key: writer[key] for key in ("first_name", "last_name", "username")}
        return {**message, "chat": {**message["chat"], **names}, **content}

    def _words(self, chat: int, writer: dict[str, Any]) -> dict[str, Any]:
        text = self._text() if self.lot.random() < 0.9 else f"/start {self.plants.word()}"
        return {"message": self._message(chat, writer, text=text)}

    def _edit(self, chat: int, writer: dict[str, Any]) -> dict[str, Any]:
        return {"edited_message": self._message(chat, writer, text=self._text(), edit_date=1)}

    def _thing(self, chat: int, writer: dict[str, Any]) -> dict[str, Any]:
        """Return a message that is more or less than text."""
        word, file = self.plants.any_word, {**FILE, "file_id": self.plants.word()}
        kinds: dict[str, Callable[[], Any]] = {
            "photo": lambda: {"photo": [{**file, "width": 90, "height": 90}], "caption": self._text()},
            "voice": lambda: {"voice": {**file, "duration": 3}},
            "contact": lambda: {"contact": {"phone_number": self.plants.number(), "first_name": word()}},
            "location": lambda: {"location": self._point()},
            "document": lambda: {"document": {**file, "file_name": f"{word()}.pdf"}},
        }
        kind = self.lot.choice(list(kinds))
        return {"message": self._message(chat, writer, author_signature=file["file_id"], **kinds[kind]())}

    def _point(self) -> dict[str, float]:
        return {"latitude": self.plants.coordinate(18.79), "longitude": self.plants.coordinate(98.98)}

    def _press(self, chat: int, writer: dict[str, Any]) -> dict[str, Any]:
        """Return the press of an existing or of an invented button."""
        asked = next((m for m in reversed(self.networks.telegram.api.chats.sent_by_bot(chat)) if m.keyboard), None)
        if asked is None:
            return self._words(chat, writer)
        rows = json.loads(asked.keyboard)["inline_keyboard"]
        tokens = [button["callback_data"] for row in rows for button in row]
        query = f"{self.lot.randrange(10**18)}"
        self.networks.telegram.api.pending_presses.add(query)
        data = self.lot.choice(tokens) if self.lot.random() < 0.8 else self.plants.word()
        message = asked.as_json(self.networks.telegram.api.me)
        return {"callback_query": {"id": query, "from": writer, "chat_instance": "1", "message": message, "data": data}}
