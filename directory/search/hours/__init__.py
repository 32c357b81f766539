"""Opening hours: whether a service is open, and when next."""

from directory.search.hours.opening import Opening
from directory.search.hours.verdict import next_opening, open_at

__all__ = ["Opening", "next_opening", "open_at"]
