"""What both stores promise."""

import asyncio
import contextlib
import time
from contextvars import Context

import pytest

from bot.privacy.encryption import Keys
from bot.state.memory_store import InMemory
from bot.state.redis_store import InRedis
from bot.state.store import HoldLostError, StateUnavailableError, Store
from tests.state.conftest import RedisServer

SHORT = 0.15


async def test_what_is_put_is_there(store: Store) -> None:
    """What was put is got back, the latest of it; what was never put or is forgotten is not there."""
    assert await store.get("a kind", "somebody") is None
    await store.put("a kind", "somebody", b"one", 60)
    await store.put("a kind", "somebody", b"two", 60)
    await store.put("another kind", "somebody", b"three", 60)
    assert await store.get("a kind", "somebody") == b"two"
    await store.forget("a kind", "somebody")
    await store.forget("a kind", "nobody")
    assert await store.get("a kind", "somebody") is None
    assert await store.get("another kind", "somebody") == b"three"


async def test_it_ends_in_time(store: Store) -> None:
    """Nothing is kept for longer than it was put for."""
    await store.put("a kind", "somebody", b"one", SHORT)
    assert await store.get("a kind", "somebody") == b"one"
    await asyncio.sleep(2 * SHORT)
    assert await store.get("a kind", "somebody") is None


async def test_only_one_is_first(store: Store) -> None:
    """Of many who claim at once all get what the first has put."""
    got = await asyncio.gather(*(store.first("key", "today", b"%d" % number, 60) for number in range(20)))
    assert len(set(got)) == 1
    assert await store.get("key", "today") == got[0]


async def test_counting(store: Store) -> None:
    """Counting goes on within its time and begins anew after it."""
    assert [await store.count("pace", "somebody", SHORT) for _ in range(3)] == [1, 2, 3]
    assert await store.count("pace", "another", SHORT) == 1
    await asyncio.sleep(2 * SHORT)
    assert await store.count("pace", "somebody", SHORT) == 1


async def test_the_newest_number(store: Store) -> None:
    """The greatest number that anybody has named is everybody's, also one of more digits than a float has."""
    numbers = (7, 3, 2**52 + 1, 0)
    assert [await store.newest("ids", number, SHORT) for number in numbers] == [7, 7, 2**52 + 1, 2**52 + 1]
    assert await store.newest("others", 0, SHORT) == 0
    await asyncio.sleep(2 * SHORT)
    assert await store.newest("ids", 5, SHORT) == 5


async def test_who_is_cancelled_ends(store: Store) -> None:
    """Whoever is told to stop does, at whatever step of a question that comes."""
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


async def test_a_long_count_holds_up_no_short_one(keys: Keys) -> None:
    """A count that goes on for an hour does not keep others from ending in their minute."""
    now = [0.0]
    store = InMemory(keys, clock=lambda: now[0])
    await store.count("tries", "somebody", 3600)
    assert await store.count("pace", "another", 60) == 1
    now[0] = 61
    assert await store.count("pace", "another", 60) == 1
    assert await store.count("tries", "somebody", 3600) == 2


async def test_many_of_one_kind_push_out_none_of_another(keys: Keys) -> None:
    """However many answers are remembered, a conversation that is kept as long stays."""
    store = InMemory(keys, at_most=10)
    await store.put("conversation", "somebody", b"one", 60)
    for number in range(50):
        await store.put("answer", str(number), b"two", 60)
    assert await store.get("conversation", "somebody") == b"one"
    assert store.size() == 11


async def test_a_quiet_night(keys: Keys) -> None:
    """Nobody has to write for a record to end: whoever looks after the store can have it forgotten."""
    now = [0.0]
    store = InMemory(keys, clock=lambda: now[0])
    await store.put("conversation", "somebody", b"one", 60)
    now[0] = 60
    store.forget_old()
    assert not store._records
    assert not store._shelves


async def test_a_turn_is_kept_all_at_once(store: Store) -> None:
    """What a turn puts is seen by itself at once and by others when it is kept."""
    async with store.hold("somebody") as hold:
        await store.put("a kind", "somebody", b"one", 60)
        await store.put("another kind", "somebody", b"two", 60)
        assert await store.get("a kind", "somebody") == b"one"
        assert await asyncio.create_task(_seen_outside(store), context=_nowhere()) is None
        await hold.keep()
        assert await asyncio.create_task(_seen_outside(store), context=_nowhere()) == b"one"
    assert await store.get("another kind", "somebody") == b"two"


async def test_a_turn_that_fails_keeps_nothing(store: Store) -> None:
    """Whatever a turn has put before it broke off is as if it had never been; so is what it dropped."""
    await store.put("a kind", "somebody", b"before", 60)
    with contextlib.suppress(ZeroDivisionError):
        async with store.hold("somebody"):
            await store.put("a kind", "somebody", b"after", 60)
            raise ZeroDivisionError
    assert await store.get("a kind", "somebody") == b"before"
    async with store.hold("somebody") as hold:
        await store.forget("a kind", "somebody")
        assert await store.get("a kind", "somebody") is None
        hold.drop()
        await hold.keep()
    assert await store.get("a kind", "somebody") == b"before"


async def test_another_key_opens_nothing(redis: RedisServer, store: Store) -> None:
    """A process with another key finds nothing, and a record that was put in another's place is none."""
    await store.put("a kind", "somebody", b"one", 60)
    if isinstance(store, InRedis):
        stranger = InRedis(redis.url, Keys.of_this_process())
        assert await stranger.get("a kind", "somebody") is None
        await stranger.close()
        here, there = store._seal.name("a kind", "somebody"), store._seal.name("a kind", "another")
        redis.client.set(there, redis.client.get(here))
    if isinstance(store, InMemory):
        here, there = store._seal.name("a kind", "somebody"), store._seal.name("a kind", "another")
        [(shelf, records)] = store._records.items()
        records[there], store._shelves[there] = records[here], shelf
    assert await store.get("a kind", "another") is None


