"""The figures, and what the project promises about them."""

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
    """One figure; `limit` is the promise ("≤ 20"), or empty."""

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
    """Return how many times more a search takes in the largest directory than in the smallest, with log n as limit."""
    times: dict[str, dict[int, float]] = {}
    for figure in figures:
        if figure.name == SEARCH_P95:
            times.setdefault(figure.database, {})[figure.services] = figure.value
    return [
        Figure(
            database,
            max(by_size),
            "search, p95 against the smallest",
            by_size[max(by_size)] / by_size[min(by_size)],
            "times",
            _log_ratio(by_size),
        )
        for database, by_size in times.items()
        if len(by_size) > 1
    ]


def _log_ratio(by_size: dict[int, float]) -> str:
    return f"≤ {log(max(by_size)) / log(min(by_size)):.2f}"
