"""What people ask in the measurement: as the bot asks the directory for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from directory import Audience, Directory, Need, Place, SearchResult
from tests.bench.directory.rows import NOW
from tests.bench.directory.world import Country, World, skewed


@dataclass(frozen=True, slots=True)
class Question:
    """One search; `offset` is not 0 where somebody asks for more."""

    need: Need
    place: Place | None
    language: str
    person: frozenset[Audience]
    nationality: str | None
    now: datetime
    offset: int

    def put_to(self, directory: Directory) -> SearchResult:
        """Ask."""
        return directory.find_services(
            self.need,
            self.place,
            self.language,
            person=self.person,
            nationality=self.nationality,
            now=self.now,
            offset=self.offset,
        )


def questions(count: int, world: World, seed: int) -> Iterator[Question]:
    """Yield questions from countries by size and from all countries alike, in turn."""
    chance = Random(seed)  # noqa: S311 - the same on every machine
    for number in range(count):
        yield _question(world, chance, (world.by_size if number % 2 else world.any)(chance))


def _question(world: World, chance: Random, country: Country) -> Question:
    need = chance.choice(list(Need))
    says = chance.sample(list(Audience), chance.choice((0, 0, 1, 2)))
    asks_for_home = need in {Need.RETURN_HOME, Need.IMMIGRATION}
    return Question(
        need,
        _place(country, chance),
        skewed(chance, ("en", *country.languages, "xx")),
        frozenset(says),
        world.by_size(chance).code if asks_for_home and chance.random() < 0.5 else None,
        NOW + timedelta(minutes=chance.randrange(7 * 24 * 60)),
        chance.choice((0, 0, 0, 3)),
    )


def _place(country: Country, chance: Random) -> Place | None:
    """Return a place: half of people name a region, a few show a point, a few nothing."""
    if chance.random() < 0.03:
        return None
    region = skewed(chance, country.regions) if country.regions and chance.random() < 0.5 else None
    latitude, longitude = (degrees + chance.uniform(-3, 3) for degrees in country.middle)
    return Place(country.code, region, (latitude, longitude) if chance.random() < 0.05 else None)
