"""Generate services: the same for the same number on every machine."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Final

from tests.bench.directory.rows import ServiceRows, part_id
from tests.bench.directory.tables import Batch
from tests.bench.directory.world import World

BATCH: Final = 20_000


def batches(count: int, world: World, seed: int = 1) -> Iterator[Batch]:
    """Yield the rows of `count` services by table; a row never precedes what it refers to."""
    generator = _Generator(count, world, Random(seed))  # noqa: S311 - the same on every machine
    while generator.made < count:
        yield generator.batch(min(BATCH, count - generator.made))


class _Generator:
    """Generates organizations with one to four services each."""

    def __init__(self, count: int, world: World, rng: Random) -> None:
        """Spread the ids of `count` services evenly in order, so that rows are appended, which is quick."""
        self._step, self._world, self._rng = 2**48 // count, world, rng
        self.made = 0

    def batch(self, count: int) -> Batch:
        """Return the rows of the next `count` services."""
        rows: Batch = defaultdict(list)
        end = self.made + count
        while self.made < end:
            services = min(self._rng.choice((1, 2, 3, 4)), end - self.made)
            self._organization(ServiceRows(rows, self._world, self._rng), services)
        return rows

    def _organization(self, rows: ServiceRows, services: int) -> None:
        country = self._world.by_size(self._rng)
        ids = [self._id() for _ in range(services)]
        organization = part_id(ids[0], "0")
        rows.organization(organization, country)
        if self._rng.random() < 0.1:
            rows.phone(part_id(ids[0], "f"), None, organization, country)
        for service in ids:
            rows.service(service, organization, country)

    def _id(self) -> str:
        high = f"{self.made * self._step + self._rng.randrange(self._step):012x}"
        low = f"{self._rng.getrandbits(60):015x}"
        self.made += 1
        return f"{high[:8]}-{high[8:]}-4{low[:3]}-8{low[3:6]}-{low[6:]}000"
