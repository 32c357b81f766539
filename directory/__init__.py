"""The referral directory: organizations, their services, and how to find them.

These names are all that other packages may use.
"""

from directory.database import is_empty, is_migrated, open_database
from directory.db.engine import NewerDatabaseError, release_connections, set_lock_timeout, set_statement_timeout
from directory.domain.usage import IN_DANGER, UNKNOWN_PLACE, HelpRequest, Outcome, RequestedFor, SelfCheckKind
from directory.health import DirectoryHealth, VerificationCounts, check_health, count_verifications
from directory.rights import RIGHTS_QUESTIONS, Fact, Rights, RightsError
from directory.search import (
    Audience,
    EmergencyNumbers,
    InvalidPlaceError,
    Limitation,
    MatchKind,
    Need,
    Place,
    Proximity,
    Reason,
    SearchResult,
    ServicePhone,
    ServiceResult,
)
from directory.service import Directory, InvalidPageError
from directory.settings import DirectorySettings
from directory.statistics.counters import UsageCounters, flush_periodically
from directory.statistics.feedback import FeedbackAnswer

__all__ = [
    "IN_DANGER",
    "RIGHTS_QUESTIONS",
    "UNKNOWN_PLACE",
    "Audience",
    "Directory",
    "DirectoryHealth",
    "DirectorySettings",
    "EmergencyNumbers",
    "Fact",
    "FeedbackAnswer",
    "HelpRequest",
    "InvalidPageError",
    "InvalidPlaceError",
    "Limitation",
    "MatchKind",
    "Need",
    "NewerDatabaseError",
    "Outcome",
    "Place",
    "Proximity",
    "Reason",
    "RequestedFor",
    "Rights",
    "RightsError",
    "SearchResult",
    "SelfCheckKind",
    "ServicePhone",
    "ServiceResult",
    "UsageCounters",
    "VerificationCounts",
    "check_health",
    "count_verifications",
    "flush_periodically",
    "is_empty",
    "is_migrated",
    "open_database",
    "release_connections",
    "set_lock_timeout",
    "set_statement_timeout",
]
