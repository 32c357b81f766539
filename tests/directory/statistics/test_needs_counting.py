"""Askings are added up in memory, and written now and then."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select, text

from directory import Asking, Directory, Tally, write_now_and_then
from directory.db.engine import connect, locked
from directory.models import Record, stable_id
from directory.statistics import counters as tallying
from directory.statistics.periods import period_of
from directory.statistics.tables import PLACES, REFERRALS, TABLES, TONGUES
from tests.directory.statistics.conftest import NOW, SQLITE_ONLY, Ask, asked, asking, counted

SHELTER = stable_id("service", "th-urbanlight")


def test_an_asking_counts_once_in_each_table(own_engine: Engine, ask: Ask) -> None:
    """Each asking adds one to one number of places, tongues and persons, and to each service that was named."""
    ask(asking(), 2, ("a", "b"))
    ask(asking(language="km"), 1, ("a",))
    assert asked(own_engine) == {
        "places": {("TH", "", "shelter", "referred"): 3},
        "tongues": {("TH", "km", "telegram"): 1, ("TH", "th", "telegram"): 2},
        "persons": {("TH", "not_told", "not_told"): 3},
        "referrals": {("a",): 3, ("b",): 2},
    }


@SQLITE_ONLY
def test_asking_again_counts_once(own_engine: Engine) -> None:
    """The same need and place in one conversation counts once, and so does a service; another need counts again."""
    tally = Tally(left_out=0)
    for asked_for in (asking(), asking(), asking(language="en"), asking("work")):
        tally.count(asked_for, ["a"], "one conversation")
    tally.write(own_engine, NOW)
    numbers = asked(own_engine)
    assert numbers["places"] == {("TH", "", "shelter", "referred"): 1, ("TH", "", "work", "referred"): 1}
    assert numbers["referrals"] == {("a",): 1}


@SQLITE_ONLY
@pytest.mark.parametrize("channel", ["preview", "console", ""])
def test_whoever_tries_it_out_is_not_counted(own_engine: Engine, channel: str) -> None:
    """The preview and the console count nothing."""
    tally = Tally(left_out=0)
    tally.count(asking(channel=channel), ["a"], "somebody")
    tally.refer(["a"], channel, "somebody")
    tally.write(own_engine, NOW)
    assert not any(asked(own_engine).values())


@SQLITE_ONLY
def test_nothing_is_written_when_somebody_asks(own_engine: Engine) -> None:
    """An asking stays in memory until the next write: the database can't tell when it was."""
    tally = Tally(left_out=0)
    Directory(own_engine, tally=tally).count_asking(asking(), ["a"], "somebody")
    assert not any(asked(own_engine).values())
    tally.write(own_engine, NOW)
    assert asked(own_engine)["referrals"] == {("a",): 1}


def test_some_referrals_are_left_out_by_lot() -> None:
    """About one in ten referrals is not counted, so that nobody knows exactly how many asked; askings all are."""
    tally = Tally()
    for person in range(2000):
        tally.count(asking(), ["a"], f"person {person}")
    assert tally._numbers[PLACES] == {("TH", "", "shelter", "referred"): 2000}
    assert 1600 < tally._numbers[REFERRALS]["a",] < 2000


def test_several_processes_lose_nothing(filled_url: str, own_engine: Engine) -> None:
    """Processes that write the same numbers at the same moment add up."""
    engines = [connect(filled_url) for _ in range(4)]

    def work(engine: Engine) -> None:
        for _ in range(5):
            tally = Tally()
            counted(tally, asking(), 3)
            tally.write(engine, NOW)
        engine.dispose()

    with ThreadPoolExecutor(4) as processes:
        list(processes.map(work, engines))
    assert asked(own_engine)["tongues"] == {("TH", "th", "telegram"): 60}


def test_a_busy_database_loses_nothing(filled_url: str, own_engine: Engine) -> None:
    """Where somebody else holds the lock the numbers wait for the next time."""
    tally = Tally()
    counted(tally, asking(), 3)
    other = connect(filled_url)
    with other.connect() as connection, locked(connection):
        tally.write(own_engine, NOW)
    other.dispose()
    counted(tally, asking(), 1)
    tally.write(own_engine, NOW)
    tally.write(own_engine, NOW)
    assert asked(own_engine)["tongues"] == {("TH", "th", "telegram"): 4}


