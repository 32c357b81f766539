"""Messages are removed at Twilio, whatever it takes."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta

import pytest

from bot.channels.sms import redaction
from bot.channels.sms.redaction import Removing
from tests.channels.people import AUTH_TOKEN, NUMBER
from tests.harness.carriers.faults import Fault
from tests.harness.carriers.http_server import listening
from tests.harness.carriers.twilio_rest import Kept, TwilioRest

ACCOUNT = "AC" + "0" * 32
OURS = "+15005550009"
LONG_AGO = 3600


@pytest.fixture
def rest() -> TwilioRest:
    """Return an account's messages at Twilio."""
    return TwilioRest(ACCOUNT, AUTH_TOKEN)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let attempts follow each other at once."""
    monkeypatch.setattr(redaction, "PAUSES", (0.02, 0.02, 0.02))


@contextlib.asynccontextmanager
async def at_work(*works: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Let works run side by side."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def removing(rest: TwilioRest) -> AsyncIterator[Removing]:
    """Return what removes, at work."""
    async with listening(rest.handle) as url:
        removing = Removing(ACCOUNT, AUTH_TOKEN, url, OURS)
        async with at_work(removing.run(), removing.sweep_now_and_then(timedelta(seconds=0.2))):
            await asyncio.sleep(0.05)  # the first sweep is over
            yield removing


async def until(is_so: Callable[[], bool], within: float = 10) -> None:
    """Wait for something to become so; raise TimeoutError."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110  another task
            await asyncio.sleep(0.01)


def texted(rest: TwilioRest, age: float = 0, status: str = "received") -> Kept:
    """Return a message that somebody texted so many seconds ago."""
    kept = rest.keep(NUMBER, OURS, "zanzibar-7731", status, f"SM{secrets.token_hex(16)}")
    kept.at = time.time() - age
    return kept


async def test_both_sides_are_removed(rest: TwilioRest, removing: Removing) -> None:
    """What a person texted goes as soon as it was answered, what we texted as soon as it has arrived."""
    theirs, ours = texted(rest), rest.keep(OURS, NUMBER, "an answer", "delivered")
    removing.of_inbound(theirs.sid, OURS)
    removing.soon(ours.sid)
    await until(lambda: not rest.messages)


async def test_a_message_on_its_way(rest: TwilioRest, removing: Removing) -> None:
    """A message that Twilio can't remove yet is tried again."""
    theirs = texted(rest, status="receiving")
    removing.of_inbound(theirs.sid, OURS)
    await asyncio.sleep(0.03)
    assert theirs.sid in rest.messages
    theirs.status = "received"
    await until(lambda: not rest.messages)


@pytest.mark.parametrize("fault", [Fault.FLOOD, Fault.BROKEN, Fault.SILENT, Fault.CUT])
async def test_twilio_out_of_order(rest: TwilioRest, removing: Removing, fault: Fault) -> None:
    """A call that fails is made again; one that was done before the connection broke is no fault."""
    rest.faults.next("DELETE", fault, fault)
    theirs = texted(rest)
    removing.of_inbound(theirs.sid, OURS)
    await until(lambda: not rest.messages)


async def test_what_a_restart_forgot(rest: TwilioRest) -> None:
    """A message of which nothing is known any more is found in Twilio's own list, of both sides; a new one is left."""
    old = [texted(rest, LONG_AGO), rest.keep(OURS, NUMBER, "an answer", "delivered")]
    old[1].at -= LONG_AGO
    new, others = texted(rest), rest.keep("+15005550008", NUMBER, "another line's", "delivered")
    others.at -= LONG_AGO
    async with listening(rest.handle) as url:
        removing = Removing(ACCOUNT, AUTH_TOKEN, url, OURS)
        async with at_work(removing.run(), removing.sweep_now_and_then()):
            await until(lambda: len(rest.messages) == 2)
    assert rest.messages.keys() == {new.sid, others.sid}


async def test_what_fails_for_long_is_swept_later(rest: TwilioRest, removing: Removing) -> None:
    """After its last attempt a message is left to the sweep, which removes it when Twilio is back."""
    rest.faults.next("DELETE", *[Fault.BROKEN] * 4)
    theirs = texted(rest, LONG_AGO)
    removing.soon(theirs.sid)
    await until(lambda: not rest.messages)


async def test_nobody_waits(rest: TwilioRest, removing: Removing) -> None:
    """Taking a message on costs nothing, however many wait: a flood of them is left to the sweep."""
    begun = time.perf_counter()
    for _ in range(20_000):
        removing.soon(f"SM{secrets.token_hex(16)}")
    assert time.perf_counter() - begun < 1
    theirs = texted(rest, LONG_AGO)
    assert theirs.sid in rest.messages


@pytest.mark.parametrize("sid", ["", "SM1", "../Calls/CA1", "SM" + "0" * 31 + "/", "SM" + "é" * 32])
async def test_what_is_no_message(rest: TwilioRest, removing: Removing, sid: str) -> None:
    """Whatever else stands where a message's id should be never becomes part of an address."""
    removing.soon(sid)
    assert removing._waiting.empty()


async def test_nothing_of_it_is_logged(rest: TwilioRest, removing: Removing, caplog: pytest.LogCaptureFixture) -> None:
    """Neither words nor numbers nor ids are in the log, whatever fails."""
    caplog.set_level(logging.INFO)
    rest.faults.next("DELETE", *[Fault.BROKEN] * 4)
    rest.faults.next("GET", Fault.BROKEN)
    theirs = texted(rest)
    removing.soon(theirs.sid)
    await until(lambda: "left to the sweep" in caplog.text)
    for trace in (theirs.sid, NUMBER, "zanzibar", AUTH_TOKEN, ACCOUNT):
        assert trace not in caplog.text
