"""The referral directory: organizations, their services, and how to find them.

These names are all that other packages may use.
"""

from directory.condition import Checked, Condition, checked, condition_of
from directory.connection import NewerDatabaseError, answer_soon, give_up_locks, let_go
from directory.database import is_migrated, open_database
from directory.helped import Helped
from directory.needs.asking import IN_DANGER, NOT_SAID, Asking, Kind, Outcome, Whom
from directory.needs.now_and_then import write_now_and_then
from directory.needs.tally import Tally
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
