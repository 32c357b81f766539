"""Usage counters in memory, added to the database from time to time.

The danger is a write that reveals when a person asked for help, or said that it helped: so nothing is ever written at
once.
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

from directory.db.engine import short_lock_timeout, write_transaction
from directory.domain.usage import CHANNELS, HelpRequest
from directory.statistics.feedback import FeedbackAnswer, MonthlyAnswer, add_answers, month_of
from directory.statistics.tables import AUDIENCES, LANGUAGES, PLACES, REFERRALS, TABLES, Counts, StatisticsTable
from directory.statistics.writer import add_counts, close_ended_periods

LOG = structlog.stdlib.get_logger(__name__)

MAX_CELLS: Final = 20_000
"""Cells held while the database cannot be written; requests beyond them are not counted."""
_MAX_DIGESTS: Final = 20_000
REFERRAL_DROP_RATE: Final = 0.1
"""The share of referrals that is randomly not counted.

If it were known that every request names three of four services, the four counts would reveal the number of requests
exactly.
"""
_FLUSH_SECONDS: Final = (30.0, 90.0)
_RANDOM: Final = SystemRandom()


class UsageCounters:
    """Counts of requests, referrals and answers to "did this help?" since the last flush; threads may share them.

    The same request in one conversation is counted once. For that the counters hold digests of who asked for what:
    keyed with a random key of this process, in memory only, and until the end of the day at most.
    """

    def __init__(self, drop_rate: float = REFERRAL_DROP_RATE) -> None:
        """Start with nothing; `drop_rate` (0 to 1) is the share of referrals that is randomly not counted."""
        self._drop_rate = drop_rate
        self._lock = Lock()
        self._counts: dict[StatisticsTable, Counter[tuple[str, ...]]] = {table: Counter() for table in TABLES}
        self._answers: Counter[MonthlyAnswer] = Counter()
        self._reset_digests(datetime.now(UTC))

    def record(self, request: HelpRequest, services: Iterable[str], pseudonym: str) -> None:
        """Count a request and the services (ids) in the answer; `pseudonym` identifies the conversation."""
        if request.channel not in CHANNELS:
            return
        with self._lock:
            if self._is_full() or not self._is_new(pseudonym, request.country, request.region, request.need):
                return
            self._counts[PLACES][request.need_cell] += 1
            self._counts[LANGUAGES][request.language_cell] += 1
            self._counts[AUDIENCES][request.audience_cell] += 1
        self.record_referrals(services, request.channel, pseudonym)

    def record_referrals(self, services: Iterable[str], channel: str, pseudonym: str) -> None:
        """Count the services that a person was referred to, each once per conversation."""
        if channel not in CHANNELS:
            return
        with self._lock:
            for service in services:
                is_counted = self._is_new(pseudonym, service) and _RANDOM.random() >= self._drop_rate
                if is_counted and not self._is_full():
                    self._counts[REFERRALS][service,] += 1

    def record_feedback(self, answer: FeedbackAnswer) -> None:
        """Count an answer to "did this help?" in the present month."""
        with self._lock:
            self._answers[month_of(datetime.now(UTC)), answer] += 1

    def flush(self, engine: Engine, now: datetime | None = None) -> None:
        """Add the counts to those of the current period and of the month, and close periods that have ended.

        If the database is busy or cannot be written, the counts are kept for the next flush and a warning is logged.
        """
        moment = now or datetime.now(UTC)
        counts, answers = self._take(moment)
        saved = False
        try:
            close_ended_periods(engine, moment)
            if answers or any(counts.values()):
                with engine.connect() as connection, short_lock_timeout(connection), write_transaction(connection):
                    add_counts(connection, counts, moment)
                    add_answers(connection, answers)
            saved = True
        except SQLAlchemyError as exc:
            LOG.warning("usage counters not saved", error=type(exc).__name__)
        finally:
            if not saved:
                self._put_back(counts, answers)

    def _take(self, moment: datetime) -> tuple[dict[StatisticsTable, Counter[tuple[str, ...]]], Counter[MonthlyAnswer]]:
        with self._lock:
            if moment.date() != self._day:
                self._reset_digests(moment)
            counts, self._counts = self._counts, {table: Counter() for table in TABLES}
            answers, self._answers = self._answers, Counter()
            return counts, answers

    def _put_back(self, counts: Mapping[StatisticsTable, Counts], answers: Mapping[MonthlyAnswer, int]) -> None:
        with self._lock:
            for table, cells in counts.items():
                self._counts[table].update(cells)
            self._answers.update(answers)

    def _is_full(self) -> bool:
        return sum(map(len, self._counts.values())) >= MAX_CELLS

    def _is_new(self, *parts: str) -> bool:
        """Return whether this combination occurs for the first time today, and remember it."""
        digest = blake2b("\0".join(parts).encode(), key=self._key, digest_size=16).digest()
        if digest in self._digests:
            return False
        if len(self._digests) >= _MAX_DIGESTS:
            self._digests.clear()
        self._digests.add(digest)
        return True

    def _reset_digests(self, moment: datetime) -> None:
        """Forget who asked, and choose a new key."""
        self._day, self._key = moment.date(), secrets.token_bytes(32)
        self._digests: set[bytes] = set()


async def flush_periodically(
    counters: UsageCounters, engine: Engine, seconds: tuple[float, float] = _FLUSH_SECONDS
) -> None:
    """Flush about once a minute, at random moments, until cancelled; then once more."""
    try:
        while True:
            await asyncio.sleep(_RANDOM.uniform(*seconds))
            try:
                await asyncio.to_thread(counters.flush, engine)
            except Exception as exc:  # noqa: BLE001 - the counts are kept for the next flush
                LOG.warning("usage counters not saved", error=type(exc).__name__)
    finally:
        await asyncio.to_thread(counters.flush, engine)
