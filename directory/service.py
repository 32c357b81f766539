"""The directory as other packages see it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from directory.db.engine import locked, soon
from directory.domain.audiences import Audience
from directory.domain.search_types import EmergencyNumbers, Found, FoundService, Need, Place
from directory.domain.usage import Asking
from directory.models import EmergencyNumber
from directory.search.details import describe
from directory.search.query import Asked, plain_language
from directory.search.ranking import Ladder
from directory.statistics.counters import Tally
from directory.statistics.feedback import Helped, count

LOG = structlog.stdlib.get_logger(__name__)

DEFAULT_STALE_AFTER = timedelta(days=180)

T = TypeVar("T")


class BadPageError(ValueError):
    """A page begins before the first service or holds none."""


class Directory:
    """Answers from one database; safe to share between threads, holds no state of its own but a tally's."""

    def __init__(
        self, engine: Engine, stale_after: timedelta = DEFAULT_STALE_AFTER, tally: Tally | None = None
    ) -> None:
        """Take an engine from `directory.open_database`, and how long a verification counts.

        Without a `tally` what people need is not counted.
        """
        self._tally = tally
        # PostgreSQL gives each statement its own view of the data anyway: a transaction would only cost two more trips.
        reading = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}
        self._writing = engine
        self._engine = engine.execution_options(**reading)
        self._stale_after = stale_after

    def find_services(  # noqa: PLR0913 - one argument for each thing a person may have told
        self,
        need: Need,
        place: Place | None,
        language: str | None,
        *,
        person: Iterable[Audience] = (),
        nationality: str | None = None,
        now: datetime | None = None,
        offset: int = 0,
        limit: int = 3,
    ) -> Found:
        """Return one page of help for a need, by the ladder of `search/ladder.py`.

        The first page is never empty for a place that has services, hotlines or emergency numbers, and
        international help stands in where it has none. Pages with growing `offset` repeat nothing.
        `language` is BCP 47; only its language counts, and it orders the answer, it never narrows it.
        `person` is what somebody has said of themself, `nationality` (ISO 3166-1) opens the services of
        their own state, `now` (with its zone) decides who is open. Without a place only help is returned that
        works from anywhere, and no emergency numbers.

        Raises:
            BadPageError: `offset` is negative or `limit` is less than one.
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        wanted = _wanted(offset, limit)
        asked = Asked(
            need,
            place,
            plain_language(language),
            frozenset(person),
            nationality,
            (now or datetime.now(UTC)).astimezone(UTC),
            self._stale_after,
        )

        def page(connection: Connection) -> Found:
            steps = Ladder(connection, asked).climb(wanted)
            return Found(
                services=describe(connection, steps[offset : offset + limit], asked),
                more=len(steps) > offset + limit,
                emergency=_emergency(connection, place.country) if place else None,
            )

        return self._answer(page)

    def find_hotlines(
        self,
        place: Place | None,
        language: str | None,
        limit: int = 3,
        *,
        person: Iterable[Audience] = (),
        now: datetime | None = None,
    ) -> tuple[FoundService, ...]:
        """Return lines where a human answers: those of the place first, then those for people anywhere.

        Raises:
            BadPageError: `limit` is less than one.
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        wanted = _wanted(0, limit)
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        told = frozenset(person)
        asked = Asked(Need.HUMAN, place, plain_language(language), told, None, moment, self._stale_after)
        return self._answer(lambda found: describe(found, Ladder(found, asked).hotlines(wanted)[:limit], asked))

    def emergency_numbers(self, country: str) -> EmergencyNumbers:
        """Return the emergency numbers of a country (ISO 3166-1 alpha-2); all empty where none are known.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        return self._answer(lambda connection: _emergency(connection, country))

    def count_answer(self, answer: Helped) -> None:
        """Count one more answer to "did this help?", without anything of who gave it.

        Somebody waits for a reply meanwhile: where the database is busy or can't be written the answer is lost,
        and a log line says so.
        """
        try:
            with self._writing.connect() as connection, soon(connection), locked(connection):
                count(connection, answer)
        except DBAPIError as fault:
            LOG.warning("an answer was not counted", fault=type(fault).__name__)

    def count_asking(self, asking: Asking, services: Iterable[str], asker: str) -> None:
        """Count what somebody asked for, and the services (by id) that they were sent to; in memory, so at once.

        `asker` is a pseudonym of a conversation, by which the same asking counts once; it is not kept.
        """
        if self._tally:
            self._tally.count(asking, services, asker)

    def count_referrals(self, services: Iterable[str], channel: str, asker: str) -> None:
        """Count services that somebody was sent to who asked for more of them."""
        if self._tally:
            self._tally.refer(services, channel, asker)

    def _answer(self, read: Callable[[Connection], T]) -> T:
        """Read over one connection, and once more over a new one where the server had closed it (a restart, say)."""
        try:
            with self._engine.connect() as connection:
                return read(connection)
        except DBAPIError as fault:
            if not fault.connection_invalidated:
                raise
        with self._engine.connect() as connection:
            return read(connection)


def _wanted(offset: int, limit: int) -> int:
    """Return how many steps to climb: one more than the page shows tells whether there is a next page."""
    if offset < 0 or limit < 1:
        raise BadPageError
    return offset + limit + 1


def _emergency(connection: Connection, country: str) -> EmergencyNumbers:
    question = (
        select(col(EmergencyNumber.kind), col(EmergencyNumber.number), col(EmergencyNumber.confidence))
        .where(col(EmergencyNumber.country) == country)
        .order_by(col(EmergencyNumber.position))
    )
    rows = connection.execute(question).all()
    numbers = {
        kind: tuple(row[1] for row in rows if row[0] == kind) for kind in ("police", "ambulance", "fire", "general")
    }
    return EmergencyNumbers(country, **numbers, confidence=rows[0][2] if rows else None)
