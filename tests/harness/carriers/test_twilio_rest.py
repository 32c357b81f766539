"""Twilio's messages, as the twilio package meets them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.harness.carriers.http_server import listening
from tests.harness.carriers.twilio_rest import TwilioRest

ACCOUNT, AUTH_TOKEN = "AC" + "0" * 32, "0123456789abcdef"
OURS, THEIRS = "+15005550006", "+15005550001"


class _Elsewhere(TwilioHttpClient):  # type: ignore[misc]  # twilio has no types
    """twilio's own client, turned to another address."""

    def __init__(self, url: str) -> None:
        super().__init__(timeout=5)
        self._url = url
        self.session.trust_env = False

    def request(self, method: str, url: str, *args: Any, **more: Any) -> Any:
        return super().request(method, url.replace("https://api.twilio.com", self._url), *args, **more)


@pytest.fixture
def rest() -> TwilioRest:
    """An account's messages."""
    return TwilioRest(ACCOUNT, AUTH_TOKEN)


@pytest.fixture
async def url(rest: TwilioRest) -> AsyncIterator[str]:
    """Where they are."""
    async with listening(rest.handle) as url:
        yield url


@pytest.fixture
async def client(url: str) -> AsyncIterator[Client]:
    """A real client, which blocks: it needs a thread."""
    elsewhere = _Elsewhere(url)
    yield Client(ACCOUNT, AUTH_TOKEN, http_client=elsewhere)
    elsewhere.session.close()


async def test_a_list_goes_on_over_its_pages(rest: TwilioRest, client: Client) -> None:
    """All messages of one number are listed, newest first, however small a page is; others' are not."""
    for number in range(7):
        rest.keep(OURS, THEIRS, f"text {number}", "delivered")
    rest.keep(OURS, "+15005550002", "not theirs", "delivered")
    listed = await asyncio.to_thread(lambda: client.messages.list(to=THEIRS, page_size=3))
    assert [one.body for one in listed] == [f"text {number}" for number in range(6, -1, -1)]


async def test_a_list_of_a_day(rest: TwilioRest, client: Client) -> None:
    """Dates narrow a list, to a day or to what came after a moment."""
    now = datetime.now(UTC)
    rest.keep(THEIRS, OURS, "today", "received", "SM" + "1" * 32)
    rest.keep(THEIRS, OURS, "last week", "received", "SM" + "2" * 32).at -= timedelta(days=7).total_seconds()
    for narrowed in ({"date_sent": now}, {"date_sent_after": now - timedelta(days=1)}):
        listed = await asyncio.to_thread(partial(client.messages.list, from_=THEIRS, **narrowed))
        assert [one.body for one in listed] == ["today"]


async def test_redaction_and_deletion(rest: TwilioRest, client: Client) -> None:
    """An empty body takes the words away, a deletion the whole message."""
    kept = rest.keep(OURS, THEIRS, "words", "delivered")
    redacted = await asyncio.to_thread(lambda: client.messages(kept.sid).update(body=""))
    assert redacted.body == "" == kept.body
    assert await asyncio.to_thread(client.messages(kept.sid).delete)
    with pytest.raises(TwilioRestException, match="not found"):
        await asyncio.to_thread(client.messages(kept.sid).fetch)
    assert rest.messages == {}


async def test_nothing_goes_before_it_is_final(rest: TwilioRest, client: Client) -> None:
    """A message on its way can be neither redacted nor deleted."""
    kept = rest.keep(OURS, THEIRS, "words", "sent")
    for change in (lambda: client.messages(kept.sid).update(body=""), client.messages(kept.sid).delete):
        with pytest.raises(TwilioRestException) as refused:
            await asyncio.to_thread(change)
        assert refused.value.code == 20009
    assert kept.body == "words"


async def test_another_account(url: str) -> None:
    """A wrong token sees nothing."""
    elsewhere = _Elsewhere(url)
    stranger = Client(ACCOUNT, "wrong", http_client=elsewhere)
    with pytest.raises(TwilioRestException) as refused:
        await asyncio.to_thread(stranger.messages("SM" + "1" * 32).fetch)
    assert refused.value.code == 20003
    elsewhere.session.close()
