"""Write what rows say of the organizations that their services belong to."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select, update
from sqlmodel import col

from directory.exchange.spreadsheet import records
from directory.exchange.spreadsheet.bulk_statements import insert_all, present, update_all
from directory.exchange.spreadsheet.columns import INHERITED, Cells
from directory.exchange.spreadsheet.plan import Planned
from directory.exchange.spreadsheet.records import Values
from directory.models import Organization, Service, Translation


def add_organizations(connection: Connection, created: Sequence[Planned]) -> None:
    """Add the organizations of new services that are not there."""
    owners = {one.organization: one for one in reversed(created)}
    known = present(connection, Organization, "id", owners)
    fresh = [one for owner, one in owners.items() if owner not in known]
    insert_all(connection, Organization, [records.organization(one.after, one.organization) for one in fresh])


def amend_organizations(connection: Connection, changed: Sequence[Planned]) -> None:
    """Write the new names of organizations; a page or e-mail that was the service's own changes with it."""
    named = {one.organization: one.after["organization"] for one in changed if "organization" in one.changed}
    update_all(connection, Organization, "id", [{"id": owner, "name": name} for owner, name in named.items()])
    for column in ("website", "email"):
        moved = [one for one in changed if column in one.changed and one.before and one.before[column]]
        if moved:
            field = getattr(Organization, column)
            where = and_(col(Organization.id) == bindparam("owner"), field == bindparam("old"))
            statement = update(Organization).where(where).values({column: bindparam("new")})
            connection.execute(statement, [_moved(one, column) for one in moved])


def name_in_own_script(connection: Connection, batch: Sequence[Planned]) -> None:
    """Write the names in the organizations' own scripts, as the plain alternate name and as a translation."""
    told = [one for one in batch if one.before is None or set(INHERITED).intersection(one.changed)]
    named = {one.organization: one.after for one in told if one.after["local_name"]}
    if not named:
        return
    rows: list[Values] = [{"id": owner, "alternate_name": cells["local_name"]} for owner, cells in named.items()]
    question = select(col(Organization.id), col(Organization.alternate_name)).where(col(Organization.id).in_(named))
    before: list[Any] = list(connection.execute(question))
    update_all(connection, Organization, "id", rows)
    old = [{"owner": owner, "old": name, "tongue": named[owner]["local_language"]} for owner, name in before]
    same = (col(Translation.text) == bindparam("old")) | (col(Translation.language) == bindparam("tongue"))
    where = and_(col(Translation.entity_id) == bindparam("owner"), col(Translation.field) == "name", same)
    connection.execute(delete(Translation).where(where), old)
    translated = [_translation(owner, cells) for owner, cells in named.items() if cells["local_language"]]
    insert_all(connection, Translation, translated)


def services_of(connection: Connection, owners: Collection[str]) -> list[str]:
    """Return the services of organizations."""
    owned = select(col(Service.id)).where(col(Service.organization_id).in_(owners))
    return list(connection.scalars(owned)) if owners else []


def _moved(one: Planned, column: str) -> dict[str, str | None]:
    old = one.before[column] if one.before else None
    return {"owner": one.organization, "old": old, "new": one.after[column] or None}


def _translation(owner: str, cells: Cells) -> Values:
    """Return a name that the organization itself gave: nobody needs to review it."""
    text: Values = {"language": cells["local_language"], "text": cells["local_name"]}
    return text | {"entity_id": owner, "field": "name", "reviewed": True}
