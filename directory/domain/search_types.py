"""The input and output types of search: codes and values, never sentences."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from directory.domain.audiences import Audience

_COUNTRY = re.compile(r"[A-Z]{2}")
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_POLE, _DATE_LINE = 90, 180
_CHILDREN = frozenset({Audience.GIRLS, Audience.BOYS})


class InvalidPlaceError(ValueError):
    """A country is not two capital letters, a region is not in that country, or a point is not on earth."""


class Need(StrEnum):
    """What a person may need; a service answers one or more of them."""

    SHELTER = "shelter"
    LEGAL_HELP = "legal_help"
    MEDICAL_HELP = "medical_help"
    COUNSELLING = "counselling"
    CRISIS_SUPPORT = "crisis_support"
    BASIC_NEEDS = "basic_needs"
    WORK = "work"
    RETURN_HOME = "return_home"
    IMMIGRATION = "immigration"
    REPORT_CRIME = "report_crime"
    HUMAN = "human"


class Proximity(StrEnum):
    """How near a service is; one in another region has COUNTRY, and its `region` is set."""

    NEAR = "near"
    REGION = "region"
    COUNTRY = "country"
    INTERNATIONAL = "international"


class MatchKind(StrEnum):
    """Why a service was selected: for the need, as a hotline in its place, or as one of the person's home state."""

    NEED = "need"
    HOTLINE_INSTEAD = "hotline_instead"
    OWN_STATE = "own_state"


class Reason(StrEnum):
    """Why a service is a good choice."""

    NEAR = "near"
    IN_REGION = "in_region"
    SPEAKS_LANGUAGE = "speaks_language"
    FOR_THEM = "for_them"
    OPEN_NOW = "open_now"
    VERIFIED = "verified"
    FOR_TRAFFICKING = "for_trafficking"


class Limitation(StrEnum):
    """What a service lacks, or may lack, for the person."""

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
    """Where a person is: ISO 3166-1 alpha-2 `country`, and ISO 3166-2 `region` and `point` if they are known.

    `point` is latitude and longitude in degrees (WGS 84). Only the format is checked: an unknown country code finds
    international help.

    Raises:
        InvalidPlaceError: the format is wrong, or the region is in another country.
    """

    country: str
    region: str | None = None
    point: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        """Check the format of the codes."""
        if not _COUNTRY.fullmatch(self.country):
            raise InvalidPlaceError(self.country)
        if self.region is not None and not (
            _REGION.fullmatch(self.region) and self.region.startswith(f"{self.country}-")
        ):
            raise InvalidPlaceError(self.region)
        if self.point and not (abs(self.point[0]) <= _POLE and abs(self.point[1]) <= _DATE_LINE):
            raise InvalidPlaceError


@dataclass(frozen=True, slots=True)
class ServicePhone:
    """A number as printed (for a chat it may be a URL or an account).

    `international` is the E.164 form if it is known; `kind` is voice, sms or chat.
    """

    number: str
    international: str | None
    kind: str
    description: str | None


@dataclass(frozen=True, slots=True)
class ServiceResult:
    """One service with everything that a person should know before they contact it.

    `phones`, `sms` and `chat` contain only numbers that work from where the person is. `area` (as printed) is set if
    the service covers only a part of the country, and `region` if that part has a code. `hours` is as printed;
    `round_the_clock` only if that is stated plainly; `open_now` is None if the hours are not known; `opens_next` is set
    if it is closed. `verified` means recently: `verified_at` without it is an expired verification. The bot must
    mention `police_linked`, `state_linked` and `mandatory_reporting` (None: not known) before it offers the service;
    who is police-linked is state-linked as well. `audiences` is empty if the service is for everyone.
    """

    id: str
    organization: str
    organization_local: str | None
    name: str
    description: str | None
    needs: tuple[Need, ...]
    phones: tuple[ServicePhone, ...]
    sms: tuple[ServicePhone, ...]
    chat: tuple[ServicePhone, ...]
    email: str | None
    url: str | None
    hours: str | None
    round_the_clock: bool
    open_now: bool | None
    opens_next: datetime | None
    languages: tuple[str, ...]
    interpretation: str | None
    fees: str | None
    country: str | None
    region: str | None
    area: str | None
    distance_metres: float | None
    proximity: Proximity
    match_kind: MatchKind
    reasons: tuple[Reason, ...]
    limitations: tuple[Limitation, ...]
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
    state_linked: bool | None = None

    @property
    def made_for(self) -> str | None:
        """Return "children", "women", "men", "lgbtq" or "seafarers" if it is only for them."""
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
    """The emergency numbers of a country, the most used first; empty if none is known.

    `text` and `text_police` take an SMS from anybody who can't speak: all services, or the police. No page that was
    read asks people to register for them, but few say outright that they need not. In a `silent_call`, which reaches
    the police, people press `silent_call_keys` when they are asked to.

    `confidence` is high, medium, low (sources contradict each other) or None (nothing known), of the numbers to call;
    the others are never low.
    """

    country: str
    police: tuple[str, ...] = ()
    ambulance: tuple[str, ...] = ()
    fire: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    text_police: tuple[str, ...] = ()
    silent_call: tuple[str, ...] = ()
    silent_call_keys: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of services in order, whether there are more, and the emergency numbers of the place.

    `emergency` is None only if no place was given.
    """

    services: tuple[ServiceResult, ...]
    more: bool
    emergency: EmergencyNumbers | None
