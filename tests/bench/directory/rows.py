"""The rows of one made-up organization or service.

No number may belong to a real person: printed numbers are of the fictional kind 555-01xx, and international ones
begin
with +999, which is unassigned.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

from directory.search import Audience, Need
from directory.taxonomy import need_term_id
from tests.bench.directory.tables import Batch
from tests.bench.directory.world import Country, World, latin_words, skewed

NOW: Final = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
"""Dates are relative to today, since a verification expires."""
_DAYS: Final = ("MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR,SA", "MO,TU,WE,TH,FR,SA,SU", "SA,SU", "TU,TH")
_HOURS: Final = (
    ("08:00", "12:00"),
    ("08:30", "16:30"),
    ("09:00", "17:00"),
    ("10:00", "19:00"),
    ("13:00", "20:00"),
    ("18:00", "23:00"),
    ("20:00", "04:00"),
    ("00:00", "23:59"),
)
PATTERNS: Final = tuple((days, *hours) for days in _DAYS for hours in _HOURS)
"""Forty weekly schedules."""
_PEOPLE: Final = tuple(
    tuple(map(Audience, codes.split()))
    for codes in ("women", "girls boys", "men", "women girls", "migrants", "labour", "women sex_trade", "seafaring")
)


class ServiceRows:
    """Adds rows to a batch."""

    def __init__(self, rows: Batch, world: World, rng: Random) -> None:
        """Take the batch, the world, and the shared random generator."""
        self._rows, self._world, self._rng = rows, world, rng

    def organization(self, organization: str, country: Country) -> None:
        """Add an organization."""
        name, local = self._names(country)
        self._rows["organization"].append((organization, name, local, "Made up for a measurement."))

    def service(self, service: str, organization: str, country: Country) -> None:
        """Add a service and its related rows."""
        rng, rows = self._rng, self._rows
        name, local = self._names(country)
        status = "inactive" if rng.random() < 0.01 else "active"
        changed = (NOW - timedelta(minutes=rng.randrange(2_000_000))).isoformat()
        about = "Help for people who were made to work against their will; nobody has to tell their name."
        site = f"https://{service[:8]}.example.org"
        rows["service"].append((service, organization, name, local, about, site, status, changed))
        for number, need in enumerate(rng.sample(list(Need), rng.choice((1, 1, 2, 3)))):
            rows["attribute"].append((part_id(service, "1", number), service, need_term_id(need.value), "service"))
        self._conduct(service, country)
        self._coverage(service, organization, country)
        self._languages(service, country)
        self._schedule(service, country)
        self._audience(service)
        for number in range(rng.choice((0, 1, 1, 1, 1, 1, 1, 2, 2, 3))):
            self.phone(part_id(service, "2", number), service, None, country, number)

    def _conduct(self, service: str, country: Country) -> None:
        rng, rows = self._rng, self._rows
        consular = rng.random() < 0.01
        police = not consular and rng.random() < 0.1
        rows["conduct"].append((service, police, consular, rng.random() < 0.3, None))
        if consular:
            rows["nationality"].append((service, self._world.by_size(rng).code))
        checked = NOW - timedelta(days=rng.randrange(260)) if rng.random() < 0.05 else None
        rows["assurance"].append((service, "bench" if checked else None, checked, "called" if checked else None))
        doubt = rng.choice(("high", "medium", "medium", "low"))
        rows["provenance"].append((service, f"https://example.org/{country.code}", doubt, "ngo", "2026-01-01"))

    def _coverage(self, service: str, organization: str, country: Country) -> None:
        rng, rows = self._rng, self._rows
        row: tuple[Any, ...] = (None, True, None, None, None)
        draw = rng.random()
        if draw < 0.01:
            near = tuple(round(degrees + rng.uniform(-3, 3), 4) for degrees in country.middle)
            row = (None, False, *near, float(rng.choice((5, 20, 60)) * 1000))
        elif draw < 0.84 and country.regions:
            row = (skewed(rng, country.regions), True, None, None, None)
            self._office(service, organization, country)
        elif draw < 0.85:
            row = (None, False, None, None, None)
        where = None if draw > 0.998 else country.code
        rows["coverage"].append((part_id(service, "3"), service, where, *row))

    def _office(self, service: str, organization: str, country: Country) -> None:
        """Give some services a service area in words and a location in it."""
        if self._rng.random() < 0.3:
            town = self._rng.choice(country.words)
            location, link = part_id(service, "4"), part_id(service, "5")
            self._rows["service_area"].append((part_id(service, "6"), service, town))
            self._rows["location"].append((location, "physical", organization, town))
            self._rows["service_at_location"].append((link, service, location))

    def _languages(self, service: str, country: Country) -> None:
        rng = self._rng
        if rng.random() < 0.1:
            return
        spoken = country.languages[: rng.choice((1, 1, 2, 3))]
        known = dict.fromkeys((*spoken, "en") if rng.random() < 0.6 else spoken)
        for number, language in enumerate(known):
            self._rows["language"].append((part_id(service, "7", number), service, language))

    def _schedule(self, service: str, country: Country) -> None:
        rng = self._rng
        if rng.random() < 0.3:
            return
        days, opens, closes = rng.choice(PATTERNS)
        schedule = part_id(service, "8")
        self._rows["schedule"].append((schedule, service, "WEEKLY", days, opens, closes, f"{days} {opens}-{closes}"))
        if country.zone:
            self._rows["schedule_zone"].append((schedule, country.zone))

    def _audience(self, service: str) -> None:
        if self._rng.random() < 0.25:
            self._rows["audience"].extend((service, code.value) for code in self._rng.choice(_PEOPLE))

    def phone(
        self, phone: str, service: str | None, organization: str | None, country: Country, place: int = 0
    ) -> None:
        """Add a phone of a service or an organization; `place` is its position among them."""
        rng = self._rng
        kind = rng.choice(("voice", "voice", "voice", "voice", "sms", "chat"))
        printed, abroad = f"555-01{rng.randrange(100):02}", rng.random() < 0.5
        international = f"+999{rng.randrange(10**9):09}" if abroad else None
        self._rows["phone"].append((phone, service, organization, printed, "text" if kind == "sms" else kind))
        where = None if abroad and rng.random() < 0.02 else country.code
        self._rows["phone_reach"].append((phone, kind, where, abroad, international, place))

    def _names(self, country: Country) -> tuple[str, str | None]:
        latin = " ".join(self._rng.sample(latin_words(), 3))
        local = " ".join(self._rng.sample(country.words, 2)) if len(country.words) > 1 else None
        return (local or latin, None) if self._rng.random() < 0.2 else (latin, local)


def part_id(service: str, kind: str, number: int = 0) -> str:
    """Return the id of a part of a service; ids sort like their services."""
    return f"{service[:-3]}{kind}{number:02x}"
