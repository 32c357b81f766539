"""The referral directory: organizations, their services, and how to find them.

These names are all that other packages may use.
"""

from directory.connection import answer_soon
from directory.database import is_migrated, open_database
from directory.helped import Helped
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
    "Audience",
    "BadPageError",
    "BadPlaceError",
    "Directory",
    "DirectorySettings",
    "EmergencyNumbers",
    "Fact",
    "Found",
    "FoundPhone",
    "FoundService",
    "Helped",
    "Lack",
    "Need",
    "Place",
    "Reason",
    "Rights",
    "RightsError",
    "Rung",
    "Why",
    "answer_soon",
    "is_migrated",
    "open_database",
]
