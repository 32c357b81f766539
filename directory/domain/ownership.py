"""Entries of the starter directory that local staff or an import has changed."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete
from sqlmodel import col

from directory.models import StarterEntry

_BATCH_SIZE = 500


def mark_as_edited(connection: Connection, services: Sequence[str]) -> None:
    """Protect these services from updates of the starter directory.

    Otherwise the next software update would overwrite checked entries with the collected data.
    """
    for start in range(0, len(services), _BATCH_SIZE):
        ids = services[start : start + _BATCH_SIZE]
        connection.execute(delete(StarterEntry).where(col(StarterEntry.service_id).in_(ids)))
