"""A request for help as it is counted, and the cells of the statistics in which it counts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Cell = tuple[str, ...]
"""The columns of one count, without the period."""

CHANNELS: Final = frozenset({"sms", "telegram", "whatsapp"})
"""Channels whose requests count. The preview and the console are for trying the bot out."""

IN_DANGER: Final = "danger"
"""Takes the place of a need if a person is in danger, from others or from themselves."""

UNKNOWN_PLACE: Final = ""
"""A country or region that is not known; also a region with too few requests."""


class Outcome(StrEnum):
    """The result of a request."""

    REFERRED = "referred"
    NOTHING_SUITABLE = "nothing_suitable"
    """No service of the country answers the need: hotlines or international help replaced it."""
    HUMAN_REQUESTED = "human_asked"
    DANGER = "danger"


class RequestedFor(StrEnum):
    """Who the help was requested for."""

    CHILDREN = "children"
    WOMEN = "women"
    MEN = "men"
    LGBTQ = "lgbtq"
    UNSPECIFIED = "not_told"


class SelfCheckKind(StrEnum):
    """What a self-check found signs of."""

    WORK = "work"
    CHILD = "child"
    OFFER = "offer"
    MARRIAGE = "marriage"
    ONLINE = "online"
    UNSPECIFIED = "not_told"


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """A request for help. It exists only until it is added to the counts.

    `need` is a need of the directory or `IN_DANGER`; `country` and `region` are codes like in `Place`, or "".
    """

    country: str
    region: str
    need: str
    outcome: Outcome
    language: str
    channel: str
    requested_for: RequestedFor = RequestedFor.UNSPECIFIED
    self_check: SelfCheckKind = SelfCheckKind.UNSPECIFIED

    @property
    def need_cell(self) -> Cell:
        """The cell for the place, the need and the outcome."""
        return self.country, self.region, self.need, self.outcome.value

    @property
    def language_cell(self) -> Cell:
        """The cell for the language and the channel."""
        return self.country, self.language, self.channel

    @property
    def audience_cell(self) -> Cell:
        """The cell for who needs help and the kind of self-check."""
        return self.country, self.requested_for.value, self.self_check.value
