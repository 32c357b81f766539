"""Look-ups in the directory."""

from directory.domain.audiences import Audience
from directory.domain.search_types import (
    BadPlaceError,
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
from directory.search.single_service import describe_one
from directory.service import BadPageError, Directory

__all__ = [
    "Audience",
    "BadPageError",
    "BadPlaceError",
    "Directory",
    "EmergencyNumbers",
    "Found",
    "FoundPhone",
    "FoundService",
    "Lack",
    "Need",
    "Place",
    "Reason",
    "Rung",
    "Why",
    "describe_one",
]
