"""What is kept is sealed, has its one name, and ends."""

import asyncio
import itertools

import pytest
import pytest_asyncio

from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import Keys, Seal, UnsealedError
from bot.state.redis_store import InRedis
from bot.state.store import Store, Writes
from tests.acceptance.privacy.letters import somebody_on_telegram, somebody_with_a_phone, texted, written
from tests.acceptance.privacy.line import connected
from tests.acceptance.privacy.opened import dump_of
from tests.acceptance.privacy.redis_server import RedisServer
from tests.acceptance.privacy.stage import Stage
from tests.resilience.load.running import STATE_KEY

SEALED = ("answer", "conversation", "key", "known", "pause", "telegram chat")
"""Kinds of records; all others are counters and holds, which hold nothing."""
LONGEST = {
    "answer": 86_400, "conversation": 86_400, "key": 93_600, "known": 7_200, "lease": 5, "newest": 86_400, "pace": 60,
    "pause": 7 * 86_400, "slot": 60, "telegram chat": 86_400, "tries of numbers": 3_600, "turn": 5,
}  # fmt: skip
"""Seconds for which each kind is kept at most."""


@pytest_asyncio.fixture(loop_scope="session")
async def kept(in_redis: Stage) -> dict[str, bytes]:
    """Return what the service keeps in Redis after some messages, by name."""
    chat, phone = somebody_on_telegram(), somebody_with_a_phone()
    for text in ("i need a lawyer in Bangkok", "can we continue another day?", "1"):
        await in_redis.brings(texted(in_redis.networks, phone, text), to=1)
        await in_redis.brings(written(in_redis.networks, chat, text), to=0)
    assert in_redis.redis
    with in_redis.redis.client() as client:
        return {name.decode(): client.get(name) or b"" for name in client.scan_iter()}


def opens(seal: Seal, name: str, sealed: bytes) -> bool:
    """Tell whether a record can be read under this name."""
    try:
        seal.open(name, sealed)
    except UnsealedError:
        return False
    return True


@pytest.mark.asyncio(loop_scope="session")
async def test_only_the_key_opens(kept: dict[str, bytes]) -> None:
    """Every record opens with the service's key, and none with any other, or with one bit of it changed."""
    records = {name: sealed for name, sealed in kept.items() if name.startswith(SEALED)}
    # A Redis that has died has lost the key of pseudonyms, which the processes know.
    assert {name.partition(":")[0] for name in records} >= set(SEALED) - {"key"}
    key = bytes.fromhex(STATE_KEY)
    ours = Seal(Keys(key))
    assert all(opens(ours, name, sealed) for name, sealed in records.items())
    for wrong in (Keys.of_this_process(), Keys(bytes(32)), Keys(bytes([key[0] ^ 1]) + key[1:])):
        assert not any(opens(Seal(wrong), name, sealed) for name, sealed in records.items())
    for name, sealed in records.items():
        assert not opens(ours, name, sealed[:-1] + bytes([sealed[-1] ^ 1]))


@pytest.mark.asyncio(loop_scope="session")
async def test_a_record_in_anothers_place_is_none(kept: dict[str, bytes]) -> None:
    """No record can be read under the name of another, so that nobody who writes to Redis can swap two people."""
    seal = Seal(Keys(bytes.fromhex(STATE_KEY)))
    records = [name for name in kept if name.startswith(SEALED)][:40]
    assert len(records) > 5
    for here, there in itertools.permutations(records, 2):
        assert not opens(seal, there, kept[here])


@pytest.mark.asyncio(loop_scope="session")
async def test_everything_ends(in_redis: Stage, kept: dict[str, bytes]) -> None:
    """There is no key in Redis without an end, none of an unknown kind, and none kept for longer than promised."""
    assert in_redis.redis
    with in_redis.redis.client() as client:
        left = {name: client.pttl(name) / 1000 for name in kept}
    # One that has ended meanwhile has -2, one without an end -1.
    assert [name for name, seconds in left.items() if seconds == -0.001] == []
    assert [name for name, seconds in left.items() if seconds > LONGEST[name.partition(":")[0]]] == []


class Hurried(InRedis):
    """A store for which a day is a second."""

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        hurried = {
            name: type(write)(write.sealed, write.seconds and _hurried(write.seconds)) for name, write in writes.items()
        }
        await super()._write(hurried, turn, owner)

    async def _claim(self, name: str, sealed: bytes, seconds: float) -> bytes:
        return await super()._claim(name, sealed, _hurried(seconds))

    async def _increment(self, name: str, seconds: float) -> int:
        return await super()._increment(name, _hurried(seconds))

    async def _newest(self, name: str, number: int, seconds: float) -> int:
        return await super()._newest(name, number, _hurried(seconds))


def _hurried(seconds: float) -> float:
    return max(seconds / 86_400, 0.5)


async def test_all_is_gone_in_time(processor: TurnProcessor, small_redis: RedisServer, keys: Keys) -> None:
    """When the longest time is over, nothing at all is left of a conversation and a pause."""
    with small_redis.client() as client:
        client.flushdb()
    store: Store = Hurried(small_redis.url, keys)
    async with connected(processor, store, keys) as line:
        chat, phone = somebody_on_telegram(), somebody_with_a_phone()
        for text in ("i need a lawyer in Bangkok", "can we continue another day?", "1"):
            await line.writes(chat, text)
            await line.texts(phone, text)
        assert await dump_of(store)
        await asyncio.sleep(1.7)
        assert {name for name in await dump_of(store) if not name.startswith("turn:")} == set()
    await store.close()
