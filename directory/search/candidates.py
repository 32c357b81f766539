"""The two questions that search asks the database: who is there in this country, and who is there for anyone.

Each returns ids in their final order, so that a page never needs more rows than it shows.
Both start from an index (need, or country) and look the rest up by service.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapped
from sqlmodel import col

from directory.models import (
    Assurance,
    Conduct,
    Coverage,
    Language,
    Phone,
    PhoneReach,
    Provenance,
    ServiceNeed,
)
from directory.search.shapes import Need, Place, Rung

_SERVICE = col(ServiceNeed.service_id)
_RUNGS = (Rung.REGION, Rung.COUNTRY, Rung.COUNTRY)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service that answers, how near it is, and whether it can be called or written to at once, by anybody."""

    service_id: str
    rung: Rung
    reachable: bool
    made_for: str | None


def _reachable() -> ColumnElement[bool]:
    """Phone, SMS or chat that works from where the person is; a home-only number helps nobody abroad."""
    works_here = or_(
        col(PhoneReach.dialable_from_abroad),
        col(PhoneReach.country) == bindparam("country"),
    )
    phones = select(col(Phone.id)).join(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
    return exists(phones.where(col(Phone.service_id) == _SERVICE, works_here))


def _unfitness(specific: Mapped[bool]) -> ColumnElement[int]:
    """Steps away from somebody who speaks the person's language and knows about trafficking.

    Languages that nobody knows are one step, other languages only are two; a line that
    is not for trafficking in particular is one step.
    """
    spoken = select(col(Language.id)).where(col(Language.service_id) == _SERVICE)
    speaks = exists(spoken.where(col(Language.code) == bindparam("language")))
    return case((speaks, 0), (exists(spoken), 2), else_=1) + case((specific, 0), else_=1)


def _question(distance: ColumnElement[int], place: ColumnElement[bool]) -> Executable:
    """Services for a need at a place, in the order in which a person should hear of them.

    Who can be reached at once comes before who is near: a website helps little on a basic
    phone (NOTES.md: for people only where there is nothing better).
    """
    reachable = _reachable().label("reachable")
    near = func.min(distance).label("distance")
    conduct = col(Conduct.police_linked)
    specific = col(Conduct.trafficking_specific)
    confidence = col(Provenance.confidence)
    return (
        select(_SERVICE, near, reachable, col(Conduct.made_for))
        .join(Coverage, and_(col(Coverage.service_id) == _SERVICE, place))
        .join(Conduct, and_(col(Conduct.service_id) == _SERVICE, col(Conduct.consular).is_(False)))
        .join(Assurance, col(Assurance.service_id) == _SERVICE)
        .join(Provenance, col(Provenance.entity_id) == _SERVICE)
        .where(col(ServiceNeed.need) == bindparam("need"))
        .group_by(
            _SERVICE,
            conduct,
            col(Conduct.made_for),
            col(Assurance.verified_at),
            col(Conduct.trafficking_specific),
            confidence,
        )
        .order_by(
            case((and_(_reachable(), col(Conduct.made_for).is_(None)), 0), else_=1),
            reachable.desc(),
            near,
            conduct,
            col(Assurance.verified_at).is_(None),
            _unfitness(specific),
            specific.desc(),
            case((confidence == "high", 0), (confidence == "medium", 1), else_=2),
            _SERVICE,
        )
        .limit(bindparam("wanted"))
    )


_IN_COUNTRY = _question(
    case(
        (col(Coverage.region) == bindparam("region"), 0),
        (and_(col(Coverage.region).is_(None), col(Coverage.whole)), 1),
        else_=2,
    ),
    col(Coverage.country) == bindparam("country"),
)
_FOR_ANYONE = _question(literal(0), col(Coverage.country).is_(None))


def in_country(
    connection: Connection,
    need: Need,
    place: Place,
    language: str | None,
    wanted: int,
) -> list[Candidate]:
    """Return at most `wanted` services of a country: first who can be reached at once, then by nearness."""
    given = {"country": place.country, "region": place.region, "need": need.value, "language": language}
    rows: list[Any] = list(connection.execute(_IN_COUNTRY, given | {"wanted": wanted}))
    return [
        Candidate(service, _RUNGS[distance], bool(reachable), made_for)
        for service, distance, reachable, made_for in rows
    ]


def for_anyone(connection: Connection, need: Need, language: str | None, wanted: int) -> list[Candidate]:
    """Return at most `wanted` services that serve people anywhere, reached by what works from anywhere."""
    given = {"country": None, "need": need.value, "language": language, "wanted": wanted}
    rows: list[Any] = list(connection.execute(_FOR_ANYONE, given))
    return [
        Candidate(service, Rung.INTERNATIONAL, bool(reachable), made_for) for service, _, reachable, made_for in rows
    ]
