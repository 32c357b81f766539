"""What search is asked and what it answers: codes and values, never sentences."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from directory.domain.audiences import Audience

_COUNTRY = re.compile(r"[A-Z]{2}")
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_POLE, _DATE_LINE = 90, 180
_CHILDREN = frozenset({Audience.GIRLS, Audience.BOYS})


class BadPlaceError(ValueError):
    """A country is not two capital letters, a region is not one of that country, or a point is not on earth."""


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

    NEAR = "near"
    REGION = "region"
    COUNTRY = "country"
    INTERNATIONAL = "international"


class Why(StrEnum):
    """Why a service was chosen: it answers the need, is a hotline that stands in for one, or the person's own state."""

    NEED = "need"
    HOTLINE_INSTEAD = "hotline_instead"
    OWN_STATE = "own_state"


class Reason(StrEnum):
    """What speaks for a service."""

    NEAR = "near"
    IN_REGION = "in_region"
    SPEAKS_LANGUAGE = "speaks_language"
    FOR_THEM = "for_them"
    OPEN_NOW = "open_now"
    VERIFIED = "verified"
    FOR_TRAFFICKING = "for_trafficking"


class Lack(StrEnum):
    """What a service lacks, or may lack, for the person who asks."""

    OTHER_LANGUAGE = "other_language"
    LANGUAGE_NOT_KNOWN = "language_not_known"
    CLOSED_NOW = "closed_now"
    HOURS_NOT_KNOWN = "hours_not_known"
    UNVERIFIED = "unverified"
    STALE = "stale"
    OTHER_REGION = "other_region"
    FOR_OTHERS = "for_others"
    NO_PHONE = "no_phone"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is: ISO 3166-1 alpha-2 `country`, ISO 3166-2 `region` and a `point` where they are known.

    `point` is latitude and longitude in degrees (WGS 84). Only the shape is checked: a code that no country
    has finds what anybody anywhere would find.

    Raises:
        BadPlaceError: the shape is wrong, or the region lies in another country.
    """

    country: str
    region: str | None = None
    point: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse codes of the wrong shape."""
        if not _COUNTRY.fullmatch(self.country):
            raise BadPlaceError(self.country)
        if self.region is not None and not (
            _REGION.fullmatch(self.region) and self.region.startswith(f"{self.country}-")
        ):
            raise BadPlaceError(self.region)
        if self.point and not (abs(self.point[0]) <= _POLE and abs(self.point[1]) <= _DATE_LINE):
            raise BadPlaceError


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

    `phones`, `sms` and `chat` hold only what works from where the person is. `area` (as printed) is
    set where only a part of the country is served, `region` too if that part has a code. `hours` is as
    printed; `round_the_clock` only where that is plainly stated; `open_now` is None where the hours are
    not known, `opens_next` is set where it is closed. `verified` means freshly: `verified_at` without it is a check
    that has become too old. `police_linked` must be said before the service is offered, and so must
    `mandatory_reporting` (None: not known). `audiences` is empty where it is for everybody. `reasons` and
    `lacks` say what speaks for the service and what is missing.
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
    open_now: bool | None
    opens_next: datetime | None
    languages: tuple[str, ...]
    interpretation: str | None
    country: str | None
    region: str | None
    area: str | None
    distance_metres: float | None
    rung: Rung
    why: Why
    reasons: tuple[Reason, ...]
    lacks: tuple[Lack, ...]
    verified: bool
    verified_at: datetime | None
    police_linked: bool
    mandatory_reporting: bool | None
    consular: bool
    trafficking_specific: bool
    audiences: tuple[Audience, ...]
    nationalities: tuple[str, ...]
    confidence: str
    source_url: str
    source_date: str | None

    @property
    def made_for(self) -> str | None:
        """Return "children", "women", "men", "lgbtq" or "seafarers" where it is for them alone."""
        people = frozenset(self.audiences) & {Audience.WOMEN, Audience.MEN, *_CHILDREN}
        alone = {Audience.SEAFARING: "seafarers", Audience.LGBTQ: "lgbtq"}
        if not people:
            return alone.get(self.audiences[0]) if len(self.audiences) == 1 else None
        if people <= _CHILDREN:
            return "children"
        kinds = {Audience.WOMEN: "women", Audience.MEN: "men"}
        adults = [name for audience, name in kinds.items() if audience in people]
        return adults[0] if len(adults) == 1 else None


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
