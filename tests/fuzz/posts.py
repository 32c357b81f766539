"""Requests as networks make them, most of them mutated at random."""

import json
import random
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from twilio.request_validator import RequestValidator

from bot.channels.common.paths import SMS_PATH, SMS_STATUS_PATH, TELEGRAM_PATH
from bot.channels.sms import webhook as sms_webhook
from bot.channels.sms.parsing import parse_form
from bot.channels.telegram import webhook as telegram_webhook
from tests.channels.virtual_users import AUTH_TOKEN, PUBLIC_URL, SECRET
from tests.fuzz.mutations import CHATS, MARKER, NUMBERS, corrupt, mutate
from tests.harness.fake_telegram import updates

VALID_SHARE = 0.97
"""Share of posts with the right secret or signature."""
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


def make_post(rng: random.Random) -> Post:
    """Return a random post to one of the webhooks."""
    post = _telegram(rng) if rng.random() < 0.5 else _twilio(rng)
    if rng.random() < 0.1:
        return Post(post.network, post.path, post.body, {**post.headers, **rng.choice(_HEADERS)})
    return post


_HEADERS: tuple[dict[str, str], ...] = (
    {"Content-Type": "text/plain"}, {"Content-Type": ""}, {"Content-Type": f"application/json; charset={MARKER}"},
    {"Content-Type": "multipart/form-data; boundary=x"}, {"Content-Type": "application/x-www-form-urlencoded;;;"},
    {"Content-Encoding": "gzip"}, {"Transfer-Encoding": "identity"}, {"X-" + "a" * 300: "b"},
    {"X-Junk": MARKER * 500}, {"X-Forwarded-Host": MARKER, "X-Forwarded-Proto": "https"},
    {"Cookie": f"a={MARKER}; ;=;"}, {"Connection": "close"}, {"Upgrade": "websocket", "Connection": "Upgrade"},
    {"Accept": "\u00e9" * 30},
    {"X-Twilio-Signature": MARKER}, {telegram_webhook.SECRET_HEADER: MARKER},
    {telegram_webhook.SECRET_HEADER: "\u00e9\u0e01"},
    {"Content-Length": "0"}, {"Content-Length": "99999999999999999999"}, {"Content-Length": "-1"},
    {"Bad Header": MARKER},
)  # fmt: skip


def _telegram(rng: random.Random) -> Post:
    tree = _update(rng)
    if rng.random() < 0.8:
        tree = mutate(rng, deepcopy(tree), lambda: _update(rng))
    body = json.dumps(tree).encode()
    if rng.random() < 0.3:
        body = corrupt(rng, body)
    secret = SECRET if rng.random() < VALID_SHARE else rng.choice(("", SECRET.upper(), SECRET + " x", MARKER))
    return Post(
        "telegram",
        TELEGRAM_PATH,
        body,
        {"Content-Type": "application/json", telegram_webhook.SECRET_HEADER: secret},
    )


def _update(rng: random.Random) -> updates.Update:
    chat = CHATS + rng.randrange(1_000_000)
    text = f"{rng.choice(_WORDS)} {MARKER}" if rng.random() < 0.5 else rng.choice(_WORDS)
    content: dict[str, Any] = rng.choice(
        [{"text": text}, {"text": f"/{text}"},
         {"text": MARKER, "entities": [{"type": "bold", "offset": 0, "length": 3}]},
         {**updates.LOCATION}, *({**unreadable, "caption": text} for unreadable in updates.UNREADABLE.values())]
    )  # fmt: skip
    kind = rng.random()
    if kind < 0.6:
        return updates.update(message=updates.message(chat, **content))
    if kind < 0.75:
        return updates.press(chat, MARKER[: rng.randrange(9)], updates.message(chat, text=text))
    if kind < 0.85:
        return updates.edited(chat, **content)
    if kind < 0.9:
        return updates.membership(rng.choice((chat, -chat)), rng.choice(("kicked", "member", "left")))
    return rng.choice(list(updates.ignored_updates(chat).values()))


def _twilio(rng: random.Random) -> Post:
    path = SMS_STATUS_PATH if rng.random() < 0.2 else SMS_PATH
    form: dict[str, Any] = _form(rng)
    if rng.random() < 0.8:
        form = mutate(rng, form, lambda: _form(rng))
    body = urlencode([(_bytes(name), _bytes(value)) for name, value in form.items()]).encode()
    if rng.random() < 0.3:
        body = corrupt(rng, body)
    if rng.random() < 0.05:
        body += b"&" + b"&".join(b"a%d=%s" % (n, quote_from_bytes(rng.randbytes(4)).encode()) for n in range(250))
    query = rng.choice(("", "", "", "?a=1", f"?{MARKER}=%zz", "?bodySHA256=0"))
    headers = {"Content-Type": sms_webhook.FORM_TYPE, "X-Twilio-Signature": _signature(rng, path + query, body)}
    return Post("twilio", path + query, body, headers)


def _bytes(value: Any) -> bytes:
    """Return a value as a form carries it, with whatever no text can hold."""
    return str(value).encode("utf-8", "surrogatepass")


def _signature(rng: random.Random, path: str, body: bytes) -> str:
    """Sign the form that the service will parse; an unreadable body has no valid signature."""
    if rng.random() > VALID_SHARE:
        return rng.choice((MARKER, "", "\u00e9", "0" * 28))
    try:
        return str(_SIGN(PUBLIC_URL + path, parse_form(body)))
    except ValueError:
        return "0" * 28


def _form(rng: random.Random) -> dict[str, Any]:
    number = f"{NUMBERS}{rng.randrange(10_000):04}"
    form = {
        "MessageSid": f"SM{rng.randbytes(16).hex()}",
        "AccountSid": "AC" + "0" * 32,
        "From": rng.choice(("", "", "", "whatsapp:")) + number,
        "To": "+15005550006",
        "Body": f"{rng.choice(_WORDS)} {MARKER}",
        "NumMedia": "0",
        "NumSegments": "1",
        "FromCity": MARKER.upper(),
        "FromZip": "50000",
        "FromCountry": rng.choice(("TH", "US", "XX", "")),
        "ProfileName": "Zuzanna",
    }
    optional = {
        "OptOutType": rng.choice(("STOP", "HELP", "START")),
        "MessageStatus": rng.choice(("delivered", "undelivered", "sent")),
        "ErrorCode": rng.choice(("21610", "30005")),
        "Body": rng.choice(("STOP", "help", "1", "", "\u0e09\u0e31\u0e19", "menu")),
    }
    return {**form, **{name: value for name, value in optional.items() if rng.random() < 0.3}}
