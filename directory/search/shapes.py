"""What search is asked and what it answers: codes and values, never sentences."""

import re
from dataclasses import dataclass
from enum import StrEnum

_COUNTRY = re.compile(r"[A-Z]{2}")
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


class BadPlaceError(ValueError):
    """A country is not two capital letters, or a region is not an ISO 3166-2 code of that country."""


class Need(StrEnum):
    """What a person may need; a service answers one or more of these."""

    SHELTER = "shelter"
    LEGAL_HELP = "legal_help"
    MEDICAL_HELP = "medical_help"
    COUNSELLING = "counselling"
    BASIC_NEEDS = "basic_needs"
    WORK = "work"
    RETURN_HOME = "return_home"
    IMMIGRATION = "immigration"
    REPORT_CRIME = "report_crime"
    HUMAN = "human"


class Rung(StrEnum):
    """How near a service is; one of another region counts as `country` and names its region."""

    REGION = "region"
    COUNTRY = "country"
    INTERNATIONAL = "international"


class Why(StrEnum):
    """Why a service was chosen: it answers the need, or it is a hotline that stands in for one."""

    NEED = "need"
    HOTLINE_INSTEAD = "hotline_instead"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is: ISO 3166-1 alpha-2 `country`, and ISO 3166-2 `region` where it is known.

    Only the shape is checked: a code that no country has finds what anybody anywhere would find.

    Raises:
        BadPlaceError: the shape is wrong, or the region lies in another country.
    """

    country: str
    region: str | None = None

    def __post_init__(self) -> None:
        """Refuse codes of the wrong shape."""
        if not _COUNTRY.fullmatch(self.country):
            raise BadPlaceError(self.country)
        if self.region is not None and not (
            _REGION.fullmatch(self.region) and self.region.startswith(f"{self.country}-")
        ):
            raise BadPlaceError(self.region)


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A number as printed (for a chat perhaps an address or an account).

    `international` is the E.164 form where the source gives it; `kind` is voice, sms or chat.
    """

    number: str
    international: str | None
    kind: str
    description: str | None


@dataclass(frozen=True, slots=True)
class FoundService:
    """One service with everything that a person should know before they get in touch.

    `made_for` is "children" or "seafarers" where it is for them alone.

    `phones`, `sms` and `chat` hold only what works from where the person is. `area` (as printed) is
    set where only a part of the country is served, `region` too if that part has a code. `hours` is as
    printed; `round_the_clock` only where that is plainly stated. `verified` is False until
    somebody has checked the entry. `police_linked` must be said before the service is offered.
    """

    id: str
    organization: str
    organization_local: str | None
    name: str
    description: str | None
    needs: tuple[Need, ...]
    phones: tuple[FoundPhone, ...]
    sms: tuple[FoundPhone, ...]
    chat: tuple[FoundPhone, ...]
    email: str | None
    url: str | None
    hours: str | None
    round_the_clock: bool
    languages: tuple[str, ...]
    interpretation: str | None
    country: str | None
    region: str | None
    area: str | None
    rung: Rung
    why: Why
    verified: bool
    police_linked: bool
    consular: bool
    trafficking_specific: bool
    made_for: str | None
    confidence: str
    source_url: str
    source_date: str | None


@dataclass(frozen=True, slots=True)
class EmergencyNumbers:
    """The emergency numbers of a country, most used first; empty where none is known.

    `confidence` is high, medium, low (sources contradict each other) or None (nothing known).
    """

    country: str
    police: tuple[str, ...] = ()
    ambulance: tuple[str, ...] = ()
    fire: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: services in order, whether the next page has more, and the place's emergency numbers.

    `emergency` is None only where no place was given.
    """

    services: tuple[FoundService, ...]
    more: bool
    emergency: EmergencyNumbers | None
