"""Tell whether a text would say in public what is protected.

The danger is a file that repeats the street or the number of a shelter in a description: nobody reads
thousands of texts before an import. Only what leads to a door or a person counts; a city or a post code alone
stands in honest texts, and refusing those would teach people to go without the check.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final

from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from directory.confidential.entries import POINT, Circle, Entry, ProtectedAddress
from directory.confidential.errors import speechless
from directory.confidential.tables import everything
from directory.domain.withheld import IsProtected
from directory.models import ServiceAtLocation

_SHORTEST: Final = 4
"""In signs or digits; what is shorter stands everywhere."""
_TAIL: Final = 8
"""Digits at the end of a number that are the same with a country's code and with a zero before them."""
_REMEMBERED: Final = 4_096
_EXACT: Final = re.compile(r"-?\d+\.\d{4,}")
"""Degrees that name a house and not a town."""
_APART: Final = re.compile(r"[\W_]+")
_GAPS: Final = re.compile(r"(?<=\d)[\s().\-/\u2010-\u2015]+(?=\d)")
_RUNS: Final = re.compile(r"\d+")


def what_is_protected(engine: Engine) -> IsProtected | None:
    """Return what judges texts; None where nothing is protected.

    Raises:
        NotKeptError: the database did not answer.
    """
    with speechless(), engine.connect() as connection:
        kept = _by_owner(connection)
    return _Guard(kept).holds if kept else None


class _Guard:
    """Knows what is protected by the service or location that it is of, and never says it."""

    def __init__(self, kept: dict[str, "Secrets"]) -> None:
        self._kept = kept
        self._any = Secrets()
        for one in kept.values():
            self._any.add(one)
        # Most values of a large file come again and again.
        self._of_anybody = lru_cache(_REMEMBERED)(self._any.stand_in)

    def holds(self, text: str, owners: Collection[str] | None) -> bool:
        """Tell whether a text holds something of these owners; without owners, of anybody."""
        if owners is None:
            return self._of_anybody(text)
        return any(self._kept[owner].stand_in(text) for owner in owners if owner in self._kept)


class Secrets:
    """Texts and numbers in the form in which they are compared."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.numbers: set[str] = set()

    def add(self, other: "Secrets") -> None:
        """Take what others hold."""
        self.texts |= other.texts
        self.numbers |= other.numbers

    def take(self, entry: Entry) -> None:
        """Take what is protected of an entry."""
        self.texts |= {text for value in _texts_of(entry) if len(text := _folded(value)) >= _SHORTEST}
        number = "" if isinstance(entry, ProtectedAddress) else "".join(_RUNS.findall(_digits(entry.number or "")))
        if len(number) >= _SHORTEST:
            self.numbers.add(number[-_TAIL:])

    def stand_in(self, text: str) -> bool:
        """Tell whether a text holds any of them."""
        return self._said.search(_folded(text)) is not None or any(map(self._is_number, _numbers_in(text)))

    @cached_property
    def _said(self) -> re.Pattern[str]:
        # Whole words only; scripts without spaces have no other letters to stand between.
        whole = "|".join(map(re.escape, sorted(self.texts))) or r"(?!)"
        return re.compile(rf"(?<![0-9a-z])(?:{whole})(?![0-9a-z])")

    def _is_number(self, run: str) -> bool:
        if run in self.numbers:
            return True
        return any(run[at : at + _TAIL] in self.numbers for at in range(1 + len(run) - _TAIL))


def _by_owner(connection: Connection) -> dict[str, Secrets]:
    kept: defaultdict[str, Secrets] = defaultdict(Secrets)
    for entry in list(everything(connection, Circle.STAFF)):
        for owner in _owners(connection, entry):
            kept[owner].take(entry)
    return dict(kept)


def _owners(connection: Connection, entry: Entry) -> Iterable[str]:
    if not isinstance(entry, ProtectedAddress):
        return [entry.service_id]
    here = col(ServiceAtLocation.location_id) == entry.location_id
    return [entry.location_id, *connection.scalars(select(col(ServiceAtLocation.service_id)).where(here).distinct())]


def _texts_of(entry: Entry) -> Iterator[str]:
    if isinstance(entry, ProtectedAddress):
        degrees = (str(getattr(entry, name)) for name in POINT)
        yield from filter(_EXACT.fullmatch, degrees)
        yield from filter(None, (entry.attention, entry.address_1, entry.address_2))
    else:
        yield from filter(None, (entry.name, entry.email))


def _folded(text: str) -> str:
    """Return a text without case, and with one space for whatever stands between its words."""
    return _APART.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _numbers_in(text: str) -> Iterator[str]:
    """Yield each number of a text as it stands, and once more without what divides its digits."""
    digits = _digits(text)
    yield from _RUNS.findall(digits)
    yield from _RUNS.findall(_GAPS.sub("", digits))


def _digits(text: str) -> str:
    """Return a text with the digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
