"""What the list of entries says of each beside its own columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import Assurance, Organization, Service


@dataclass(frozen=True, slots=True)
class Facts:
    """Whose an entry is, and when somebody last checked it."""

    organization: str
    checked_at: datetime | None


def facts_of(connection: Connection, services: Sequence[str]) -> dict[str, Facts]:
    """Return the facts of services by id."""
    asked = (
        select(col(Service.id), col(Organization.name), col(Assurance.verified_at))
        .join(Organization, col(Organization.id) == col(Service.organization_id))
        .outerjoin(Assurance, col(Assurance.service_id) == col(Service.id))
        .where(col(Service.id).in_(services))
    )
    return {key: Facts(name, checked) for key, name, checked in connection.execute(asked)}
