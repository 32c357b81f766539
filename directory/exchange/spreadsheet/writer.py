"""Write what a sheet creates and changes, one batch at a time, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, delete, select, update
from sqlmodel import SQLModel, col

from directory.domain.modification_date import touch_services
from directory.domain.ownership import mark_as_edited
from directory.exchange.spreadsheet import queries, records
from directory.exchange.spreadsheet.bulk_statements import (
    delete_all,
    existing_values,
    insert_all,
    update_all,
    upsert_all,
)
from directory.exchange.spreadsheet.columns import ORGANIZATION_COLUMNS, PHONE_COLUMNS, Cells
from directory.exchange.spreadsheet.places import add_places, update_places
from directory.exchange.spreadsheet.plan import RowPlan
from directory.exchange.spreadsheet.records import SERVICE_FIELDS, Values, phone_records
from directory.exchange.spreadsheet.stored_rows import format_phone, phone_kind, rows_by_service
from directory.models import (
    Assurance,
    Attribute,
    Audience,
    Conduct,
    Coverage,
    Language,
    Nationality,
    Organization,
    Phone,
    PhoneReach,
    Provenance,
    Schedule,
    ScheduleZone,
    Service,
    Translation,
)


def add_organizations(connection: Connection, created: Sequence[RowPlan]) -> None:
    """Add the organizations of new services that do not exist yet."""
    owners = {plan.organization: plan for plan in reversed(created)}
    known = existing_values(connection, Organization, "id", owners)
    new = [plan for owner, plan in owners.items() if owner not in known]
    insert_all(connection, Organization, [records.organization(plan.after, plan.organization) for plan in new])


def update_organizations(connection: Connection, changed: Sequence[RowPlan]) -> None:
    """Write new names of organizations; a website or e-mail shared with the service changes with it."""
    named = {plan.organization: plan.after["organization"] for plan in changed if "organization" in plan.changed}
    update_all(connection, Organization, "id", [{"id": owner, "name": name} for owner, name in named.items()])
    for column in ("website", "email"):
        moved = [plan for plan in changed if column in plan.changed and plan.before and plan.before[column]]
        if moved:
            field = getattr(Organization, column)
            condition = and_(col(Organization.id) == bindparam("owner"), field == bindparam("old"))
            statement = update(Organization).where(condition).values({column: bindparam("new")})
            connection.execute(statement, [_contact_change(plan, column) for plan in moved])


def write_local_names(connection: Connection, batch: Sequence[RowPlan]) -> set[str]:
    """Write the organizations' names in their own script, as the alternate name and as a translation.

    Return the organizations that had another one.
    """
    plans = [plan for plan in batch if plan.before is None or set(ORGANIZATION_COLUMNS).intersection(plan.changed)]
    cells_of = {plan.organization: plan.after for plan in plans if plan.after["local_name"]}
    if not cells_of:
        return set()
    rows: list[Values] = [{"id": owner, "alternate_name": cells["local_name"]} for owner, cells in cells_of.items()]
    query = select(col(Organization.id), col(Organization.alternate_name)).where(col(Organization.id).in_(cells_of))
    before: list[Any] = list(connection.execute(query))
    update_all(connection, Organization, "id", rows)
    old = [{"owner": owner, "old": name, "tongue": cells_of[owner]["local_language"]} for owner, name in before]
    same = (col(Translation.text) == bindparam("old")) | (col(Translation.language) == bindparam("tongue"))
    condition = and_(col(Translation.entity_id) == bindparam("owner"), col(Translation.field) == "name", same)
    connection.execute(delete(Translation).where(condition), old)
    translated = [_translation(owner, cells) for owner, cells in cells_of.items() if cells["local_language"]]
    insert_all(connection, Translation, translated)
    return {owner for owner, name in before if name != cells_of[owner]["local_name"]}


def services_of(connection: Connection, owners: Collection[str]) -> list[str]:
    """Return the ids of the services of these organizations."""
    owned = select(col(Service.id)).where(col(Service.organization_id).in_(owners))
    return list(connection.scalars(owned)) if owners else []


def _contact_change(plan: RowPlan, column: str) -> dict[str, str | None]:
    old = plan.before[column] if plan.before else None
    return {"owner": plan.organization, "old": old, "new": plan.after[column] or None}


def _translation(owner: str, cells: Cells) -> Values:
    """Return the translation of a name that the organization gave itself: it needs no review."""
    text: Values = {"language": cells["local_language"], "text": cells["local_name"]}
    return text | {"entity_id": owner, "field": "name", "reviewed": True}


RecordFactory = Callable[[Cells, str], Iterable[Values]]
# Tables with one row per service: the columns of the sheet, and the function that makes the record.
_SINGLE_ROW_TABLES: Final[tuple[tuple[type[SQLModel], str, tuple[str, ...], Callable[[Cells, str], Values]], ...]] = (
    (Conduct, "service_id", ("police_linked", "consular", "for_trafficking", "must_report"), records.conduct),
    (Assurance, "service_id", ("verified_by", "verified_on", "verified_how"), records.assurance),
    (Provenance, "entity_id", ("source", "source_date"), records.provenance),
)
_MULTIPLE_ROW_TABLES: Final[dict[type[SQLModel], RecordFactory]] = {
    Language: lambda cells, service: records.languages(cells, service).values(),
    Attribute: lambda cells, service: records.needs(cells, service).values(),
    Audience: records.audiences,
    Nationality: records.nationalities,
    Coverage: records.coverage,
    Schedule: records.schedules,
    ScheduleZone: records.zones,
}
# Tables on which nothing depends: their rows are replaced.
_REPLACED_TABLES: Final[tuple[tuple[type[SQLModel], tuple[str, ...], RecordFactory], ...]] = (
    (Audience, ("for_whom",), records.audiences),
    (Nationality, ("nationality",), records.nationalities),
)
_SHARED_COLUMNS: Final = frozenset({"organization", "website", "email", *ORGANIZATION_COLUMNS})
"""Columns that may change the organization, and so all of its services."""
_POSITION_ONLY: Final = ("phone_id", "position")
_REACH_COLUMNS: Final = (*PHONE_COLUMNS, "sms", "chat", "country")


def write_batch(connection: Connection, batch: Sequence[RowPlan]) -> list[str]:
    """Write the rows of a batch; return the ids of the services to index again."""
    created = [plan for plan in batch if plan.before is None]
    changed = [plan for plan in batch if plan.changed]
    if created:
        add_organizations(connection, created)
        _add_services(connection, created)
        add_places(connection, created)
    if changed:
        _update_services(connection, changed)
        mark_as_edited(connection, [plan.service for plan in changed])
    organizations = write_local_names(connection, batch)
    organizations |= {plan.organization for plan in changed if not _SHARED_COLUMNS.isdisjoint(plan.changed)}
    siblings = services_of(connection, organizations)
    touch_services(connection, siblings, datetime.now(UTC))
    return list(dict.fromkeys([*(plan.service for plan in (*created, *changed)), *siblings]))


def _add_services(connection: Connection, created: Sequence[RowPlan]) -> None:
    rows: dict[type[SQLModel], list[dict[str, object]]] = defaultdict(list)
    for plan in created:
        cells, service = plan.cells_to_write, plan.service
        owner = {"id": service, "organization_id": plan.organization}
        rows[Service].append(owner | records.service_fields(cells))
        for phone, reach in phone_records(cells, service).values():
            rows[Phone].append(phone)
            rows[PhoneReach].append(reach)
        for table, make in _MULTIPLE_ROW_TABLES.items():
            rows[table] += make(cells, service)
        for table, _, _, make_one in _SINGLE_ROW_TABLES:
            rows[table].append(make_one(cells, service))
    for table, records_of_table in rows.items():
        insert_all(connection, table, records_of_table)


def _update_services(connection: Connection, changed: Sequence[RowPlan]) -> None:
    """Write the changes of a batch."""
    _update_fields(connection, changed)
    update_organizations(connection, changed)
    for table, key, columns, make in _SINGLE_ROW_TABLES:
        rows = [make(plan.cells_to_write, plan.service) for plan in _with_changes_in(changed, columns)]
        upsert_all(connection, table, key, rows, keep=("confidence", "source_kind"))
    for table, columns, make_rows in _REPLACED_TABLES:
        plans = _with_changes_in(changed, columns)
        delete_all(connection, table, "service_id", (plan.service for plan in plans))
        insert_all(connection, table, [row for plan in plans for row in make_rows(plan.after, plan.service)])
    _update_items(connection, Language, queries.LANGUAGES, _with_changes_in(changed, ("languages",)), records.languages)
    _update_items(connection, Attribute, queries.NEEDS, _with_changes_in(changed, ("needs",)), records.needs)
    _update_coverage(connection, _with_changes_in(changed, ("country", "regions")))
    _update_phones(connection, _with_changes_in(changed, _REACH_COLUMNS))
    _update_hours(connection, _with_changes_in(changed, ("hours", "time_zone")))
    update_places(connection, changed)


def _with_changes_in(changed: Sequence[RowPlan], columns: Iterable[str]) -> list[RowPlan]:
    return [plan for plan in changed if not set(columns).isdisjoint(plan.changed)]


def _update_fields(connection: Connection, changed: Sequence[RowPlan]) -> None:
    """Write only the fields that changed: the sheet shows a text on one line that may have had several."""
    rows_by_fields: dict[tuple[str, ...], list[Values]] = defaultdict(list)
    for plan in changed:
        fields = ("id", "last_modified", *(field for name, field in SERVICE_FIELDS.items() if name in plan.changed))
        row = records.service_fields(plan.after) | {"id": plan.service}
        rows_by_fields[fields].append({field: row[field] for field in fields})
    for rows in rows_by_fields.values():
        update_all(connection, Service, "id", rows)


def _update_items(connection: Connection, table: type[SQLModel], query: Any, plans: list[RowPlan], make: Any) -> None:
    """Keep the rows of items that stay, with what depends on them; delete and insert the others."""
    stored = rows_by_service(connection, query, [plan.service for plan in plans])
    deleted, new = list[str](), list[Values]()
    for plan in plans:
        rows: dict[str, str] = dict(stored[plan.service])
        wanted = make(plan.after, plan.service)
        deleted += [key for text, key in rows.items() if text not in wanted]
        new += [values for text, values in wanted.items() if text not in rows]
    delete_all(connection, table, "id", deleted)
    insert_all(connection, table, new)


def _update_coverage(connection: Connection, plans: list[RowPlan]) -> None:
    """Replace the places; circles around a point are not in the sheet and stay."""
    stored = rows_by_service(connection, queries.COVERAGE, [plan.service for plan in plans])
    delete_all(connection, Coverage, "id", (row[3] for rows in stored.values() for row in rows))
    insert_all(connection, Coverage, [row for plan in plans for row in records.coverage(plan.after, plan.service)])


def _update_phones(connection: Connection, plans: list[RowPlan]) -> None:
    """Keep numbers that stay; parse their reach again if the country changed."""
    stored = rows_by_service(connection, queries.PHONES, [plan.service for plan in plans])
    deleted, reaches, new = list[str](), list[Values](), list[Values]()
    for plan in plans:
        wanted = phone_records(plan.after, plan.service)
        rows = stored[plan.service]
        known = {(phone_kind(kind), format_phone(printed, note)): key for printed, note, kind, key in rows}
        deleted += [key for item, key in known.items() if item not in wanted]
        for item, (phone, reach) in wanted.items():
            stored_id = known.get(item)
            new += [] if stored_id else [phone]
            key = {"phone_id": stored_id or phone["id"]}
            is_parsed_again = not stored_id or "country" in plan.changed
            reaches.append(reach | key if is_parsed_again else key | {"position": reach["position"]})
    _delete_phones(connection, deleted)
    insert_all(connection, Phone, new)
    update_all(connection, PhoneReach, "phone_id", [reach for reach in reaches if len(reach) == len(_POSITION_ONLY)])
    upsert_all(connection, PhoneReach, "phone_id", [reach for reach in reaches if len(reach) > len(_POSITION_ONLY)])


def _delete_phones(connection: Connection, deleted: list[str]) -> None:
    delete_all(connection, PhoneReach, "phone_id", deleted)
    delete_all(connection, Language, "phone_id", deleted)
    delete_all(connection, Phone, "id", deleted)


def _update_hours(connection: Connection, plans: list[RowPlan]) -> None:
    """Replace the hours."""
    stored = rows_by_service(connection, queries.SCHEDULES, [plan.service for plan in plans])
    deleted = [row[6] for rows in stored.values() for row in rows]
    delete_all(connection, ScheduleZone, "schedule_id", deleted)
    delete_all(connection, Schedule, "id", deleted)
    insert_all(connection, Schedule, [row for plan in plans for row in records.schedules(plan.after, plan.service)])
    insert_all(connection, ScheduleZone, [row for plan in plans for row in records.zones(plan.after, plan.service)])
