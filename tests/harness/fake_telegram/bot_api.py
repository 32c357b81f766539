"""The Bot API of one bot, with Telegram's behaviour where it matters.

Source of methods and limits: core.telegram.org/bots/api; of the error texts: Telegram's responses.
"""

import asyncio
import contextlib
import json
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.harness.fake_telegram.chats import Chats, Form, Message, delete, delete_many, edit_keyboard, edit_text
from tests.harness.fake_telegram.errors import FAULT_ERRORS, BotApiError, check_keyboard, check_text, raise_error
from tests.harness.fake_telegram.profile import Profile
from tests.harness.fault_injection import AFTER_EXECUTION, Fault, FaultInjector
from tests.harness.http_server import DropConnectionError, HttpRequest, HttpResponse

MAX_POLL = 50.0
"""Telegram's longest timeout of getUpdates, in seconds."""
SILENCE = 60.0
"""Seconds until a connection without a response is dropped."""
_DEFAULT_BOT_INFO = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class PendingUpdates:
    """Updates for getUpdates, in order, until an offset confirms them."""

    def __init__(self) -> None:
        """Start empty."""
        self._updates: list[dict[str, Any]] = []
        self._arrival = asyncio.Event()

    def __len__(self) -> int:
        """Return the number of updates."""
        return len(self._updates)

    def put(self, update: dict[str, Any]) -> None:
        """Add an update; a pending getUpdates returns it at once."""
        self._updates.append(update)
        self._arrival.set()

    async def fetch(self, form: Form) -> list[dict[str, Any]]:
        """Answer getUpdates: drop updates before the offset, and wait if there are none."""
        offset = int(form.get("offset", 0))
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        if not self._updates:
            self._arrival.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrival.wait(), min(float(form.get("timeout", 0)), MAX_POLL))
        return self._updates[: int(form.get("limit", 100))]


