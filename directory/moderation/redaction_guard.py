"""Reject text that would publish a protected address or contact of the services and locations that it describes."""

from collections.abc import Sequence

from sqlalchemy import Connection

from directory.domain.protection import IsProtected
from directory.moderation.changes import Change
from directory.moderation.errors import ProtectedTextError
from directory.moderation.owners import Owners, affected_services, find_owners


def guarded_ids(connection: Connection, owners: Owners) -> set[str]:
    """Return the services and locations that a text describes; a text of an organization describes its services."""
    return {*owners.services, *owners.locations, *affected_services(connection, owners)}


def reject_protected_text(connection: Connection, changes: Sequence[Change], is_protected: IsProtected | None) -> None:
    """Reject changes that would publish what is protected of the same service or location.

    Raises:
        ProtectedTextError: a change would.
    """
    if is_protected is None:
        return
    guarded = None
    for change in changes:
        for name, value in _texts_and_numbers(change):
            # Hardly any value matches anything that is protected; finding the owners of a row takes longer.
            if is_protected(value, None):
                guarded = guarded_ids(connection, find_owners(connection, changes)) if guarded is None else guarded
                if is_protected(value, guarded):
                    raise ProtectedTextError(change.table, name)


def reject_protected_reason(
    connection: Connection, owners: Owners, reason: str, is_protected: IsProtected | None
) -> None:
    """Reject a reason that holds what is protected: more people read it than may know that.

    Raises:
        ProtectedTextError: it does.
    """
    if is_protected and is_protected(reason, None) and is_protected(reason, guarded_ids(connection, owners)):
        raise ProtectedTextError(None, None)


def _texts_and_numbers(change: Change) -> list[tuple[str, str]]:
    """Return the new values that may hold something protected, by field."""
    return [
        (name, str(value))
        for name, value in change.new.items()
        if isinstance(value, str | float) and name != "id" and not name.endswith("_id")
    ]
