"""Load the details of the services of one page, as `ServiceResult`."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Executable, select
from sqlmodel import col

from directory.domain.audiences import Audience, focus_mask
from directory.domain.opening_hours import RawSchedule
from directory.domain.search_types import (
    Limitation,
    MatchKind,
    Need,
    Place,
    Proximity,
    Reason,
    ServicePhone,
    ServiceResult,
)
from directory.models import Coverage, Language, Phone
from directory.search.candidates import Candidate
from directory.search.detail_queries import CODES_STMT, PHONES_STMT, PLACES_STMT, SERVICES_STMT
from directory.search.opening_times import OpeningHours, load_opening_hours
from directory.search.query import SearchQuery, primary_language
from directory.search.ranking import Match

_EVERY_DAY: Final = frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
_ANY_NEED: Final = Need.HUMAN
"""The need of a search does not change the description of a service."""

Rows = dict[str, list[tuple[Any, ...]]]
Fields = dict[str, Any]
"""Fields of a `ServiceResult`."""


def describe(connection: Connection, matches: Sequence[Match], query: SearchQuery) -> tuple[ServiceResult, ...]:
    """Return the services of a page in its order, with only those numbers that work from where the person is."""
    if not matches:
        return ()
    ids = [candidate.service_id for candidate, _ in matches]
    params: dict[str, Any] = {"ids": ids, "country": query.country}
    services = {row["id"]: dict(row) for row in connection.execute(SERVICES_STMT, params).mappings()}
    places, phones = (_rows_by_service(connection, stmt, params) for stmt in (PLACES_STMT, PHONES_STMT))
    codes = _codes_by_service(connection, params)
    hours = load_opening_hours(connection, ids)
    return tuple(
        _to_result(
            services[service]
            | _phone_fields(phones[service], query.country)
            | _opening_fields(hours.get(service, OpeningHours()), query)
            | _place_fields(places[service], match[0].proximity, query.place)
            | codes[service],
            match,
            query,
        )
        for service, match in zip(ids, matches, strict=True)
        # A service may have been deleted since it was ranked.
        if service in services
    )


def describe_service(  # noqa: PLR0913 - one argument for each thing a person may have told
    connection: Connection,
    service_id: str,
    place: Place | None,
    language: str | None,
    *,
    stale_after: timedelta,
    now: datetime | None = None,
) -> ServiceResult | None:
    """Return one service as a person at `place` who reads `language` (BCP 47) would see it; None if it is missing.

    It is read in the caller's transaction, so that uncommitted changes can be previewed.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    query = SearchQuery(_ANY_NEED, place, primary_language(language), frozenset(), None, moment, stale_after)
    speaks = query.language in _languages(connection, service_id)
    proximity = _proximity(connection, service_id, place)
    candidate = Candidate(
        service_id, proximity, reachable=True, fits=True, speaks=speaks, rank=0, mismatch=0, verified_at=None
    )
    results = describe(connection, [(candidate, MatchKind.NEED)], query)
    return results[0] if results else None


def _languages(connection: Connection, service_id: str) -> set[str | None]:
    phones = select(col(Phone.id)).where(col(Phone.service_id) == service_id)
    spoken = (col(Language.service_id) == service_id) | col(Language.phone_id).in_(phones)
    return {primary_language(code) for code in connection.scalars(select(col(Language.code)).where(spoken))}


def _proximity(connection: Connection, service_id: str, place: Place | None) -> Proximity:
    """Return how near the service is to the place; a service for people anywhere is international."""
    stmt = select(col(Coverage.country), col(Coverage.region)).where(col(Coverage.service_id) == service_id)
    served = {(country, region) for country, region in connection.execute(stmt)}
    if place and place.region and (place.country, place.region) in served:
        return Proximity.REGION
    countries = {country for country, _ in served} - {None}
    is_local = countries and (place is None or place.country in countries)
    return Proximity.COUNTRY if is_local else Proximity.INTERNATIONAL


def _rows_by_service(connection: Connection, stmt: Executable, params: dict[str, Any]) -> Rows:
    """Return rows by their first column, the service, without that column."""
    by_service: Rows = defaultdict(list)
    rows: Sequence[Any] = connection.execute(stmt, params).all()
    for service, *rest in rows:
        by_service[service].append(tuple(rest))
    return by_service


def _codes_by_service(connection: Connection, params: dict[str, Any]) -> dict[str, Fields]:
    """Return needs, audiences, nationalities and languages by service."""
    codes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows: Sequence[Any] = connection.execute(CODES_STMT, params).all()
    for kind, service, code in rows:
        codes[service][kind].append(code)
    return {
        service: {
            "needs": tuple(need for need in Need if need.value in codes[service]["need"]),
            "audiences": tuple(audience for audience in Audience if audience.value in codes[service]["audience"]),
            "nationalities": tuple(codes[service]["nationality"]),
            "languages": tuple(codes[service]["language"]),
        }
        for service in params["ids"]
    }


