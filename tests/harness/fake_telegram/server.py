"""The emulator: the Bot API of many bots in a process of its own, and an endpoint for tests.

    python -m tests.harness.fake_telegram.server

It is a process because session fixtures have no event loop. It prints its URL once it listens.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from tests.harness.delivery import NotDeliveredError, WebhookRequest, WebhookResponse
from tests.harness.fake_telegram.bot_api import FakeBotApi
from tests.harness.fake_telegram.chats import Form, Message
from tests.harness.fake_telegram.delivery import SECRET_HEADER, WITHIN
from tests.harness.fake_telegram.errors import BotApiError
from tests.harness.fault_injection import Fault
from tests.harness.http_client import HttpClient
from tests.harness.http_server import HttpRequest, HttpResponse, run_http_server

Update = dict[str, Any]

_NEW_MESSAGES = ("message", "channel_post")
_NOT_A_MEMBER = {"kicked", "left"}
_BOT_CALL = re.compile(r"/bot(?P<token>[^/]*)/\w+")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{35}")
_TEST_CALL = re.compile(r"/emulator/(?P<token>[^/]+)/(?P<command>\w+)")


class RecordedBot:
    """A bot whose calls and messages are recorded, and to which tests deliver updates."""

    def __init__(self, token: str) -> None:
        """Start without chats."""
        self.api = FakeBotApi(token, on_call=self._record_call, on_message=self._record_message)
        self.calls: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        """Each message as the bot first sent it, even if it was edited or deleted later."""
        self._delivered: set[Any] = set()

    def _record_call(self, method: str, form: Form) -> None:
        self.calls.append({"method": method, "params": form})

    def _record_message(self, message: Message) -> None:
        self.sent.append(_to_record(message))

    async def deliver(self, update: Update, raw: bytes) -> WebhookResponse | None:
        """Deliver an update once and return the response; None if it waits for getUpdates.

        Raise NotDeliveredError if the bot does not respond.
        """
        if update.get("update_id") not in self._delivered:
            self._delivered.add(update.get("update_id"))
            self._apply(update)
        if not self.api.webhook:
            self.api.pending_updates.put(update)
            return None
        headers = {"Content-Type": "application/json", SECRET_HEADER: self.api.webhook.get("secret_token", "")}
        url = urlsplit(self.api.webhook["url"])
        client = HttpClient(url.port or 443)
        try:
            return await client.deliver(WebhookRequest(str(update.get("update_id")), url.path, raw, headers), WITHIN)
        finally:
            client.close()

    def _apply(self, update: Update) -> None:
        """Change the chats as the update says; an update may be malformed."""
        for kind, content in update.items():
            if not isinstance(content, dict):
                continue
            message = content.get("message")
            chat = (message if isinstance(message, dict) else content).get("chat")
            if isinstance(chat, dict) and "id" in chat:
                self._apply_to_chat(kind, content, int(chat["id"]), str(chat.get("type", "private")))
            if kind == "callback_query":
                self.api.pending_presses.add(str(content.get("id")))

    def _apply_to_chat(self, kind: str, content: Update, chat: int, chat_kind: str) -> None:
        self.api.chats.open(chat, chat_kind)
        if kind in _NEW_MESSAGES and "message_id" in content:
            text = str(content.get("text", ""))
            message = self.api.chats.add(chat, text, by_bot=False, message_id=int(content["message_id"]))
            message.date, message.is_dice = int(content.get("date", message.date)), "dice" in content
        if kind == "my_chat_member":
            is_outside = content.get("new_chat_member", {}).get("status") in _NOT_A_MEMBER
            (self.api.blocked_by.add if is_outside else self.api.blocked_by.discard)(chat)


def _to_record(message: Message) -> dict[str, Any]:
    return {
        "chat_id": message.chat,
        "message_id": message.id,
        "text": message.text,
        "reply_markup": message.keyboard,
        "by_bot": message.by_bot,
    }


class Emulator:
    """All bots, each created when its token is first used."""

    def __init__(self) -> None:
        """Start without bots."""
        self._bots: dict[str, RecordedBot] = {}

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer a bot's call, or a test's command."""
        if call := _BOT_CALL.fullmatch(request.path):
            if not _TOKEN.fullmatch(call["token"]):
                return BotApiError(401, "Unauthorized").to_response()
            return await self._bot(call["token"]).api.handle(request)
        call = _TEST_CALL.fullmatch(request.path)
        if not call or call["command"] not in _COMMANDS:
            return HttpResponse(404)
        try:
            result = await _COMMANDS[call["command"]](self._bot(call["token"]), request.body)
        except NotDeliveredError as exc:
            return HttpResponse(502, json.dumps(str(exc)).encode())
        return HttpResponse(200, json.dumps(result).encode())

    def _bot(self, token: str) -> RecordedBot:
        return self._bots.setdefault(token, RecordedBot(token))


async def _deliver(bot: RecordedBot, body: bytes) -> dict[str, int]:
    response = await bot.deliver(json.loads(body), body)
    return {"status": response.status if response else 0}


async def _fail_next(bot: RecordedBot, body: bytes) -> None:
    params = json.loads(body)
    error = BotApiError(params["code"], params["description"], params.get("retry_after", 0))
    bot.api.forced_errors[params["method"]].append(error)


async def _clear_failures(bot: RecordedBot, body: bytes) -> None:
    bot.api.forced_errors.pop(json.loads(body), None)


async def _inject_faults(bot: RecordedBot, body: bytes) -> None:
    params = json.loads(body)
    bot.api.faults.inject(params["method"], *map(Fault, params["faults"]))


async def _show_copy(bot: RecordedBot, body: bytes) -> None:
    params = json.loads(body)
    bot.api.chats.add(params["chat_id"], params["text"], by_bot=True)


async def _open_chat(bot: RecordedBot, body: bytes) -> None:
    bot.api.chats.open(json.loads(body))


async def _calls(bot: RecordedBot, _: bytes) -> list[dict[str, Any]]:
    return bot.calls


async def _sent_messages(bot: RecordedBot, _: bytes) -> list[dict[str, Any]]:
    return bot.sent


async def _visible_messages(bot: RecordedBot, body: bytes) -> list[dict[str, Any]]:
    return [_to_record(message) for message in bot.api.chats.messages(json.loads(body))]


_COMMANDS: dict[str, Callable[[RecordedBot, bytes], Awaitable[Any]]] = {
    "deliver": _deliver,
    "fail_next": _fail_next,
    "clear_failures": _clear_failures,
    "inject_faults": _inject_faults,
    "open_chat": _open_chat,
    "show_copy": _show_copy,
    "calls": _calls,
    "sent_messages": _sent_messages,
    "visible_messages": _visible_messages,
}


async def main() -> None:
    """Listen until terminated, on a port that the system chooses, so that no two runs collide."""
    async with run_http_server(Emulator().handle) as url:
        print(url, flush=True)  # noqa: T201  the parent reads it from here
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
