"""The rows of one made-up organization or service.

The danger is a number that belongs to somebody. Printed numbers are of the kind 555-01xx, which is kept
for stories, and international ones begin with +999, which is nobody's.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

from directory.search import Audience, Need
from directory.taxonomy import need_term_id
from tests.bench.directory.tables import Batch
from tests.bench.directory.world import Country, World, latin_words, skewed

NOW: Final = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
"""Days are counted from today, since a verification grows old by itself."""
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

    def __init__(self, rows: Batch, world: World, chance: Random) -> None:
        """Take the batch, the world, and the source of chance that everything made up shares."""
        self._rows, self._world, self._chance = rows, world, chance

    def organization(self, organization: str, country: Country) -> None:
        """Add an organization."""
        name, local = self._names(country)
        self._rows["organization"].append((organization, name, local, "Made up for a measurement."))

    def service(self, service: str, organization: str, country: Country) -> None:
        """Add a service and what hangs on it."""
        chance, rows = self._chance, self._rows
        name, local = self._names(country)
        status = "inactive" if chance.random() < 0.01 else "active"
        changed = (NOW - timedelta(minutes=chance.randrange(2_000_000))).isoformat()
        about = "Help for people who were made to work against their will; nobody has to tell their name."
        site = f"https://{service[:8]}.example.org"
        rows["service"].append((service, organization, name, local, about, site, status, changed))
        for number, need in enumerate(chance.sample(list(Need), chance.choice((1, 1, 2, 3)))):
            rows["attribute"].append((part_id(service, "1", number), service, need_term_id(need.value), "service"))
        self._trust(service, country)
        self._where(service, organization, country)
        self._tongues(service, country)
        self._when(service, country)
        self._whom(service)
        for number in range(chance.choice((0, 1, 1, 1, 1, 1, 1, 2, 2, 3))):
            self.phone(part_id(service, "2", number), service, None, country, number)

    def _trust(self, service: str, country: Country) -> None:
        chance, rows = self._chance, self._rows
        consular = chance.random() < 0.01
        police = not consular and chance.random() < 0.1
        rows["conduct"].append((service, police, consular, chance.random() < 0.3, None))
        if consular:
            rows["nationality"].append((service, self._world.by_size(chance).code))
        checked = NOW - timedelta(days=chance.randrange(260)) if chance.random() < 0.05 else None
        rows["assurance"].append((service, "bench" if checked else None, checked, "called" if checked else None))
        doubt = chance.choice(("high", "medium", "medium", "low"))
        rows["provenance"].append((service, f"https://example.org/{country.code}", doubt, "ngo", "2026-01-01"))

    def _where(self, service: str, organization: str, country: Country) -> None:
        chance, rows = self._chance, self._rows
        row: tuple[Any, ...] = (None, True, None, None, None)
        fate = chance.random()
        if fate < 0.01:
            near = tuple(round(degrees + chance.uniform(-3, 3), 4) for degrees in country.middle)
            row = (None, False, *near, float(chance.choice((5, 20, 60)) * 1000))
        elif fate < 0.84 and country.regions:
            row = (skewed(chance, country.regions), True, None, None, None)
            self._office(service, organization, country)
        elif fate < 0.85:
            row = (None, False, None, None, None)
        where = None if fate > 0.998 else country.code
        rows["coverage"].append((part_id(service, "3"), service, where, *row))

    def _office(self, service: str, organization: str, country: Country) -> None:
        """Give some services an area in words and a place in it."""
        if self._chance.random() < 0.3:
            town = self._chance.choice(country.words)
            location, link = part_id(service, "4"), part_id(service, "5")
            self._rows["service_area"].append((part_id(service, "6"), service, town))
            self._rows["location"].append((location, "physical", organization, town))
            self._rows["service_at_location"].append((link, service, location))

    def _tongues(self, service: str, country: Country) -> None:
        chance = self._chance
        if chance.random() < 0.1:
            return
        spoken = country.languages[: chance.choice((1, 1, 2, 3))]
        known = dict.fromkeys((*spoken, "en") if chance.random() < 0.6 else spoken)
        for number, language in enumerate(known):
            self._rows["language"].append((part_id(service, "7", number), service, language))

    def _when(self, service: str, country: Country) -> None:
        chance = self._chance
        if chance.random() < 0.3:
            return
        days, opens, closes = chance.choice(PATTERNS)
        schedule = part_id(service, "8")
        self._rows["schedule"].append((schedule, service, "WEEKLY", days, opens, closes, f"{days} {opens}-{closes}"))
        if country.zone:
            self._rows["schedule_zone"].append((schedule, country.zone))

    def _whom(self, service: str) -> None:
        if self._chance.random() < 0.25:
            self._rows["audience"].extend((service, code.value) for code in self._chance.choice(_PEOPLE))

    def phone(
        self, phone: str, service: str | None, organization: str | None, country: Country, place: int = 0
    ) -> None:
        """Add a phone of a service or an organization; `place` is its number among them."""
        chance = self._chance
        kind = chance.choice(("voice", "voice", "voice", "voice", "sms", "chat"))
        printed, abroad = f"555-01{chance.randrange(100):02}", chance.random() < 0.5
        international = f"+999{chance.randrange(10**9):09}" if abroad else None
        self._rows["phone"].append((phone, service, organization, printed, "text" if kind == "sms" else kind))
        where = None if abroad and chance.random() < 0.02 else country.code
        self._rows["phone_reach"].append((phone, kind, where, abroad, international, place))

    def _names(self, country: Country) -> tuple[str, str | None]:
        latin = " ".join(self._chance.sample(latin_words(), 3))
        local = " ".join(self._chance.sample(country.words, 2)) if len(country.words) > 1 else None
        return (local or latin, None) if self._chance.random() < 0.2 else (latin, local)


def part_id(service: str, kind: str, number: int = 0) -> str:
    """Return the id of something that hangs on a service: in order as services are."""
    return f"{service[:-3]}{kind}{number:02x}"
