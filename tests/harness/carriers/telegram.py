"""Telegram brings a bot's updates: one at a time for each chat, in order, again until the bot takes it."""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.harness.carriers.bot_api import BotApi
from tests.harness.carriers.chats import Message
from tests.harness.carriers.door import Door, NotDeliveredError, Parcel, bring_until_answered

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 40
"""As many as Telegram opens to one webhook if it isn't told otherwise (Bot API, setWebhook)."""
WITHIN = 60.0
"""Seconds that an answer may take; Telegram says nothing about it."""


@dataclass
class Telegram:
    """Brings what people write to the bot at a door. The bot must have set its webhook."""

    api: BotApi
    door: Door
    patience: float = 60.0
    """Seconds after which an update is given up; Telegram's own is a day."""
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(500_000_001))
    _waiting: dict[int, deque[Parcel]] = field(default_factory=dict)
    _chats: set[asyncio.Task[None]] = field(default_factory=set)
    _connections: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONNECTIONS))

    def write(self, chat: int, text: str, language: str = "en") -> Parcel:
        """Let a person write; their message is brought as soon as it is its turn."""
        writer = _person(chat, language)
        message = self.api.chats.add(chat, text, by_bot=False)
        return self._post(chat, {"message": message.as_json(writer)})

    def press(self, message: Message, token: str, language: str = "en") -> Parcel:
        """Let a person press a button under a message of the bot's."""
        query = f"{next(self._ids)}{message.chat}"
        self.api.presses.add(query)
        asked = {**message.as_json(self.api.me), "reply_markup": json.loads(message.keyboard or "{}")}
        press = {
            "id": query,
            "from": _person(message.chat, language),
            "chat_instance": str(message.chat),
            "message": asked,
            "data": token,
        }
        return self._post(message.chat, {"callback_query": press})

    def _post(self, chat: int, what: dict[str, Any]) -> Parcel:
        number = next(self._ids)
        body = json.dumps({"update_id": number, **what}).encode()
        headers = {"Content-Type": "application/json", SECRET_HEADER: self.api.webhook.get("secret_token", "")}
        parcel = Parcel(str(number), urlsplit(self.api.webhook["url"]).path, body, headers, str(chat))
        if chat in self._waiting:
            self._waiting[chat].append(parcel)
        else:
            self._waiting[chat] = deque([parcel])
            task = asyncio.get_running_loop().create_task(self._bring_all(chat))
            self._chats.add(task)
            task.add_done_callback(self._chats.discard)
        return parcel

    async def _bring_all(self, chat: int) -> None:
        waiting = self._waiting[chat]
        while waiting:
            await self._bring(waiting.popleft())
        del self._waiting[chat]

    async def _bring(self, parcel: Parcel) -> None:
        try:
            async with self._connections:
                answer = await bring_until_answered(
                    self.door, parcel, WITHIN, self.patience, enough=lambda status: status == 200
                )
        except NotDeliveredError as fault:
            parcel.taken.set_exception(fault)
        else:
            parcel.taken.set_result(answer)


def _person(chat: int, language: str) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Zuzanna", "language_code": language}