@dataclass
class FakeBotApi:
    """The API of one bot.

    `on_message` is called with each message of the bot as it is added to its chat, before the bot gets the response;
    `on_call` with each call, refused ones included.
    """

    token: str
    faults: FaultInjector = field(default_factory=FaultInjector)
    on_message: Callable[[Message], None] = lambda _: None
    on_call: Callable[[str, Form], None] = lambda _method, _form: None
    chats: Chats = field(default_factory=Chats)
    webhook: Form = field(default_factory=dict)
    pending_updates: PendingUpdates = field(default_factory=PendingUpdates)
    profile: Profile = field(default_factory=Profile)
    pending_presses: set[str] = field(default_factory=set)
    """Ids of button presses without an answer."""
    blocked_by: set[int] = field(default_factory=set)
    """People who have blocked the bot, and groups that it has left."""
    forced_errors: defaultdict[str, deque[BotApiError]] = field(default_factory=lambda: defaultdict(deque))
    """Errors of the next calls, by method."""
    bot_info: dict[str, Any] = field(default_factory=lambda: dict(_DEFAULT_BOT_INFO))
    """What getMe returns besides the bot's name."""
    webhook_errors: dict[str, Any] = field(default_factory=dict)
    """What getWebhookInfo returns about failed deliveries."""
    calls: int = 0
    fault_count: int = 0

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one call of the bot."""
        token, _, method = request.path.removeprefix("/bot").partition("/")
        if token != self.token:
            return BotApiError(401, "Unauthorized").to_response()
        if method not in _METHODS:
            return BotApiError(404, "Not Found").to_response()
        self.calls += 1
        form = _parse_form(request)
        self.on_call(method, form)
        fault = self.faults.next_fault(method)
        self.fault_count += fault is not None
        if fault is Fault.NO_RESPONSE:
            await asyncio.sleep(SILENCE)
            raise DropConnectionError
        if fault in FAULT_ERRORS:
            return FAULT_ERRORS[fault].to_response()
        return await self._call(method, form, fault)

    async def _call(self, method: str, form: Form, fault: Fault | None) -> HttpResponse:
        try:
            if self.forced_errors.get(method):
                raise self.forced_errors[method].popleft()
            result = _METHODS[method](self, form)
            if isinstance(result, Awaitable):
                result = await result
        except BotApiError as exc:
            return exc.to_response()
        if fault in AFTER_EXECUTION:
            await asyncio.sleep(SILENCE if fault is Fault.NO_RESPONSE_AFTER else 0)
            raise DropConnectionError
        return HttpResponse(200, json.dumps({"ok": True, "result": result}).encode())

    @property
    def me(self) -> dict[str, Any]:
        """The bot as a User object."""
        return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Line", "username": "line_bot"}

    def _send_message(self, form: Form) -> dict[str, Any]:
        chat = self._writable_chat(form)
        check_text(form.get("text", ""))
        check_keyboard(form.get("reply_markup", ""))
        markup = form.get("reply_markup", "")
        is_editable = not markup or "inline_keyboard" in json.loads(markup)
        message = self.chats.add(chat, form["text"], markup if is_editable else "", by_bot=True)
        message.is_editable = is_editable
        self.on_message(message)
        return message.as_json(self.me)

    def _writable_chat(self, form: Form) -> int:
        """Return the chat of a form; raise BotApiError if the bot can't write there."""
        chat = int(form["chat_id"])
        if chat not in self.chats:
            raise_error("Bad Request: chat not found")
        if chat in self.blocked_by:
            kind = self.chats.kind(chat)
            reason = "bot was blocked by the user" if kind == "private" else f"bot is not a member of the {kind} chat"
            raise_error(f"Forbidden: {reason}", code=403)
        return chat

    def _leave_chat(self, form: Form) -> bool:
        chat = self._writable_chat(form)
        if self.chats.kind(chat) == "private":
            raise_error("Bad Request: chat member status can't be changed in private chats")
        self.blocked_by.add(chat)
        return True

    def _send_chat_action(self, form: Form) -> bool:
        return bool(self._writable_chat(form))

    def _answer_callback_query(self, form: Form) -> bool:
        if form["callback_query_id"] not in self.pending_presses:
            raise_error("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.pending_presses.discard(form["callback_query_id"])
        return True

    def _set_webhook(self, form: Form) -> bool:
        if not _SECRET.fullmatch(form.get("secret_token", "")):
            raise_error("Bad Request: secret token contains unallowed characters")
        self.webhook = form if form.get("url") else {}
        return True

    def _delete_webhook(self, _: Form) -> bool:
        self.webhook = {}
        return True

    def _webhook_info(self, _: Form) -> dict[str, Any]:
        info = {"url": self.webhook.get("url", ""), "has_custom_certificate": False}
        allowed = self.webhook.get("allowed_updates")
        kinds = {"allowed_updates": json.loads(allowed)} if allowed is not None else {}
        return {**info, "pending_update_count": len(self.pending_updates), **kinds, **self.webhook_errors}

    def _get_updates(self, form: Form) -> Awaitable[Any]:
        if self.webhook:
            hint = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise_error(f"Conflict: {hint}", code=409)
        return self.pending_updates.fetch(form)


_METHODS: dict[str, Callable[[FakeBotApi, Form], Any]] = {
    "getMe": lambda api, _: {**api.me, **api.bot_info},
    "sendMessage": FakeBotApi._send_message,
    "sendChatAction": FakeBotApi._send_chat_action,
    "editMessageText": lambda api, form: edit_text(api.chats, form).as_json(api.me),
    "editMessageReplyMarkup": lambda api, form: edit_keyboard(api.chats, form).as_json(api.me),
    "answerCallbackQuery": FakeBotApi._answer_callback_query,
    "deleteMessage": lambda api, form: delete(api.chats, form),
    "deleteMessages": lambda api, form: delete_many(api.chats, form),
    "leaveChat": FakeBotApi._leave_chat,
    "setWebhook": FakeBotApi._set_webhook,
    "deleteWebhook": FakeBotApi._delete_webhook,
    "getWebhookInfo": FakeBotApi._webhook_info,
    "getUpdates": FakeBotApi._get_updates,
    "setMyCommands": lambda api, form: api.profile.set_commands(form),
    "getMyCommands": lambda api, form: api.profile.commands(form),
    "setMyDescription": lambda api, form: api.profile.set_text("description", form),
    "getMyDescription": lambda api, form: api.profile.text("description", form),
    "setMyShortDescription": lambda api, form: api.profile.set_text("short_description", form),
    "getMyShortDescription": lambda api, form: api.profile.text("short_description", form),
}


def _parse_form(request: HttpRequest) -> Form:
    if "json" not in request.headers.get("content-type", ""):
        return request.form()
    fields = json.loads(request.body).items()
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in fields}
