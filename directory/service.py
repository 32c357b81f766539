"""`Directory`: the API of the directory for the bot and other packages."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from directory.domain.audiences import Audience
from directory.domain.search_types import EmergencyNumbers, Need, Place, SearchResult, ServiceResult
from directory.domain.usage import HelpRequest
from directory.models import EmergencyNumber
from directory.search.details import describe, describe_service
from directory.search.free_text import search_text
from directory.search.numbers import find_by_number
from directory.search.query import SearchQuery, primary_language
from directory.search.ranking import Ranking
from directory.statistics.counters import UsageCounters
from directory.statistics.feedback import FeedbackAnswer

_MOST_OF_A_NAME = 12
"""Services of one name that are described, to put those of the place first."""
_EMERGENCY_KINDS = ("police", "ambulance", "fire", "general", "text", "text_police", "silent_call")
DEFAULT_STALE_AFTER = timedelta(days=180)

T = TypeVar("T")


class InvalidPageError(ValueError):
    """A page starts before the first service or has no room for any."""


class Directory:
    """Answers from one database; safe to share between threads, without state except for the usage counters."""

    def __init__(
        self, engine: Engine, stale_after: timedelta = DEFAULT_STALE_AFTER, counters: UsageCounters | None = None
    ) -> None:
        """Use an engine from `directory.open_database`; a verification counts for `stale_after`.

        Without counters no usage is counted.
        """
        self._counters = counters
        # On PostgreSQL each statement sees its own snapshot anyway: a transaction would only cost two more round trips.
        reading = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}
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
    ) -> SearchResult:
        """Return one page of services for a need, ranked as described in `search/ranking.py`.

        The first page is never empty for a place that has services, hotlines or emergency numbers; international help
        replaces them if it has none. Pages with increasing `offset` never repeat a service.
        `language` is BCP 47; only its primary language counts, and it affects the order, never the selection.
        `person` is what the person said about themselves, `nationality` (ISO 3166-1) adds services of their home
        state, `now` (with a time zone) decides what is open. Without a place only help that works from anywhere is
        returned, and no emergency numbers.

        Raises:
            InvalidPageError: `offset` is negative or `limit` is less than one.
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        match_limit = _match_limit(offset, limit)
        query = SearchQuery(
            need,
            place,
            primary_language(language),
            frozenset(person),
            nationality,
            (now or datetime.now(UTC)).astimezone(UTC),
            self._stale_after,
        )

        def page(connection: Connection) -> SearchResult:
            matches = Ranking(connection, query).top(match_limit)
            return SearchResult(
                services=describe(connection, matches[offset : offset + limit], query),
                more=len(matches) > offset + limit,
                emergency=_emergency_numbers(connection, place.country) if place else None,
            )

        return self._read(page)

    def find_hotlines(
        self,
        place: Place | None,
        language: str | None,
        limit: int = 3,
        *,
        person: Iterable[Audience] = (),
        now: datetime | None = None,
    ) -> tuple[ServiceResult, ...]:
        """Return lines with a human on the phone: those of the place first, then those for people anywhere.

        Raises:
            InvalidPageError: `limit` is less than one.
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        match_limit = _match_limit(0, limit)
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        audiences = frozenset(person)
        query = SearchQuery(Need.HUMAN, place, primary_language(language), audiences, None, moment, self._stale_after)
        return self._read(lambda found: describe(found, Ranking(found, query).hotlines(match_limit)[:limit], query))

    def describe_services(
        self, ids: Sequence[str], place: Place | None, language: str | None
    ) -> tuple[ServiceResult, ...]:
        """Return services by id in this order, without those that are gone.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """

        def described(connection: Connection) -> tuple[ServiceResult, ...]:
            found = (describe_service(connection, each, place, language, stale_after=self._stale_after) for each in ids)
            return tuple(filter(None, found))

        return self._read(described)

    def find_by_name(
        self, name: str, place: Place | None, language: str | None, limit: int = 3, *, is_tolerant: bool = True
    ) -> tuple[ServiceResult, ...]:
        """Return services of this name, acronym or number, those of the place's country first.

        A number is compared with the numbers of the services, everything else with the free text search, which
        tolerates typing errors if `is_tolerant`.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """

        def found(connection: Connection) -> tuple[ServiceResult, ...]:
            ids = find_by_number(connection, name) if name.isdigit() else []
            hits = search_text(connection, name, limit=_MOST_OF_A_NAME, is_tolerant=is_tolerant)
            ids += [hit.service_id for hit in hits]
            results = [
                describe_service(connection, each, place, language, stale_after=self._stale_after)
                for each in dict.fromkeys(ids)
            ]
            country = place.country if place else None
            local = sorted(filter(None, results), key=lambda each: each.country not in {country, None})
            return tuple(local[:limit])

        return self._read(found)

    def emergency_numbers(self, country: str) -> EmergencyNumbers:
        """Return the emergency numbers of a country (ISO 3166-1 alpha-2); all empty if none are known.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
        """
        return self._read(lambda connection: _emergency_numbers(connection, country))

    def record_feedback(self, answer: FeedbackAnswer) -> None:
        """Count an answer to "did this help?", without any data about the person; only in memory, as `record_request`.

        A write at once would tell the moment of the answer.
        """
        if self._counters:
            self._counters.record_feedback(answer)

    def record_request(self, request: HelpRequest, services: Iterable[str], asker: str) -> None:
        """Count a request and the services (by id) that the person was referred to; only in memory, so it is fast.

        `asker` is a pseudonym of the conversation, so that the same request counts once; it is not stored.
        """
        if self._counters:
            self._counters.record(request, services, asker)

    def record_referrals(self, services: Iterable[str], channel: str, asker: str) -> None:
        """Count the services that a person was referred to after asking for more."""
        if self._counters:
            self._counters.record_referrals(services, channel, asker)

    def _read(self, read: Callable[[Connection], T]) -> T:
        """Read, and retry once with a new connection if the server had closed it, for example in a restart."""
        try:
            with self._engine.connect() as connection:
                return read(connection)
        except DBAPIError as exc:
            if not exc.connection_invalidated:
                raise
        with self._engine.connect() as connection:
            return read(connection)


def _match_limit(offset: int, limit: int) -> int:
    """Return how many matches to rank: one more than the page shows, to know whether there is a next page."""
    if offset < 0 or limit < 1:
        raise InvalidPageError
    return offset + limit + 1


def _emergency_numbers(connection: Connection, country: str) -> EmergencyNumbers:
    kind, number, confidence = col(EmergencyNumber.kind), col(EmergencyNumber.number), col(EmergencyNumber.confidence)
    stmt = (
        select(kind, number, confidence, col(EmergencyNumber.keys))
        .where(col(EmergencyNumber.country) == country)
        .order_by(col(EmergencyNumber.position))
    )
    rows = connection.execute(stmt).all()
    numbers = {name: tuple(row[1] for row in rows if row[0] == name) for name in _EMERGENCY_KINDS}
    keys = next((row[3] for row in rows if row[3]), None)
    return EmergencyNumbers(country, **numbers, silent_call_keys=keys, confidence=rows[0][2] if rows else None)
