"""Of whom a text must hold nothing that is protected: all services and places that would then say it."""

from sqlalchemy import Connection

from directory.domain.withheld import IsProtected
from directory.moderation.errors import ProtectedTextError
from directory.moderation.owners import Owners, reached


def guarded_by(connection: Connection, owners: Owners) -> set[str]:
    """Return the services and places: what an organization says is said of each of its services."""
    return {*owners.services, *owners.locations, *reached(connection, owners)}


def refuse_words(connection: Connection, owners: Owners, said: str, is_protected: IsProtected | None) -> None:
    """Refuse a reason that would say what is protected: others read it than those who may know it.

    Raises:
        ProtectedTextError: it would.
    """
    # Hardly any text holds what is protected of anybody; whom it reaches takes longer to find out.
    if is_protected and is_protected(said, None) and is_protected(said, guarded_by(connection, owners)):
        raise ProtectedTextError(None, None)
