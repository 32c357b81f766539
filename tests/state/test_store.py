"""What both stores promise."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextvars import Context
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import TimeoutError as SlowAnswerError

from bot.privacy.encryption import Keys
from bot.state.circuit_breaker import FAILURE_THRESHOLD
from bot.state.memory_store import MemoryStore
from bot.state.redis_store import CALL_TIMEOUT, LOCK_TTL, RedisStore
from bot.state.store import LockLostError, StateUnavailableError, Store
from tests.state.conftest import RedisServer

SHORT = 0.15


async def test_put_get_delete(store: Store) -> None:
    """The latest record is returned; a missing or deleted one is None."""
    assert await store.get("a kind", "somebody") is None
    await store.put("a kind", "somebody", b"one", 60)
    await store.put("a kind", "somebody", b"two", 60)
    await store.put("another kind", "somebody", b"three", 60)
    assert await store.get("a kind", "somebody") == b"two"
    await store.delete("a kind", "somebody")
    await store.delete("a kind", "nobody")
    assert await store.get("a kind", "somebody") is None
    assert await store.get("another kind", "somebody") == b"three"


async def test_records_expire(store: Store) -> None:
    """No record outlives its lifetime."""
    await store.put("a kind", "somebody", b"one", SHORT)
    assert await store.get("a kind", "somebody") == b"one"
    await asyncio.sleep(2 * SHORT)
    assert await store.get("a kind", "somebody") is None


async def test_put_if_absent(store: Store) -> None:
    """Of many concurrent callers all get the record of the first."""
    got = await asyncio.gather(*(store.put_if_absent("key", "today", b"%d" % number, 60) for number in range(20)))
    assert len(set(got)) == 1
    assert await store.get("key", "today") == got[0]


async def test_increment(store: Store) -> None:
    """The count grows within its time and starts again after it."""
    assert [await store.increment("pace", "somebody", SHORT) for _ in range(3)] == [1, 2, 3]
    assert await store.increment("pace", "another", SHORT) == 1
    await asyncio.sleep(2 * SHORT)
    assert await store.increment("pace", "somebody", SHORT) == 1


async def test_max(store: Store) -> None:
    """All processes see the greatest number, also one with more digits than a float has."""
    numbers = (7, 3, 2**52 + 1, 0)
    assert [await store.max("ids", number, SHORT) for number in numbers] == [7, 7, 2**52 + 1, 2**52 + 1]
    assert await store.max("others", 0, SHORT) == 0
    await asyncio.sleep(2 * SHORT)
    assert await store.max("ids", 5, SHORT) == 5


async def test_cancellation_is_not_lost(store: Store) -> None:
    """A cancelled task ends, at whatever step of a request."""
    steps = 0
    while True:
        asking = asyncio.create_task(store.get("a kind", "somebody"))
        for _ in range(steps):
            await asyncio.sleep(0)
        if asking.done():
            break
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        steps += 1
    assert steps


async def test_counters_expire_independently(keys: Keys) -> None:
    """A counter of an hour does not keep others from expiring after a minute."""
    now = [0.0]
    store = MemoryStore(keys, clock=lambda: now[0])
    await store.increment("tries", "somebody", 3600)
    assert await store.increment("pace", "another", 60) == 1
    now[0] = 61
    assert await store.increment("pace", "another", 60) == 1
    assert await store.increment("tries", "somebody", 3600) == 2


async def test_limit_is_per_kind(keys: Keys) -> None:
    """However many answers are stored, a conversation with the same lifetime stays."""
    store = MemoryStore(keys, max_records=10)
    await store.put("conversation", "somebody", b"one", 60)
    for number in range(50):
        await store.put("answer", str(number), b"two", 60)
    assert await store.get("conversation", "somebody") == b"one"
    assert store.size() == 11


async def test_delete_expired(keys: Keys) -> None:
    """Records expire without further messages if the app calls delete_expired."""
    now = [0.0]
    store = MemoryStore(keys, clock=lambda: now[0])
    await store.put("conversation", "somebody", b"one", 60)
    now[0] = 60
    store.delete_expired()
    assert not store._records
    assert not store._groups


async def test_commit_is_atomic(store: Store) -> None:
    """A turn sees its own writes at once; others see them after the commit."""
    async with store.lock("somebody") as lock:
        await store.put("a kind", "somebody", b"one", 60)
        await store.put("another kind", "somebody", b"two", 60)
        assert await store.get("a kind", "somebody") == b"one"
        assert await asyncio.create_task(_seen_outside(store), context=_empty_context()) is None
        await lock.commit()
        assert await asyncio.create_task(_seen_outside(store), context=_empty_context()) == b"one"
    assert await store.get("another kind", "somebody") == b"two"


async def test_failed_turn_stores_nothing(store: Store) -> None:
    """The writes of a failed or rolled back turn are lost."""
    await store.put("a kind", "somebody", b"before", 60)
    with contextlib.suppress(ZeroDivisionError):
        async with store.lock("somebody"):
            await store.put("a kind", "somebody", b"after", 60)
            raise ZeroDivisionError
    assert await store.get("a kind", "somebody") == b"before"
    async with store.lock("somebody") as lock:
        await store.delete("a kind", "somebody")
        assert await store.get("a kind", "somebody") is None
        lock.rollback()
        await lock.commit()
    assert await store.get("a kind", "somebody") == b"before"


async def test_other_keys_decrypt_nothing(redis: RedisServer, store: Store) -> None:
    """A process with another key finds no records, and a record moved to another name is ignored."""
    await store.put("a kind", "somebody", b"one", 60)
    if isinstance(store, RedisStore):
        stranger = RedisStore(redis.url, Keys.ephemeral())
        assert await stranger.get("a kind", "somebody") is None
        await stranger.close()
        here, there = store._cipher.record_name("a kind", "somebody"), store._cipher.record_name("a kind", "another")
        redis.client.set(there, redis.client.get(here))
    if isinstance(store, MemoryStore):
        here, there = store._cipher.record_name("a kind", "somebody"), store._cipher.record_name("a kind", "another")
        [(group, records)] = store._records.items()
        records[there], store._groups[there] = records[here], group
    assert await store.get("a kind", "another") is None


async def test_redis_sees_no_plain_text(redis: RedisServer, keys: Keys) -> None:
    """Nothing in Redis contains a name or a word of a record."""
    store = RedisStore(redis.url, keys)
    await store.put("a kind", "zanzibar-7731", b"xylophonic marmalade", 60)
    async with store.lock("zanzibar-7731"):
        await store.increment("pace", "zanzibar-7731", 60)
        held = b"".join(name + (redis.client.get(name) or b"") for name in redis.client.keys("*"))
    assert b"xylophonic" not in held
    assert b"zanzibar" not in held
    await store.close()


async def test_every_redis_key_expires(redis: RedisServer, keys: Keys) -> None:
    """Every key in Redis has an expiry."""
    redis.client.flushdb()
    store = RedisStore(redis.url, keys)
    await store.put("a kind", "somebody", b"one", 60)
    await store.put_if_absent("key", "today", b"two", 60)
    async with store.lock("somebody"):
        await store.increment("pace", "somebody", 60)
        await store.max("ids", 7, 60)
        assert all(redis.client.pttl(name) > 0 for name in redis.client.keys("*"))
    await store.close()


async def test_lock_is_exclusive_across_processes(redis: RedisServer, keys: Keys) -> None:
    """Two turns of one person in two processes run one after the other, and both are stored."""
    one, other = RedisStore(redis.url, keys), RedisStore(redis.url, keys)

    async def add(store: Store) -> None:
        async with store.lock("somebody") as lock:
            before = int(await store.get("sum", "somebody") or b"0")
            await asyncio.sleep(0.01)
            await store.put("sum", "somebody", b"%d" % (before + 1), 60)
            await lock.commit()

    await asyncio.gather(*(add(store) for store in (one, other) * 10))
    assert await one.get("sum", "somebody") == b"20"
    await one.close()
    await other.close()


async def test_lost_lock_writes_nothing(redis: RedisServer, keys: Keys) -> None:
    """A process that has lost the lock can't overwrite later writes."""
    store = RedisStore(redis.url, keys)
    async with store.lock("somebody") as lock:
        await store.put("a kind", "somebody", b"late", 60)
        redis.client.set(store._cipher.record_name("turn", "somebody"), "another's")
        with pytest.raises(LockLostError):
            await lock.commit()
    redis.client.delete(store._cipher.record_name("turn", "somebody"))
    assert await store.get("a kind", "somebody") is None
    await store.close()


