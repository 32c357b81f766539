"""Posts as networks make them, and most of them spoiled, by lot."""

import json
import random
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from twilio.request_validator import RequestValidator

from bot.channels.sms import webhook as sms_webhook
from bot.channels.sms.parsing import parse_form
from bot.channels.telegram import webhook as telegram_webhook
from tests.channels.people import AUTH_TOKEN, PUBLIC_URL, SECRET
from tests.fuzz.marks import CHATS, MARK, NUMBERS
from tests.fuzz.spoiling import broken, spoiled
from tests.harness.telegram_server import updates

KNOWN = 0.97
"""Share of posts that show the right secret, or the right signature."""
_WORDS = (
    "hello",
    "menu",
    "two",
    "wipe",
    "silence",
    "i need a lawyer in Bangkok",
    "he is going to kill me",
    "rain",
    "1",
)
_SIGN = RequestValidator(AUTH_TOKEN).compute_signature


@dataclass(frozen=True, slots=True)
class Post:
    """One request to a webhook."""

    network: str
    path: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


def post(lot: random.Random) -> Post:
    """Return a post to either network's webhook."""
    made = _telegram(lot) if lot.random() < 0.5 else _twilio(lot)
    if lot.random() < 0.1:
        return Post(made.network, made.path, made.body, {**made.headers, **lot.choice(_HEADERS)})
    return made


_HEADERS: tuple[dict[str, str], ...] = (
    {"Content-Type": "text/plain"}, {"Content-Type": ""}, {"Content-Type": f"application/json; charset={MARK}"},
    {"Content-Type": "multipart/form-data; boundary=x"}, {"Content-Type": "application/x-www-form-urlencoded;;;"},
    {"Content-Encoding": "gzip"}, {"Transfer-Encoding": "identity"}, {"X-" + "a" * 300: "b"},
    {"X-Junk": MARK * 500}, {"X-Forwarded-Host": MARK, "X-Forwarded-Proto": "https"}, {"Cookie": f"a={MARK}; ;=;"},
    {"Connection": "close"}, {"Upgrade": "websocket", "Connection": "Upgrade"}, {"Accept": "\u00e9" * 30},
    {"X-Twilio-Signature": MARK}, {telegram_webhook.SECRET_HEADER: MARK},
    {telegram_webhook.SECRET_HEADER: "\u00e9\u0e01"},
    {"Content-Length": "0"}, {"Content-Length": "99999999999999999999"}, {"Content-Length": "-1"}, {"Bad Header": MARK},
)  # fmt: skip


def _telegram(lot: random.Random) -> Post:
    tree = _update(lot)
    if lot.random() < 0.8:
        tree = spoiled(lot, deepcopy(tree), lambda: _update(lot))
    body = json.dumps(tree).encode()
    if lot.random() < 0.3:
        body = broken(lot, body)
    secret = SECRET if lot.random() < KNOWN else lot.choice(("", SECRET.upper(), SECRET + " x", MARK))
    return Post(
        "telegram",
        telegram_webhook.PATH,
        body,
        {"Content-Type": "application/json", telegram_webhook.SECRET_HEADER: secret},
    )


def _update(lot: random.Random) -> updates.Update:
    chat = CHATS + lot.randrange(1_000_000)
    text = f"{lot.choice(_WORDS)} {MARK}" if lot.random() < 0.5 else lot.choice(_WORDS)
    content: dict[str, Any] = lot.choice(
        [{"text": text}, {"text": f"/{text}"}, {"text": MARK, "entities": [{"type": "bold", "offset": 0, "length": 3}]},
         {**updates.LOCATION}, *({**one, "caption": text} for one in updates.UNREADABLE.values())]
    )  # fmt: skip
    kind = lot.random()
    if kind < 0.6:
        return updates.update(message=updates.message(chat, **content))
    if kind < 0.75:
        return updates.press(chat, MARK[: lot.randrange(9)], updates.message(chat, text=text))
    if kind < 0.85:
        return updates.edited(chat, **content)
    if kind < 0.9:
        return updates.membership(lot.choice((chat, -chat)), lot.choice(("kicked", "member", "left")))
    return lot.choice(list(updates.unhandled(chat).values()))


def _twilio(lot: random.Random) -> Post:
    path = sms_webhook.STATUS_PATH if lot.random() < 0.2 else sms_webhook.PATH
    form: dict[str, Any] = _form(lot)
    if lot.random() < 0.8:
        form = spoiled(lot, form, lambda: _form(lot))
    body = urlencode([(_bytes(name), _bytes(value)) for name, value in form.items()]).encode()
    if lot.random() < 0.3:
        body = broken(lot, body)
    if lot.random() < 0.05:
        body += b"&" + b"&".join(b"a%d=%s" % (n, quote_from_bytes(lot.randbytes(4)).encode()) for n in range(250))
    query = lot.choice(("", "", "", "?a=1", f"?{MARK}=%zz", "?bodySHA256=0"))
    headers = {"Content-Type": sms_webhook.FORM, "X-Twilio-Signature": _signature(lot, path + query, body)}
    return Post("twilio", path + query, body, headers)


def _bytes(value: Any) -> bytes:
    """Return a value as a form carries it, with whatever no text can hold."""
    return str(value).encode("utf-8", "surrogatepass")


def _signature(lot: random.Random, path: str, body: bytes) -> str:
    """Sign what the service will read in the body; what can't be read has no right signature."""
    if lot.random() > KNOWN:
        return lot.choice((MARK, "", "\u00e9", "0" * 28))
    try:
        return str(_SIGN(PUBLIC_URL + path, parse_form(body)))
    except ValueError:
        return "0" * 28


def _form(lot: random.Random) -> dict[str, Any]:
    number = f"{NUMBERS}{lot.randrange(10_000):04}"
    form = {
        "MessageSid": f"SM{lot.randbytes(16).hex()}",
        "AccountSid": "AC" + "0" * 32,
        "From": lot.choice(("", "", "", "whatsapp:")) + number,
        "To": "+15005550006",
        "Body": f"{lot.choice(_WORDS)} {MARK}",
        "NumMedia": "0",
        "NumSegments": "1",
        "FromCity": MARK.upper(),
        "FromZip": "50000",
        "FromCountry": lot.choice(("TH", "US", "XX", "")),
        "ProfileName": "Zuzanna",
    }
    more = {
        "OptOutType": lot.choice(("STOP", "HELP", "START")),
        "MessageStatus": lot.choice(("delivered", "undelivered", "sent")),
        "ErrorCode": lot.choice(("21610", "30005")),
        "Body": lot.choice(("STOP", "help", "1", "", "\u0e09\u0e31\u0e19", "menu")),
    }
    return {**form, **{name: value for name, value in more.items() if lot.random() < 0.3}}
