"""Look-ups in the directory."""

from directory.search.directory import BadPageError, Directory
from directory.search.shapes import (
    BadPlaceError,
    EmergencyNumbers,
    Found,
    FoundPhone,
    FoundService,
    Need,
    Place,
    Rung,
    Why,
)

__all__ = [
    "BadPageError",
    "BadPlaceError",
    "Directory",
    "EmergencyNumbers",
    "Found",
    "FoundPhone",
    "FoundService",
    "Need",
    "Place",
    "Rung",
    "Why",
]