@SQLITE_ONLY
def test_memory_is_bounded(own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """While nothing can be written no more than so many numbers are kept, and all tables stay equal."""
    monkeypatch.setattr(tallying, "MOST_CELLS", 6)
    tally = Tally()
    for language in ("th", "km", "lo", "my", "vi"):
        counted(tally, asking(language=language), 1)
    tally.write(own_engine, NOW)
    numbers = asked(own_engine)
    sums = {sum(numbers[name].values()) for name in ("places", "tongues", "persons")}
    assert sums == {sum(numbers["places"].values())}
    assert 1 < len(numbers["tongues"]) < 5


@SQLITE_ONLY
def test_who_asked_is_forgotten_with_the_day(own_engine: Engine) -> None:
    """On the next day nothing is left by which an asking could be told to be the same."""
    tally = Tally()
    tally.write(own_engine, NOW)
    counted(tally, asking(), 1)
    key = tally._key
    assert tally._seen
    tally.write(own_engine, NOW + timedelta(days=1))
    assert not tally._seen
    assert tally._key != key


def test_no_column_for_a_person_or_a_moment() -> None:
    """What is told of an asking, and what is stored, has no field for who asked and when."""
    told = {"country", "region", "need", "outcome", "language", "channel", "whom", "kind"}
    assert {field.name for field in fields(Asking)} == told
    for table in TABLES:
        for model in (table.asked, table.published):
            assert set(model.model_fields) == {"period", "count", *table.columns}
            assert len(table.columns) <= 4


def test_every_column_is_in_the_inventory() -> None:
    """docs/data-inventory.md names each table of numbers with each of its columns, and no other."""
    page = (Path(__file__).parents[3] / "docs" / "data-inventory.md").read_text("utf-8").splitlines()
    for table in TABLES:
        name = str(table.asked.__tablename__)
        (row,) = [line for line in page if line.startswith(f"| `{name}`")]
        assert re.findall(r"`(\w+)`", row) == [name, "period", *table.columns, "count"]
    (row,) = [line for line in page if line.startswith("| `published_place`")]
    assert {f"`{table.published.__tablename__}`" for table in TABLES} <= set(re.findall(r"`\w+`", row))


@SQLITE_ONLY
def test_nothing_else_is_stored(own_engine: Engine, ask: Ask) -> None:
    """An asking changes the four tables of the period that goes on, and no other."""

    def everything() -> dict[str, list[str]]:
        with own_engine.connect() as connection:
            return {name: _rows(connection, name) for name in Record.metadata.tables}

    before = everything()
    ask(asking(), 1, (SHELTER,))
    after_it = everything()
    changed = {name for name in after_it if after_it[name] != before[name]}
    assert changed == {str(table.asked.__tablename__) for table in TABLES}


def _rows(connection: Connection, name: str) -> list[str]:
    return sorted(repr(tuple(row)) for row in connection.execute(select(Record.metadata.tables[name])))


@SQLITE_ONLY
async def test_what_is_left_is_written_at_the_end(own_engine: Engine) -> None:
    """A service that stops writes what it has; one that runs writes now and then."""
    tally = Tally()
    counted(tally, asking(), 1)
    work = asyncio.create_task(write_now_and_then(tally, own_engine, (0.01, 0.02)))
    period = period_of(datetime.now(UTC))
    for _ in range(200):
        await asyncio.sleep(0.02)
        if asked(own_engine, period)["tongues"]:
            break
    assert asked(own_engine, period)["tongues"] == {("TH", "th", "telegram"): 1}
    counted(tally, asking(), 1)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert asked(own_engine, period)["tongues"] == {("TH", "th", "telegram"): 2}


def test_a_database_without_tables_stops_nobody(database_url: str) -> None:
    """Where the numbers can't be written at all nothing is raised, and they are still there."""
    engine = connect(database_url)
    tally = Tally()
    counted(tally, asking(), 2)
    tally.write(engine, NOW)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()
    assert {table: sum(cells.values()) for table, cells in tally._numbers.items()}[PLACES] == 2
    assert tally._numbers[TONGUES] == {("TH", "th", "telegram"): 2}
    assert not tally._numbers[REFERRALS]


def test_whatever_fails_the_numbers_are_kept(own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of any kind loses nothing: the next write has it."""
    tally = Tally(left_out=0)
    tally.count(asking(), (), "somebody")

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(tallying, "add", fail)
        with pytest.raises(RuntimeError):
            tally.write(own_engine, NOW)
    tally.write(own_engine, NOW)
    assert asked(own_engine)["places"] == {("TH", "", "shelter", "referred"): 1}
