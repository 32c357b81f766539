"""What is told of one asking, and under which cells of the tables it counts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Cell = tuple[str, ...]
"""The columns of one number, without the period."""

CHANNELS: Final = frozenset({"sms", "telegram", "whatsapp"})
"""Networks on which people ask. Who tries the bot out in the preview or the console asks for nothing."""

IN_DANGER: Final = "danger"
"""What stands in the place of a need where somebody is in danger, by whatever hand."""

NOT_SAID: Final = ""
"""A country or a region that was not told; for a region also one where too few asked."""


class Outcome(StrEnum):
    """What came of an asking."""

    REFERRED = "referred"
    NOTHING_SUITABLE = "nothing_suitable"
    """Nothing in their country answers the need: hotlines or help for people anywhere stood in."""
    HUMAN_ASKED = "human_asked"
    DANGER = "danger"


class Whom(StrEnum):
    """For whom help was asked."""

    CHILDREN = "children"
    WOMEN = "women"
    MEN = "men"
    LGBTQ = "lgbtq"
    NOT_TOLD = "not_told"


class Kind(StrEnum):
    """What a self-check found signs of."""

    WORK = "work"
    CHILD = "child"
    OFFER = "offer"
    MARRIAGE = "marriage"
    ONLINE = "online"
    NOT_TOLD = "not_told"


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody asked for something somewhere. It lives for as long as it takes to be added to the numbers.

    `need` is a need of the directory or `IN_DANGER`; codes are those of `Place`, or `NOT_SAID`.
    """

    country: str
    region: str
    need: str
    outcome: Outcome
    language: str
    channel: str
    whom: Whom = Whom.NOT_TOLD
    kind: Kind = Kind.NOT_TOLD

    @property
    def place(self) -> Cell:
        """Where what was needed, and what came of it."""
        return self.country, self.region, self.need, self.outcome.value

    @property
    def tongue(self) -> Cell:
        """In which language, over which network."""
        return self.country, self.language, self.channel

    @property
    def person(self) -> Cell:
        """For whom."""
        return self.country, self.whom.value, self.kind.value
