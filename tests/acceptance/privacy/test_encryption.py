"""Records are encrypted, bound to their names, and expire."""

import asyncio
import itertools

import pytest
import pytest_asyncio

from bot.engine.processor import TurnProcessor
from bot.privacy.encryption import DecryptionError, Keys, RecordCipher
from bot.state.redis_store import RedisStore
from bot.state.store import Store, Writes
from tests.acceptance.privacy.in_process_service import running_in_process
from tests.acceptance.privacy.parcels import new_chat, new_number, sms_request, text_update
from tests.acceptance.privacy.redis_server import RedisServer
from tests.acceptance.privacy.service_fixture import RunningService
from tests.acceptance.privacy.store_dump import dump_of
from tests.resilience.load.service import STATE_KEY

ENCRYPTED_KINDS = ("answer", "conversation", "key", "known", "pause", "telegram chat")
"""Encrypted kinds of records; the others are counters and locks without content."""
MAX_LIFETIMES = {
    "answer": 86_400, "conversation": 86_400, "key": 93_600, "known": 7_200, "lease": 5, "newest": 86_400, "pace": 60,
    "pause": 7 * 86_400, "slot": 60, "telegram chat": 86_400, "tries of numbers": 3_600, "turn": 5,
}  # fmt: skip
"""Longest lifetime of each kind in seconds."""


@pytest_asyncio.fixture(loop_scope="session")
async def records(in_redis: RunningService) -> dict[str, bytes]:
    """Return the records that the service stores in Redis after some messages, by name."""
    chat, phone = new_chat(), new_number()
    for text in ("i need a lawyer in Bangkok", "can we continue another day?", "1"):
        await in_redis.deliver(sms_request(in_redis.networks, phone, text), to=1)
        await in_redis.deliver(text_update(in_redis.networks, chat, text), to=0)
    assert in_redis.redis
    with in_redis.redis.client() as client:
        return {name.decode(): client.get(name) or b"" for name in client.scan_iter()}


def can_decrypt(cipher: RecordCipher, name: str, sealed: bytes) -> bool:
    """Return whether a record can be decrypted under this name."""
    try:
        cipher.decrypt(name, sealed)
    except DecryptionError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="session")
async def test_only_the_key_decrypts(records: dict[str, bytes]) -> None:
    """Every record can be decrypted with the service's key, and none with another or after one bit changed."""
    records = {name: sealed for name, sealed in records.items() if name.startswith(ENCRYPTED_KINDS)}
    # A Redis that has died has lost the key of pseudonyms, which the processes know.
    assert {name.partition(":")[0] for name in records} >= set(ENCRYPTED_KINDS) - {"key"}
    key = bytes.fromhex(STATE_KEY)
    cipher = RecordCipher(Keys(key))
    assert all(can_decrypt(cipher, name, sealed) for name, sealed in records.items())
    for wrong in (Keys.ephemeral(), Keys(bytes(32)), Keys(bytes([key[0] ^ 1]) + key[1:])):
        assert not any(can_decrypt(RecordCipher(wrong), name, sealed) for name, sealed in records.items())
    for name, sealed in records.items():
        assert not can_decrypt(cipher, name, sealed[:-1] + bytes([sealed[-1] ^ 1]))


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="session")
async def test_records_cannot_be_swapped(records: dict[str, bytes]) -> None:
    """No record can be decrypted under another name, so a writer to Redis can't swap two people."""
    cipher = RecordCipher(Keys(bytes.fromhex(STATE_KEY)))
    names = [name for name in records if name.startswith(ENCRYPTED_KINDS)][:40]
    assert len(names) > 5
    for here, there in itertools.permutations(names, 2):
        assert not can_decrypt(cipher, there, records[here])


@pytest.mark.slow
@pytest.mark.asyncio(loop_scope="session")
async def test_every_key_expires(in_redis: RunningService, records: dict[str, bytes]) -> None:
    """Every Redis key expires within the promised time, and none has an unknown kind."""
    assert in_redis.redis
    with in_redis.redis.client() as client:
        left = {name: client.pttl(name) / 1000 for name in records}
    # One that has ended meanwhile has -2, one without an end -1.
    assert [name for name, seconds in left.items() if seconds == -0.001] == []
    assert [name for name, seconds in left.items() if seconds > MAX_LIFETIMES[name.partition(":")[0]]] == []


class FastStore(RedisStore):
    """A store for which a day is five seconds, and all that lasts less as long: no turn takes longer."""

    async def _write(self, writes: Writes, turn: str | None = None, owner: bytes | None = None) -> None:
        shortened = {
            name: type(write)(write.sealed, write.seconds and _shortened(write.seconds))
            for name, write in writes.items()
        }
        await super()._write(shortened, turn, owner)

    async def _put_if_absent(self, name: str, sealed: bytes, seconds: float) -> bytes:
        return await super()._put_if_absent(name, sealed, _shortened(seconds))

    async def _increment(self, name: str, seconds: float) -> int:
        return await super()._increment(name, _shortened(seconds))

    async def _max(self, name: str, number: int, seconds: float) -> int:
        return await super()._max(name, number, _shortened(seconds))


def _shortened(seconds: float) -> float:
    return max(seconds / 17_280, 5)


async def test_everything_expires(processor: TurnProcessor, local_redis: RedisServer, keys: Keys) -> None:
    """After the longest lifetime nothing is left of a conversation and a saved conversation."""
    with local_redis.client() as client:
        client.flushdb()
    store: Store = FastStore(local_redis.url, keys)
    async with running_in_process(processor, store, keys) as line:
        chat, phone = new_chat(), new_number()
        for text in ("i need a lawyer in Bangkok", "can we continue another day?", "1"):
            await line.writes(chat, text)
            await line.texts(phone, text)
        assert await dump_of(store)
        await asyncio.sleep(6)
        assert {name for name in await dump_of(store) if not name.startswith("turn:")} == set()
    await store.close()
