"""Derived changes: rows that each service must have, what phones can do, and translations that become stale.

The danger is outdated information, such as a translation that still names the old fee. `assurance.py` derives the
verification mark.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlmodel import col

from directory.domain.phone_reach import Reach, phone_reach
from directory.hsds.place_lookup import country_code
from directory.models import Address, Coverage, Phone, PhoneReach, Proposal, ProposedField, Service, Translation
from directory.moderation.assurance import PHONE_ROUTING_FIELDS
from directory.moderation.changes import (
    Change,
    ProjectedRows,
    Values,
    delete_change,
    insert_change,
    load_row,
    update_change,
)
from directory.moderation.edits import Action, Key

_REQUIRED_ROWS: Final[tuple[tuple[str, str, Mapping[str, Any]], ...]] = (
    ("conduct", "service_id", {"police_linked": False, "consular": False, "trafficking_specific": False}),
    ("assurance", "service_id", {}),
    ("provenance", "entity_id", {"source_url": "", "confidence": "medium", "source_kind": "staff"}),
)
"""Table, link and default values of the rows that each service must have."""


def required_rows(connection: Connection, changes: Sequence[Change]) -> Iterator[Change]:
    """Yield the missing required rows of new services; as in imports, with values that promise nothing."""
    for change in changes:
        if change.table == "service" and change.action is Action.CREATE:
            for table, link, values in _REQUIRED_ROWS:
                if load_row(connection, table, change.key) is None:
                    yield insert_change(table, change.key, {link: change.key[0], **values})


def phone_reach_changes(connection: Connection, changes: Sequence[Change]) -> Iterator[Change]:
    """Yield what phones can do now: changed phones, and all phones of services whose countries changed."""
    positions: dict[str, int] = {}
    for key in _phones_to_update(connection, changes):
        phone = load_row(connection, "phone", (key,))
        if phone is None:
            continue
        current = load_row(connection, "phone_reach", (key,))
        reach = reach_of_phone(ProjectedRows(connection), phone)
        if reach is None:
            yield from [delete_change("phone_reach", (key,), current)] if current else []
            continue
        values = {
            "kind": reach.kind,
            "country": reach.country,
            "dialable_from_abroad": reach.dialable_from_abroad,
            "international": reach.international,
        }
        if current:
            change = update_change("phone_reach", (key,), current, values)
            yield from [change] if change else []
        else:
            position = _next_position(connection, phone, positions)
            yield insert_change("phone_reach", (key,), values | {"phone_id": key, "position": position})


def stale_translation_changes(connection: Connection, changes: Sequence[Change]) -> Iterator[Change]:
    """Mark translations whose source text changed as stale, except those that were changed with it."""
    updated = {change.key for change in changes if change.table == "translation" and "text" in change.new}
    for key in translations_made_stale(connection, changes):
        if key not in updated:
            yield from _mark_stale(connection, key)


def outdated_translation_changes(
    connection: Connection, changes: Sequence[Change], proposed_at: datetime
) -> Iterator[Change]:
    """Mark published translations as stale if their source text changed while the proposal waited."""
    for change in changes:
        if change.table == "translation" and "text" in change.new:
            entity, field = change.key[0], change.key[1]
            if _was_changed(connection, entity, field, proposed_at):
                yield from _mark_stale(connection, change.key)


def translations_made_stale(connection: Connection, changes: Iterable[Change]) -> list[Key]:
    """Return the translations (row, field, language) of texts that changes update."""
    keys: list[Key] = []
    for change in changes:
        if change.action is Action.UPDATE and len(change.key) == 1:
            query = select(col(Translation.language), col(Translation.field)).where(
                col(Translation.entity_id) == change.key[0], col(Translation.field).in_(list(change.new))
            )
            keys += [(change.key[0], field, language) for language, field in connection.execute(query)]
    return sorted(keys)


def country_of_phone(rows: ProjectedRows, phone: Values) -> str | None:
    """Return the country (ISO 3166-1) of a phone's service, organization or location; None for several or none."""
    for column, countries in (
        ("service_id", _countries_of_service),
        ("organization_id", _countries_of_organization),
        ("location_id", _countries_of_location),
    ):
        known = {code for code in countries(rows.connection, phone[column]) if code} if phone.get(column) else set()
        if len(known) == 1:
            return known.pop()
    for column in ("service_at_location_id", "contact_id"):
        owner = rows.get(column.removesuffix("_id"), (str(phone.get(column)),)) if phone.get(column) else None
        if owner is not None:
            return country_of_phone(rows, owner)
    return None


