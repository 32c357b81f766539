"""Somebody who has all that was published, and the code, and wants to know of a few people that they were there.

They know more than anybody can: which needs have one outcome only, that everybody writes over one network, and that
there are no more than a few regions. All that is shown and hidden is then a system of inequalities; linear programming
says how small and how large each hidden number, and each sum of numbers of one table, may be.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from typing import Any

import numpy as np
from scipy.optimize import linprog

from directory import Need
from directory.domain.usage import IN_DANGER, Cell, Kind, Outcome, Whom
from directory.statistics.referrals import Home
from directory.statistics.tables import ASKINGS, PERSONS, PLACES, REFERRALS, TONGUES, Table

LANGUAGES = ("th", "lo", "km", "my", "vi", "zh", "es", "fr", "pt", "ar", "ru", "hi", "bn", "id", "fil", "en")
FEW = 9
Shown = Mapping[Table, Mapping[Cell, int]]
Number = tuple[Table, Cell]


@dataclass(frozen=True)
class Finding:
    """A number, or a sum of some of one table, that is known to be between one and nine people."""

    numbers: tuple[Number, ...]
    least: int
    most: int


class Attacker:
    """Knows what was published of one period for one country, and whom each service is for."""

    def __init__(self, shown: Shown, country: str = "TH", homes: Mapping[str, Home] | None = None) -> None:
        """Write down all that is known."""
        self._homes = homes or {}
        self._shown = {table: {cell: n for cell, n in cells.items() if _is_of(country, table, cell)}
                       for table, cells in shown.items()}  # fmt: skip
        self._country = country
        self.numbers = [(table, cell) for table in (*ASKINGS, REFERRALS) for cell in self._cells(table)]
        self._at = {number: index for index, number in enumerate(self.numbers)}
        self._rows: list[np.ndarray[Any, Any]] = []
        self._most: list[float] = []
        self._groups: list[list[Number]] = []
        self._know()

    def findings(self, sums: Iterable[Iterable[Number]] = ()) -> list[Finding]:
        """Return all that is found out, about single numbers and about these sums."""
        wanted = [*((number,) for number in self.numbers), *self._plain_sums(), *map(tuple, sums)]
        return [found for numbers in wanted if (found := self._bounds(numbers)) and found.most <= FEW]

    def hidden(self, table: Table) -> list[Number]:
        """Return the numbers of a table that were not shown."""
        return [number for number in self.numbers if number[0] is table and number[1] not in self._shown[table]]

    def _plain_sums(self) -> Iterator[tuple[Number, ...]]:
        """Yield the sums that come to mind: what was counted as one, all that is hidden, all but one, each two."""
        yield from map(tuple, self._groups)
        for table in ASKINGS:
            hidden = self.hidden(table)
            yield tuple(hidden)
            yield from (tuple(one for one in hidden if one != left_out) for left_out in hidden[:4])
            yield from pairwise(hidden)

    def _bounds(self, numbers: tuple[Number, ...]) -> Finding | None:
        """Return between which whole numbers a sum lies; None where it may be nought, which tells nothing."""
        wanted = np.zeros(len(self.numbers))
        wanted[[self._at[number] for number in numbers]] = 1
        least = ceil(self._solved(wanted) - 1e-6)
        return Finding(numbers, least, floor(-self._solved(-wanted) + 1e-6)) if least >= 1 else None

    def _solved(self, wanted: np.ndarray[Any, Any]) -> float:
        answer = linprog(
            wanted, A_ub=np.array(self._rows), b_ub=np.array(self._most), bounds=(0, 10_000), method="highs"
        )
        assert answer.status == 0, "what was published contradicts itself"
        return float(answer.fun)

    def _know(self) -> None:
        for table in ASKINGS:
            groups: dict[Cell, list[Number]] = {}
            for number in self.numbers:
                if number[0] is table:
                    groups.setdefault(self._counted_under(table, number[1]), []).append(number)
            self._groups += groups.values()
            for cell, numbers in groups.items():
                shown = self._shown[table].get(cell, 0)
                self._between(numbers, shown, shown + FEW)
        self._all_tables_count_the_same()
        self._referrals()

    def _all_tables_count_the_same(self) -> None:
        for one, other in pairwise(ASKINGS):
            self._equal(*([number for number in self.numbers if number[0] is table] for table in (one, other)))

    def _referrals(self) -> None:
        """Take each service for the only one of its kind: just those who asked for such help were sent there.

        Where no more is shown than shown places have, more may have been sent there: the code says so.
        """
        for table, cell in self.numbers:
            if table is REFERRALS:
                home = self._homes[cell[0]]
                shown = self._shown[REFERRALS].get(cell, 0)
                most = sum(count for place, count in self._shown[PLACES].items() if home.takes(place))
                self._between([(table, cell)], shown, 10_000 if shown == most else shown + FEW)
                self._equal([(table, cell)], [one for one in self.numbers if one[0] is PLACES and home.takes(one[1])])

    def _counted_under(self, table: Table, cell: Cell) -> Cell:
        """Return under which number a cell was counted, as the code says."""
        shown = self._shown[table]
        if table is TONGUES or cell in shown:
            return cell
        if table is PLACES:
            return (cell[0], "", *cell[2:])
        wider = (cell[0], cell[1], Kind.NOT_TOLD)
        return wider if wider in shown else (cell[0], Whom.NOT_TOLD, Kind.NOT_TOLD)

    def _cells(self, table: Table) -> list[Cell]:
        shown = self._shown.get(table, {})
        if table is REFERRALS:
            return [(service,) for service in self._homes]
        if table is TONGUES:
            return list({**{(self._country, one, "telegram"): 0 for one in LANGUAGES}, **shown})
        if table is PERSONS:
            return [(self._country, whom.value, kind.value) for whom in Whom for kind in Kind]
        return list(dict.fromkeys([*shown, *self._places(shown)]))

    def _places(self, shown: Mapping[Cell, int]) -> Iterator[Cell]:
        """Yield what may have been asked in two regions: with one outcome for a need, unless another was shown."""
        usual = {Need.HUMAN.value: Outcome.HUMAN_ASKED, IN_DANGER: Outcome.DANGER}
        for need in (*Need, IN_DANGER):
            outcomes = {cell[3] for cell in shown if cell[2] == need} or {usual.get(need, Outcome.REFERRED)}
            for outcome in sorted(outcomes):
                for region in ("", f"{self._country}-1", f"{self._country}-2"):
                    yield self._country, region, str(need), str(outcome)

    def _between(self, numbers: list[Number], least: int, most: int) -> None:
        row = self._row(numbers)
        self._rows += [row, -row]
        self._most += [most, -least]

    def _equal(self, one: list[Number], other: list[Number]) -> None:
        self._no_more(one, other)
        self._no_more(other, one)

    def _no_more(self, fewer: list[Number], more: list[Number]) -> None:
        self._rows.append(self._row(fewer) - self._row(more))
        self._most.append(0)

    def _row(self, numbers: list[Number]) -> np.ndarray[Any, Any]:
        row = np.zeros(len(self.numbers))
        row[[self._at[number] for number in numbers]] = 1
        return row


def _is_of(country: str, table: Table, cell: Cell) -> bool:
    return table is REFERRALS or cell[0] == country
