"""Failures one by one: everyone is still answered once, or told so at once."""

import asyncio
import contextlib
import re
import sqlite3
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.acceptance.privacy.answers import answer_text, wait_until
from tests.acceptance.privacy.parcels import new_chat, new_number, sms_request, text_update
from tests.acceptance.privacy.redis_server import RedisServer
from tests.acceptance.privacy.service_fixture import RunningService
from tests.harness.delivery import NotDeliveredError
from tests.harness.fault_injection import Fault

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

LAWYER = "i need a lawyer in Bangkok"
IN_TIME = 8
"""Seconds, on a busy machine; Twilio waits for fifteen."""


async def test_process_killed_before_reply(in_redis: RunningService) -> None:
    """If a process is killed around its reply to Telegram, another process answers, and once."""
    never_sent, taken, phone = new_chat(), new_chat(), new_number()
    networks = in_redis.networks
    answered = sms_request(networks, phone, LAWYER)
    first = await in_redis.deliver(answered, to=0)
    networks.telegram.api.faults.inject("sendMessage", Fault.NO_RESPONSE, Fault.NO_RESPONSE_AFTER)
    parcels, bringing = [], []
    for chat in (never_sent, taken):
        parcels.append(text_update(networks, chat, "hello"))
        bringing.append(asyncio.create_task(in_redis.deliver(parcels[-1], to=0)))
        await wait_until(lambda: ("sendMessage", str(chat)) in in_redis.calls)  # noqa: B023  awaited here
    in_redis.processes[0].kill()
    fates = await asyncio.gather(*bringing, return_exceptions=True)
    assert [type(fate) for fate in fates] == [NotDeliveredError] * 2
    assert (len(in_redis.messages_in(never_sent)), len(in_redis.messages_in(taken))) == (0, 1)
    for _ in range(2):
        assert [(await in_redis.deliver(parcel, to=1)).status for parcel in parcels] == [200, 200]
    assert in_redis.messages_in(never_sent) == in_redis.messages_in(taken)
    assert len(in_redis.messages_in(taken)) == 1
    assert await in_redis.deliver(answered, to=1) == first
    await in_redis.processes[0].start()


@pytest_asyncio.fixture(params=["stands still", "dies"], loop_scope="session")
async def lost_redis(request: pytest.FixtureRequest, in_redis: RunningService) -> AsyncIterator[RedisServer]:
    """Yield a Redis that is down, and comes back at the end."""
    redis = in_redis.redis
    assert redis
    {"stands still": redis.suspend, "dies": redis.kill}[request.param]()
    yield redis
    redis.resume()


async def test_redis_down(in_redis: RunningService, lost_redis: RedisServer) -> None:
    """People are told at once what to call in danger, and Telegram's message is answered when Redis is back."""
    chat = new_chat()
    parcel = text_update(in_redis.networks, chat, LAWYER)
    text = sms_request(in_redis.networks, new_number(), LAWYER, FromCountry="TH")
    begun = time.monotonic()
    assert "191" in answer_text(await in_redis.deliver(text))
    assert time.monotonic() - begun < IN_TIME
    assert [(await in_redis.deliver(parcel)).status for _ in range(2)] == [503, 503]
    [apology] = in_redis.messages_in(chat)
    assert "112" in apology
    lost_redis.resume()
    await asyncio.sleep(2.5)  # what was down is asked again after a rest
    assert (await in_redis.deliver(parcel)).status == 200
    assert len(in_redis.messages_in(chat)) > 1
    assert "+66" in answer_text(await in_redis.deliver(sms_request(in_redis.networks, new_number(), LAWYER)))


async def test_database_locked(in_memory: RunningService) -> None:
    """While another process locks the database, people are answered in time, and with services afterwards."""
    with contextlib.closing(sqlite3.connect(in_memory.folder / "directory.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        said = answer_text(await in_memory.deliver(sms_request(in_memory.networks, new_number(), LAWYER)))
        assert time.monotonic() - begun < IN_TIME
        other.execute("ROLLBACK")
    assert "+66" in said or "112" in said
    assert "+66" in answer_text(await in_memory.deliver(sms_request(in_memory.networks, new_number(), LAWYER)))


async def test_database_down(in_memory: RunningService) -> None:
    """Without the database people get the apology with a number, and services when it is back."""
    path = in_memory.folder / "directory.sqlite3"
    content = path.read_bytes()
    path.write_bytes(bytes(len(content)))
    asked = [f"i need a lawyer in {place}" for place in ("Bogota", "Manila", "Nairobi", "Doha", "Kathmandu", "Lima")]
    texts = [sms_request(in_memory.networks, new_number(), text) for text in asked]
    said = [answer_text(await in_memory.deliver(text)) for text in texts]
    path.write_bytes(content)
    apologies = [text for text in said if "Something went wrong" in text]
    assert apologies
    assert [text for text in apologies if not re.search(r"\b\d{3}\b", text)] == []
    assert "+66" in answer_text(await in_memory.deliver(sms_request(in_memory.networks, new_number(), LAWYER)))


async def test_telegram_errors(in_memory: RunningService) -> None:
    """Whatever Telegram does to a reply (delay, refuse, hang, cut off), it arrives once."""
    chats = [new_chat() for _ in Fault]
    in_memory.networks.telegram.api.faults.inject("sendMessage", *Fault)
    parcels = [text_update(in_memory.networks, chat, "hello") for chat in chats]
    answers = await asyncio.gather(*(in_memory.deliver(parcel, within=60) for parcel in parcels))
    assert {answer.status for answer in answers} == {200}
    assert [len(in_memory.messages_in(chat)) for chat in chats] == [1] * len(chats)


async def test_twilio_errors(in_memory: RunningService) -> None:
    """What can't be deleted at Twilio is deleted later, and delays no reply."""
    rest = in_memory.networks.twilio.rest
    rest.faults.inject("DELETE", Fault.SERVER_ERROR, Fault.NO_RESPONSE)
    begun = time.monotonic()
    parcel = in_memory.networks.twilio.send_text(new_number(), "hello")
    assert answer_text(await parcel.accepted)
    assert time.monotonic() - begun < IN_TIME / 2
    await wait_until(lambda: parcel.id not in rest.messages, within=40)


async def test_concurrent_redelivery(in_redis: RunningService) -> None:
    """A text that both processes get at the same moment, and again, has one answer."""
    text = sms_request(in_redis.networks, new_number(), "menu")
    answers = await asyncio.gather(*(in_redis.deliver(text, to=number % 2) for number in range(6)))
    assert len({answer_text(answer) for answer in answers}) == 1


async def test_updates_out_of_order(in_redis: RunningService) -> None:
    """Updates in the wrong order and repeated are each answered once."""
    chat = new_chat()
    parcels = [text_update(in_redis.networks, chat, text) for text in ("menu", LAWYER)]
    for parcel in reversed(parcels):
        assert (await in_redis.deliver(parcel, to=1)).status == 200
    said = in_redis.messages_in(chat)
    for number, parcel in enumerate((*parcels, *reversed(parcels))):
        assert (await in_redis.deliver(parcel, to=number % 2)).status == 200
    assert in_redis.messages_in(chat) == said
    assert any("+66" in text for text in said)
