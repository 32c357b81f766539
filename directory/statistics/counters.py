"""Numbers that are added up in memory until they are written.

The danger is a write that shows the moment at which somebody asked: so nothing is written when somebody asks.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from secrets import SystemRandom
from threading import Lock
from typing import Final

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from directory.db.engine import locked, soon
from directory.domain.usage import CHANNELS, Asking
from directory.statistics.tables import PERSONS, PLACES, REFERRALS, TABLES, TONGUES, Numbers, Table
from directory.statistics.writer import add, close_ended

LOG = structlog.stdlib.get_logger(__name__)

MOST_CELLS: Final = 20_000
"""Cells that are kept while the database can't be written; an asking beyond them is not counted."""
_MOST_DIGESTS: Final = 20_000
LEFT_OUT: Final = 0.1
"""The part of all referrals that is not counted, by lot.

If everybody were known to be named three of four services, the four numbers would say how many asked, to the last one.
"""


class Tally:
    """What was asked since the last write; safe to share between threads.

    Whoever asks the same again in one conversation is counted once. To know that, digests of who asked what are held:
    under a key that this process made up and never tells, in memory only, and no longer than to the end of the day.
    """

    def __init__(self, left_out: float = LEFT_OUT) -> None:
        """Begin with nothing; `left_out` is the part of the referrals (0 to 1) that is not counted, by lot."""
        self._left_out = left_out
        self._lot = secrets.SystemRandom()
        self._lock = Lock()
        self._numbers: dict[Table, Counter[tuple[str, ...]]] = {table: Counter() for table in TABLES}
        self._begin_anew(datetime.now(UTC))

    def count(self, asking: Asking, services: Iterable[str], asker: str) -> None:
        """Count an asking and the services (by id) that were named; `asker` is the conversation's pseudonym."""
        if asking.channel not in CHANNELS:
            return
        with self._lock:
            if self._is_full() or not self._is_new(asker, asking.country, asking.region, asking.need):
                return
            for table, cell in ((PLACES, asking.place), (TONGUES, asking.tongue), (PERSONS, asking.person)):
                self._numbers[table][cell] += 1
        self.refer(services, asking.channel, asker)

    def refer(self, services: Iterable[str], channel: str, asker: str) -> None:
        """Count services that somebody was sent to, each once in a conversation."""
        if channel not in CHANNELS:
            return
        with self._lock:
            for service in services:
                drawn = self._is_new(asker, service) and self._lot.random() >= self._left_out
                if drawn and not self._is_full():
                    self._numbers[REFERRALS][service,] += 1

    def write(self, engine: Engine, now: datetime | None = None) -> None:
        """Add the numbers to those of the period, and close periods that have ended.

        Where the database is busy or can't be written they are kept for the next time, and a log line says so.
        """
        moment = now or datetime.now(UTC)
        taken = self._taken(moment)
        written = False
        try:
            close_ended(engine, moment)
            if any(taken.values()):
                with engine.connect() as connection, soon(connection), locked(connection):
                    add(connection, taken, moment)
            written = True
        except SQLAlchemyError as fault:
            LOG.warning("what people need was not written", fault=type(fault).__name__)
        finally:
            if not written:
                self._put_back(taken)

    def _taken(self, moment: datetime) -> dict[Table, Counter[tuple[str, ...]]]:
        with self._lock:
            if moment.date() != self._day:
                self._begin_anew(moment)
            taken, self._numbers = self._numbers, {table: Counter() for table in TABLES}
            return taken

    def _put_back(self, taken: Mapping[Table, Numbers]) -> None:
        with self._lock:
            for table, numbers in taken.items():
                self._numbers[table].update(numbers)

    def _is_full(self) -> bool:
        return sum(map(len, self._numbers.values())) >= MOST_CELLS

    def _is_new(self, *what: str) -> bool:
        """Tell whether this is asked for the first time, and remember it."""
        digest = blake2b("\0".join(what).encode(), key=self._key, digest_size=16).digest()
        if digest in self._seen:
            return False
        if len(self._seen) >= _MOST_DIGESTS:
            self._seen.clear()
        self._seen.add(digest)
        return True

    def _begin_anew(self, moment: datetime) -> None:
        """Forget who asked, under a new key."""
        self._day, self._key = moment.date(), secrets.token_bytes(32)
        self._seen: set[bytes] = set()


_SECONDS: Final = (30.0, 90.0)
_RANDOM: Final = SystemRandom()


async def write_now_and_then(tally: Tally, engine: Engine, seconds: tuple[float, float] = _SECONDS) -> None:
    """Write about once a minute until this is cancelled, and then a last time."""
    try:
        while True:
            await asyncio.sleep(_RANDOM.uniform(*seconds))
            try:
                await asyncio.to_thread(tally.write, engine)
            except Exception as fault:  # noqa: BLE001 - the numbers are kept, and the next time may go well
                LOG.warning("what people need was not written", fault=type(fault).__name__)
    finally:
        await asyncio.to_thread(tally.write, engine)
