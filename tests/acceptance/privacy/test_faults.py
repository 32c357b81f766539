"""What goes wrong, one thing after the other: everybody is answered all the same, once, or told so at once."""

import asyncio
import contextlib
import re
import sqlite3
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.acceptance.privacy.hearing import until, words
from tests.acceptance.privacy.letters import somebody_on_telegram, somebody_with_a_phone, texted, written
from tests.acceptance.privacy.redis_server import RedisServer
from tests.acceptance.privacy.stage import Stage
from tests.harness.carriers.door import NotDeliveredError
from tests.harness.carriers.faults import Fault

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAWYER = "i need a lawyer in Bangkok"
IN_TIME = 8
"""Seconds, on a busy machine; Twilio waits for fifteen."""


async def test_killed_between_receiving_and_replying(in_redis: Stage) -> None:
    """A process is killed while Telegram has not, or has silently, taken its reply: another one answers, and once."""
    never_sent, taken, phone = somebody_on_telegram(), somebody_on_telegram(), somebody_with_a_phone()
    networks = in_redis.networks
    answered = texted(networks, phone, LAWYER)
    first = await in_redis.brings(answered, to=0)
    networks.telegram.api.faults.next("sendMessage", Fault.SILENT, Fault.LOST)
    parcels, bringing = [], []
    for chat in (never_sent, taken):
        parcels.append(written(networks, chat, "hello"))
        bringing.append(asyncio.create_task(in_redis.brings(parcels[-1], to=0)))
        await until(lambda: ("sendMessage", str(chat)) in in_redis.calls)  # noqa: B023  awaited here
    in_redis.processes[0].kill()
    fates = await asyncio.gather(*bringing, return_exceptions=True)
    assert [type(fate) for fate in fates] == [NotDeliveredError] * 2
    assert (len(in_redis.said_to(never_sent)), len(in_redis.said_to(taken))) == (0, 1)
    for _ in range(2):
        assert [(await in_redis.brings(parcel, to=1)).status for parcel in parcels] == [200, 200]
    assert in_redis.said_to(never_sent) == in_redis.said_to(taken)
    assert len(in_redis.said_to(taken)) == 1
    assert await in_redis.brings(answered, to=1) == first
    await in_redis.processes[0].start()


@pytest_asyncio.fixture(params=["stands still", "dies"], loop_scope="session")
async def gone(request: pytest.FixtureRequest, in_redis: Stage) -> AsyncIterator[RedisServer]:
    """Return a Redis that has gone, and comes back at the end."""
    redis = in_redis.redis
    assert redis
    {"stands still": redis.stands_still, "dies": redis.dies}[request.param]()
    yield redis
    redis.comes_back()


async def test_redis_is_gone_and_comes_back(in_redis: Stage, gone: RedisServer) -> None:
    """People are told so at once, with what to call in danger, and Telegram's message is answered when it is back."""
    chat = somebody_on_telegram()
    parcel = written(in_redis.networks, chat, LAWYER)
    text = texted(in_redis.networks, somebody_with_a_phone(), LAWYER, FromCountry="TH")
    begun = time.monotonic()
    assert "191" in words(await in_redis.brings(text))
    assert time.monotonic() - begun < IN_TIME
    assert [(await in_redis.brings(parcel)).status for _ in range(2)] == [503, 503]
    [apology] = in_redis.said_to(chat)
    assert "112" in apology
    gone.comes_back()
    await asyncio.sleep(2.5)  # what was down is asked again after a rest
    assert (await in_redis.brings(parcel)).status == 200
    assert len(in_redis.said_to(chat)) > 1
    assert "+66" in words(await in_redis.brings(texted(in_redis.networks, somebody_with_a_phone(), LAWYER)))


async def test_the_database_is_locked(in_memory: Stage) -> None:
    """While another process holds the whole database, people are answered in time, and with services afterwards."""
    with contextlib.closing(sqlite3.connect(in_memory.folder / "directory.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        said = words(await in_memory.brings(texted(in_memory.networks, somebody_with_a_phone(), LAWYER)))
        assert time.monotonic() - begun < IN_TIME
        other.execute("ROLLBACK")
    assert "+66" in said or "112" in said
    assert "+66" in words(await in_memory.brings(texted(in_memory.networks, somebody_with_a_phone(), LAWYER)))


async def test_the_database_is_gone(in_memory: Stage) -> None:
    """Where the database can't be read any more people get the apology with a number, and services when it can."""
    path = in_memory.folder / "directory.sqlite3"
    content = path.read_bytes()
    path.write_bytes(bytes(len(content)))
    asked = [f"i need a lawyer in {place}" for place in ("Bogota", "Manila", "Nairobi", "Doha", "Kathmandu", "Lima")]
    texts = [texted(in_memory.networks, somebody_with_a_phone(), text) for text in asked]
    said = [words(await in_memory.brings(text)) for text in texts]
    path.write_bytes(content)
    apologies = [text for text in said if "Something went wrong" in text]
    assert apologies
    assert [text for text in apologies if not re.search(r"\b\d{3}\b", text)] == []
    assert "+66" in words(await in_memory.brings(texted(in_memory.networks, somebody_with_a_phone(), LAWYER)))


async def test_telegram_is_out_of_order(in_memory: Stage) -> None:
    """Told to wait, refused, not answered, cut off: whatever Telegram does to a reply, it is there once."""
    chats = [somebody_on_telegram() for _ in Fault]
    in_memory.networks.telegram.api.faults.next("sendMessage", *Fault)
    parcels = [written(in_memory.networks, chat, "hello") for chat in chats]
    answers = await asyncio.gather(*(in_memory.brings(parcel, within=60) for parcel in parcels))
    assert {answer.status for answer in answers} == {200}
    assert [len(in_memory.said_to(chat)) for chat in chats] == [1] * len(chats)


async def test_twilio_is_out_of_order(in_memory: Stage) -> None:
    """What can't be removed at Twilio is removed later, and nobody waits for it."""
    rest = in_memory.networks.twilio.rest
    rest.faults.next("DELETE", Fault.BROKEN, Fault.SILENT)
    begun = time.monotonic()
    parcel = in_memory.networks.twilio.text(somebody_with_a_phone(), "hello")
    assert words(await parcel.taken)
    assert time.monotonic() - begun < IN_TIME / 2
    await until(lambda: parcel.key not in rest.messages, within=40)


async def test_delivered_twice_at_once(in_redis: Stage) -> None:
    """A text that comes to both processes at the same moment, and again, has one answer."""
    text = texted(in_redis.networks, somebody_with_a_phone(), "menu")
    answers = await asyncio.gather(*(in_redis.brings(text, to=number % 2) for number in range(6)))
    assert len({words(answer) for answer in answers}) == 1


async def test_delivered_in_the_wrong_order(in_redis: Stage) -> None:
    """Updates that come in the wrong order and again are each answered, and once."""
    chat = somebody_on_telegram()
    parcels = [written(in_redis.networks, chat, text) for text in ("menu", LAWYER)]
    for parcel in reversed(parcels):
        assert (await in_redis.brings(parcel, to=1)).status == 200
    said = in_redis.said_to(chat)
    for number, parcel in enumerate((*parcels, *reversed(parcels))):
        assert (await in_redis.brings(parcel, to=number % 2)).status == 200
    assert in_redis.said_to(chat) == said
    assert any("+66" in text for text in said)
