"""Write what changed of services that are there: only the columns that changed, only the rows that differ."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection
from sqlmodel import SQLModel

from directory.exchange.spreadsheet import queries, records
from directory.exchange.spreadsheet.bulk_statements import delete_all, insert_all, put_all, update_all
from directory.exchange.spreadsheet.columns import PHONES, Cells
from directory.exchange.spreadsheet.formatters import phone_kind, shown_phone
from directory.exchange.spreadsheet.organizations import amend_organizations
from directory.exchange.spreadsheet.places import amend_places
from directory.exchange.spreadsheet.plan import Planned
from directory.exchange.spreadsheet.records import SERVICE_FIELDS, Values, phones
from directory.exchange.spreadsheet.stored_rows import by_service
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

Make = Callable[[Cells, str], Iterable[Values]]

# One row a service: the columns of the sheet, and what they make.
_SINGLE: Final[tuple[tuple[type[SQLModel], str, tuple[str, ...], Callable[[Cells, str], Values]], ...]] = (
    (Conduct, "service_id", ("police_linked", "consular", "for_trafficking", "must_report"), records.conduct),
    (Assurance, "service_id", ("verified_by", "verified_on", "verified_how"), records.assurance),
    (Provenance, "entity_id", ("source", "source_date"), records.provenance),
)
# Rows that nothing hangs on: all are written anew.
_REPLACED: Final[tuple[tuple[type[SQLModel], tuple[str, ...], Make], ...]] = (
    (Audience, ("for_whom",), records.audiences),
    (Nationality, ("nationality",), records.nationalities),
)
_MOVED: Final = ("phone_id", "position")
_REACHED_BY: Final = (*PHONES, "sms", "chat", "country")


def amend(connection: Connection, changed: Sequence[Planned]) -> None:
    """Write the changes of a batch."""
    _amend_fields(connection, changed)
    amend_organizations(connection, changed)
    for table, key, columns, make in _SINGLE:
        rows = [make(one.written, one.service) for one in _touched(changed, columns)]
        put_all(connection, table, key, rows, stays=("confidence", "source_kind"))
    for table, columns, many in _REPLACED:
        these = _touched(changed, columns)
        delete_all(connection, table, "service_id", (one.service for one in these))
        insert_all(connection, table, [row for one in these for row in many(one.after, one.service)])
    _amend_listed(connection, Language, queries.LANGUAGES, _touched(changed, ("languages",)), records.languages)
    _amend_listed(connection, Attribute, queries.NEEDS, _touched(changed, ("needs",)), records.needs)
    _amend_coverage(connection, _touched(changed, ("country", "regions")))
    _amend_phones(connection, _touched(changed, _REACHED_BY))
    _amend_hours(connection, _touched(changed, ("hours", "time_zone")))
    amend_places(connection, changed)


def _touched(changed: Sequence[Planned], columns: Iterable[str]) -> list[Planned]:
    return [one for one in changed if not set(columns).isdisjoint(one.changed)]


def _amend_fields(connection: Connection, changed: Sequence[Planned]) -> None:
    """Write only the fields that changed: the sheet shows a text on one line that may have had several."""
    alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
    for one in changed:
        fields = ("id", "last_modified", *(field for name, field in SERVICE_FIELDS.items() if name in one.changed))
        row = records.service_fields(one.after) | {"id": one.service}
        alike[fields].append({field: row[field] for field in fields})
    for rows in alike.values():
        update_all(connection, Service, "id", rows)


def _amend_listed(
    connection: Connection, table: type[SQLModel], question: Any, these: list[Planned], make: Any
) -> None:
    """Keep the rows of items that stay, with what hangs on them; delete and insert the others."""
    there = by_service(connection, question, [one.service for one in these])
    gone, new = list[str](), list[Values]()
    for one in these:
        rows: dict[str, str] = dict(there[one.service])
        wanted = make(one.after, one.service)
        gone += [key for text, key in rows.items() if text not in wanted]
        new += [values for text, values in wanted.items() if text not in rows]
    delete_all(connection, table, "id", gone)
    insert_all(connection, table, new)


def _amend_coverage(connection: Connection, these: list[Planned]) -> None:
    """Write the places anew; circles around a point are not in the sheet and stay."""
    there = by_service(connection, queries.COVERAGE, [one.service for one in these])
    delete_all(connection, Coverage, "id", (row[3] for rows in there.values() for row in rows))
    insert_all(connection, Coverage, [row for one in these for row in records.coverage(one.after, one.service)])


def _amend_phones(connection: Connection, these: list[Planned]) -> None:
    """Keep numbers that stay; where the country changed, what they can do is judged anew."""
    there = by_service(connection, queries.PHONES, [one.service for one in these])
    gone, reaches, new = list[str](), list[Values](), list[Values]()
    for one in these:
        wanted = phones(one.after, one.service)
        rows = there[one.service]
        known = {(phone_kind(kind), shown_phone(printed, note)): key for printed, note, kind, key in rows}
        gone += [key for item, key in known.items() if item not in wanted]
        for item, (phone, reach) in wanted.items():
            kept = known.get(item)
            new += [] if kept else [phone]
            moved = {"phone_id": kept or phone["id"]}
            judged = not kept or "country" in one.changed
            reaches.append(reach | moved if judged else moved | {"position": reach["position"]})
    _delete_phones(connection, gone)
    insert_all(connection, Phone, new)
    update_all(connection, PhoneReach, "phone_id", [reach for reach in reaches if len(reach) == len(_MOVED)])
    put_all(connection, PhoneReach, "phone_id", [reach for reach in reaches if len(reach) > len(_MOVED)])


def _delete_phones(connection: Connection, gone: list[str]) -> None:
    delete_all(connection, PhoneReach, "phone_id", gone)
    delete_all(connection, Language, "phone_id", gone)
    delete_all(connection, Phone, "id", gone)


def _amend_hours(connection: Connection, these: list[Planned]) -> None:
    """Write the hours anew."""
    there = by_service(connection, queries.SCHEDULES, [one.service for one in these])
    gone = [row[6] for rows in there.values() for row in rows]
    delete_all(connection, ScheduleZone, "schedule_id", gone)
    delete_all(connection, Schedule, "id", gone)
    insert_all(connection, Schedule, [row for one in these for row in records.schedules(one.after, one.service)])
    insert_all(connection, ScheduleZone, [row for one in these for row in records.zones(one.after, one.service)])
