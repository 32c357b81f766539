"""What pseudonyms promise."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Address
from bot.privacy.pseudonyms import Pseudonyms

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


def keys_of(pseudonyms: Pseudonyms) -> list[bytearray]:
    """Return the keys in memory."""
    epochs = (vars(pseudonyms)["_current"], vars(pseudonyms)["_previous"])
    return [epoch.key for epoch in epochs if epoch]


people = st.tuples(st.text(max_size=8), st.text(max_size=8).map(Address))


@given(people, people)
def test_people_are_told_apart(one: tuple[str, Address], other: tuple[str, Address]) -> None:
    """Two writers have one pseudonym only if channel and address are the same, however these are cut."""
    pseudonyms = Pseudonyms(Clock())
    assert (pseudonyms.of(*one) == pseudonyms.of(*other)) is (one == other)


@given(people)
def test_a_pseudonym_says_nothing(person: tuple[str, Address]) -> None:
    """It is 64 hexadecimal digits, and another service's for the same person is another."""
    first, second = (Pseudonyms(Clock()).of(*person) for _ in range(2))
    assert first != second
    assert len(first) == len(bytes.fromhex(first).hex()) == 64


@given(st.lists(st.floats(1, 2 * HOUR - 1), min_size=1, max_size=60))
def test_a_conversation_is_never_cut(pauses: list[float]) -> None:
    """Whoever is silent for less than the grace keeps their pseudonym, over any number of keys."""
    clock = Clock(20 * HOUR)
    pseudonyms = Pseudonyms(clock)
    first = pseudonyms.of("sms", SOMEBODY)
    for pause in pauses:
        clock.now += pause
        assert pseudonyms.of("sms", SOMEBODY) == first


@given(st.lists(st.floats(1, 3 * DAY), min_size=1, max_size=30))
def test_a_new_key_and_a_silence_unlink(pauses: list[float]) -> None:
    """A pseudonym never lives on over a silence of the grace that follows or holds a change of key."""
    clock = Clock()
    pseudonyms = Pseudonyms(clock)
    used = {}
    for pause in pauses:
        clock.now += pause
        used[clock.now] = (pseudonyms.of("sms", SOMEBODY), bytes(keys_of(pseudonyms)[0]))
    for (before, (old, old_key)), (after, (new, new_key)) in pairwise(used.items()):
        if after - before >= 2 * HOUR and old_key != new_key:
            assert new != old


@given(st.lists(st.floats(0, 2 * DAY), min_size=1, max_size=30))
def test_no_key_outlives_its_time(pauses: list[float]) -> None:
    """A key is overwritten when it is a day and the grace old, even while somebody writes all the time."""
    clock = Clock()
    pseudonyms = Pseudonyms(clock)
    born: dict[int, tuple[float, bytearray]] = {}
    for pause in pauses:
        clock.now += pause
        pseudonyms.of("sms", SOMEBODY)
        for key in keys_of(pseudonyms):
            born.setdefault(id(key), (clock.now, key))
        late = [key for since, key in born.values() if clock.now - since >= DAY + 2 * HOUR]
        assert all(not any(key) for key in late)


def test_the_same_person_the_whole_day() -> None:
    """Under one key, a silence does not make somebody a stranger."""
    clock = Clock()
    pseudonyms = Pseudonyms(clock)
    first = pseudonyms.of("sms", SOMEBODY)
    clock.now = 23 * HOUR
    assert pseudonyms.of("sms", SOMEBODY) == first


def test_nobody_is_remembered_after_their_silence() -> None:
    """Memory holds only who wrote within the grace."""
    clock = Clock()
    pseudonyms = Pseudonyms(clock)
    for number in range(1000):
        pseudonyms.of("sms", Address(str(number)))
    clock.now = 2 * HOUR
    pseudonyms.turn_keys()
    assert len(vars(pseudonyms)["_current"].conversations) == 0


def test_a_quiet_night_destroys_the_key() -> None:
    """Nobody has to write for an old key to die."""
    clock = Clock()
    pseudonyms = Pseudonyms(clock)
    [key] = keys_of(pseudonyms)
    clock.now = DAY
    pseudonyms.turn_keys()
    assert any(key)
    clock.now = DAY + 2 * HOUR
    pseudonyms.turn_keys()
    assert not any(key)
    assert key not in keys_of(pseudonyms)


def test_keys_are_not_shown() -> None:
    """No representation shows a key or an address."""
    pseudonyms = Pseudonyms(Clock())
    pseudonyms.of("sms", Address("+15005550006"))
    shown = repr(pseudonyms) + repr(vars(pseudonyms))
    assert "bytearray" not in shown
    assert "5550006" not in shown


@pytest.mark.parametrize("grace", [0, 24, 25])
def test_a_grace_that_makes_no_sense(grace: int) -> None:
    """A grace as long as a key's life would keep keys for ever, and is refused."""
    with pytest.raises(ValueError, match="grace"):
        Pseudonyms(Clock(), grace=timedelta(hours=grace))
