"""Search in the directory: from a need, a place and a language to services."""

from directory.domain.audiences import Audience
from directory.domain.search_types import (
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
from directory.search.details import describe_service

__all__ = [
    "Audience",
    "EmergencyNumbers",
    "InvalidPlaceError",
    "Limitation",
    "MatchKind",
    "Need",
    "Place",
    "Proximity",
    "Reason",
    "SearchResult",
    "ServicePhone",
    "ServiceResult",
    "describe_service",
]
