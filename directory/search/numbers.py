"""Find services by a short number that people have seen or been told."""

from sqlalchemy import Connection, select
from sqlmodel import col

from directory.models import Phone


def find_by_number(connection: Connection, number: str) -> list[str]:
    """Return the ids of the services whose phone has exactly this number as printed, without spaces and signs."""
    stmt = (
        select(col(Phone.service_id)).where(col(Phone.number) == number, col(Phone.service_id).is_not(None)).distinct()
    )
    return list(connection.scalars(stmt))
