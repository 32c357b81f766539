"""How Telegram says no."""

import json
from typing import NoReturn

from tests.harness.carriers.faults import Fault
from tests.harness.carriers.http_server import Said

TEXT_LIMIT, DATA_LIMIT = 4096, 64
"""UTF-16 units of a text, bytes behind a button (Bot API, sendMessage and InlineKeyboardButton)."""


class RefusedError(Exception):
    """A call that Telegram does not do; the reason is in its words."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        """Take the HTTP status, the words, and the seconds to wait."""
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after

    def said(self) -> Said:
        """Return the answer that says so."""
        more = {"parameters": {"retry_after": self.retry_after}} if self.retry_after else {}
        body = {"ok": False, "error_code": self.code, "description": self.description, **more}
        return Said(self.code, json.dumps(body).encode())


REFUSED = {
    Fault.FLOOD: RefusedError(429, "Too Many Requests: retry after 1", retry_after=1),
    Fault.BROKEN: RefusedError(500, "Internal Server Error"),
}


def refuse(description: str, code: int = 400) -> NoReturn:
    """Say what can't be done."""
    raise RefusedError(code, description)


def check_text(text: str) -> None:
    """Raise RefusedError on a text that can't be sent."""
    if not text.strip():
        refuse("Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > TEXT_LIMIT:
        refuse("Bad Request: message is too long")


def check_keyboard(keyboard: str) -> None:
    """Raise RefusedError on a button that can't be shown."""
    for row in json.loads(keyboard).get("inline_keyboard", []) if keyboard else []:
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= DATA_LIMIT or not button["text"].strip():
                refuse("Bad Request: BUTTON_DATA_INVALID")
