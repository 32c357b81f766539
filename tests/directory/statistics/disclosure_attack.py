"""A disclosure attack: an attacker knows the code and all published counts, and looks for groups of a few people.

The attacker knows more than anybody can: which needs have one outcome only, that everybody uses one channel, and that
there are no more than a few regions. All that is published and suppressed is then a system of inequalities. Linear
programming finds the bounds of each suppressed cell, and of each sum of cells of one table.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from typing import Any

import numpy as np
from scipy.optimize import linprog

from directory import Need
from directory.domain.usage import IN_DANGER, Cell, Outcome, RequestedFor, SelfCheckKind
from directory.statistics.referrals import ServiceScope
from directory.statistics.tables import AUDIENCES, LANGUAGES, PLACES, REFERRALS, REQUEST_TABLES, StatisticsTable

LANGUAGE_CODES = ("th", "lo", "km", "my", "vi", "zh", "es", "fr", "pt", "ar", "ru", "hi", "bn", "id", "fil", "en")
FEW = 9
Published = Mapping[StatisticsTable, Mapping[Cell, int]]
TableCell = tuple[StatisticsTable, Cell]


@dataclass(frozen=True)
class Finding:
    """A cell, or a sum of cells of one table, that is known to be between one and nine people."""

    numbers: tuple[TableCell, ...]
    lower: int
    upper: int


class Attacker:
    """Knows what was published of one period for one country, and the scope of each service."""

    def __init__(
        self, published: Published, country: str = "TH", scopes: Mapping[str, ServiceScope] | None = None
    ) -> None:
        """Set up all constraints."""
        self._scopes = scopes or {}
        self._published = {table: {cell: n for cell, n in cells.items() if _is_of(country, table, cell)}
                       for table, cells in published.items()}  # fmt: skip
        self._country = country
        self.numbers = [(table, cell) for table in (*REQUEST_TABLES, REFERRALS) for cell in self._cells(table)]
        self._at = {number: index for index, number in enumerate(self.numbers)}
        self._rows: list[np.ndarray[Any, Any]] = []
        self._upper: list[float] = []
        self._groups: list[list[TableCell]] = []
        self._add_constraints()

    def findings(self, sums: Iterable[Iterable[TableCell]] = ()) -> list[Finding]:
        """Return everything that the attacker finds out, about single cells and about these sums."""
        objective = [*((number,) for number in self.numbers), *self._plain_sums(), *map(tuple, sums)]
        return [finding for numbers in objective if (finding := self._bounds(numbers)) and finding.upper <= FEW]

    def hidden(self, table: StatisticsTable) -> list[TableCell]:
        """Return the cells of a table that were suppressed."""
        return [number for number in self.numbers if number[0] is table and number[1] not in self._published[table]]

    def _plain_sums(self) -> Iterator[tuple[TableCell, ...]]:
        """Yield the obvious sums: what was counted together, all suppressed cells, all but one, each two."""
        yield from map(tuple, self._groups)
        for table in REQUEST_TABLES:
            hidden = self.hidden(table)
            yield tuple(hidden)
            yield from (tuple(cell for cell in hidden if cell != omitted) for omitted in hidden[:4])
            yield from pairwise(hidden)

    def _bounds(self, numbers: tuple[TableCell, ...]) -> Finding | None:
        """Return the whole numbers between which a sum lies; None if it may be zero, which reveals nothing."""
        objective = np.zeros(len(self.numbers))
        objective[[self._at[number] for number in numbers]] = 1
        lower = ceil(self._solve(objective) - 1e-6)
        return Finding(numbers, lower, floor(-self._solve(-objective) + 1e-6)) if lower >= 1 else None

    def _solve(self, objective: np.ndarray[Any, Any]) -> float:
        answer = linprog(
            objective, A_ub=np.array(self._rows), b_ub=np.array(self._upper), bounds=(0, 10_000), method="highs"
        )
        assert answer.status == 0, "what was published contradicts itself"
        return float(answer.fun)

    def _add_constraints(self) -> None:
        for table in REQUEST_TABLES:
            groups: dict[Cell, list[TableCell]] = {}
            for number in self.numbers:
                if number[0] is table:
                    groups.setdefault(self._counted_under(table, number[1]), []).append(number)
            self._groups += groups.values()
            for cell, numbers in groups.items():
                published = self._published[table].get(cell, 0)
                self._between(numbers, published, published + FEW)
        self._equal_totals()
        self._add_referrals()

    def _equal_totals(self) -> None:
        for one, other in pairwise(REQUEST_TABLES):
            self._equal(*([number for number in self.numbers if number[0] is table] for table in (one, other)))

    def _add_referrals(self) -> None:
        """Treat each service as the only one of its kind: exactly those who asked for such help were referred there.

        If a count equals the published places that lead there, the true count may be higher: the code says so.
        """
        for table, cell in self.numbers:
            if table is REFERRALS:
                scope = self._scopes[cell[0]]
                published = self._published[REFERRALS].get(cell, 0)
                upper = sum(count for place, count in self._published[PLACES].items() if scope.covers(place))
                self._between([(table, cell)], published, 10_000 if published == upper else published + FEW)
                self._equal(
                    [(table, cell)], [place for place in self.numbers if place[0] is PLACES and scope.covers(place[1])]
                )

    def _counted_under(self, table: StatisticsTable, cell: Cell) -> Cell:
        """Return the cell that a cell was counted under, according to the code."""
        published = self._published[table]
        if table is LANGUAGES or cell in published:
            return cell
        if table is PLACES:
            return (cell[0], "", *cell[2:])
        wider = (cell[0], cell[1], SelfCheckKind.UNSPECIFIED)
        return wider if wider in published else (cell[0], RequestedFor.UNSPECIFIED, SelfCheckKind.UNSPECIFIED)

    def _cells(self, table: StatisticsTable) -> list[Cell]:
        published = self._published.get(table, {})
        if table is REFERRALS:
            return [(service,) for service in self._scopes]
        if table is LANGUAGES:
            return list({**{(self._country, one, "telegram"): 0 for one in LANGUAGE_CODES}, **published})
        if table is AUDIENCES:
            return [(self._country, whom.value, kind.value) for whom in RequestedFor for kind in SelfCheckKind]
        return list(dict.fromkeys([*published, *self._places(published)]))

    def _places(self, published: Mapping[Cell, int]) -> Iterator[Cell]:
        """Yield possible requests in two regions: one outcome for each need, unless others were published."""
        usual = {Need.HUMAN.value: Outcome.HUMAN_REQUESTED, IN_DANGER: Outcome.DANGER}
        for need in (*Need, IN_DANGER):
            outcomes = {cell[3] for cell in published if cell[2] == need} or {usual.get(need, Outcome.REFERRED)}
            for outcome in sorted(outcomes):
                for region in ("", f"{self._country}-1", f"{self._country}-2"):
                    yield self._country, region, str(need), str(outcome)

    def _between(self, numbers: list[TableCell], lower: int, upper: int) -> None:
        row = self._row(numbers)
        self._rows += [row, -row]
        self._upper += [upper, -lower]

    def _equal(self, one: list[TableCell], other: list[TableCell]) -> None:
        self._no_more(one, other)
        self._no_more(other, one)

    def _no_more(self, fewer: list[TableCell], more: list[TableCell]) -> None:
        self._rows.append(self._row(fewer) - self._row(more))
        self._upper.append(0)

    def _row(self, numbers: list[TableCell]) -> np.ndarray[Any, Any]:
        row = np.zeros(len(self.numbers))
        row[[self._at[number] for number in numbers]] = 1
        return row


def _is_of(country: str, table: StatisticsTable, cell: Cell) -> bool:
    return table is REFERRALS or cell[0] == country
