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
from tests.bench.directory.databases import add, address, settle, size_mb
from tests.bench.directory.figures import API_P95_MS, IMPORTED_A_SECOND, SEARCH_P95, SEARCH_P95_MS, Figure
from tests.bench.directory.generate import batches
from tests.bench.directory.packages import write_package
from tests.bench.directory.questions import questions
from tests.bench.directory.timing import seconds, spread
from tests.bench.directory.world import World

_WARM_UP: Final = 300
_ROUNDS: Final = 3
_SEARCHES, _REQUESTS, _TEXTS = 700, 60, 12
_IMPORTED: Final = 20_000
_PAGE: Final = 50
_STAFF_TYPES: Final = ("harbour light", "legl aid", "lantern netwrok", "freedom clinic", "คลินิก", "women shelter")

Number = tuple[str, float, str, str]


def measure(engine: Engine, services: int, folder: Path, world: World) -> Iterator[Figure]:
    """Fill an empty directory with made-up services and yield what it takes."""
    for found in (_filling(engine, services, folder, world), _asking(engine, world), _serving(engine, services)):
        for number in found:
            yield Figure(engine.dialect.name, services, *number)


def _filling(engine: Engine, services: int, folder: Path, world: World) -> Iterator[Number]:
    # First, while the directory is empty: ids of the package are not those that are added afterwards.
    imported = min(services // 2, _IMPORTED)
    write_package(folder / "package", imported, world)
    pace = imported / seconds(partial(_import, engine, folder / "package"))
    yield f"import of {imported:,}, HSDS CSV", pace, "a second", f"≥ {IMPORTED_A_SECOND:,.0f}"
    for batch in batches(services - imported, world):
        add(engine, batch)
    settle(engine)
    yield "order of search, computed for all", seconds(partial(_index, engine)), "s", ""
    settle(engine)
    yield "size on disk", size_mb(engine), "MB", ""


def _asking(engine: Engine, world: World) -> Iterator[Number]:
    directory = Directory(engine)
    for question in questions(_WARM_UP, world, seed=99):
        question.put_to(directory)
    found = spread(
        [partial(question.put_to, directory) for question in questions(_SEARCHES, world, seed)]
        for seed in range(_ROUNDS)
    )
    yield "search, median", found.median, "ms", ""
    yield SEARCH_P95, found.p95, "ms", f"≤ {SEARCH_P95_MS:.0f}"
    yield "search, p99", found.p99, "ms", ""
    typed: Sequence[Callable[[], object]] = [partial(_find_text, engine, words) for words in _STAFF_TYPES] * _TEXTS
    yield "free search of staff, p95", spread([typed] * _ROUNDS).p95, "ms", ""


def _serving(engine: Engine, services: int) -> Iterator[Number]:
    with api.served(address(engine)) as ask:
        for name in api.KINDS:
            asked = [partial(ask, path) for path in api.paths(name, engine, _REQUESTS, services // _PAGE)]
            yield f"API, {name}, p95", spread([asked] * _ROUNDS).p95, "ms", f"≤ {API_P95_MS:.0f}"


def _import(engine: Engine, package: Path) -> None:
    report = import_hsds(engine, package, "benchmark", stale_after=DirectorySettings().stale_after)
    if not report.accepted:
        raise RuntimeError(report.errors[0])


def _index(engine: Engine) -> None:
    with engine.connect() as connection, write_transaction(connection):
        index_services(connection, None, DirectorySettings().stale_after)


def _find_text(engine: Engine, words: str) -> None:
    with engine.connect() as connection:
        search_text(connection, words)
