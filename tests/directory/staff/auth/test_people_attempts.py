"""Attempts from one address are limited, and no address is kept."""

import gc
from datetime import timedelta

import pytest

from directory.staff.auth import rate_limit as module
from directory.staff.auth.errors import TooManyAttemptsError
from directory.staff.auth.rate_limit import Attempts
from tests.directory.staff.auth.somebody import NOW

ADDRESS = "203.0.113.77"
WITHIN = timedelta(minutes=10)


def passed(attempts: Attempts, address: str, times: int = 30) -> int:
    """Return how many attempts pass."""
    for number in range(times):
        try:
            attempts.count(address, NOW)
        except TooManyAttemptsError:
            return number
    return times


def test_twenty_in_ten_minutes() -> None:
    """Twenty pass; the next one does once the first is ten minutes old, and no more than there were then."""
    attempts = Attempts()
    for number in range(20):
        attempts.count(ADDRESS, NOW + number * timedelta(seconds=1))
    for soon in (NOW + timedelta(seconds=20), NOW + WITHIN - timedelta(seconds=1)):
        with pytest.raises(TooManyAttemptsError):
            attempts.count(ADDRESS, soon)
    attempts.count(ADDRESS, NOW + WITHIN)
    with pytest.raises(TooManyAttemptsError):
        attempts.count(ADDRESS, NOW + WITHIN)


@pytest.mark.parametrize("other", ["203.0.113.78", "2001:db8::1", "not an address", ""])
def test_others_are_not_held_up(other: str) -> None:
    """Who tries too often does so for themselves."""
    attempts = Attempts()
    assert passed(attempts, ADDRESS) == 20
    assert passed(attempts, other) == 20


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("2001:DB8:1:2::1", "2001:db8:0001:0002::1"),
        ("::ffff:203.0.113.77", ADDRESS),
    ],
)
def test_one_household_is_one_source(one: str, same: str) -> None:
    """Who has a whole range of addresses has no more attempts for it."""
    attempts = Attempts()
    assert passed(attempts, one) == 20
    assert passed(attempts, same) == 0


def test_neighbours_are_two_sources() -> None:
    """Another household's range counts for itself."""
    attempts = Attempts()
    assert passed(attempts, "2001:db8:1:2::1") == 20
    assert passed(attempts, "2001:db8:1:3::1") == 20


def test_memory_is_bounded() -> None:
    """However many addresses there are, the oldest are forgotten first."""
    attempts = Attempts(at_most=1)
    attempts.count("first", NOW)
    for number in range(module._SOURCES_AT_MOST):
        attempts.count(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", NOW)
    assert len(attempts._seen) == module._SOURCES_AT_MOST
    attempts.count("first", NOW)


def test_no_address_is_kept() -> None:
    """Nothing that the counter holds is an address, and the same address is another one in another process."""
    attempts, others = Attempts(), Attempts()
    attempts.count("198.51.100.201", NOW)
    others.count("198.51.100.201", NOW)
    held = [attempts, *gc.get_referents(attempts), *gc.get_referents(attempts._seen)]
    assert "198.51.100.201" not in repr([vars(attempts), held])
    assert set(attempts._seen).isdisjoint(others._seen)
