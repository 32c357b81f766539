"""An entry as a whole: everything that is public of one service, in a bounded number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Executable, Table, select
from sqlmodel import col

from directory.models import (
    Accessibility,
    Address,
    Attribute,
    Language,
    Location,
    Phone,
    PhoneReach,
    Record,
    Schedule,
    ScheduleZone,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
    Translation,
)
from directory.taxonomy import NEEDS_TAXONOMY

Row = Mapping[str, Any]
_AT_MOST: Final = 500
"""Rows of one kind that a page shows; no entry that somebody keeps by hand has more."""
_OF_SERVICE: Final = (
    "coverage",
    "language",
    "audience",
    "nationality",
    "cost_option",
    "required_document",
    "service_area",
    "contact",
    "url",
    "conduct",
    "assurance",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Rows by table, each with its columns; a schedule also with its zone.

    A phone has also what it can do, the codes of its `languages`, and as `owner` the table of whose it is.
    `needs` are attributes with the `code` of their need, `texts` the translations by (row id, field).
    """

    service: Row
    organization: Row
    of: Mapping[str, Sequence[Row]]
    provenance: Row | None
    phones: Sequence[Row]
    schedules: Sequence[Row]
    needs: Sequence[Row]
    locations: Sequence[Row]
    addresses: Sequence[Row]
    accessibility: Sequence[Row]
    texts: Mapping[tuple[str, str], Sequence[Row]]

    @property
    def id(self) -> str:
        """The service's id."""
        return str(self.service["id"])

    @property
    def countries(self) -> list[str]:
        """The countries that it serves, else those where it stands (ISO 3166-1)."""
        served = [row["country"] for row in self.of["coverage"]]
        return sorted(set(filter(None, served))) or sorted({row["country"] for row in self.addresses})

    @property
    def country(self) -> str | None:
        """The first of its countries: where its numbers and clocks most likely are."""
        return self.countries[0] if self.countries else None

    def one(self, table: str) -> Row | None:
        """Return the only row of a table that has one for each service."""
        return self.of[table][0] if self.of[table] else None


def read_entry(connection: Connection, service_id: str) -> Entry | None:
    """Return an entry, whatever its state; None where there is none."""
    # PostgreSQL refuses a text with NUL, which no id has.
    found = [] if "\0" in service_id else _rows(connection, "service", col(Service.id) == service_id)
    if not found:
        return None
    service = found[0]
    here = select(col(ServiceAtLocation.location_id)).where(col(ServiceAtLocation.service_id) == service_id)
    locations = _rows(connection, "location", col(Location.id).in_(here))
    organization = _rows(connection, "organization", _table("organization").c.id == service["organization_id"])[0]
    phones = _phones(connection, service)
    schedules = _schedules(connection, service_id)
    named = [service, organization, *locations, *phones, *schedules]
    provenance = _rows(connection, "provenance", _table("provenance").c.entity_id == service_id)
    return Entry(
        service,
        organization,
        {name: _rows(connection, name, _table(name).c.service_id == service_id) for name in _OF_SERVICE},
        provenance[0] if provenance else None,
        phones,
        schedules,
        _needs(connection, service_id),
        locations,
        _rows(connection, "address", col(Address.location_id).in_(here)),
        _rows(connection, "accessibility", col(Accessibility.location_id).in_(here)),
        _texts(connection, [str(row["id"]) for row in named]),
    )


def _table(name: str) -> Table:
    return Record.metadata.tables[name]


def _rows(connection: Connection, table: str, condition: ColumnElement[bool]) -> list[Row]:
    there = _table(table)
    return _read(connection, select(there).where(condition).order_by(*there.primary_key).limit(_AT_MOST))


def _read(connection: Connection, question: Executable) -> list[Row]:
    return [dict(row) for row in connection.execute(question).mappings()]


def _phones(connection: Connection, service: Row) -> list[Row]:
    """Return the numbers that people are told: the service's own, then those of its places and its organization."""
    at = select(col(ServiceAtLocation.id)).where(col(ServiceAtLocation.service_id) == service["id"])
    here = select(col(ServiceAtLocation.location_id)).where(col(ServiceAtLocation.service_id) == service["id"])
    of_organization = col(Phone.organization_id) == service["organization_id"]
    owners: Iterable[tuple[str, ColumnElement[bool]]] = (
        ("service", col(Phone.service_id) == service["id"]),
        ("location", col(Phone.service_at_location_id).in_(at)),
        ("location", col(Phone.location_id).in_(here)),
        ("organization", of_organization & col(Phone.service_id).is_(None) & col(Phone.contact_id).is_(None)),
    )
    reach = [col(getattr(PhoneReach, name)) for name in ("kind", "country", "dialable_from_abroad", "international")]
    asked = select(_table("phone"), *reach).outerjoin(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
    asked = asked.order_by(col(PhoneReach.position), col(Phone.id)).limit(_AT_MOST)
    found: dict[str, dict[str, Any]] = {}
    for owner, condition in owners:
        for row in _read(connection, asked.where(condition)):
            found.setdefault(str(row["id"]), {**row, "owner": owner})
    spoken = _rows(connection, "language", col(Language.phone_id).in_(list(found)))
    return [
        row | {"languages": [one["code"] for one in spoken if one["phone_id"] == key and one["code"]]}
        for key, row in found.items()
    ]


def _schedules(connection: Connection, service_id: str) -> list[Row]:
    zone = col(ScheduleZone.schedule_id) == col(Schedule.id)
    asked = select(_table("schedule"), col(ScheduleZone.zone)).outerjoin(ScheduleZone, zone)
    own = asked.where(col(Schedule.service_id) == service_id)
    return _read(connection, own.order_by(col(Schedule.id)).limit(_AT_MOST))


def _needs(connection: Connection, service_id: str) -> list[Row]:
    asked = (
        select(col(Attribute.id), col(TaxonomyTerm.code))
        .join(TaxonomyTerm, col(Attribute.taxonomy_term_id) == col(TaxonomyTerm.id))
        .where(col(Attribute.link_id) == service_id, col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY)
    )
    return _read(connection, asked.order_by(col(TaxonomyTerm.code), col(Attribute.id)))


def _texts(connection: Connection, ids: Sequence[str]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    asked = select(_table("translation")).where(col(Translation.entity_id).in_(ids))
    for row in _read(connection, asked.order_by(col(Translation.language)).limit(_AT_MOST)):
        found.setdefault((row["entity_id"], row["field"]), []).append(row)
    return found
