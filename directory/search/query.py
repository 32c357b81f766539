"""The query of a search, with the values that follow from it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from directory.domain.audiences import Audience, eligibility_mask
from directory.domain.search_types import Need, Place

# Several codes of one language that people and channels use; `index.sql` has the same list.
_LANGUAGE_ALIASES = {"tl": "fil", "nb": "no", "nn": "no", "cmn": "zh", "in": "id", "iw": "he"}
CONSULAR_NEEDS = frozenset({Need.IMMIGRATION, Need.RETURN_HOME})


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a person needs, where, in which language, who they are, and when.

    `now` is in UTC. Verifications since `verified_since` count; `eligibility` is the mask of the person.
    """

    need: Need
    place: Place | None
    language: str | None
    person: frozenset[Audience]
    nationality: str | None
    now: datetime
    stale_after: timedelta
    eligibility: int = field(init=False)
    verified_since: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Compute once what every service is compared with."""
        object.__setattr__(self, "eligibility", eligibility_mask(self.person))
        object.__setattr__(self, "verified_since", self.now - self.stale_after)

    @property
    def country(self) -> str | None:
        """Where the person is."""
        return self.place.country if self.place else None


def primary_language(language: str | None) -> str | None:
    """Return the language of a BCP 47 tag as the directory writes it ("pt-BR" is "pt", "tl" is "fil")."""
    if not language:
        return None
    code = language.replace("_", "-").split("-")[0].lower()
    return _LANGUAGE_ALIASES.get(code, code)
