"""What was measured, line by line, and what the project promises."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import Final

SEARCH_P95_MS: Final = 20.0
API_P95_MS: Final = 50.0
IMPORTED_A_SECOND: Final = 5000.0
SEARCH_P95: Final = "search, p95"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; `limit` is what is promised ("≤ 20"), empty where nothing is."""

    database: str
    services: int
    name: str
    value: float
    unit: str
    limit: str = ""


def shown(value: float) -> str:
    """Return a number as the table shows it."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def growth(figures: Iterable[Figure]) -> list[Figure]:
    """Return how many times more a search takes in the largest directory than in the smallest, beside log n."""
    found: dict[str, dict[int, float]] = {}
    for figure in figures:
        if figure.name == SEARCH_P95:
            found.setdefault(figure.database, {})[figure.services] = figure.value
    return [
        Figure(database, max(by), "search, p95 against the smallest", by[max(by)] / by[min(by)], "times", _log(by))
        for database, by in found.items()
        if len(by) > 1
    ]


def _log(by: dict[int, float]) -> str:
    return f"≤ {log(max(by)) / log(min(by)):.2f}"
