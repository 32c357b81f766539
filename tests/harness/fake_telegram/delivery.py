"""Telegram's delivery of updates: one at a time per chat, in order, again until the bot accepts it."""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.harness.delivery import Endpoint, NotDeliveredError, WebhookRequest, deliver_until_accepted
from tests.harness.fake_telegram.bot_api import FakeBotApi
from tests.harness.fake_telegram.chats import Message

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 40
"""Telegram's default number of connections to one webhook (Bot API, setWebhook)."""
WITHIN = 60.0
"""Seconds until a delivery times out; Telegram does not document its own limit."""


@dataclass
class TelegramDelivery:
    """Delivers people's messages to the bot at an endpoint. The bot must have set its webhook."""

    api: FakeBotApi
    endpoint: Endpoint
    give_up_after: float = 60.0
    """Seconds after which an update is dropped; Telegram's own limit is a day."""
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(500_000_001))
    _queues: dict[int, deque[WebhookRequest]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _connections: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONNECTIONS))

    def send_text(self, chat: int, text: str, language: str = "en") -> WebhookRequest:
        """Send a person's text; it is delivered after their earlier messages."""
        message = self.api.chats.add(chat, text, by_bot=False)
        return self.enqueue(chat, {"message": message.as_json(_person(chat, language))})

    def press(self, message: Message, token: str, language: str = "en") -> WebhookRequest:
        """Press a button of one of the bot's messages."""
        query = f"{next(self._ids)}{message.chat}"
        self.api.pending_presses.add(query)
        press = {
            "id": query,
            "from": _person(message.chat, language),
            "chat_instance": str(message.chat),
            "message": {**message.as_json(self.api.me), "reply_markup": json.loads(message.keyboard or "{}")},
            "data": token,
        }
        return self.enqueue(message.chat, {"callback_query": press})

    def enqueue(self, chat: int, content: dict[str, Any]) -> WebhookRequest:
        """Send an update with any content after the earlier ones of the chat."""
        update_id = next(self._ids)
        body = json.dumps({"update_id": update_id, **content}).encode()
        headers = {"Content-Type": "application/json", SECRET_HEADER: self.api.webhook.get("secret_token", "")}
        request = WebhookRequest(str(update_id), urlsplit(self.api.webhook["url"]).path, body, headers, str(chat))
        if chat in self._queues:
            self._queues[chat].append(request)
        else:
            self._queues[chat] = deque([request])
            task = asyncio.get_running_loop().create_task(self._deliver_all(chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return request

    async def _deliver_all(self, chat: int) -> None:
        queue = self._queues[chat]
        while queue:
            await self._deliver(queue.popleft())
        del self._queues[chat]

    async def _deliver(self, request: WebhookRequest) -> None:
        try:
            async with self._connections:
                response = await deliver_until_accepted(
                    self.endpoint, request, WITHIN, self.give_up_after, is_accepted=lambda status: status == 200
                )
        except NotDeliveredError as exc:
            request.accepted.set_exception(exc)
        else:
            request.accepted.set_result(response)


def _person(chat: int, language: str) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Zuzanna", "language_code": language}
