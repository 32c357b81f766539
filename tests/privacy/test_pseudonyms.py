"""What pseudonyms promise."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.message import Address
from bot.privacy.encryption import Keys
from bot.privacy.pseudonyms import Pseudonyms
from bot.state.memory_store import InMemory

HOUR = 3600.0
DAY = 24 * HOUR
SOMEBODY = Address("somebody")


@dataclass
class Clock:
    """A clock that the test moves (seconds)."""

    now: float = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def made(clock: Clock) -> Pseudonyms:
    """Return pseudonyms with a memory of their own, on this clock."""
    return Pseudonyms(InMemory(clock=clock), clock)


def keys_of(pseudonyms: Pseudonyms) -> dict[int, bytearray]:
    """Return the keys in this process's memory."""
    keys: dict[int, bytearray] = vars(pseudonyms)["_keys"]
    return keys


people = st.tuples(st.text(max_size=8), st.text(max_size=8).map(Address))


@given(people, people)
async def test_people_are_told_apart(one: tuple[str, Address], other: tuple[str, Address]) -> None:
    """Two writers have one pseudonym only if channel and address are the same, however these are cut."""
    pseudonyms = made(Clock())
    assert (await pseudonyms.of(*one) == await pseudonyms.of(*other)) is (one == other)


@given(people)
async def test_a_pseudonym_says_nothing(person: tuple[str, Address]) -> None:
    """It is 64 hexadecimal digits, and another service's for the same person is another."""
    first, second = [await made(Clock()).of(*person) for _ in range(2)]
    assert first != second
    assert len(first) == len(bytes.fromhex(first).hex()) == 64


@given(st.lists(st.floats(1, 2 * HOUR - 1), min_size=1, max_size=60))
async def test_a_conversation_is_never_cut(pauses: list[float]) -> None:
    """Whoever is silent for less than the grace keeps their pseudonym, over any number of keys."""
    clock = Clock(20 * HOUR)
    pseudonyms = made(clock)
    first = await pseudonyms.of("sms", SOMEBODY)
    for pause in pauses:
        clock.now += pause
        assert await pseudonyms.of("sms", SOMEBODY) == first


@given(st.lists(st.floats(1, 3 * DAY), min_size=1, max_size=30))
async def test_a_new_key_and_a_silence_unlink(pauses: list[float]) -> None:
    """A pseudonym never lives on over a silence of the grace that follows or holds a change of key."""
    clock = Clock()
    pseudonyms = made(clock)
    used = {}
    for pause in pauses:
        clock.now += pause
        used[clock.now] = (await pseudonyms.of("sms", SOMEBODY), bytes(keys_of(pseudonyms)[int(clock.now // DAY)]))
    for (before, (old, old_key)), (after, (new, new_key)) in pairwise(used.items()):
        if after - before >= 2 * HOUR and old_key != new_key:
            assert new != old


@given(st.lists(st.floats(0, 2 * DAY), min_size=1, max_size=30))
async def test_no_key_outlives_its_time(pauses: list[float]) -> None:
    """A key is overwritten when its epoch is over for the grace, even while somebody writes all the time."""
    clock = Clock()
    pseudonyms = made(clock)
    seen: dict[int, bytearray] = {}
    for pause in pauses:
        clock.now += pause
        await pseudonyms.of("sms", SOMEBODY)
        seen |= keys_of(pseudonyms)
        late = [key for epoch, key in seen.items() if clock.now >= (epoch + 1) * DAY + 2 * HOUR]
        assert all(not any(key) for key in late)


async def test_a_key_dies_where_it_is_kept() -> None:
    """Once an epoch and its grace are over, the key is nowhere: not in memory, and not where it was kept."""
    clock = Clock()
    kept = InMemory(clock=clock)
    pseudonyms = Pseudonyms(kept, clock)
    await pseudonyms.of("sms", SOMEBODY)
    assert await kept.get("key", "0") is not None
    clock.now = DAY + 2 * HOUR
    pseudonyms.destroy_old_keys()
    assert keys_of(pseudonyms) == {}
    assert await kept.get("key", "0") is None


async def test_processes_share_a_key() -> None:
    """Two processes that keep in one place know a person by one pseudonym."""
    clock = Clock()
    kept = InMemory(Keys(bytes(32)), clock=clock)
    one, other = Pseudonyms(kept, clock), Pseudonyms(kept, clock)
    assert await one.of("sms", SOMEBODY) == await other.of("sms", SOMEBODY)
    clock.now = DAY + HOUR
    assert await one.of("sms", SOMEBODY) == await other.of("sms", SOMEBODY)


async def test_everything_that_was_kept_is_lost() -> None:
    """Where the store comes back empty, all processes go by one key again, also one that starts only then."""
    clock = Clock()
    keys = Keys.of_this_process()
    lost = InMemory(keys, clock=clock)
    running = Pseudonyms(lost, clock)
    await running.of("sms", SOMEBODY)
    empty = InMemory(keys, clock=clock)
    running._kept = empty
    started = Pseudonyms(empty, clock)
    assert await started.of("sms", SOMEBODY) == await running.of("sms", SOMEBODY)


async def test_the_same_person_the_whole_day() -> None:
    """Under one key, a silence does not make somebody a stranger."""
    clock = Clock()
    pseudonyms = made(clock)
    first = await pseudonyms.of("sms", SOMEBODY)
    clock.now = 23 * HOUR
    assert await pseudonyms.of("sms", SOMEBODY) == first


async def test_nobody_is_remembered_after_their_silence() -> None:
    """Kept is only the key, and who wrote within the grace."""
    clock = Clock()
    kept = InMemory(clock=clock)
    pseudonyms = Pseudonyms(kept, clock)
    for number in range(1000):
        await pseudonyms.of("sms", Address(str(number)))
    assert kept.size() == 1001
    clock.now = 2 * HOUR
    assert kept.size() == 1


async def test_a_quiet_night_destroys_the_key() -> None:
    """Nobody has to write for an old key to die."""
    clock = Clock()
    pseudonyms = made(clock)
    await pseudonyms.of("sms", SOMEBODY)
    [key] = keys_of(pseudonyms).values()
    clock.now = DAY
    pseudonyms.destroy_old_keys()
    assert any(key)
    clock.now = DAY + 2 * HOUR
    pseudonyms.destroy_old_keys()
    assert not any(key)


async def test_keys_are_not_shown() -> None:
    """No representation shows a key or an address."""
    pseudonyms = made(Clock())
    await pseudonyms.of("sms", Address("+15005550006"))
    assert "bytearray" not in repr(pseudonyms)
    assert "5550006" not in repr(pseudonyms) + repr(vars(pseudonyms))


@pytest.mark.parametrize("grace", [0, 24, 25])
def test_a_grace_that_makes_no_sense(grace: int) -> None:
    """A grace as long as a key's life would keep keys for ever, and is refused."""
    with pytest.raises(ValueError, match="grace"):
        Pseudonyms(InMemory(), Clock(), grace=timedelta(hours=grace))