async def test_expired_lock_raises_before_sending(
    redis: RedisServer, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stood still for too long notices by its own clock before it sends anything."""
    monkeypatch.setattr("bot.state.redis_store.LOCK_TTL", 0.3)
    store = RedisStore(redis.url, keys)
    async with store.lock("somebody"):
        await asyncio.sleep(0.5)  # it was renewed meanwhile
        store.raise_if_lock_lost()
        time.sleep(0.4)  # noqa: ASYNC251  what a process does that stands still
        with pytest.raises(LockLostError):
            store.raise_if_lock_lost()
    store.raise_if_lock_lost()
    await store.close()


async def test_lock_expires_during_suspend(redis: RedisServer, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a suspend the time in between counts, which most clocks leave out."""
    asleep = [0.0]
    read = time.clock_gettime

    def after_sleep(clock: int) -> float:
        return read(clock) + (asleep[0] if clock == time.CLOCK_BOOTTIME else 0)

    monkeypatch.setattr(time, "clock_gettime", after_sleep)
    store = RedisStore(redis.url, keys)
    async with store.lock("somebody"):
        store.raise_if_lock_lost()
        asleep[0] = 60.0
        with pytest.raises(LockLostError):
            store.raise_if_lock_lost()
    await store.close()


@pytest.fixture
async def slow_store(
    redis: RedisServer, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[RedisStore, list[float]]]:
    """Yield a store, and the durations in seconds of its next calls, last one first; each of these calls times out."""
    store, durations, now, execute = RedisStore(redis.url, keys), list[float](), [0.0], Redis.execute_command

    async def time_out(client: "Redis[bytes]", *arguments: Any, **options: Any) -> Any:
        if not durations:
            return await execute(client, *arguments, **options)
        now[0] += durations.pop()
        raise SlowAnswerError

    monkeypatch.setattr("bot.state.redis_store.clock", lambda: now[0])
    monkeypatch.setattr("bot.state.store.clock", lambda: now[0])
    monkeypatch.setattr(Redis, "execute_command", time_out)
    yield store, durations
    await store.close()


async def test_suspended_call_is_no_redis_failure(slow_store: tuple[RedisStore, list[float]]) -> None:
    """A call that failed because the process was suspended does not open the circuit: the next one is made at once."""
    store, durations = slow_store
    for _ in range(FAILURE_THRESHOLD + 1):
        durations.append(LOCK_TTL)
        with pytest.raises(LockLostError):
            await store.get("a kind", "somebody")
    assert await store.get("a kind", "somebody") is None


async def test_timed_out_call_is_a_redis_failure(slow_store: tuple[RedisStore, list[float]]) -> None:
    """A call that used up its time, and no more, raises that Redis is unavailable."""
    store, durations = slow_store
    durations.append(CALL_TIMEOUT)
    with pytest.raises(StateUnavailableError) as raised:
        await store.get("a kind", "somebody")
    assert raised.type is StateUnavailableError


async def test_failed_call_after_expired_lock(slow_store: tuple[RedisStore, list[float]]) -> None:
    """In a turn whose lock may have expired, a failed call raises LockLostError, however short it was."""
    store, durations = slow_store
    async with store.lock("somebody"):
        durations += [LOCK_TTL - CALL_TIMEOUT, CALL_TIMEOUT]
        with pytest.raises(StateUnavailableError) as raised:
            await store.get("a kind", "somebody")
        assert raised.type is StateUnavailableError
        with pytest.raises(LockLostError):
            await store.get("a kind", "somebody")


async def test_lock_is_renewed(redis: RedisServer, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock of a turn that takes longer than LOCK_TTL is renewed."""
    monkeypatch.setattr("bot.state.redis_store.LOCK_TTL", 0.3)
    store = RedisStore(redis.url, keys)
    async with store.lock("somebody") as lock:
        await asyncio.sleep(0.8)
        await store.put("a kind", "somebody", b"one", 60)
        await lock.commit()
    assert await store.get("a kind", "somebody") == b"one"
    await store.close()


async def test_lock_survives_broken_connections(
    redis: RedisServer, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken connections are replaced, and the lock is still ours."""
    monkeypatch.setattr("bot.state.redis_store.LOCK_TTL", 0.6)
    store = RedisStore(redis.url, keys)
    async with store.lock("somebody") as lock:
        for _ in range(4):
            await asyncio.sleep(0.25)
            redis.client.client_kill_filter(_type="normal", skipme=True)
        await store.put("a kind", "somebody", b"one", 60)
        await lock.commit()
    assert await store.get("a kind", "somebody") == b"one"
    await store.close()


async def test_redis_down(keys: Keys) -> None:
    """If Redis does not answer, every call raises the same error soon, and later without a request."""
    store = RedisStore("redis://127.0.0.1:9/0", keys)
    for _ in range(5):
        with pytest.raises(StateUnavailableError):
            await store.get("a kind", "somebody")
    with pytest.raises(StateUnavailableError):
        async with store.lock("somebody"):
            pass
    await store.close()


def _empty_context() -> Context:
    """Return a context without a lock."""
    return Context()


async def _seen_outside(store: Store) -> bytes | None:
    return await store.get("a kind", "somebody")


async def test_memory_ratio(redis: RedisServer, keys: Keys) -> None:
    """The share of the memory limit that Redis uses is known, unless Redis does not tell."""
    store = RedisStore(redis.url, keys)
    used: int = redis.client.info("memory")["used_memory"]
    redis.client.config_set("maxmemory", 2 * used)
    try:
        assert 0.3 < await store.memory_ratio() < 0.8
        redis.client.execute_command("ACL", "SETUSER", "default", "-info")
        assert await store.memory_ratio() == 0
    finally:
        redis.client.execute_command("ACL", "SETUSER", "default", "+info")
        redis.client.config_set("maxmemory", 0)
        await store.close()
    assert await MemoryStore(keys).memory_ratio() == 0
