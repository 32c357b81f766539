"""Properties of pseudonyms."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.message import Address
from bot.privacy.encryption import Keys
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import MemoryStore

HOUR = 3600.0
DAY = 24 * HOUR
SOMEBODY = Address("somebody")


@dataclass
class Clock:
    """A clock that the test sets (seconds)."""

    now: float = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def create_pseudonyms(clock: Clock) -> Pseudonyms:
    """Return pseudonyms with their own store on this clock."""
    return Pseudonyms(MemoryStore(clock=clock), clock)


def keys_of(pseudonyms: Pseudonyms) -> dict[int, bytearray]:
    """Return the keys in the memory of this process."""
    keys: dict[int, bytearray] = vars(pseudonyms)["_keys"]
    return keys


people = st.tuples(st.text(max_size=8), st.text(max_size=8).map(Address))


@given(people, people)
async def test_pseudonyms_are_distinct(one: tuple[str, Address], other: tuple[str, Address]) -> None:
    """Two senders share a pseudonym only if channel and address are equal, however they are split."""
    pseudonyms = create_pseudonyms(Clock())
    assert (await pseudonyms.for_address(*one) == await pseudonyms.for_address(*other)) is (one == other)


@given(people)
async def test_pseudonym_format(person: tuple[str, Address]) -> None:
    """A pseudonym is 64 hexadecimal digits, and differs between services."""
    first, second = [await create_pseudonyms(Clock()).for_address(*person) for _ in range(2)]
    assert first != second
    assert len(first) == len(bytes.fromhex(first).hex()) == 64


@given(st.lists(st.floats(1, 2 * HOUR - 1), min_size=1, max_size=60))
async def test_pseudonym_survives_rotation(pauses: list[float]) -> None:
    """A sender who is silent for less than the grace keeps the pseudonym, over any number of keys."""
    clock = Clock(20 * HOUR)
    pseudonyms = create_pseudonyms(clock)
    first = await pseudonyms.for_address("sms", SOMEBODY)
    for pause in pauses:
        clock.now += pause
        assert await pseudonyms.for_address("sms", SOMEBODY) == first


@given(st.lists(st.floats(1, 3 * DAY), min_size=1, max_size=30))
async def test_silence_after_rotation_unlinks(pauses: list[float]) -> None:
    """A pseudonym never survives a silence of the grace that follows or spans a rotation."""
    clock = Clock()
    pseudonyms = create_pseudonyms(clock)
    used = {}
    for pause in pauses:
        clock.now += pause
        used[clock.now] = (
            await pseudonyms.for_address("sms", SOMEBODY),
            bytes(keys_of(pseudonyms)[int(clock.now // DAY)]),
        )
    for (before, (old, old_key)), (after, (new, new_key)) in pairwise(used.items()):
        if after - before >= 2 * HOUR and old_key != new_key:
            assert new != old


@given(st.lists(st.floats(0, 2 * DAY), min_size=1, max_size=30))
async def test_keys_are_destroyed_in_time(pauses: list[float]) -> None:
    """A key is overwritten when its epoch and grace are over, even while people write all the time."""
    clock = Clock()
    pseudonyms = create_pseudonyms(clock)
    seen: dict[int, bytearray] = {}
    for pause in pauses:
        clock.now += pause
        await pseudonyms.for_address("sms", SOMEBODY)
        seen |= keys_of(pseudonyms)
        late = [key for epoch, key in seen.items() if clock.now >= (epoch + 1) * DAY + 2 * HOUR]
        assert all(not any(key) for key in late)


async def test_stored_key_expires() -> None:
    """After epoch and grace the key is gone from memory and from the store."""
    clock = Clock()
    kept = MemoryStore(clock=clock)
    pseudonyms = Pseudonyms(kept, clock)
    await pseudonyms.for_address("sms", SOMEBODY)
    assert await kept.get("key", "0") is not None
    clock.now = DAY + 2 * HOUR
    pseudonyms.destroy_expired_keys()
    assert keys_of(pseudonyms) == {}
    assert await kept.get("key", "0") is None


async def test_processes_share_a_key() -> None:
    """Two processes with one store give a sender the same pseudonym."""
    clock = Clock()
    kept = MemoryStore(Keys(bytes(32)), clock=clock)
    one, other = Pseudonyms(kept, clock), Pseudonyms(kept, clock)
    assert await one.for_address("sms", SOMEBODY) == await other.for_address("sms", SOMEBODY)
    clock.now = DAY + HOUR
    assert await one.for_address("sms", SOMEBODY) == await other.for_address("sms", SOMEBODY)


async def test_recovers_from_lost_store() -> None:
    """If the store comes back empty, all processes agree on one key again, also a new one."""
    clock = Clock()
    keys = Keys.ephemeral()
    lost = MemoryStore(keys, clock=clock)
    running = Pseudonyms(lost, clock)
    await running.for_address("sms", SOMEBODY)
    empty = MemoryStore(keys, clock=clock)
    running._store = empty
    started = Pseudonyms(empty, clock)
    assert await started.for_address("sms", SOMEBODY) == await running.for_address("sms", SOMEBODY)


async def test_pseudonym_is_stable_within_epoch() -> None:
    """Under one key, a silence does not change the pseudonym."""
    clock = Clock()
    pseudonyms = create_pseudonyms(clock)
    first = await pseudonyms.for_address("sms", SOMEBODY)
    clock.now = 23 * HOUR
    assert await pseudonyms.for_address("sms", SOMEBODY) == first


async def test_senders_are_forgotten_after_grace() -> None:
    """The store holds only the key and the senders within the grace."""
    clock = Clock()
    kept = MemoryStore(clock=clock)
    pseudonyms = Pseudonyms(kept, clock)
    for number in range(1000):
        await pseudonyms.for_address("sms", Address(str(number)))
    assert kept.size() == 1001
    clock.now = 2 * HOUR
    assert kept.size() == 1


async def test_key_is_destroyed_without_messages() -> None:
    """An old key is destroyed although no one writes."""
    clock = Clock()
    pseudonyms = create_pseudonyms(clock)
    await pseudonyms.for_address("sms", SOMEBODY)
    [key] = keys_of(pseudonyms).values()
    clock.now = DAY
    pseudonyms.destroy_expired_keys()
    assert any(key)
    clock.now = DAY + 2 * HOUR
    pseudonyms.destroy_expired_keys()
    assert not any(key)


async def test_repr_shows_no_key() -> None:
    """No representation shows a key or an address."""
    pseudonyms = create_pseudonyms(Clock())
    await pseudonyms.for_address("sms", Address("+15005550006"))
    assert "bytearray" not in repr(pseudonyms)
    assert "5550006" not in repr(pseudonyms) + repr(vars(pseudonyms))


@pytest.mark.parametrize("grace", [0, 24, 25])
def test_rejects_invalid_grace(grace: int) -> None:
    """A grace as long as an epoch would keep keys for ever, and is rejected."""
    with pytest.raises(ValueError, match="grace"):
        Pseudonyms(MemoryStore(), Clock(), grace=timedelta(hours=grace))
