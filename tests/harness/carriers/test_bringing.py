"""How both networks bring messages."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from twilio.request_validator import RequestValidator

from tests.harness.carriers.bot_api import BotApi
from tests.harness.carriers.door import NotDeliveredError
from tests.harness.carriers.http_client import Wire
from tests.harness.carriers.http_server import Asked, HungUpError, Said, listening
from tests.harness.carriers.telegram import SECRET_HEADER, Telegram
from tests.harness.carriers.twilio import Twilio
from tests.harness.carriers.twilio_rest import TwilioRest

NUMBER = "+15005550001"
AUTH_TOKEN = "0123456789abcdef"
WEBHOOK = "https://hotline.example/webhooks/sms"
TWIML = (
    b'<?xml version="1.0" encoding="UTF-8"?><Response>'
    b'<Message statusCallback="https://hotline.example/webhooks/sms/status"><Body>one &amp; two</Body></Message>'
    b"<Message>three</Message></Response>"
)


class Service:
    """A service that first meets its fates, then takes everything."""

    def __init__(self, *fates: int | None) -> None:
        """Take statuses for the first posts; None cuts the connection."""
        self.heard: list[Asked] = []
        self._fates = list(fates)

    async def handle(self, asked: Asked) -> Said:
        """Hear a post."""
        self.heard.append(asked)
        await asyncio.sleep(0.01)
        fate = self._fates.pop(0) if self._fates else 200
        if fate is None:
            raise HungUpError
        return Said(fate, TWIML if asked.path == "/webhooks/sms" else b"", "text/xml")


@contextlib.asynccontextmanager
async def reached(service: Service) -> AsyncIterator[Wire]:
    """Serve it; give the way to it."""
    async with listening(service.handle) as url:
        wire = Wire(int(url.rpartition(":")[2]))
        yield wire
        wire.close()


async def test_one_update_at_a_time_for_one_chat() -> None:
    """A chat's second update waits until the first is taken, however often it has to be brought; other chats don't."""
    service = Service(503, None, 500)
    api = BotApi("1:a", webhook={"url": "https://hotline.example/hook", "secret_token": "s"})
    async with reached(service) as wire:
        telegram = Telegram(api, wire)
        first, second = telegram.write(1, "earlier"), telegram.write(1, "later")
        other = telegram.write(2, "other")
        await asyncio.gather(first.taken, second.taken, other.taken)
    order = [next(w for w in (b"earlier", b"later", b"other") if w in one.body) for one in service.heard]
    assert order.count(b"later") == 1
    assert order.index(b"later") > max(at for at, word in enumerate(order) if word == b"earlier")
    assert first.tries + other.tries == 5
    assert {one.headers[SECRET_HEADER.lower()] for one in service.heard} == {"s"}


async def test_what_nobody_takes_is_given_up() -> None:
    """After its patience a network stops bringing a message, and says so."""
    async with reached(Service(*[503] * 50)) as wire:
        api = BotApi("1:a", webhook={"url": "https://hotline.example/hook"})
        parcel = Telegram(api, wire, patience=0.5).write(1, "hello")
        with pytest.raises(NotDeliveredError, match="503 after"):
            await parcel.taken


async def test_a_text_is_signed_and_comes_again() -> None:
    """The same MessageSid is brought until it is answered, signed; the answer's texts go out and are called back."""
    service, said = Service(None, 502), []
    rest = TwilioRest("AC" + "0" * 32, AUTH_TOKEN)
    async with reached(service) as wire:
        twilio = Twilio(rest, AUTH_TOKEN, WEBHOOK, wire, on_said=lambda number, text: said.append((number, text)))
        parcel = twilio.text(NUMBER, "hello ñ")
        await parcel.taken
        await twilio.settled()
    forms = [one.form() for one in service.heard[:3]]
    assert [form["MessageSid"] for form in forms] == [parcel.key] * 3
    for one in service.heard[:3]:
        signature = one.headers["x-twilio-signature"]
        assert RequestValidator(AUTH_TOKEN).validate(WEBHOOK, one.form(), signature)
    assert said == [(NUMBER, "one & two"), (NUMBER, "three")]
    assert [one.form()["MessageStatus"] for one in service.heard[3:]] == ["sent", "delivered"]
    assert [kept.status for kept in rest.messages.values()] == ["received", "delivered", "delivered"]


async def test_a_refused_text_does_not_come_again() -> None:
    """A refusal of the service is no fault of the line: Twilio gives up at once."""
    service = Service(403)
    async with reached(service) as wire:
        parcel = Twilio(TwilioRest("AC" + "0" * 32, AUTH_TOKEN), AUTH_TOKEN, WEBHOOK, wire).text(NUMBER, "hello")
        with pytest.raises(NotDeliveredError, match="403"):
            await parcel.taken
    assert len(service.heard) == 1


async def test_nobody_is_there() -> None:
    """A port that nobody listens on, and a service that never answers, are told apart."""
    async with listening(_never) as url:
        wire = Wire(int(url.rpartition(":")[2]))
        with pytest.raises(NotDeliveredError, match="timed out"):
            await wire.ask("GET", "/", b"", {}, within=0.1)
    with pytest.raises(NotDeliveredError, match="refused"):
        await wire.ask("GET", "/", b"", {}, within=5)


async def _never(_: Asked) -> Said:
    await asyncio.sleep(1)
    return Said(200)
