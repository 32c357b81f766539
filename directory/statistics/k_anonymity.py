"""Statistical disclosure control: which counts of a period are published, so that no person can be singled out.

Small cells are recoded to wider ones, counts are rounded down, and complementary suppression lowers counts again. The
danger is not only a small count, which is never published, but one that follows from others: all three tables count the
same requests, so the sum of one reveals something about the cells that another suppresses. The tests attack the
output of this module. To anonymize published counts again changes nothing: so the published counts may be the true
ones, as far as anybody can tell who knows this code.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from directory.domain.usage import UNKNOWN_PLACE, Cell, RequestedFor, SelfCheckKind
from directory.statistics.tables import AUDIENCES, LANGUAGES, PLACES, REQUEST_TABLES, Counts, StatisticsTable

K: Final = 10
"""The smallest count that is published, and the rounding base of all counts."""

MIN_CELLS: Final = {PLACES: 11, LANGUAGES: 16, AUDIENCES: 1}
"""How many cells each table has for a country at least, published or suppressed, whatever is known of the country.

Ten needs and danger, without regions and with one outcome each; the languages, on one channel; and of audiences the one
cell that everything small is recoded to. More cells would hide more, so a low number is safe.
"""


def anonymize(counts: Mapping[StatisticsTable, Counts]) -> dict[StatisticsTable, dict[Cell, int]]:
    """Return the counts of the three request tables of one period that may be published."""
    recoded = {
        PLACES: recode_small_cells(counts[PLACES], _without_region),
        LANGUAGES: counts[LANGUAGES],
        AUDIENCES: recode_small_cells(
            recode_small_cells(counts[AUDIENCES], _without_self_check), _without_requested_for
        ),
    }
    published: dict[StatisticsTable, dict[Cell, int]] = {table: {} for table in REQUEST_TABLES}
    for country in sorted({cell[0] for cells in recoded.values() for cell in cells}):
        rounded = {table: round_down(_of_country(country, cells)) for table, cells in recoded.items()}
        for table, cells in suppress_complementary(rounded).items():
            published[table].update(cells)
    return published


def recode_small_cells(counts: Counts, widen: Callable[[Cell], Cell]) -> Counts:
    """Move cells below K to a wider cell, which is also used by requests without that detail."""
    recoded: Counter[Cell] = Counter()
    for cell, count in counts.items():
        recoded[cell if count >= K else widen(cell)] += count
    return recoded


def round_down(counts: Counts) -> dict[Cell, int]:
    """Round each count down to a multiple of K and drop the cells that become zero."""
    return {cell: count // K * K for cell, count in counts.items() if count >= K}


def suppress_complementary(rounded: Mapping[StatisticsTable, Counts]) -> dict[StatisticsTable, dict[Cell, int]]:
    """Lower the counts of one country whose sum would reveal something about the suppressed cells of another table.

    Each count, published or suppressed, may be up to K - 1 more than published. As long as another table's sum can be
    reached without any one of them, each suppressed count may as well be zero.
    """
    published = {table: dict(cells) for table, cells in rounded.items()}
    while excess := {
        table: over for table, cells in published.items() if (over := _sum(cells) - _limit(table, published)) > 0
    }:
        for table, over in excess.items():
            _lower(published[table], over)
    return published


def _limit(table: StatisticsTable, published: Mapping[StatisticsTable, Counts]) -> int:
    """Return the largest sum that a table may publish beside the others."""
    others = [(other, cells) for other, cells in published.items() if other is not table]
    return min(_sum(cells) + (K - 1) * (_min_cells(other, cells) - 1) for other, cells in others)


def _min_cells(table: StatisticsTable, cells: Counts) -> int:
    """Return how many cells a table has at least."""
    detailed = sum(cell != _without_requested_for(cell) for cell in cells) if table is AUDIENCES else 0
    return MIN_CELLS[table] + detailed


def _lower(cells: dict[Cell, int], over: int) -> None:
    """Subtract at least `over` in steps of K, each from the largest count: there it matters least."""
    for _ in range(-(-over // K)):
        largest = min(cells, key=lambda cell: (-cells[cell], cell))
        cells[largest] -= K
        if not cells[largest]:
            del cells[largest]


def _sum(cells: Counts) -> int:
    return sum(cells.values())


def _of_country(country: str, counts: Counts) -> Counts:
    return {cell: count for cell, count in counts.items() if cell[0] == country}


def _without_region(cell: Cell) -> Cell:
    country, _, need, outcome = cell
    return country, UNKNOWN_PLACE, need, outcome


def _without_self_check(cell: Cell) -> Cell:
    country, requested_for, _ = cell
    return country, requested_for, SelfCheckKind.UNSPECIFIED.value


def _without_requested_for(cell: Cell) -> Cell:
    return cell[0], RequestedFor.UNSPECIFIED.value, SelfCheckKind.UNSPECIFIED.value
