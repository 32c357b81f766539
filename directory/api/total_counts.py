"""How long lists are, kept for a while.

The danger is an old number. Lists of up to 10,000 rows that are counted quickly are counted at every request; what
is kept of another is a minute old at most (`kept_for`), or twenty times as old as the counting takes where that
is more. The rows of a page are always read anew.
"""

import time
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Final

from sqlalchemy import Connection

from directory.api.pagination import Listing, Survey

_LONG: Final = 10_000
_SLOW_SECONDS: Final = 0.05
_TIMES_ITS_COST: Final = 20
_MOST_KEPT: Final = 256
_WHILE_RENEWED_SECONDS: Final = 10.0


class Surveys:
    """Surveys by the names of their lists; safe to share between threads."""

    def __init__(self, kept_for: float) -> None:
        """Keep each for `kept_for` seconds."""
        self._kept_for = kept_for
        self._kept: OrderedDict[Hashable, tuple[Survey, float]] = OrderedDict()
        self._lock = Lock()

    def of(self, connection: Connection, listing: Listing) -> Survey:
        """Return the survey of a list, the one that is kept or a new one."""
        kept = self._take(listing.name)
        if kept:
            return kept
        began = time.monotonic()
        survey = listing.survey(connection)
        took = time.monotonic() - began
        if self._kept_for and (took > _SLOW_SECONDS or survey.total > _LONG):
            self._keep(listing.name, survey, max(self._kept_for, took * _TIMES_ITS_COST))
        return survey

    def _take(self, name: Hashable) -> Survey | None:
        now = time.monotonic()
        with self._lock:
            survey, until = self._kept.get(name, (None, 0.0))
            if survey and until <= now:
                # One asker renews it; the others take the old one meanwhile, so that not all of them count.
                self._kept[name] = survey, now + _WHILE_RENEWED_SECONDS
                return None
            return survey

    def _keep(self, name: Hashable, survey: Survey, seconds: float) -> None:
        with self._lock:
            self._kept[name] = survey, time.monotonic() + seconds
            self._kept.move_to_end(name)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
