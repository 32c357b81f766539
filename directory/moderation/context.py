"""What a publication goes by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from directory.domain.withheld import IsProtected

STAFF: Final = "staff"
"""Who changed the directory, as the public may know it: a role, or the name of an organization."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a check counts, what is protected, when it is, and whom the public history names."""

    stale_after: timedelta
    is_protected: IsProtected | None
    now: datetime
    updated_by: str = STAFF
