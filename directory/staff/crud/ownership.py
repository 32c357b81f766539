"""The entry or organization that owns a row, and whether a user may change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request

from directory.moderation import Action, ChangeScope, Edit, may_propose, scope_of_edits
from directory.moderation.changes import ProjectedRows
from directory.moderation.owners import Owners, affected_services, collect_owners
from directory.moderation.scope import scope_of_row
from directory.staff.auth.roles import User
from directory.staff.context import current_user, get_context


@dataclass(frozen=True, slots=True)
class Owner:
    """The entry or organization that owns a row.

    `entries` counts the entries that share the row, 0 if it belongs to a single one.
    """

    name: str
    path: str
    is_entry: bool
    entries: int


def find_owner(connection: Connection, table: str, key: str, values: Mapping[str, Any]) -> Owner | None:
    """Return the owner of a row, stored or to be created with `values`; None if it has no owner."""
    rows, owners = ProjectedRows(connection), Owners()
    collect_owners(rows, owners, table, key, rows.get(table, (key,)) or dict(values))
    entries = () if owners.services else affected_services(connection, owners)
    candidates = (
        *(("service", owner_id) for owner_id in owners.services),
        *(("organization", owner_id) for owner_id in owners.organizations),
        *(("service", owner_id) for owner_id in entries[:1]),
    )
    for owner_table, owner_id in candidates:
        # A proposed entry is not stored yet.
        row = rows.get(owner_table, (owner_id,))
        if row is not None:
            is_entry = owner_table == "service"
            path = f"/services/{owner_id}" if is_entry else f"/records/organization/details/{owner_id}"
            return Owner(row["name"], path, is_entry, len(entries))
    return None


def may_propose_edits(connection: Connection, user: User, edits: Sequence[Edit]) -> bool:
    """Return whether a user may propose edits; raises what `directory.moderation.submit_proposal` raises."""
    return may_propose(user, scope_of_edits(connection, edits))


def may_edit(request: Request, table: str, row: Any) -> bool:
    """Return whether to show the user an edit form; saving checks the actual edits again."""
    if row is None:
        return True  # the page responds 404
    with get_context(request).engine.connect() as connection:
        return may_propose(current_user(request), scope_of_row(connection, table, row.id))


def may_add_entry(user: User, organization: str) -> bool:
    """Return whether a user may propose an entry of an organization, in one of the user's countries."""
    return may_propose(user, ChangeScope(frozenset({organization}), (frozenset(user.countries),)))


def may_add_organization(user: User) -> bool:
    """Return whether a user may propose an organization, which serves no country yet."""
    return may_propose(user, ChangeScope(frozenset({"new"}), ()))


def delete_edit(table: str, key: str) -> Edit:
    """Return the edit that deletes a row."""
    return Edit(Action.DELETE, table, (key,))
