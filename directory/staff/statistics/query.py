"""What a page of the numbers is asked for."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from directory.statistics import queries

ALL: Final = "all"
_A_YEAR: Final = 13
"""Periods of four weeks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked for: `chosen` is a period, `ALL` or "" for none; `country` narrows to its regions."""

    known: tuple[str, ...]
    chosen: str
    country: str = ""

    @property
    def among(self) -> tuple[str, ...]:
        """Return the periods whose numbers are added up."""
        return self.lately if self.chosen == ALL else (self.chosen,) if self.chosen else ()

    @property
    def lately(self) -> tuple[str, ...]:
        """Return the periods of a year, newest first."""
        return self.known[:_A_YEAR]


def asked(connection: Connection, period: str, country: str) -> Asked:
    """Return what an address asks for; the newest period where it names none that was published."""
    known = tuple(queries.periods(connection))
    newest = next(iter(known), "")
    chosen = period if period in known or (period == ALL and known) else newest
    return Asked(
        known, chosen, country if len(country) == len("TH") and country.isascii() and country.isalpha() else ""
    )
