"""Messages on their way, which a test brings itself: to one process, twice, late, or in the wrong order."""

import itertools
import json
from typing import Any
from urllib.parse import urlsplit

from tests.harness.carriers.door import Parcel
from tests.harness.carriers.telegram import SECRET_HEADER
from tests.harness.carriers.twilio import OUR_NUMBER
from tests.resilience.load.networks import Networks

_IDS = itertools.count(900_000_001)
_CHATS = itertools.count(8_100_000_000_000)
_NUMBERS = itertools.count(9000)


def somebody_on_telegram() -> int:
    """Return the chat of somebody new."""
    return next(_CHATS)


def somebody_with_a_phone() -> str:
    """Return the number of somebody new, of Twilio's range that nobody can have."""
    return f"+1500555{next(_NUMBERS):04}"


def texted(networks: Networks, number: str, body: str, **more: str) -> Parcel:
    """Return a text as Twilio brings it."""
    twilio, sid = networks.twilio, f"SM{next(_IDS):032x}"
    form = {"MessageSid": sid, "AccountSid": twilio.rest.account_sid, "From": number, "To": OUR_NUMBER, "Body": body}
    return twilio._signed(sid, twilio.webhook, {**form, "NumMedia": "0", **more})


def reported(networks: Networks, number: str, **what: str) -> Parcel:
    """Return what became of a text of ours, as Twilio reports it."""
    twilio, sid = networks.twilio, f"SM{next(_IDS):032x}"
    form = {"MessageSid": sid, "From": OUR_NUMBER, "To": number, **what}
    return twilio._signed(sid, f"{twilio.webhook}/status", form)


def written(networks: Networks, chat: int, text: str) -> Parcel:
    """Return what somebody wrote as Telegram brings it."""
    message = networks.telegram.api.chats.add(chat, text, by_bot=False)
    return update(networks, chat, message=message.as_json(_person(chat)))


def pressed(networks: Networks, chat: int, number: int) -> Parcel:
    """Return the press of a button under the last message that has some, counted from one."""
    api, query = networks.telegram.api, str(next(_IDS))
    asked = next(message for message in reversed(api.chats.said_to(chat)) if message.keyboard)
    buttons = [button for row in json.loads(asked.keyboard)["inline_keyboard"] for button in row]
    api.presses.add(query)
    press = {"id": query, "from": _person(chat), "chat_instance": "1", "message": asked.as_json(api.me)}
    return update(networks, chat, callback_query={**press, "data": buttons[number - 1]["callback_data"]})


def blocks(networks: Networks, chat: int) -> Parcel:
    """Return the news that somebody has blocked the bot."""
    bot = {"user": networks.telegram.api.me, "status": "member"}
    gone = {**bot, "status": "kicked", "until_date": 0}
    change = {"chat": {"id": chat, "type": "private"}, "from": _person(chat), "date": 1}
    return update(networks, chat, my_chat_member={**change, "old_chat_member": bot, "new_chat_member": gone})


def update(networks: Networks, chat: int, **what: Any) -> Parcel:
    """Return an update as Telegram brings it."""
    webhook, number = networks.telegram.api.webhook, next(_IDS)
    headers = {"Content-Type": "application/json", SECRET_HEADER: webhook["secret_token"]}
    body = json.dumps({"update_id": number, **what}).encode()
    return Parcel(str(number), urlsplit(webhook["url"]).path, body, headers, str(chat))


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Zuzanna", "language_code": "en"}
