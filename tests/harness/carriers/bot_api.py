"""The Bot API of one bot: what it calls, answered as Telegram does where it matters.

Source of methods and limits: core.telegram.org/bots/api; of the refusals' words: what Telegram answers.
"""

import asyncio
import json
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.harness.carriers.chats import Chats, Message
from tests.harness.carriers.editing import delete, delete_many, edit_keyboard, edit_text
from tests.harness.carriers.faults import AFTERWARDS, Fault, Faults
from tests.harness.carriers.http_server import Asked, HungUpError, Said
from tests.harness.carriers.profile import Profile
from tests.harness.carriers.refusals import REFUSED, RefusedError, check_keyboard, check_text, refuse
from tests.harness.carriers.waiting import Waiting

Form = dict[str, str]
SILENCE = 60.0
"""Seconds until a connection that gets no answer breaks."""
_AS_IT_SHOULD_BE = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def _form(asked: Asked) -> Form:
    if "json" not in asked.headers.get("content-type", ""):
        return asked.form()
    return {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in json.loads(asked.body).items()
    }


@dataclass
class BotApi:
    """One bot.

    `on_said` is told each message the moment it stands in its chat, before the bot hears of it; `on_call` each call as
    it came, also one that is refused.
    """

    token: str
    faults: Faults = field(default_factory=Faults)
    on_said: Callable[[Message], None] = lambda _: None
    on_call: Callable[[str, Form], None] = lambda _method, _form: None
    chats: Chats = field(default_factory=Chats)
    webhook: Form = field(default_factory=dict)
    waiting: Waiting = field(default_factory=Waiting)
    profile: Profile = field(default_factory=Profile)
    presses: set[str] = field(default_factory=set)
    """Ids of presses that wait for an answer."""
    blocked_by: set[int] = field(default_factory=set)
    """People who blocked the bot, and groups that it is not in any more."""
    refusals: defaultdict[str, deque[RefusedError]] = field(default_factory=lambda: defaultdict(deque))
    """What the next calls of a method are refused with."""
    abilities: dict[str, Any] = field(default_factory=lambda: dict(_AS_IT_SHOULD_BE))
    """What getMe tells beyond the bot's name."""
    trouble: dict[str, Any] = field(default_factory=dict)
    """What getWebhookInfo tells of deliveries that failed."""
    calls: int = 0
    faults_met: int = 0

    async def handle(self, asked: Asked) -> Said:
        """Answer one call of the bot's."""
        token, _, method = asked.path.removeprefix("/bot").partition("/")
        if token != self.token:
            return RefusedError(401, "Unauthorized").said()
        if method not in _METHODS:
            return RefusedError(404, "Not Found").said()
        self.calls += 1
        form = _form(asked)
        self.on_call(method, form)
        fault = self.faults.strikes(method)
        self.faults_met += fault is not None
        if fault is Fault.SILENT:
            await asyncio.sleep(SILENCE)
            raise HungUpError
        if fault in REFUSED:
            return REFUSED[fault].said()
        return await self._answer(method, form, fault)

    async def _answer(self, method: str, form: Form, fault: Fault | None) -> Said:
        try:
            if self.refusals.get(method):
                raise self.refusals[method].popleft()
            result = _METHODS[method](self, form)
            if isinstance(result, Awaitable):
                result = await result
        except RefusedError as refused:
            return refused.said()
        if fault in AFTERWARDS:
            await asyncio.sleep(SILENCE if fault is Fault.LOST else 0)
            raise HungUpError
        return Said(200, json.dumps({"ok": True, "result": result}).encode())

    @property
    def me(self) -> dict[str, Any]:
        """Return the bot itself."""
        return {"id": int(self.token.partition(":")[0]), "is_bot": True, "first_name": "Line", "username": "line_bot"}

    def _send(self, form: Form) -> dict[str, Any]:
        chat = self._reached(form)
        check_text(form.get("text", ""))
        check_keyboard(form.get("reply_markup", ""))
        message = self.chats.add(chat, form["text"], form.get("reply_markup", ""), by_bot=True)
        self.on_said(message)
        return message.as_json(self.me)

    def _reached(self, form: Form) -> int:
        """Return the chat that a form names; raise RefusedError where the bot can't write there."""
        chat = int(form["chat_id"])
        if chat not in self.chats:
            refuse("Bad Request: chat not found")
        if chat in self.blocked_by:
            kind = self.chats.kind(chat)
            why = "bot was blocked by the user" if kind == "private" else f"bot is not a member of the {kind} chat"
            refuse(f"Forbidden: {why}", code=403)
        return chat

    def _leave(self, form: Form) -> bool:
        chat = self._reached(form)
        if self.chats.kind(chat) == "private":
            refuse("Bad Request: chat member status can't be changed in private chats")
        self.blocked_by.add(chat)
        return True

    def _act(self, form: Form) -> bool:
        return bool(self._reached(form))

    def _answer_press(self, form: Form) -> bool:
        if form["callback_query_id"] not in self.presses:
            refuse("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.presses.discard(form["callback_query_id"])
        return True

    def _set_webhook(self, form: Form) -> bool:
        if not _SECRET.fullmatch(form.get("secret_token", "")):
            refuse("Bad Request: secret token contains unallowed characters")
        self.webhook = form if form.get("url") else {}
        return True

    def _delete_webhook(self, _: Form) -> bool:
        self.webhook = {}
        return True

    def _webhook_info(self, _: Form) -> dict[str, Any]:
        info = {"url": self.webhook.get("url", ""), "has_custom_certificate": False}
        kinds = (
            {"allowed_updates": json.loads(self.webhook["allowed_updates"])}
            if "allowed_updates" in self.webhook
            else {}
        )
        return {**info, "pending_update_count": len(self.waiting), **kinds, **self.trouble}

    def _updates(self, form: Form) -> Awaitable[Any]:
        if self.webhook:
            use = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            refuse(f"Conflict: {use}", code=409)
        return self.waiting.fetch(form)


_METHODS: dict[str, Callable[[BotApi, Form], Any]] = {
    "getMe": lambda api, _: {**api.me, **api.abilities},
    "sendMessage": BotApi._send,
    "sendChatAction": BotApi._act,
    "editMessageText": lambda api, form: edit_text(api.chats, form).as_json(api.me),
    "editMessageReplyMarkup": lambda api, form: edit_keyboard(api.chats, form).as_json(api.me),
    "answerCallbackQuery": BotApi._answer_press,
    "deleteMessage": lambda api, form: delete(api.chats, form),
    "deleteMessages": lambda api, form: delete_many(api.chats, form),
    "leaveChat": BotApi._leave,
    "setWebhook": BotApi._set_webhook,
    "deleteWebhook": BotApi._delete_webhook,
    "getWebhookInfo": BotApi._webhook_info,
    "getUpdates": BotApi._updates,
    "setMyCommands": lambda api, form: api.profile.set_commands(form),
    "getMyCommands": lambda api, form: api.profile.commands(form),
    "setMyDescription": lambda api, form: api.profile.set_text("description", form),
    "getMyDescription": lambda api, form: api.profile.text("description", form),
    "setMyShortDescription": lambda api, form: api.profile.set_text("short_description", form),
    "getMyShortDescription": lambda api, form: api.profile.text("short_description", form),
}