def reach_of_phone(rows: ProjectedRows, phone: Values) -> Reach | None:
    """Return what a phone can do; None for one that nobody answers, such as a fax."""
    return phone_reach(str(phone["number"]), country_of_phone(rows, phone), phone.get("type"))


def _mark_stale(connection: Connection, translation: Key) -> Iterator[Change]:
    row = load_row(connection, "translation", translation)
    change = update_change("translation", translation, row, {"stale": True}) if row is not None else None
    yield from [change] if change else []


def _was_changed(connection: Connection, entity: str, field: str, since: datetime) -> bool:
    """Return whether a publication has changed a field of a row since then."""
    proposals = select(col(ProposedField.proposal_id)).where(
        col(ProposedField.row_key) == json.dumps([entity], ensure_ascii=False),
        col(ProposedField.field) == field,
        col(ProposedField.table_name) != "translation",
    )
    published = select(col(Proposal.id)).where(
        col(Proposal.id).in_(proposals),
        col(Proposal.decided_at) > since,
        col(Proposal.state).in_(("published", "undone")),
    )
    return connection.scalar(published.limit(1)) is not None


def _phones_to_update(connection: Connection, changes: Sequence[Change]) -> list[str]:
    changed = [
        change.key[0]
        for change in changes
        if change.table == "phone"
        and change.action is not Action.DELETE
        and not PHONE_ROUTING_FIELDS.isdisjoint(change.new)
    ]
    moved = list(_services_in_other_countries(connection, changes))
    phones = select(col(Phone.id)).where(col(Phone.service_id).in_(moved)).order_by(col(Phone.id))
    return list(dict.fromkeys([*changed, *connection.scalars(phones)]))


def _services_in_other_countries(connection: Connection, changes: Iterable[Change]) -> Iterator[str]:
    """Yield the services that serve other countries than before; another region does not matter to their phones."""
    touched = {change.key[0]: change for change in changes if change.table == "coverage"}
    removed = [change.old for change in touched.values() if change.action is Action.DELETE]
    of_touched = select(col(Coverage.service_id)).where(col(Coverage.id).in_(list(touched)))
    for service in sorted({*connection.scalars(of_touched), *(str(row["service_id"]) for row in removed)}):
        query = select(col(Coverage.id), col(Coverage.country)).where(col(Coverage.service_id) == service)
        after = {row.id: row.country for row in connection.execute(query)}
        before = {row.get("country") for row in removed if row["service_id"] == service}
        for key, country in after.items():
            if key not in touched or touched[key].action is Action.UPDATE:
                before.add(touched[key].old.get("country", country) if key in touched else country)
        if before != set(after.values()):
            yield service


def _next_position(connection: Connection, phone: Mapping[str, Any], positions: dict[str, int]) -> int:
    """Return the position after the other phones of the same service: the main number stays first."""
    service = phone["service_id"] or ""
    if service not in positions:
        last = select(func.max(col(PhoneReach.position))).join(Phone, col(Phone.id) == col(PhoneReach.phone_id))
        highest = connection.scalar(last.where(col(Phone.service_id) == service))
        positions[service] = -1 if highest is None else highest
    positions[service] += 1
    return positions[service]


def _countries_of_service(connection: Connection, service: Any) -> Iterable[str | None]:
    return connection.scalars(select(col(Coverage.country)).where(col(Coverage.service_id) == service))


def _countries_of_organization(connection: Connection, organization: Any) -> Iterable[str | None]:
    query = select(col(Coverage.country)).join(Service, col(Service.id) == col(Coverage.service_id))
    return connection.scalars(query.where(col(Service.organization_id) == organization))


def _countries_of_location(connection: Connection, location: Any) -> Iterable[str | None]:
    query = select(col(Address.country)).where(col(Address.location_id) == location)
    return (country_code(country) for country in connection.scalars(query))
