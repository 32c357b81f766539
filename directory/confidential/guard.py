"""The redaction guard: detect text that would publish a protected address or contact.

The danger is a file that repeats the street or the phone number of a shelter in a description: nobody reads thousands
of texts before an import. Only what leads to a door or a person counts. A city or a post code alone occurs in harmless
texts, and rejecting those would teach people to switch the check off.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final

from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from directory.confidential.entries import COORDINATES, AccessCircle, ProtectedAddress, ProtectedEntry
from directory.confidential.errors import hide_database_errors
from directory.confidential.tables import all_entries
from directory.domain.digits import to_ascii_digits
from directory.domain.protection import IsProtected
from directory.models import ServiceAtLocation

_MIN_LENGTH: Final = 4
"""In characters or digits; anything shorter occurs everywhere."""
_SUFFIX_LENGTH: Final = 8
"""Digits at the end of a phone number that are the same with a country code and with a trunk prefix."""
_CACHE_SIZE: Final = 4_096
_PRECISE_DEGREES: Final = re.compile(r"-?\d+\.\d{4,}")
"""Coordinates that point at a house and not at a town."""
_SEPARATORS: Final = re.compile(r"[\W_]+")
_DIGIT_SEPARATORS: Final = re.compile(r"(?<=\d)[\s().\-/\u2010-\u2015]+(?=\d)")
_DIGIT_RUNS: Final = re.compile(r"\d+")


def load_redaction_guard(engine: Engine) -> IsProtected | None:
    """Return a function that checks texts; None if nothing is protected.

    Raises:
        ProtectedStoreError: the database failed.
    """
    with hide_database_errors(), engine.connect() as connection:
        terms = _terms_by_owner(connection)
    return _RedactionGuard(terms).contains_protected if terms else None


class _RedactionGuard:
    """Holds what is protected, by service or location, and never reveals it."""

    def __init__(self, by_owner: dict[str, "ProtectedTerms"]) -> None:
        self._by_owner = by_owner
        self._all = ProtectedTerms()
        for terms in by_owner.values():
            self._all.merge(terms)
        # Most values of a large file repeat.
        self._matches_any = lru_cache(_CACHE_SIZE)(self._all.occur_in)

    def contains_protected(self, text: str, owners: Collection[str] | None) -> bool:
        """Return whether a text holds something protected of these owners, or of any owner if None."""
        if owners is None:
            return self._matches_any(text)
        return any(self._by_owner[owner].occur_in(text) for owner in owners if owner in self._by_owner)


class ProtectedTerms:
    """Protected texts and phone numbers in the form in which they are compared."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.numbers: set[str] = set()

    def merge(self, other: "ProtectedTerms") -> None:
        """Add all terms of another instance."""
        self.texts |= other.texts
        self.numbers |= other.numbers

    def add_entry(self, entry: ProtectedEntry) -> None:
        """Add the terms of an entry."""
        self.texts |= {text for value in _texts_of(entry) if len(text := _normalize(value)) >= _MIN_LENGTH}
        printed = "" if isinstance(entry, ProtectedAddress) else entry.number or ""
        number = "".join(_DIGIT_RUNS.findall(to_ascii_digits(printed)))
        if len(number) >= _MIN_LENGTH:
            self.numbers.add(number[-_SUFFIX_LENGTH:])

    def occur_in(self, text: str) -> bool:
        """Return whether a text holds any of the terms."""
        return self._pattern.search(_normalize(text)) is not None or any(map(self._is_number, _numbers_in(text)))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # Whole words only; in scripts without spaces, terms match anywhere.
        terms = "|".join(map(re.escape, sorted(self.texts))) or r"(?!)"
        return re.compile(rf"(?<![0-9a-z])(?:{terms})(?![0-9a-z])")

    def _is_number(self, digits: str) -> bool:
        if digits in self.numbers:
            return True
        starts = range(1 + len(digits) - _SUFFIX_LENGTH)
        return any(digits[start : start + _SUFFIX_LENGTH] in self.numbers for start in starts)


def _terms_by_owner(connection: Connection) -> dict[str, ProtectedTerms]:
    by_owner: defaultdict[str, ProtectedTerms] = defaultdict(ProtectedTerms)
    for entry in list(all_entries(connection, AccessCircle.STAFF)):
        for owner in _owners(connection, entry):
            by_owner[owner].add_entry(entry)
    return dict(by_owner)


def _owners(connection: Connection, entry: ProtectedEntry) -> Iterable[str]:
    if not isinstance(entry, ProtectedAddress):
        return [entry.service_id]
    here = col(ServiceAtLocation.location_id) == entry.location_id
    return [entry.location_id, *connection.scalars(select(col(ServiceAtLocation.service_id)).where(here).distinct())]


def _texts_of(entry: ProtectedEntry) -> Iterator[str]:
    if isinstance(entry, ProtectedAddress):
        degrees = (str(getattr(entry, name)) for name in COORDINATES)
        yield from filter(_PRECISE_DEGREES.fullmatch, degrees)
        yield from filter(None, (entry.attention, entry.address_1, entry.address_2))
    else:
        yield from filter(None, (entry.name, entry.email))


def _normalize(text: str) -> str:
    """Return a text case-folded, with a single space between words."""
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _numbers_in(text: str) -> Iterator[str]:
    """Yield each number of a text as written, and once more with separated groups joined."""
    digits = to_ascii_digits(text)
    yield from _DIGIT_RUNS.findall(digits)
    yield from _DIGIT_RUNS.findall(_DIGIT_SEPARATORS.sub("", digits))
