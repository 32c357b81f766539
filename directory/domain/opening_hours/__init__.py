"""Opening hours: whether a service is open, and when next."""

from directory.domain.opening_hours.schedule import Opening
from directory.domain.opening_hours.status import next_opening, open_at

__all__ = ["Opening", "next_opening", "open_at"]
