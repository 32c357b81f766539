"""Opening hours: whether a service is open, and when next."""

from directory.domain.opening_hours.schedule import RawSchedule
from directory.domain.opening_hours.status import is_open_at, next_opening

__all__ = ["RawSchedule", "is_open_at", "next_opening"]
