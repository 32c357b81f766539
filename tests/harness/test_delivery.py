"""Delivery by both networks."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from twilio.request_validator import RequestValidator

from tests.harness.delivery import NotDeliveredError
from tests.harness.fake_telegram.bot_api import FakeBotApi
from tests.harness.fake_telegram.delivery import SECRET_HEADER, TelegramDelivery
from tests.harness.fake_twilio.delivery import TwilioDelivery
from tests.harness.fake_twilio.rest_api import FakeTwilioApi
from tests.harness.http_client import HttpClient
from tests.harness.http_server import DropConnectionError, HttpRequest, HttpResponse, run_http_server

NUMBER = "+15005550001"
AUTH_TOKEN = "0123456789abcdef"
WEBHOOK = "https://hotline.example/webhooks/sms"
TWIML = (
    b'<?xml version="1.0" encoding="UTF-8"?><Response>'
    b'<Message statusCallback="https://hotline.example/webhooks/sms/status"><Body>one &amp; two</Body></Message>'
    b"<Message>three</Message></Response>"
)


class Service:
    """A service that responds with given statuses first, and then accepts everything."""

    def __init__(self, *statuses: int | None) -> None:
        """Take the statuses of the first requests; None drops the connection."""
        self.requests: list[HttpRequest] = []
        self._statuses = list(statuses)

    async def handle(self, request: HttpRequest) -> HttpResponse:
        """Record a request and respond."""
        self.requests.append(request)
        await asyncio.sleep(0.01)
        status = self._statuses.pop(0) if self._statuses else 200
        if status is None:
            raise DropConnectionError
        return HttpResponse(status, TWIML if request.path == "/webhooks/sms" else b"", "text/xml")


@contextlib.asynccontextmanager
async def serve(service: Service) -> AsyncIterator[HttpClient]:
    """Serve it; yield a client."""
    async with run_http_server(service.handle) as url:
        client = HttpClient(int(url.rpartition(":")[2]))
        yield client
        client.close()


async def test_updates_of_one_chat_are_sequential() -> None:
    """A chat's second update waits until the first is accepted; other chats don't wait."""
    service = Service(503, None, 500)
    api = FakeBotApi("1:a", webhook={"url": "https://hotline.example/hook", "secret_token": "s"})
    async with serve(service) as client:
        telegram = TelegramDelivery(api, client)
        first, second = telegram.send_text(1, "earlier"), telegram.send_text(1, "later")
        other = telegram.send_text(2, "other")
        await asyncio.gather(first.accepted, second.accepted, other.accepted)
    order = [next(w for w in (b"earlier", b"later", b"other") if w in item.body) for item in service.requests]
    assert order.count(b"later") == 1
    assert order.index(b"later") > max(at for at, word in enumerate(order) if word == b"earlier")
    assert first.attempts + other.attempts == 5
    assert {item.headers[SECRET_HEADER.lower()] for item in service.requests} == {"s"}


async def test_gives_up() -> None:
    """The network stops retrying after a time, with an error."""
    async with serve(Service(*[503] * 50)) as client:
        api = FakeBotApi("1:a", webhook={"url": "https://hotline.example/hook"})
        request = TelegramDelivery(api, client, give_up_after=0.5).send_text(1, "hello")
        with pytest.raises(NotDeliveredError, match="503 after"):
            await request.accepted


async def test_text_is_signed_and_retried() -> None:
    """A text is delivered again until accepted, signed each time; replies are sent and their status is reported."""
    service, said = Service(None, 502), []
    rest = FakeTwilioApi("AC" + "0" * 32, AUTH_TOKEN)
    async with serve(service) as client:
        twilio = TwilioDelivery(
            rest, AUTH_TOKEN, WEBHOOK, client, on_message=lambda number, text: said.append((number, text))
        )
        request = twilio.send_text(NUMBER, "hello ñ")
        await request.accepted
        await twilio.wait_until_idle()
    forms = [item.form() for item in service.requests[:3]]
    assert [form["MessageSid"] for form in forms] == [request.id] * 3
    for item in service.requests[:3]:
        signature = item.headers["x-twilio-signature"]
        assert RequestValidator(AUTH_TOKEN).validate(WEBHOOK, item.form(), signature)
    assert said == [(NUMBER, "one & two"), (NUMBER, "three")]
    assert [item.form()["MessageStatus"] for item in service.requests[3:]] == ["sent", "delivered"]
    assert [message.status for message in rest.messages.values()] == ["received", "delivered", "delivered"]


async def test_refused_text_is_not_retried() -> None:
    """Twilio does not retry a client error."""
    service = Service(403)
    async with serve(service) as client:
        request = TwilioDelivery(FakeTwilioApi("AC" + "0" * 32, AUTH_TOKEN), AUTH_TOKEN, WEBHOOK, client).send_text(
            NUMBER, "hello"
        )
        with pytest.raises(NotDeliveredError, match="403"):
            await request.accepted
    assert len(service.requests) == 1


async def test_refused_connection_and_timeout() -> None:
    """A refused connection and a missing response are different errors."""
    async with run_http_server(_hang) as url:
        client = HttpClient(int(url.rpartition(":")[2]))
        with pytest.raises(NotDeliveredError, match="timed out"):
            await client.request("GET", "/", b"", {}, within=0.1)
    with pytest.raises(NotDeliveredError, match="refused"):
        await client.request("GET", "/", b"", {}, within=5)


async def _hang(_: HttpRequest) -> HttpResponse:
    await asyncio.sleep(1)
    return HttpResponse(200)
