"""Messages are deleted at Twilio, in spite of errors."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta

import pytest

from bot.channels.sms import redaction
from bot.channels.sms.redaction import MessageRedactor
from tests.channels.virtual_users import AUTH_TOKEN, NUMBER
from tests.harness.fake_twilio.rest_api import FakeTwilioApi, StoredMessage
from tests.harness.fault_injection import Fault
from tests.harness.http_server import run_http_server

ACCOUNT = "AC" + "0" * 32
OURS = "+15005550009"
LONG_AGO = 3600


@pytest.fixture
def rest() -> FakeTwilioApi:
    """Return the fake API of an account."""
    return FakeTwilioApi(ACCOUNT, AUTH_TOKEN)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the delays between attempts."""
    monkeypatch.setattr(redaction, "RETRY_DELAYS", (0.02, 0.02, 0.02))


@contextlib.asynccontextmanager
async def running(*works: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run coroutines in the background."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def redactor(rest: FakeTwilioApi) -> AsyncIterator[MessageRedactor]:
    """Yield a running redactor."""
    async with run_http_server(rest.handle) as url:
        redactor = MessageRedactor(ACCOUNT, AUTH_TOKEN, url, OURS)
        async with running(redactor.run(), redactor.sweep_periodically(timedelta(seconds=0.2))):
            await asyncio.sleep(0.05)  # the first sweep is over
            yield redactor


async def wait_until(is_so: Callable[[], bool], within: float = 10) -> None:
    """Wait for a condition; raise TimeoutError."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110  another task
            await asyncio.sleep(0.01)


def add_inbound(rest: FakeTwilioApi, age: float = 0, status: str = "received") -> StoredMessage:
    """Return a message that was received `age` seconds ago."""
    stored = rest.add(NUMBER, OURS, "zanzibar-7731", status, f"SM{secrets.token_hex(16)}")
    stored.at = time.time() - age
    return stored


async def test_deletes_messages_of_both_sides(rest: FakeTwilioApi, redactor: MessageRedactor) -> None:
    """An inbound message is deleted once it is answered, an outbound one once it is delivered."""
    theirs, ours = add_inbound(rest), rest.add(OURS, NUMBER, "an answer", "delivered")
    redactor.enqueue_inbound(theirs.sid, OURS)
    redactor.enqueue(ours.sid)
    await wait_until(lambda: not rest.messages)


async def test_retries_message_in_transit(rest: FakeTwilioApi, redactor: MessageRedactor) -> None:
    """A message that Twilio can't delete yet is tried again."""
    theirs = add_inbound(rest, status="receiving")
    redactor.enqueue_inbound(theirs.sid, OURS)
    await asyncio.sleep(0.03)
    assert theirs.sid in rest.messages
    theirs.status = "received"
    await wait_until(lambda: not rest.messages)


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.NO_RESPONSE, Fault.DROPPED_AFTER])
async def test_retries_failed_call(rest: FakeTwilioApi, redactor: MessageRedactor, fault: Fault) -> None:
    """A failed call is repeated; one that succeeded before the connection broke counts as done."""
    rest.faults.inject("DELETE", fault, fault)
    theirs = add_inbound(rest)
    redactor.enqueue_inbound(theirs.sid, OURS)
    await wait_until(lambda: not rest.messages)


async def test_sweep_finds_forgotten_messages(rest: FakeTwilioApi) -> None:
    """The sweep finds old messages of both sides in Twilio's list, and leaves new ones and those of other numbers."""
    old = [add_inbound(rest, LONG_AGO), rest.add(OURS, NUMBER, "an answer", "delivered")]
    old[1].at -= LONG_AGO
    new, others = add_inbound(rest), rest.add("+15005550008", NUMBER, "another line's", "delivered")
    others.at -= LONG_AGO
    async with run_http_server(rest.handle) as url:
        redactor = MessageRedactor(ACCOUNT, AUTH_TOKEN, url, OURS)
        async with running(redactor.run(), redactor.sweep_periodically()):
            await wait_until(lambda: len(rest.messages) == 2)
    assert rest.messages.keys() == {new.sid, others.sid}


async def test_sweep_retries_failed_messages(rest: FakeTwilioApi, redactor: MessageRedactor) -> None:
    """After its last attempt a message is left to the sweep."""
    rest.faults.inject("DELETE", *[Fault.SERVER_ERROR] * 4)
    theirs = add_inbound(rest, LONG_AGO)
    redactor.enqueue(theirs.sid)
    await wait_until(lambda: not rest.messages)


async def test_enqueue_never_blocks(rest: FakeTwilioApi, redactor: MessageRedactor) -> None:
    """Enqueueing is quick however many messages wait; the rest is left to the sweep."""
    started = time.perf_counter()
    for _ in range(20_000):
        redactor.enqueue(f"SM{secrets.token_hex(16)}")
    assert time.perf_counter() - started < 1
    theirs = add_inbound(rest, LONG_AGO)
    assert theirs.sid in rest.messages


@pytest.mark.parametrize("sid", ["", "SM1", "../Calls/CA1", "SM" + "0" * 31 + "/", "SM" + "é" * 32])
async def test_ignores_invalid_sid(rest: FakeTwilioApi, redactor: MessageRedactor, sid: str) -> None:
    """An invalid message id never becomes part of a URL."""
    redactor.enqueue(sid)
    assert redactor._queue.empty()


async def test_nothing_personal_is_logged(
    rest: FakeTwilioApi, redactor: MessageRedactor, caplog: pytest.LogCaptureFixture
) -> None:
    """Texts, numbers and ids are not logged, even on failure."""
    caplog.set_level(logging.INFO)
    rest.faults.inject("DELETE", *[Fault.SERVER_ERROR] * 4)
    rest.faults.inject("GET", Fault.SERVER_ERROR)
    theirs = add_inbound(rest)
    redactor.enqueue(theirs.sid)
    await wait_until(lambda: "left to sweep" in caplog.text)
    for trace in (theirs.sid, NUMBER, "zanzibar", AUTH_TOKEN, ACCOUNT):
        assert trace not in caplog.text
