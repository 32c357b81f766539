"""Measure one size of directory in one kind of database."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from directory import Directory, DirectorySettings
from directory.db.engine import write_transaction
from directory.exchange.hsds import import_hsds
from directory.search.free_text import search_text
from directory.search.index import index_services
from tests.bench.directory import api
from tests.bench.directory.databases import add, database_url, run_maintenance, size_mb
from tests.bench.directory.figures import API_P95_MS, IMPORTED_A_SECOND, SEARCH_P95, SEARCH_P95_MS, Figure
from tests.bench.directory.generate import batches
from tests.bench.directory.hsds_package import write_package
from tests.bench.directory.queries import queries
from tests.bench.directory.timing import seconds, spread
from tests.bench.directory.world import World

_WARM_UP: Final = 300
_ROUNDS: Final = 3
_SEARCHES, _REQUESTS, _TEXTS = 700, 60, 12
_IMPORTED: Final = 20_000
_PAGE: Final = 50
_STAFF_SEARCHES: Final = ("harbour light", "legl aid", "lantern netwrok", "freedom clinic", "คลินิก", "women shelter")

Number = tuple[str, float, str, str]


def measure(engine: Engine, services: int, folder: Path, world: World) -> Iterator[Figure]:
    """Fill an empty directory with made-up services and yield the figures."""
    for results in (
        _fill_figures(engine, services, folder, world),
        _search_figures(engine, world),
        _api_figures(engine, services),
    ):
        for number in results:
            yield Figure(engine.dialect.name, services, *number)


def _fill_figures(engine: Engine, services: int, folder: Path, world: World) -> Iterator[Number]:
    # First, while the directory is empty: the package's ids differ from those inserted afterwards.
    imported = min(services // 2, _IMPORTED)
    write_package(folder / "package", imported, world)
    rate = imported / seconds(partial(_import, engine, folder / "package"))
    yield f"import of {imported:,}, HSDS CSV", rate, "a second", f"≥ {IMPORTED_A_SECOND:,.0f}"
    for batch in batches(services - imported, world):
        add(engine, batch)
    run_maintenance(engine)
    yield "order of search, computed for all", seconds(partial(_index, engine)), "s", ""
    run_maintenance(engine)
    yield "size on disk", size_mb(engine), "MB", ""


def _search_figures(engine: Engine, world: World) -> Iterator[Number]:
    directory = Directory(engine)
    for query in queries(_WARM_UP, world, seed=99):
        query.run(directory)
    results = spread(
        [partial(query.run, directory) for query in queries(_SEARCHES, world, seed)] for seed in range(_ROUNDS)
    )
    yield "search, median", results.median, "ms", ""
    yield SEARCH_P95, results.p95, "ms", f"≤ {SEARCH_P95_MS:.0f}"
    yield "search, p99", results.p99, "ms", ""
    staff_searches: Sequence[Callable[[], object]] = [
        partial(_find_text, engine, text) for text in _STAFF_SEARCHES
    ] * _TEXTS
    yield "free search of staff, p95", spread([staff_searches] * _ROUNDS).p95, "ms", ""


def _api_figures(engine: Engine, services: int) -> Iterator[Number]:
    with api.running_api(database_url(engine)) as fetch:
        for name in api.KINDS:
            calls = [partial(fetch, path) for path in api.paths(name, engine, _REQUESTS, services // _PAGE)]
            yield f"API, {name}, p95", spread([calls] * _ROUNDS).p95, "ms", f"≤ {API_P95_MS:.0f}"


def _import(engine: Engine, package: Path) -> None:
    report = import_hsds(engine, package, "benchmark", stale_after=DirectorySettings().stale_after)
    if not report.accepted:
        raise RuntimeError(report.errors[0])


def _index(engine: Engine) -> None:
    with engine.connect() as connection, write_transaction(connection):
        index_services(connection, None, DirectorySettings().stale_after)


def _find_text(engine: Engine, text: str) -> None:
    with engine.connect() as connection:
        search_text(connection, text)
