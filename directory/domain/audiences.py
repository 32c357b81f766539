"""Who a service is for, as bit masks that a database can compare in one step.

`open_to` is who may come; `focus` is what the service is made for. `index.sql` writes the masks to `search_entry`: the
numbers here and there must be the same.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Audience(StrEnum):
    """Who a service is for, or what a person said about themselves. Codes of the table `audience`."""

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


ELIGIBILITY_BITS: Final = {
    Audience.WOMEN: 1,
    Audience.MEN: 2,
    Audience.GIRLS: 4,
    Audience.BOYS: 8,
    Audience.LGBTQ: 16,
    Audience.SEAFARING: 32,
}
ALL_ELIGIBLE: Final = sum(ELIGIBILITY_BITS.values())
ADULTS: Final = ELIGIBILITY_BITS[Audience.WOMEN] | ELIGIBILITY_BITS[Audience.MEN]
_BY_GENDER_AND_AGE: Final = ADULTS | ELIGIBILITY_BITS[Audience.GIRLS] | ELIGIBILITY_BITS[Audience.BOYS]

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


def eligibility_mask(person: Iterable[Audience]) -> int:
    """Return the mask of a person; without a known gender and age they count as an adult of any gender.

    A service is open to the person if its `open_to` shares a bit with this.
    """
    mask = sum(ELIGIBILITY_BITS.get(audience, 0) for audience in set(person))
    return mask if mask & _BY_GENDER_AND_AGE else mask | ADULTS


def focus_mask(person: Iterable[Audience]) -> int:
    """Return what a person said about their situation, as bits of `focus`."""
    return sum(FOCUS_BITS.get(audience, 0) for audience in set(person))


def audience_mismatch(open_to: int, focus: int, person: frozenset[Audience]) -> int:
    """Return in how many ways a service that is open to a person was made for others: -1 to 2.

    1 if it is only for some people and the person may not be one of them, plus 1 if it is for other kinds of
    exploitation; minus 1 if it is for the kind that the person reported.
    """
    eligibility, person_focus = eligibility_mask(person), focus_mask(person)
    for_some = open_to & _BY_GENDER_AND_AGE != _BY_GENDER_AND_AGE and eligibility & ~open_to != 0
    if not focus or not person_focus:
        return int(for_some)
    return for_some + (-1 if focus & person_focus else 1)
