"""A cache of the total counts and checkpoints of long lists.

The danger is an outdated number. Lists of up to 10,000 rows that are counted quickly are counted at every request.
Other counts are cached for a minute (`lifetime`), or for twenty times as long as the counting takes if that is more.
The rows of a page are never cached.
"""

import time
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Final

from sqlalchemy import Connection

from directory.api.pagination import Checkpoints, KeysetList

_LONG_LIST_ROWS: Final = 10_000
_SLOW_SECONDS: Final = 0.05
_LIFETIME_PER_COST: Final = 20
_MAX_CACHED: Final = 256
_STALE_WHILE_RENEWED_SECONDS: Final = 10.0


class CheckpointCache:
    """Checkpoints by the name of their list; safe to share between threads."""

    def __init__(self, lifetime: float) -> None:
        """Cache each for `lifetime` seconds."""
        self._lifetime = lifetime
        self._cache: OrderedDict[Hashable, tuple[Checkpoints, float]] = OrderedDict()
        self._lock = Lock()

    def get(self, connection: Connection, keyset_list: KeysetList) -> Checkpoints:
        """Return the checkpoints of a list, from the cache or by a new scan."""
        cached = self._take(keyset_list.name)
        if cached:
            return cached
        began = time.monotonic()
        checkpoints = keyset_list.scan(connection)
        took = time.monotonic() - began
        if self._lifetime and (took > _SLOW_SECONDS or checkpoints.total > _LONG_LIST_ROWS):
            self._keep(keyset_list.name, checkpoints, max(self._lifetime, took * _LIFETIME_PER_COST))
        return checkpoints

    def _take(self, name: Hashable) -> Checkpoints | None:
        now = time.monotonic()
        with self._lock:
            checkpoints, until = self._cache.get(name, (None, 0.0))
            if checkpoints and until <= now:
                # One request renews it; the others use the old one meanwhile, so that only one counts.
                self._cache[name] = checkpoints, now + _STALE_WHILE_RENEWED_SECONDS
                return None
            return checkpoints

    def _keep(self, name: Hashable, checkpoints: Checkpoints, seconds: float) -> None:
        with self._lock:
            self._cache[name] = checkpoints, time.monotonic() + seconds
            self._cache.move_to_end(name)
            while len(self._cache) > _MAX_CACHED:
                self._cache.popitem(last=False)
