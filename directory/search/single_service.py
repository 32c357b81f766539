"""One service as an asker would be told of it, whatever search would have put first: to see how an entry reads."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.domain.search_types import FoundService, Need, Place, Rung, Why
from directory.models import Coverage, Language, Phone
from directory.search.candidates import Candidate
from directory.search.details import describe
from directory.search.query import Asked, plain_language

_NEED: Final = Need.HUMAN
"""Any will do: what a service is found for does not change what is said of it."""


def describe_one(  # noqa: PLR0913 - one argument for each thing a person may have told
    connection: Connection,
    service_id: str,
    place: Place | None,
    language: str | None,
    *,
    stale_after: timedelta,
    now: datetime | None = None,
) -> FoundService | None:
    """Return a service as somebody at `place` who reads `language` (BCP 47) is told of it; None where there is none.

    It is read from the tables as they stand in the caller's transaction, so that a change can be tried out there.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    asked = Asked(_NEED, place, plain_language(language), frozenset(), None, moment, stale_after)
    speaks = asked.language in _languages(connection, service_id)
    rung = _rung(connection, service_id, place)
    one = Candidate(service_id, rung, reachable=True, fits=True, speaks=speaks, rank=0, strange=0, verified_at=None)
    found = describe(connection, [(one, Why.NEED)], asked)
    return found[0] if found else None


def _languages(connection: Connection, service_id: str) -> set[str | None]:
    phones = select(col(Phone.id)).where(col(Phone.service_id) == service_id)
    there = (col(Language.service_id) == service_id) | col(Language.phone_id).in_(phones)
    return {plain_language(code) for code in connection.scalars(select(col(Language.code)).where(there))}


def _rung(connection: Connection, service_id: str, place: Place | None) -> Rung:
    """Return how near the service is to the place: what serves anybody anywhere is said to be far."""
    asked = select(col(Coverage.country), col(Coverage.region)).where(col(Coverage.service_id) == service_id)
    served = connection.execute(asked).all()
    if place and place.region and (place.country, place.region) in {(country, region) for country, region in served}:
        return Rung.REGION
    countries = {country for country, _ in served} - {None}
    return Rung.COUNTRY if countries and (place is None or place.country in countries) else Rung.INTERNATIONAL
