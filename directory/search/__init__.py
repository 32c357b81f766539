"""Look-ups in the directory."""

from directory.search.audiences import Audience
from directory.search.directory import BadPageError, Directory
from directory.search.shapes import (
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
from directory.search.single import describe_one

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
