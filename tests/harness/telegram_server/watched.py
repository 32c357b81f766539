"""One bot at the emulator, with all that a test wants to know of it."""

from typing import Any
from urllib.parse import urlsplit

from tests.harness.carriers.bot_api import BotApi, Form
from tests.harness.carriers.chats import Message
from tests.harness.carriers.door import Answer, Parcel
from tests.harness.carriers.http_client import Wire
from tests.harness.carriers.telegram import SECRET_HEADER, WITHIN

Update = dict[str, Any]

_NEW = ("message", "channel_post")
_OUTSIDE = {"kicked", "left"}


class Watched:
    """A bot whose every call and message is remembered, and to which a test brings updates."""

    def __init__(self, token: str) -> None:
        """Begin with nobody who has written."""
        self.api = BotApi(token, on_call=self._note_call, on_said=self._note_said)
        self.calls: list[dict[str, Any]] = []
        self.said: list[dict[str, Any]] = []
        """Each message of the bot as it was first sent, also those that were changed or deleted since."""
        self._brought: set[Any] = set()

    def _note_call(self, method: str, form: Form) -> None:
        self.calls.append({"method": method, "said": form})

    def _note_said(self, message: Message) -> None:
        self.said.append(as_said(message))

    async def bring(self, update: Update, raw: bytes) -> Answer | None:
        """Bring an update once and return the bot's answer; None where it waits for getUpdates.

        Raise NotDeliveredError where the bot is not there.
        """
        if update.get("update_id") not in self._brought:
            self._brought.add(update.get("update_id"))
            self._happen(update)
        if not self.api.webhook:
            self.api.waiting.put(update)
            return None
        headers = {"Content-Type": "application/json", SECRET_HEADER: self.api.webhook.get("secret_token", "")}
        url = urlsplit(self.api.webhook["url"])
        wire = Wire(url.port or 443)
        try:
            return await wire.bring(Parcel(str(update.get("update_id")), url.path, raw, headers), WITHIN)
        finally:
            wire.close()

    def _happen(self, update: Update) -> None:
        """Let what an update tells of be so; an update may be as malformed as a test wants."""
        for kind, told in update.items():
            if not isinstance(told, dict):
                continue
            asked = told.get("message")
            chat = (asked if isinstance(asked, dict) else told).get("chat")
            if isinstance(chat, dict) and "id" in chat:
                self._in_chat(kind, told, int(chat["id"]), str(chat.get("type", "private")))
            if kind == "callback_query":
                self.api.presses.add(str(told.get("id")))

    def _in_chat(self, kind: str, told: Update, chat: int, kind_of_chat: str) -> None:
        self.api.chats.open(chat, kind_of_chat)
        if kind in _NEW and "message_id" in told:
            text = str(told.get("text", ""))
            self.api.chats.add(chat, text, by_bot=False, message_id=int(told["message_id"]))
        if kind == "my_chat_member":
            outside = told.get("new_chat_member", {}).get("status") in _OUTSIDE
            (self.api.blocked_by.add if outside else self.api.blocked_by.discard)(chat)


def as_said(message: Message) -> dict[str, Any]:
    """Return a message as the tests' side reads it."""
    return {
        "chat_id": message.chat,
        "message_id": message.id,
        "text": message.text,
        "reply_markup": message.keyboard,
        "by_bot": message.by_bot,
    }
