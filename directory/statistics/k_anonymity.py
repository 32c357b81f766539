"""What of a period's numbers may be shown, so that nobody can be singled out.

The danger is not the small number alone, which is never shown, but one that follows from others: all three tables count
the same askings, so the sum of one says something of what another hides. `test_singling_out.py`
attacks what comes out of here. To publish what was published changes nothing: so the numbers that are shown may be all
that there is, as far as anybody can tell who knows this code.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from directory.domain.usage import NOT_SAID, Cell, Kind, Whom
from directory.statistics.tables import ASKINGS, PERSONS, PLACES, TONGUES, Numbers, Table

K: Final = 10
"""The smallest number that is shown, and the step of all numbers."""

POSSIBLE: Final = {PLACES: 11, TONGUES: 16, PERSONS: 1}
"""How many numbers each table has for a country, at least, shown or hidden, whatever is known of the country.

Ten needs and danger, without a region and with one outcome for each; the languages, on one network; and of persons the
one under which whatever is too small is counted. With more there is more to hide in, so to know of too few is safe.
"""


def protected(asked: Mapping[Table, Numbers]) -> dict[Table, dict[Cell, int]]:
    """Return what may be shown of the three tables of one period."""
    whole = {
        PLACES: widened(asked[PLACES], _without_region),
        TONGUES: asked[TONGUES],
        PERSONS: widened(widened(asked[PERSONS], _without_kind), _without_whom),
    }
    shown: dict[Table, dict[Cell, int]] = {table: {} for table in ASKINGS}
    for country in sorted({cell[0] for cells in whole.values() for cell in cells}):
        floors = {table: floored(_of(country, cells)) for table, cells in whole.items()}
        for table, cells in levelled(floors).items():
            shown[table].update(cells)
    return shown


def widened(numbers: Numbers, wider: Callable[[Cell], Cell]) -> Numbers:
    """Count cells that are too small to be shown under a wider one, which may be anything by itself as well."""
    found: Counter[Cell] = Counter()
    for cell, count in numbers.items():
        found[cell if count >= K else wider(cell)] += count
    return found


def floored(numbers: Numbers) -> dict[Cell, int]:
    """Return the numbers, each down to a multiple of ten; where nothing is left there is no cell."""
    return {cell: count // K * K for cell, count in numbers.items() if count >= K}


def levelled(floors: Mapping[Table, Numbers]) -> dict[Table, dict[Cell, int]]:
    """Lower the numbers of one country where their sum would say something of what another table hides.

    Each number of a table, shown or hidden, may be up to nine more than what is shown. As long as another table's sum
    needs all of them but one, each hidden number may as well be nought.
    """
    shown = {table: dict(cells) for table, cells in floors.items()}
    while excess := {table: over for table, cells in shown.items() if (over := _sum(cells) - _limit(table, shown)) > 0}:
        for table, over in excess.items():
            _lower(shown[table], over)
    return shown


def _limit(table: Table, shown: Mapping[Table, Numbers]) -> int:
    """Return how much a table may show in all beside the others."""
    others = [(other, cells) for other, cells in shown.items() if other is not table]
    return min(_sum(cells) + (K - 1) * (_numbers(other, cells) - 1) for other, cells in others)


def _numbers(table: Table, cells: Numbers) -> int:
    """Return how many numbers a table has, at least."""
    told = sum(cell != _without_whom(cell) for cell in cells) if table is PERSONS else 0
    return POSSIBLE[table] + told


def _lower(cells: dict[Cell, int], over: int) -> None:
    """Take at least `over` away in tens, each from the largest number: there it is missed least."""
    for _ in range(-(-over // K)):
        largest = min(cells, key=lambda cell: (-cells[cell], cell))
        cells[largest] -= K
        if not cells[largest]:
            del cells[largest]


def _sum(cells: Numbers) -> int:
    return sum(cells.values())


def _of(country: str, numbers: Numbers) -> Numbers:
    return {cell: count for cell, count in numbers.items() if cell[0] == country}


def _without_region(cell: Cell) -> Cell:
    country, _, need, outcome = cell
    return country, NOT_SAID, need, outcome


def _without_kind(cell: Cell) -> Cell:
    country, whom, _ = cell
    return country, whom, Kind.NOT_TOLD.value


def _without_whom(cell: Cell) -> Cell:
    country, _, _ = cell
    return country, Whom.NOT_TOLD.value, Kind.NOT_TOLD.value
