"""Webhook requests that a test delivers itself: to one process, twice, late, or in the wrong order."""

import itertools
import json
from typing import Any
from urllib.parse import urlsplit

from tests.harness.delivery import WebhookRequest
from tests.harness.fake_telegram.delivery import SECRET_HEADER
from tests.harness.fake_twilio.delivery import OUR_NUMBER
from tests.resilience.load.networks import Networks

_IDS = itertools.count(900_000_001)
_CHATS = itertools.count(8_100_000_000_000)
_NUMBERS = itertools.count(9000)


def new_chat() -> int:
    """Return the chat id of a new person."""
    return next(_CHATS)


def new_number() -> str:
    """Return the phone number of a new person, which is never assigned."""
    return f"+1500555{next(_NUMBERS):04}"


def sms_request(networks: Networks, number: str, body: str, **more: str) -> WebhookRequest:
    """Return an SMS as Twilio delivers it."""
    twilio, sid = networks.twilio, f"SM{next(_IDS):032x}"
    form = {"MessageSid": sid, "AccountSid": twilio.rest.account_sid, "From": number, "To": OUR_NUMBER, "Body": body}
    return twilio.sign(sid, twilio.webhook, {**form, "NumMedia": "0", **more})


def status_request(networks: Networks, number: str, **what: str) -> WebhookRequest:
    """Return a delivery report as Twilio delivers it."""
    twilio, sid = networks.twilio, f"SM{next(_IDS):032x}"
    form = {"MessageSid": sid, "From": OUR_NUMBER, "To": number, **what}
    return twilio.sign(sid, f"{twilio.webhook}/status", form)


def text_update(networks: Networks, chat: int, text: str) -> WebhookRequest:
    """Return a text message as Telegram delivers it."""
    message = networks.telegram.api.chats.add(chat, text, by_bot=False)
    return update(networks, chat, message=message.as_json(_person(chat)))


def button_update(networks: Networks, chat: int, number: int) -> WebhookRequest:
    """Return the press of a button of the last message with buttons, counted from one."""
    api, query = networks.telegram.api, str(next(_IDS))
    asked = next(message for message in reversed(api.chats.sent_by_bot(chat)) if message.keyboard)
    buttons = [button for row in json.loads(asked.keyboard)["inline_keyboard"] for button in row]
    api.pending_presses.add(query)
    press = {"id": query, "from": _person(chat), "chat_instance": "1", "message": asked.as_json(api.me)}
    return update(networks, chat, callback_query={**press, "data": buttons[number - 1]["callback_data"]})


def block_update(networks: Networks, chat: int) -> WebhookRequest:
    """Return the update about a person who has blocked the bot."""
    bot = {"user": networks.telegram.api.me, "status": "member"}
    gone = {**bot, "status": "kicked", "until_date": 0}
    change = {"chat": {"id": chat, "type": "private"}, "from": _person(chat), "date": 1}
    return update(networks, chat, my_chat_member={**change, "old_chat_member": bot, "new_chat_member": gone})


def update(networks: Networks, chat: int, **what: Any) -> WebhookRequest:
    """Return an update as Telegram delivers it."""
    webhook, number = networks.telegram.api.webhook, next(_IDS)
    headers = {"Content-Type": "application/json", SECRET_HEADER: webhook["secret_token"]}
    body = json.dumps({"update_id": number, **what}).encode()
    return WebhookRequest(str(number), urlsplit(webhook["url"]).path, body, headers, str(chat))


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Zuzanna", "language_code": "en"}