def _to_result(fields: Fields, match: Match, query: SearchQuery) -> ServiceResult:
    candidate, match_kind = match
    fields |= {
        "distance_metres": candidate.distance,
        "verified": fields["verified_at"] is not None and fields["verified_at"] >= query.verified_since,
        "proximity": candidate.proximity,
        "match_kind": match_kind,
    }
    reasons = tuple(_reasons(candidate, fields, query))
    return ServiceResult(**fields, reasons=reasons, limitations=tuple(_limitations(candidate, fields, query)))


def _reasons(candidate: Candidate, fields: Fields, query: SearchQuery) -> Iterator[Reason]:
    """Yield the reasons for a service."""
    holds = {
        Reason.NEAR: candidate.proximity is Proximity.NEAR,
        Reason.IN_REGION: candidate.proximity is Proximity.REGION,
        Reason.SPEAKS_LANGUAGE: candidate.speaks,
        Reason.FOR_THEM: candidate.fits and bool(query.person & set(fields["audiences"])),
        Reason.OPEN_NOW: fields["open_now"] is True,
        Reason.VERIFIED: fields["verified"],
        Reason.FOR_TRAFFICKING: bool(fields["trafficking_specific"]),
    }
    return (reason for reason, is_true in holds.items() if is_true)


def _limitations(candidate: Candidate, fields: Fields, query: SearchQuery) -> Iterator[Limitation]:
    """Yield what a service lacks, or may lack."""
    if not fields["languages"]:
        yield Limitation.LANGUAGE_NOT_KNOWN
    elif query.language and not candidate.speaks:
        yield Limitation.OTHER_LANGUAGE
    if fields["open_now"] is None:
        yield Limitation.HOURS_NOT_KNOWN
    elif not fields["open_now"]:
        yield Limitation.CLOSED_NOW
    if not fields["verified"]:
        yield Limitation.STALE if fields["verified_at"] else Limitation.UNVERIFIED
    region, place = fields["region"], query.place
    if region and candidate.proximity is Proximity.COUNTRY and place and region != place.region:
        yield Limitation.OTHER_REGION
    if not candidate.fits or (focus_mask(query.person) and candidate.mismatch > 0):
        yield Limitation.FOR_OTHERS
    if not (fields["phones"] or fields["sms"] or fields["chat"]):
        yield Limitation.NO_PHONE


def _phone_fields(rows: list[tuple[Any, ...]], country: str | None) -> dict[str, tuple[ServicePhone, ...]]:
    """Return the numbers by kind, each as it can be dialled from where the person is."""
    dialable = (_dialable(ServicePhone(*row), is_local=home == country) for *row, home in rows)
    phones = list(dict.fromkeys(filter(None, dialable)))
    kinds = {"phones": "voice", "sms": "sms", "chat": "chat"}
    return {name: tuple(phone for phone in phones if phone.kind == kind) for name, kind in kinds.items()}


def _dialable(phone: ServicePhone, *, is_local: bool) -> ServicePhone | None:
    """Return a number in the form that rings the right phone; None if there is no such form.

    Across a border "02 123 4567" is another phone, or none.
    """
    if is_local or phone.kind == "chat" or phone.number.startswith("+"):
        return phone
    return replace(phone, number=phone.international) if phone.international else None


def _opening_fields(hours: OpeningHours, query: SearchQuery) -> Fields:
    always = any(_is_round_the_clock(schedule) for schedule in hours.schedules)
    open_now = True if always else hours.is_open_at(query.now)
    return {
        "hours": "; ".join(hours.printed) or None,
        "round_the_clock": always,
        "open_now": open_now,
        "opens_next": hours.next_opening(query.now) if open_now is False else None,
    }


def _is_round_the_clock(schedule: RawSchedule) -> bool:
    """Return whether a schedule says day and night, every day, without an end."""
    days = frozenset((schedule.byday or "").split(","))
    ends = schedule.valid_from or schedule.valid_to or schedule.until or schedule.count
    return days == _EVERY_DAY and (schedule.opens_at, schedule.closes_at) == ("00:00", "23:59") and not ends


def _place_fields(rows: list[tuple[Any, ...]], proximity: Proximity, place: Place | None) -> dict[str, str | None]:
    """Return the relevant place: the person's own region, else the first place served in their country."""
    here = [row for row in rows if place is None or row[0] == place.country] or rows
    if proximity is Proximity.REGION and place:
        here = [row for row in here if row[1] == place.region] or here
    country, region, whole, area = here[0] if here else (None, None, True, None)
    # A national service may have its office in one town: that does not limit where it works.
    is_limited = region is not None or not whole
    return {"country": country, "region": region, "area": area if is_limited else None}
