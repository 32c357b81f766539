"""How often somebody may try from one network address. Nothing of it leaves this process, or outlives it."""

import hashlib
import os
import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

from directory.staff.auth.errors import TooManyAttemptsError

_SOURCES_AT_MOST: Final = 10_000
_KEY_BYTES: Final = 32
_HOST_BITS: Final = 64


class Attempts:
    """Counts attempts by a digest of their address, under a key that dies with the process.

    With several processes, each counts for itself.
    """

    def __init__(self, at_most: int = 20, within: timedelta = timedelta(minutes=10)) -> None:
        """Let `at_most` attempts pass `within` any such time."""
        self._at_most = at_most
        self._within = within
        self._key = os.urandom(_KEY_BYTES)
        self._seen: OrderedDict[bytes, deque[datetime]] = OrderedDict()
        self._one_at_a_time = threading.Lock()

    def count(self, address: str, now: datetime) -> None:
        """Count one more attempt.

        Raises:
            TooManyAttemptsError: there were too many; those that are refused do not count.
        """
        source = self._source(address)
        with self._one_at_a_time:
            times = self._seen.setdefault(source, deque(maxlen=self._at_most))
            self._seen.move_to_end(source)
            if len(times) == self._at_most and now - times[0] < self._within:
                raise TooManyAttemptsError
            times.append(now)
            if len(self._seen) > _SOURCES_AT_MOST:
                self._seen.popitem(last=False)

    def _source(self, address: str) -> bytes:
        named = _network(address).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(named, key=self._key, digest_size=16).digest()


def _network(address: str) -> str:
    """Return what one household or office has: an IPv4 address, or the half of an IPv6 address that is assigned."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or int(known) >> _HOST_BITS)
    return str(known)
