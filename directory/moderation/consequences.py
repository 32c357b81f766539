"""What follows from changes: rows that each service must have, what a phone can do, translations that are left behind.

The danger is a promise that nobody made, such as an old translation that still names the old fee. `checks.py` has the
mark of a checked entry.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select
from sqlmodel import col

from directory.models import Coverage, Phone, PhoneReach, Proposal, ProposedField, Translation
from directory.moderation.assurance import RINGS
from directory.moderation.changes import Change, creation, removal, stored_row, update
from directory.moderation.edits import Action, Key
from directory.moderation.phone_country import reach_there
from directory.moderation.projected_rows import Rows

_GIVEN: Final[tuple[tuple[str, str, Mapping[str, Any]], ...]] = (
    ("conduct", "service_id", {"police_linked": False, "consular": False, "trafficking_specific": False}),
    ("assurance", "service_id", {}),
    ("provenance", "entity_id", {"source_url": "", "confidence": "medium", "source_kind": "staff"}),
)
"""What each service must have."""


def of_new_services(connection: Connection, changes: Sequence[Change]) -> Iterator[Change]:
    """Yield what each service must have and was not given: as imports do, nothing that anybody would rely on."""
    for one in changes:
        if one.table == "service" and one.action is Action.CREATE:
            for table, link, values in _GIVEN:
                if stored_row(connection, table, one.key) is None:
                    yield creation(table, one.key, {link: one.key[0], **values})


def of_phones(connection: Connection, changes: Sequence[Change]) -> Iterator[Change]:
    """Yield what phones can do now: those that changed, and all of a service that is in another country than before."""
    places: dict[str, int] = {}
    for key in _phones_to_judge(connection, changes):
        phone = stored_row(connection, "phone", (key,))
        if phone is None:
            continue
        known = stored_row(connection, "phone_reach", (key,))
        reach = reach_there(Rows(connection), phone)
        if reach is None:
            yield from [removal("phone_reach", (key,), known)] if known else []
            continue
        said = {
            "kind": reach.kind,
            "country": reach.country,
            "dialable_from_abroad": reach.dialable_from_abroad,
            "international": reach.international,
        }
        if known:
            changed = update("phone_reach", (key,), known, said)
            yield from [changed] if changed else []
        else:
            place = _next_place(connection, phone, places)
            yield creation("phone_reach", (key,), said | {"phone_id": key, "position": place})


def of_translations(connection: Connection, changes: Sequence[Change]) -> Iterator[Change]:
    """Yield the marks of translations whose text has changed, but for those that were changed with it."""
    mended = {one.key for one in changes if one.table == "translation" and "text" in one.new}
    for key in left_behind(connection, changes):
        row = stored_row(connection, "translation", key)
        if key not in mended and row is not None:
            changed = update("translation", key, row, {"stale": True})
            yield from [changed] if changed else []


def of_late_translations(connection: Connection, changes: Sequence[Change], proposed_at: datetime) -> Iterator[Change]:
    """Yield the marks of translations whose source was changed while they waited: they are of the old text."""
    for one in changes:
        if one.table != "translation" or "text" not in one.new:
            continue
        row = stored_row(connection, "translation", one.key)
        if row is not None and _was_changed(connection, one.key[0], one.key[1], proposed_at):
            changed = update("translation", one.key, row, {"stale": True})
            yield from [changed] if changed else []


def _was_changed(connection: Connection, entity: str, field: str, since: datetime) -> bool:
    """Tell whether a field of a row was changed by a publication since then."""
    of = select(col(ProposedField.proposal_id)).where(
        col(ProposedField.row_key) == json.dumps([entity], ensure_ascii=False),
        col(ProposedField.field) == field,
        col(ProposedField.table_name) != "translation",
    )
    later = select(col(Proposal.id)).where(
        col(Proposal.id).in_(of), col(Proposal.decided_at) > since, col(Proposal.state).in_(("published", "undone"))
    )
    return connection.scalar(later.limit(1)) is not None


def left_behind(connection: Connection, changes: Iterable[Change]) -> list[Key]:
    """Return the translations (row, field, language) of texts that changes change."""
    found: list[Key] = []
    for one in changes:
        if one.action is Action.UPDATE and len(one.key) == 1:
            asked = select(col(Translation.language), col(Translation.field)).where(
                col(Translation.entity_id) == one.key[0], col(Translation.field).in_(list(one.new))
            )
            found += [(one.key[0], field, language) for language, field in connection.execute(asked)]
    return sorted(found)


def _phones_to_judge(connection: Connection, changes: Sequence[Change]) -> list[str]:
    changed = [
        one.key[0]
        for one in changes
        if one.table == "phone" and one.action is not Action.DELETE and not RINGS.isdisjoint(one.new)
    ]
    theirs = select(col(Phone.id)).where(col(Phone.service_id).in_(list(_moved(connection, changes))))
    return list(dict.fromkeys([*changed, *connection.scalars(theirs.order_by(col(Phone.id)))]))


def _moved(connection: Connection, changes: Iterable[Change]) -> Iterator[str]:
    """Yield the services that serve other countries than before; another province says nothing of their phones."""
    touched = {one.key[0]: one for one in changes if one.table == "coverage"}
    gone = [one.old for one in touched.values() if one.action is Action.DELETE]
    in_touched = select(col(Coverage.service_id)).where(col(Coverage.id).in_(list(touched)))
    for service in sorted({*connection.scalars(in_touched), *(str(one["service_id"]) for one in gone)}):
        here = select(col(Coverage.id), col(Coverage.country)).where(col(Coverage.service_id) == service)
        now = {row.id: row.country for row in connection.execute(here)}
        before = {one.get("country") for one in gone if one["service_id"] == service}
        for key, country in now.items():
            if key not in touched or touched[key].action is Action.UPDATE:
                before.add(touched[key].old.get("country", country) if key in touched else country)
        if before != set(now.values()):
            yield service


def _next_place(connection: Connection, phone: Mapping[str, Any], places: dict[str, int]) -> int:
    """Return the place behind the other phones of the same service: the main number stays the first."""
    service = phone["service_id"] or ""
    if service not in places:
        last = select(func.max(col(PhoneReach.position))).join(Phone, col(Phone.id) == col(PhoneReach.phone_id))
        found = connection.scalar(last.where(col(Phone.service_id) == service))
        places[service] = -1 if found is None else found
    places[service] += 1
    return places[service]
