"""Twilio's messages, called by the twilio package."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.harness.fake_twilio.rest_api import FakeTwilioApi
from tests.harness.http_server import run_http_server

ACCOUNT, AUTH_TOKEN = "AC" + "0" * 32, "0123456789abcdef"
OURS, THEIRS = "+15005550006", "+15005550001"


class _LoopbackClient(TwilioHttpClient):  # type: ignore[misc]  # twilio has no types
    """twilio's own client, redirected to another URL."""

    def __init__(self, url: str) -> None:
        super().__init__(timeout=5)
        self._url = url
        self.session.trust_env = False

    def request(self, method: str, url: str, *args: Any, **more: Any) -> Any:
        return super().request(method, url.replace("https://api.twilio.com", self._url), *args, **more)


@pytest.fixture
def rest() -> FakeTwilioApi:
    """Return the API of an account."""
    return FakeTwilioApi(ACCOUNT, AUTH_TOKEN)


@pytest.fixture
async def url(rest: FakeTwilioApi) -> AsyncIterator[str]:
    """Yield its URL."""
    async with run_http_server(rest.handle) as url:
        yield url


@pytest.fixture
async def client(url: str) -> AsyncIterator[Client]:
    """Yield a real client, which blocks and so needs a thread."""
    http_client = _LoopbackClient(url)
    yield Client(ACCOUNT, AUTH_TOKEN, http_client=http_client)
    http_client.session.close()


async def test_list_has_pages(rest: FakeTwilioApi, client: Client) -> None:
    """All messages of one number are listed, newest first, across pages; others' are not."""
    for number in range(7):
        rest.add(OURS, THEIRS, f"text {number}", "delivered")
    rest.add(OURS, "+15005550002", "not theirs", "delivered")
    listed = await asyncio.to_thread(lambda: client.messages.list(to=THEIRS, page_size=3))
    assert [item.body for item in listed] == [f"text {number}" for number in range(6, -1, -1)]


async def test_list_by_date(rest: FakeTwilioApi, client: Client) -> None:
    """A list can be filtered by day or by time."""
    now = datetime.now(UTC)
    rest.add(THEIRS, OURS, "today", "received", "SM" + "1" * 32)
    rest.add(THEIRS, OURS, "last week", "received", "SM" + "2" * 32).at -= timedelta(days=7).total_seconds()
    for narrowed in ({"date_sent": now}, {"date_sent_after": now - timedelta(days=1)}):
        listed = await asyncio.to_thread(partial(client.messages.list, from_=THEIRS, **narrowed))
        assert [item.body for item in listed] == ["today"]


async def test_redact_and_delete(rest: FakeTwilioApi, client: Client) -> None:
    """An empty body redacts a message; a deletion removes it."""
    message = rest.add(OURS, THEIRS, "words", "delivered")
    redacted = await asyncio.to_thread(lambda: client.messages(message.sid).update(body=""))
    assert redacted.body == "" == message.body
    assert await asyncio.to_thread(client.messages(message.sid).delete)
    with pytest.raises(TwilioRestException, match="not found"):
        await asyncio.to_thread(client.messages(message.sid).fetch)
    assert rest.messages == {}


async def test_message_in_transit_cannot_be_changed(rest: FakeTwilioApi, client: Client) -> None:
    """A message in transit can be neither redacted nor deleted."""
    message = rest.add(OURS, THEIRS, "words", "sent")
    for change in (lambda: client.messages(message.sid).update(body=""), client.messages(message.sid).delete):
        with pytest.raises(TwilioRestException) as exc_info:
            await asyncio.to_thread(change)
        assert exc_info.value.code == 20009
    assert message.body == "words"


async def test_wrong_token_is_refused(url: str) -> None:
    """A wrong token is refused."""
    http_client = _LoopbackClient(url)
    other = Client(ACCOUNT, "wrong", http_client=http_client)
    with pytest.raises(TwilioRestException) as exc_info:
        await asyncio.to_thread(other.messages("SM" + "1" * 32).fetch)
    assert exc_info.value.code == 20003
    http_client.session.close()
