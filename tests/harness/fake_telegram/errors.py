"""Telegram's error responses."""

import json
from typing import NoReturn

from tests.harness.fault_injection import Fault
from tests.harness.http_server import HttpResponse

TEXT_LIMIT, DATA_LIMIT = 4096, 64
"""UTF-16 units of a text, bytes of a button's data (Bot API, sendMessage and InlineKeyboardButton)."""


class BotApiError(Exception):
    """A call that Telegram refuses."""

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        """Take the HTTP status, Telegram's text, and the seconds to wait."""
        super().__init__(description)
        self.code, self.description, self.retry_after = code, description, retry_after

    def to_response(self) -> HttpResponse:
        """Return the error response."""
        parameters = {"parameters": {"retry_after": self.retry_after}} if self.retry_after else {}
        body = {"ok": False, "error_code": self.code, "description": self.description, **parameters}
        return HttpResponse(self.code, json.dumps(body).encode())


FAULT_ERRORS = {
    Fault.RATE_LIMITED: BotApiError(429, "Too Many Requests: retry after 1", retry_after=1),
    Fault.SERVER_ERROR: BotApiError(500, "Internal Server Error"),
}


def raise_error(description: str, code: int = 400) -> NoReturn:
    """Raise BotApiError."""
    raise BotApiError(code, description)


def check_text(text: str) -> None:
    """Raise BotApiError on a text that can't be sent."""
    if not text.strip():
        raise_error("Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > TEXT_LIMIT:
        raise_error("Bad Request: message is too long")


def check_keyboard(keyboard: str) -> None:
    """Raise BotApiError on an invalid button."""
    for row in json.loads(keyboard).get("inline_keyboard", []) if keyboard else []:
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= DATA_LIMIT or not button["text"].strip():
                raise_error("Bad Request: BUTTON_DATA_INVALID")
