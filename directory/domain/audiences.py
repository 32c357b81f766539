"""Whom a service is for, as masks that a database can compare in one step.

`open_to` says who may come; `focus` says what the service is made for. The masks stand in
`search_entry`, written by `index.sql`; the numbers here and there must stay the same.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Audience(StrEnum):
    """Whom a service is for, or what a person has said of themself. Codes of the table `audience`."""

    WOMEN = "women"
    MEN = "men"
    GIRLS = "girls"
    BOYS = "boys"
    LGBTQ = "lgbtq"
    MIGRANTS = "migrants"
    LABOUR = "labour"
    SEX_TRADE = "sex_trade"
    DOMESTIC_WORK = "domestic_work"
    SEAFARING = "seafaring"
    FORCED_MARRIAGE = "forced_marriage"
    BEGGING = "begging"
    SCAM = "scam"


OPEN_BITS: Final = {
    Audience.WOMEN: 1,
    Audience.MEN: 2,
    Audience.GIRLS: 4,
    Audience.BOYS: 8,
    Audience.LGBTQ: 16,
    Audience.SEAFARING: 32,
}
EVERYBODY: Final = sum(OPEN_BITS.values())
ADULTS: Final = OPEN_BITS[Audience.WOMEN] | OPEN_BITS[Audience.MEN]
_BY_GENDER_AND_AGE: Final = ADULTS | OPEN_BITS[Audience.GIRLS] | OPEN_BITS[Audience.BOYS]

FOCUS_BITS: Final = {
    Audience.LABOUR: 1,
    Audience.SEX_TRADE: 2,
    Audience.DOMESTIC_WORK: 4,
    Audience.SEAFARING: 8,
    Audience.FORCED_MARRIAGE: 16,
    Audience.BEGGING: 32,
    Audience.SCAM: 64,
    Audience.MIGRANTS: 128,
    Audience.LGBTQ: 256,
}


def door_of(person: Iterable[Audience]) -> int:
    """Return which doors are open to somebody: an adult of any gender where they have not said.

    A service fits if its `open_to` shares a bit with this.
    """
    said = sum(OPEN_BITS.get(one, 0) for one in set(person))
    return said if said & _BY_GENDER_AND_AGE else said | ADULTS


def focus_of(person: Iterable[Audience]) -> int:
    """Return what a person has said of their situation, as bits of `focus`."""
    return sum(FOCUS_BITS.get(one, 0) for one in set(person))


def strangeness(open_to: int, focus: int, person: frozenset[Audience]) -> int:
    """Return in how many ways a service that is open to a person was made for others: -1 to 2.

    One where it is for some only and the person may not be one of them, one where it is for other
    kinds of exploitation; one less where it is for the very kind that they told of.
    """
    door, told = door_of(person), focus_of(person)
    for_some = open_to & _BY_GENDER_AND_AGE != _BY_GENDER_AND_AGE and door & ~open_to != 0
    if not focus or not told:
        return int(for_some)
    return for_some + (-1 if focus & told else 1)
