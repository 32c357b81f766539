"""Show the figures: a table in the terminal, a page and a plot in the documentation."""

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from matplotlib import rcParams
from matplotlib.figure import Figure as Drawing
from rich.console import Console
from rich.table import Table

from tests.bench.directory.figures import SEARCH_P95, SEARCH_P95_MS, Figure, shown

DOCS: Final = Path(__file__).parents[3] / "docs" / "benchmarks"
_COLUMNS: Final = ("database", "services", "", "measured", "unit", "promised")
_TOP: Final = """# The directory, measured

Printed by `make bench PART=directory` ({day}, {machine}). The services are made up, the same on every machine: all
countries, the largest with an eighth of everything; see `tests/bench/directory/`. Searches are like the bot's: half
of the countries by size and half at random, half with a region, with languages, with what people told about
themselves, and with a nationality if they ask for the way home. Times are medians of three rounds, on a machine that
also did other work.

![Search, p95, against the number of services](search.svg)

"""


def print_table(figures: Iterable[Figure]) -> None:
    """Print all figures."""
    table = Table(*_COLUMNS)
    for figure in figures:
        table.add_row(*_cells(figure))
    Console().print(table)


def write_page(figures: Sequence[Figure]) -> None:
    """Write the page and its plot."""
    DOCS.mkdir(parents=True, exist_ok=True)
    lines = [_line(_COLUMNS), _line(["---"] * len(_COLUMNS)), *(_line(_cells(figure)) for figure in figures)]
    top = _TOP.format(day=datetime.now(UTC).date(), machine=_machine())
    (DOCS / "directory.md").write_text(top + "\n".join(lines) + "\n", encoding="utf-8")
    _draw(figures, DOCS / "search.svg")


def _cells(figure: Figure) -> list[str]:
    number = f"{figure.services:,}"
    return [figure.database, number, figure.name, shown(figure.value), figure.unit, figure.limit]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = f"{os.getloadavg()[1]:.1f} programs at work on them"
    return f"{os.cpu_count()} cores {platform.machine()}, {memory:.0f} GB, Python {platform.python_version()}, {busy}"


def _draw(figures: Iterable[Figure], path: Path) -> None:
    rcParams["svg.hashsalt"] = "waylight"
    drawing = Drawing(figsize=(6, 3.2), layout="tight")
    axes = drawing.add_subplot()
    searches = [figure for figure in figures if figure.name == SEARCH_P95]
    for database in dict.fromkeys(figure.database for figure in searches):
        points = [(figure.services, figure.value) for figure in searches if figure.database == database]
        axes.plot(*zip(*points, strict=True), marker="o", label=database)
    axes.axhline(SEARCH_P95_MS, linestyle="--", color="grey", label=f"promised: {SEARCH_P95_MS:.0f} ms")
    axes.set(xscale="log", xlabel="services", ylabel="search, p95 (ms)", ylim=(0, None))
    axes.legend(frameon=False)
    drawing.savefig(path, format="svg", metadata={"Date": None})
