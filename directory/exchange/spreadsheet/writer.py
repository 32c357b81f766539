"""Write what a sheet creates and changes; runs in the caller's transaction, some hundred rows at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection
from sqlmodel import SQLModel

from directory.domain.ownership import take_over
from directory.exchange.spreadsheet import records
from directory.exchange.spreadsheet.bulk_statements import insert_all
from directory.exchange.spreadsheet.organizations import add_organizations, name_in_own_script, services_of
from directory.exchange.spreadsheet.places import add_places
from directory.exchange.spreadsheet.plan import Planned
from directory.exchange.spreadsheet.records import phones
from directory.exchange.spreadsheet.updates import amend
from directory.models import (
    Assurance,
    Attribute,
    Audience,
    Conduct,
    Coverage,
    Language,
    Nationality,
    Phone,
    PhoneReach,
    Provenance,
    Schedule,
    ScheduleZone,
    Service,
)

_SINGLE: Final[dict[type[SQLModel], Callable[[Any, str], dict[str, object]]]] = {
    Conduct: records.conduct,
    Assurance: records.assurance,
    Provenance: records.provenance,
}
_MANY: Final[dict[type[SQLModel], Callable[[Any, str], Iterable[dict[str, object]]]]] = {
    Language: lambda cells, service: records.languages(cells, service).values(),
    Attribute: lambda cells, service: records.needs(cells, service).values(),
    Audience: records.audiences,
    Nationality: records.nationalities,
    Coverage: records.coverage,
    Schedule: records.schedules,
    ScheduleZone: records.zones,
}


def write(connection: Connection, batch: Sequence[Planned]) -> list[str]:
    """Write the rows of a batch; return the ids of the services that are now found differently."""
    created = [one for one in batch if one.before is None]
    changed = [one for one in batch if one.changed]
    if created:
        add_organizations(connection, created)
        _add_services(connection, created)
        add_places(connection, created)
    if changed:
        amend(connection, changed)
        take_over(connection, [one.service for one in changed])
    name_in_own_script(connection, batch)
    renamed = {one.organization for one in changed if "organization" in one.changed}
    return [*(one.service for one in (*created, *changed)), *services_of(connection, renamed)]


def _add_services(connection: Connection, created: Sequence[Planned]) -> None:
    rows: dict[type[SQLModel], list[dict[str, object]]] = defaultdict(list)
    for one in created:
        cells, service = one.written, one.service
        owner = {"id": service, "organization_id": one.organization}
        rows[Service].append(owner | records.service_fields(cells))
        for phone, reach in phones(cells, service).values():
            rows[Phone].append(phone)
            rows[PhoneReach].append(reach)
        for table, make in _MANY.items():
            rows[table] += make(cells, service)
        for table, single in _SINGLE.items():
            rows[table].append(single(cells, service))
    for table, these in rows.items():
        insert_all(connection, table, these)
