"""Yesterday's conversations can't be linked to today's, or to a phone number."""

import asyncio
import re
import time
from datetime import timedelta

import pytest

from bot.core.message import Address
from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys
from bot.privacy.pseudonyms import Pseudonyms, _digest
from bot.state.redis_store import RedisStore
from bot.state.store import Store
from tests.acceptance.privacy.in_process_service import InProcessService, running_in_process
from tests.acceptance.privacy.parcels import new_number
from tests.acceptance.privacy.redis_server import RedisServer
from tests.acceptance.privacy.store_dump import Dump, decrypted, dump_of

pytestmark = pytest.mark.slow

DAY, GRACE = timedelta(seconds=6), timedelta(seconds=1)
"""Of this test."""


async def new_day() -> None:
    """Wait until a day has just begun and the previous keys have expired."""
    seconds = DAY.total_seconds()
    await asyncio.sleep(seconds - time.time() % seconds + GRACE.total_seconds() + 0.2)


def linked(store: Store, dump: Dump, number: str) -> set[str]:
    """Try a number with the whole store and all present keys; return the matching conversations."""
    plain = decrypted(store, dump)
    found: set[str] = set()
    for key in (bytearray(record) for name, record in plain.items() if name.startswith("key:")):
        name = _digest(key, "sms", Address(number))
        known = plain.get(store._cipher.record_name("known", name))
        pseudonyms = {name, *([known.decode()] if known else [])}
        found |= {store._cipher.record_name("conversation", one) for one in pseudonyms} & plain.keys()
    return found


async def test_expired_key_unlinks(processor: TurnProcessor, store: Store, keys: Keys) -> None:
    """A day later a person has another pseudonym, the key is gone, and no number can be tested against the rest."""
    async with running_in_process(processor, store, keys, rotate_after=DAY, grace=GRACE) as line:
        early, late = new_number(), new_number()
        await new_day()
        await line.texts(early, "i need a lawyer in Bangkok")
        old_key = next(iter(line.pseudonyms._keys.values()))
        await line.texts(new_number(), "hello")
        copied = bytes(old_key)
        assert linked(store, await dump_of(store), early)
        await new_day()
        await line.texts(late, "hello")
        dump = await dump_of(store)
        assert sum(name.startswith("conversation:") for name in dump) == 3
        assert (linked(store, dump, early), len(linked(store, dump, late))) == (set(), 1)
        assert (bytes(old_key), len(line.pseudonyms._keys)) == (bytes(32), 1)
        assert copied not in decrypted(store, dump).values()
        assert await _pseudonym(line, early) != line.heard[0].sender


async def _pseudonym(line: InProcessService, number: str) -> str:
    await line.texts(number, "hello")
    assert re.fullmatch("[0-9a-f]{64}", line.heard[-1].sender)
    return line.heard[-1].sender


async def test_processes_agree_after_redis_loss(local_redis: RedisServer, keys: Keys) -> None:
    """A Redis that restarts empty does not give a person two pseudonyms, one in each process."""
    number = Address(new_number())
    stores = RedisStore(local_redis.url, keys), RedisStore(local_redis.url, keys)
    running, started_later = map(Pseudonyms, stores)
    await running.for_address("sms", number)
    with local_redis.client() as client:
        client.flushall()
    seen = {await running.for_address("sms", number), await started_later.for_address("sms", number)}
    for store in stores:
        await store.close()
    assert len(seen) == 1
