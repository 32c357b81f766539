"""Make services up: as many as wanted, the same ones for the same number on every machine."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Final

from tests.bench.directory.rows import ServiceRows, part_id
from tests.bench.directory.tables import Batch
from tests.bench.directory.world import World

BATCH: Final = 20_000


def batches(count: int, world: World, seed: int = 1) -> Iterator[Batch]:
    """Yield rows of `count` services by table; a row never comes before what it points at."""
    maker = _Maker(count, world, Random(seed))  # noqa: S311 - the same on every machine
    while maker.made < count:
        yield maker.batch(min(BATCH, count - maker.made))


class _Maker:
    """Makes organizations with one to four services each."""

    def __init__(self, count: int, world: World, chance: Random) -> None:
        """Spread the ids of `count` services over all ids in order: rows are then added at the end, which is quick."""
        self._step, self._world, self._chance = 2**48 // count, world, chance
        self.made = 0

    def batch(self, count: int) -> Batch:
        """Return the rows of the next `count` services."""
        rows: Batch = defaultdict(list)
        end = self.made + count
        while self.made < end:
            services = min(self._chance.choice((1, 2, 3, 4)), end - self.made)
            self._organization(ServiceRows(rows, self._world, self._chance), services)
        return rows

    def _organization(self, rows: ServiceRows, services: int) -> None:
        country = self._world.by_size(self._chance)
        ids = [self._id() for _ in range(services)]
        organization = part_id(ids[0], "0")
        rows.organization(organization, country)
        if self._chance.random() < 0.1:
            rows.phone(part_id(ids[0], "f"), None, organization, country)
        for service in ids:
            rows.service(service, organization, country)

    def _id(self) -> str:
        high = f"{self.made * self._step + self._chance.randrange(self._step):012x}"
        low = f"{self._chance.getrandbits(60):015x}"
        self.made += 1
        return f"{high[:8]}-{high[8:]}-4{low[:3]}-8{low[3:6]}-{low[6:]}000"
