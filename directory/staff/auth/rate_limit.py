"""Limit sign-in attempts by network address, in the memory of this process only.

The library `limits` does not fit: its memory storage has no bound on the number of keys, so that an attacker with many
networks could fill the memory.
"""

import hashlib
import os
import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

from directory.staff.auth.errors import TooManyAttemptsError

_MAX_SOURCES: Final = 10_000
_KEY_BYTES: Final = 32
_HOST_BITS: Final = 64


class SignInRateLimiter:
    """A sliding window for each network, identified by a digest under a key that is never stored.

    With several processes, each counts for itself.
    """

    def __init__(self, at_most: int = 20, within: timedelta = timedelta(minutes=10)) -> None:
        """Allow `at_most` attempts `within` any such time."""
        self._at_most = at_most
        self._within = within
        self._key = os.urandom(_KEY_BYTES)
        self._attempts: OrderedDict[bytes, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def hit(self, address: str, now: datetime) -> None:
        """Count an attempt.

        Raises:
            TooManyAttemptsError: there were too many; rejected attempts do not count.
        """
        source = self._source(address)
        with self._lock:
            times = self._attempts.setdefault(source, deque(maxlen=self._at_most))
            self._attempts.move_to_end(source)
            if len(times) == self._at_most and now - times[0] < self._within:
                raise TooManyAttemptsError
            times.append(now)
            if len(self._attempts) > _MAX_SOURCES:
                self._attempts.popitem(last=False)

    def _source(self, address: str) -> bytes:
        named = _network(address).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(named, key=self._key, digest_size=16).digest()


def _network(address: str) -> str:
    """Return the network of one household or office: an IPv4 address, or the first 64 bits of an IPv6 address."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or int(known) >> _HOST_BITS)
    return str(known)
