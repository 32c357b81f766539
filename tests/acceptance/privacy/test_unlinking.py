"""Yesterday's conversations can't be linked with today's, nor with a number."""

import asyncio
import re
import time
from datetime import timedelta

from bot.core.message import Address
from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.privacy.pseudonyms import Pseudonyms, _signed
from bot.state.redis_store import InRedis
from bot.state.store import Store
from tests.acceptance.privacy.letters import somebody_with_a_phone
from tests.acceptance.privacy.line import Line, connected
from tests.acceptance.privacy.opened import Dump, dump_of, opened
from tests.acceptance.privacy.redis_server import RedisServer

DAY, GRACE = timedelta(seconds=6), timedelta(seconds=1)
"""Of this test."""


async def new_day() -> None:
    """Wait until a day has just begun and the keys of the day before are over."""
    seconds = DAY.total_seconds()
    await asyncio.sleep(seconds - time.time() % seconds + GRACE.total_seconds() + 0.2)


def linked(store: Store, dump: Dump, number: str) -> set[str]:
    """Try a number, as whoever has the whole store and all keys that there are now; return the conversations found."""
    plain = opened(store, dump)
    found: set[str] = set()
    for key in (bytearray(record) for name, record in plain.items() if name.startswith("key:")):
        name = _signed(key, "sms", Address(number))
        known = plain.get(store._seal.name("known", name))
        pseudonyms = {name, *([known.decode()] if known else [])}
        found |= {store._seal.name("conversation", one) for one in pseudonyms} & plain.keys()
    return found


async def test_a_key_that_is_over_unlinks(processor: TurnProcessor, store: Store, keys: Keys) -> None:
    """A day later a person has another pseudonym, the key is nowhere, and no number can be tried on what is left."""
    async with connected(processor, store, keys, rotate_after=DAY, grace=GRACE) as line:
        early, late = somebody_with_a_phone(), somebody_with_a_phone()
        await new_day()
        await line.texts(early, "i need a lawyer in Bangkok")
        old_key = next(iter(line.pseudonyms._keys.values()))
        await line.texts(somebody_with_a_phone(), "hello")
        copied = bytes(old_key)
        assert linked(store, await dump_of(store), early)
        await new_day()
        await line.texts(late, "hello")
        dump = await dump_of(store)
        assert sum(name.startswith("conversation:") for name in dump) == 3
        assert (linked(store, dump, early), len(linked(store, dump, late))) == (set(), 1)
        assert (bytes(old_key), len(line.pseudonyms._keys)) == (bytes(32), 1)
        assert copied not in opened(store, dump).values()
        assert await _pseudonym(line, early) != line.heard[0].sender


async def _pseudonym(line: Line, number: str) -> str:
    await line.texts(number, "hello")
    assert re.fullmatch("[0-9a-f]{64}", line.heard[-1].sender)
    return line.heard[-1].sender


async def test_processes_agree_after_redis_was_lost(small_redis: RedisServer, keys: Keys) -> None:
    """A Redis that died and came back empty does not give one person two pseudonyms, one in each process."""
    number = Address(somebody_with_a_phone())
    stores = InRedis(small_redis.url, keys), InRedis(small_redis.url, keys)
    running, started_later = map(Pseudonyms, stores)
    await running.of("sms", number)
    with small_redis.client() as client:
        client.flushall()
    seen = {await running.of("sms", number), await started_later.of("sms", number)}
    for store in stores:
        await store.close()
    assert len(seen) == 1
