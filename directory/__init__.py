"""The referral directory: organizations, their services, and how to find them.

These names are all that other packages may use.
"""

from directory.database import is_migrated, open_database
from directory.db.engine import NewerDatabaseError, answer_soon, give_up_locks, let_go
from directory.domain.usage import IN_DANGER, NOT_SAID, Asking, Kind, Outcome, Whom
from directory.health import Checked, Condition, checked, condition_of
from directory.rights import Fact, Rights, RightsError
from directory.search import (
    Audience,
    BadPageError,
    BadPlaceError,
    Directory,
    EmergencyNumbers,
    Found,
    FoundPhone,
    FoundService,
    Lack,
    Need,
    Place,
    Reason,
    Rung,
    Why,
)
from directory.settings import DirectorySettings
from directory.statistics.counters import Tally, write_now_and_then
from directory.statistics.feedback import Helped

__all__ = [
    "IN_DANGER",
    "NOT_SAID",
    "Asking",
    "Audience",
    "BadPageError",
    "BadPlaceError",
    "Checked",
    "Condition",
    "Directory",
    "DirectorySettings",
    "EmergencyNumbers",
    "Fact",
    "Found",
    "FoundPhone",
    "FoundService",
    "Helped",
    "Kind",
    "Lack",
    "Need",
    "NewerDatabaseError",
    "Outcome",
    "Place",
    "Reason",
    "Rights",
    "RightsError",
    "Rung",
    "Tally",
    "Whom",
    "Why",
    "answer_soon",
    "checked",
    "condition_of",
    "give_up_locks",
    "is_migrated",
    "let_go",
    "open_database",
    "write_now_and_then",
]
