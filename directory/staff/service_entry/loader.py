"""Load an entry: everything public about one service, in a bounded number of statements."""

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
_MAX_ROWS: Final = 500
"""The most rows of one table that a page shows."""
_SERVICE_TABLES: Final = (
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
    """The rows of an entry as mappings; `of` has them by table.

    Schedules include their zone. Phones include their reach, the codes of their `languages`, and as `owner` the table
    that owns them. `needs` are attributes with the `code` of the need, `texts` translations by (row id, field).
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
        """The id of the service."""
        return str(self.service["id"])

    @property
    def countries(self) -> list[str]:
        """The countries that it serves, else those of its addresses (ISO 3166-1)."""
        served = [row["country"] for row in self.of["coverage"]]
        return sorted(set(filter(None, served))) or sorted({row["country"] for row in self.addresses})

    @property
    def country(self) -> str | None:
        """The first of its countries, which is the default for its phones and time zone."""
        return self.countries[0] if self.countries else None

    def single(self, table: str) -> Row | None:
        """Return the row of a table with one row for each service, or None."""
        return self.of[table][0] if self.of[table] else None


def load_entry(connection: Connection, service_id: str) -> Entry | None:
    """Return an entry of any status, or None if there is none."""
    # PostgreSQL rejects NUL in text.
    result = [] if "\0" in service_id else _rows(connection, "service", col(Service.id) == service_id)
    if not result:
        return None
    service = result[0]
    location_ids = select(col(ServiceAtLocation.location_id)).where(col(ServiceAtLocation.service_id) == service_id)
    locations = _rows(connection, "location", col(Location.id).in_(location_ids))
    organization = _rows(connection, "organization", _table("organization").c.id == service["organization_id"])[0]
    phones = _phones(connection, service)
    schedules = _schedules(connection, service_id)
    translated_rows = [service, organization, *locations, *phones, *schedules]
    provenance = _rows(connection, "provenance", _table("provenance").c.entity_id == service_id)
    return Entry(
        service,
        organization,
        {name: _rows(connection, name, _table(name).c.service_id == service_id) for name in _SERVICE_TABLES},
        provenance[0] if provenance else None,
        phones,
        schedules,
        _needs(connection, service_id),
        locations,
        _rows(connection, "address", col(Address.location_id).in_(location_ids)),
        _rows(connection, "accessibility", col(Accessibility.location_id).in_(location_ids)),
        _texts(connection, [str(row["id"]) for row in translated_rows]),
    )


def _table(name: str) -> Table:
    return Record.metadata.tables[name]


def _rows(connection: Connection, table: str, condition: ColumnElement[bool]) -> list[Row]:
    table_object = _table(table)
    return _fetch(
        connection, select(table_object).where(condition).order_by(*table_object.primary_key).limit(_MAX_ROWS)
    )


def _fetch(connection: Connection, stmt: Executable) -> list[Row]:
    return [dict(row) for row in connection.execute(stmt).mappings()]


def _phones(connection: Connection, service: Row) -> list[Row]:
    """Return the phones of the service, then those of its locations and its organization."""
    service_location_ids = select(col(ServiceAtLocation.id)).where(col(ServiceAtLocation.service_id) == service["id"])
    location_ids = select(col(ServiceAtLocation.location_id)).where(col(ServiceAtLocation.service_id) == service["id"])
    of_organization = col(Phone.organization_id) == service["organization_id"]
    owners: Iterable[tuple[str, ColumnElement[bool]]] = (
        ("service", col(Phone.service_id) == service["id"]),
        ("location", col(Phone.service_at_location_id).in_(service_location_ids)),
        ("location", col(Phone.location_id).in_(location_ids)),
        ("organization", of_organization & col(Phone.service_id).is_(None) & col(Phone.contact_id).is_(None)),
    )
    reach = [col(getattr(PhoneReach, name)) for name in ("kind", "country", "dialable_from_abroad", "international")]
    stmt = select(_table("phone"), *reach).outerjoin(PhoneReach, col(PhoneReach.phone_id) == col(Phone.id))
    stmt = stmt.order_by(col(PhoneReach.position), col(Phone.id)).limit(_MAX_ROWS)
    result: dict[str, dict[str, Any]] = {}
    for owner, condition in owners:
        for row in _fetch(connection, stmt.where(condition)):
            result.setdefault(str(row["id"]), {**row, "owner": owner})
    languages = _rows(connection, "language", col(Language.phone_id).in_(list(result)))
    return [
        phone | {"languages": [row["code"] for row in languages if row["phone_id"] == key and row["code"]]}
        for key, phone in result.items()
    ]


def _schedules(connection: Connection, service_id: str) -> list[Row]:
    zone = col(ScheduleZone.schedule_id) == col(Schedule.id)
    stmt = select(_table("schedule"), col(ScheduleZone.zone)).outerjoin(ScheduleZone, zone)
    own = stmt.where(col(Schedule.service_id) == service_id)
    return _fetch(connection, own.order_by(col(Schedule.id)).limit(_MAX_ROWS))


def _needs(connection: Connection, service_id: str) -> list[Row]:
    stmt = (
        select(col(Attribute.id), col(TaxonomyTerm.code))
        .join(TaxonomyTerm, col(Attribute.taxonomy_term_id) == col(TaxonomyTerm.id))
        .where(col(Attribute.link_id) == service_id, col(TaxonomyTerm.taxonomy_id) == NEEDS_TAXONOMY)
    )
    return _fetch(connection, stmt.order_by(col(TaxonomyTerm.code), col(Attribute.id)))


def _texts(connection: Connection, ids: Sequence[str]) -> dict[tuple[str, str], list[Row]]:
    result: dict[tuple[str, str], list[Row]] = {}
    stmt = select(_table("translation")).where(col(Translation.entity_id).in_(ids))
    for row in _fetch(connection, stmt.order_by(col(Translation.language)).limit(_MAX_ROWS)):
        result.setdefault((row["entity_id"], row["field"]), []).append(row)
    return result
