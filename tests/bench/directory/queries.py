"""The queries of the measurement, as the bot sends them to the directory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from directory import Audience, Directory, Need, Place, SearchResult
from tests.bench.directory.rows import NOW
from tests.bench.directory.world import Country, World, skewed


@dataclass(frozen=True, slots=True)
class Query:
    """One search; `offset` is not 0 for a request for more."""

    need: Need
    place: Place | None
    language: str
    person: frozenset[Audience]
    nationality: str | None
    now: datetime
    offset: int

    def run(self, directory: Directory) -> SearchResult:
        """Run the search."""
        return directory.find_services(
            self.need,
            self.place,
            self.language,
            person=self.person,
            nationality=self.nationality,
            now=self.now,
            offset=self.offset,
        )


def queries(count: int, world: World, seed: int) -> Iterator[Query]:
    """Yield queries from countries by size and from all countries equally, in turn."""
    rng = Random(seed)  # noqa: S311 - the same on every machine
    for number in range(count):
        yield _query(world, rng, (world.by_size if number % 2 else world.any)(rng))


def _query(world: World, rng: Random, country: Country) -> Query:
    need = rng.choice(list(Need))
    audiences = rng.sample(list(Audience), rng.choice((0, 0, 1, 2)))
    needs_nationality = need in {Need.RETURN_HOME, Need.IMMIGRATION}
    return Query(
        need,
        _place(country, rng),
        skewed(rng, ("en", *country.languages, "xx")),
        frozenset(audiences),
        world.by_size(rng).code if needs_nationality and rng.random() < 0.5 else None,
        NOW + timedelta(minutes=rng.randrange(7 * 24 * 60)),
        rng.choice((0, 0, 0, 3)),
    )


def _place(country: Country, rng: Random) -> Place | None:
    """Return a place: half of the users name a region, a few share a point, a few nothing."""
    if rng.random() < 0.03:
        return None
    region = skewed(rng, country.regions) if country.regions and rng.random() < 0.5 else None
    latitude, longitude = (degrees + rng.uniform(-3, 3) for degrees in country.middle)
    return Place(country.code, region, (latitude, longitude) if rng.random() < 0.05 else None)
