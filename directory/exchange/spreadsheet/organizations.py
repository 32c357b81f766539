"""Write the organizations that the services of a sheet belong to."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, select, update
from sqlmodel import col

from directory.exchange.spreadsheet import records
from directory.exchange.spreadsheet.bulk_statements import existing_values, insert_all, update_all
from directory.exchange.spreadsheet.columns import ORGANIZATION_COLUMNS, Cells
from directory.exchange.spreadsheet.plan import RowPlan
from directory.exchange.spreadsheet.records import Values
from directory.models import Organization, Service, Translation


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


def write_local_names(connection: Connection, batch: Sequence[RowPlan]) -> None:
    """Write the organizations' names in their own script, as the alternate name and as a translation."""
    plans = [plan for plan in batch if plan.before is None or set(ORGANIZATION_COLUMNS).intersection(plan.changed)]
    cells_of = {plan.organization: plan.after for plan in plans if plan.after["local_name"]}
    if not cells_of:
        return
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
