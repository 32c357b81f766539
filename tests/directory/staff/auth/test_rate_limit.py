"""Sign-in attempts are limited by network address, and no address is stored."""

import gc
from datetime import timedelta

import pytest

from directory.staff.auth import rate_limit as module
from directory.staff.auth.errors import TooManyAttemptsError
from directory.staff.auth.rate_limit import SignInRateLimiter
from tests.directory.staff.auth.account_factory import NOW

ADDRESS = "203.0.113.77"
WITHIN = timedelta(minutes=10)


def count_allowed(attempts: SignInRateLimiter, address: str, times: int = 30) -> int:
    """Return how many attempts are allowed."""
    for number in range(times):
        try:
            attempts.hit(address, NOW)
        except TooManyAttemptsError:
            return number
    return times


def test_allows_twenty_in_ten_minutes() -> None:
    """Twenty are allowed in a sliding window of ten minutes."""
    attempts = SignInRateLimiter()
    for number in range(20):
        attempts.hit(ADDRESS, NOW + number * timedelta(seconds=1))
    for soon in (NOW + timedelta(seconds=20), NOW + WITHIN - timedelta(seconds=1)):
        with pytest.raises(TooManyAttemptsError):
            attempts.hit(ADDRESS, soon)
    attempts.hit(ADDRESS, NOW + WITHIN)
    with pytest.raises(TooManyAttemptsError):
        attempts.hit(ADDRESS, NOW + WITHIN)


@pytest.mark.parametrize("other", ["203.0.113.78", "2001:db8::1", "not an address", ""])
def test_other_addresses_are_not_limited(other: str) -> None:
    """A limited address does not limit others."""
    attempts = SignInRateLimiter()
    assert count_allowed(attempts, ADDRESS) == 20
    assert count_allowed(attempts, other) == 20


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("2001:DB8:1:2::1", "2001:db8:0001:0002::1"),
        ("::ffff:203.0.113.77", ADDRESS),
    ],
)
def test_one_network_is_one_source(one: str, same: str) -> None:
    """All addresses of one network share the limit."""
    attempts = SignInRateLimiter()
    assert count_allowed(attempts, one) == 20
    assert count_allowed(attempts, same) == 0


def test_neighbouring_networks_are_separate() -> None:
    """Another network has its own limit."""
    attempts = SignInRateLimiter()
    assert count_allowed(attempts, "2001:db8:1:2::1") == 20
    assert count_allowed(attempts, "2001:db8:1:3::1") == 20


def test_memory_is_bounded() -> None:
    """The least recent sources are forgotten first."""
    attempts = SignInRateLimiter(at_most=1)
    attempts.hit("first", NOW)
    for number in range(module._MAX_SOURCES):
        attempts.hit(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", NOW)
    assert len(attempts._attempts) == module._MAX_SOURCES
    attempts.hit("first", NOW)


def test_stores_no_address() -> None:
    """The limiter holds no address, and digests differ between processes."""
    attempts, others = SignInRateLimiter(), SignInRateLimiter()
    attempts.hit("198.51.100.201", NOW)
    others.hit("198.51.100.201", NOW)
    held = [attempts, *gc.get_referents(attempts), *gc.get_referents(attempts._attempts)]
    assert "198.51.100.201" not in repr([vars(attempts), held])
    assert set(attempts._attempts).isdisjoint(others._attempts)
