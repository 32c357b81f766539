"""What a search is asked, in one piece, with what follows from it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from directory.domain.audiences import Audience, door_of
from directory.domain.search_types import Need, Place

# Printed names of one language that people and channels use side by side; `index.sql` has the same.
_SAME_LANGUAGE = {"tl": "fil", "nb": "no", "nn": "no", "cmn": "zh", "in": "id", "iw": "he"}
PAPERS_OR_HOME = frozenset({Need.IMMIGRATION, Need.RETURN_HOME})


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: what, where, in which language, by whom, when.

    `now` is in UTC; `fresh_since` is since when a verification counts.
    """

    need: Need
    place: Place | None
    language: str | None
    person: frozenset[Audience]
    nationality: str | None
    now: datetime
    stale_after: timedelta
    door: int = field(init=False)
    fresh_since: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what every service is compared with."""
        object.__setattr__(self, "door", door_of(self.person))
        object.__setattr__(self, "fresh_since", self.now - self.stale_after)

    @property
    def country(self) -> str | None:
        """Where the person is."""
        return self.place.country if self.place else None


def plain_language(language: str | None) -> str | None:
    """Return the language of a BCP 47 tag as the directory writes it ("pt-BR" is "pt", "tl" is "fil")."""
    if not language:
        return None
    code = language.replace("_", "-").split("-")[0].lower()
    return _SAME_LANGUAGE.get(code, code)