async def test_nothing_can_be_read_where_it_is_kept(redis: RedisServer, keys: Keys) -> None:
    """Neither a name nor a word of a record is in anything that Redis holds."""
    store = InRedis(redis.url, keys)
    await store.put("a kind", "zanzibar-7731", b"xylophonic marmalade", 60)
    async with store.hold("zanzibar-7731"):
        await store.count("pace", "zanzibar-7731", 60)
        held = b"".join(name + (redis.client.get(name) or b"") for name in redis.client.keys("*"))
    assert b"xylophonic" not in held
    assert b"zanzibar" not in held
    await store.close()


async def test_everything_in_redis_ends(redis: RedisServer, keys: Keys) -> None:
    """There is no key in Redis without an end: what is forgotten by us is forgotten by it."""
    redis.client.flushdb()
    store = InRedis(redis.url, keys)
    await store.put("a kind", "somebody", b"one", 60)
    await store.first("key", "today", b"two", 60)
    async with store.hold("somebody"):
        await store.count("pace", "somebody", 60)
        await store.newest("ids", 7, 60)
        assert all(redis.client.pttl(name) > 0 for name in redis.client.keys("*"))
    await store.close()


async def test_two_processes_take_turns(redis: RedisServer, keys: Keys) -> None:
    """Two turns of one person in two processes come one after the other, and both are kept."""
    one, other = InRedis(redis.url, keys), InRedis(redis.url, keys)

    async def add(store: Store) -> None:
        async with store.hold("somebody") as hold:
            before = int(await store.get("sum", "somebody") or b"0")
            await asyncio.sleep(0.01)
            await store.put("sum", "somebody", b"%d" % (before + 1), 60)
            await hold.keep()

    await asyncio.gather(*(add(store) for store in (one, other) * 10))
    assert await one.get("sum", "somebody") == b"20"
    await one.close()
    await other.close()


async def test_a_turn_that_was_lost_writes_nothing(redis: RedisServer, keys: Keys) -> None:
    """Who no longer holds the turn, because it stood still for too long, can't write over what came after."""
    store = InRedis(redis.url, keys)
    async with store.hold("somebody") as hold:
        await store.put("a kind", "somebody", b"late", 60)
        redis.client.set(store._seal.name("turn", "somebody"), "another's")
        with pytest.raises(HoldLostError):
            await hold.keep()
    redis.client.delete(store._seal.name("turn", "somebody"))
    assert await store.get("a kind", "somebody") is None
    await store.close()


async def test_a_turn_that_may_be_lost_says_nothing(
    redis: RedisServer, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stood still for longer than a turn is held knows so by its own clock, before anything is said."""
    monkeypatch.setattr("bot.state.redis_store.HELD_FOR", 0.3)
    store = InRedis(redis.url, keys)
    async with store.hold("somebody"):
        await asyncio.sleep(0.5)  # it was renewed meanwhile
        store.refuse_if_lost()
        time.sleep(0.4)  # noqa: ASYNC251  what a process does that stands still
        with pytest.raises(HoldLostError):
            store.refuse_if_lost()
    store.refuse_if_lost()
    await store.close()


async def test_a_turn_of_before_the_machine_slept_says_nothing(
    redis: RedisServer, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that was suspended and woke up counts the time between, which most clocks leave out."""
    asleep = [0.0]
    read = time.clock_gettime

    def after_sleep(clock: int) -> float:
        return read(clock) + (asleep[0] if clock == time.CLOCK_BOOTTIME else 0)

    monkeypatch.setattr(time, "clock_gettime", after_sleep)
    store = InRedis(redis.url, keys)
    async with store.hold("somebody"):
        store.refuse_if_lost()
        asleep[0] = 60.0
        with pytest.raises(HoldLostError):
            store.refuse_if_lost()
    await store.close()


async def test_a_long_turn_is_still_ours(redis: RedisServer, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that takes longer than a dead one would be waited for is renewed."""
    monkeypatch.setattr("bot.state.redis_store.HELD_FOR", 0.3)
    store = InRedis(redis.url, keys)
    async with store.hold("somebody") as hold:
        await asyncio.sleep(0.8)
        await store.put("a kind", "somebody", b"one", 60)
        await hold.keep()
    assert await store.get("a kind", "somebody") == b"one"
    await store.close()


async def test_a_blip_does_not_lose_a_turn(redis: RedisServer, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that break while a turn lasts are made anew, and the turn is still ours."""
    monkeypatch.setattr("bot.state.redis_store.HELD_FOR", 0.6)
    store = InRedis(redis.url, keys)
    async with store.hold("somebody") as hold:
        for _ in range(4):
            await asyncio.sleep(0.25)
            redis.client.client_kill_filter(_type="normal", skipme=True)
        await store.put("a kind", "somebody", b"one", 60)
        await hold.keep()
    assert await store.get("a kind", "somebody") == b"one"
    await store.close()


async def test_redis_is_gone(keys: Keys) -> None:
    """Where Redis does not answer every question ends in the same one fault, soon, and later without asking."""
    store = InRedis("redis://127.0.0.1:9/0", keys)
    for _ in range(5):
        with pytest.raises(StateUnavailableError):
            await store.get("a kind", "somebody")
    with pytest.raises(StateUnavailableError):
        async with store.hold("somebody"):
            pass
    await store.close()


def _nowhere() -> Context:
    """Return a context in which no turn is held."""
    return Context()


async def _seen_outside(store: Store) -> bytes | None:
    return await store.get("a kind", "somebody")
