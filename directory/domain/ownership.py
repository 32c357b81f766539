"""An entry of the starter directory that an import changed belongs to those who changed it."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete
from sqlmodel import col

from directory.models import StarterEntry

_AT_ONCE = 500


def take_over(connection: Connection, services: Sequence[str]) -> None:
    """Let an update of the software rewrite these services no more.

    Otherwise the next update would put the collected data back over what somebody checked.
    """
    for start in range(0, len(services), _AT_ONCE):
        ids = services[start : start + _AT_ONCE]
        connection.execute(delete(StarterEntry).where(col(StarterEntry.service_id).in_(ids)))
