"""Requests are counted in memory and flushed from time to time."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select, text

from directory import Directory, HelpRequest, UsageCounters, flush_periodically
from directory.db.engine import open_engine, write_transaction
from directory.models import Record, stable_id
from directory.statistics import counters as counters_module
from directory.statistics.periods import period_of
from directory.statistics.tables import LANGUAGES, PLACES, REFERRALS, TABLES
from tests.directory.statistics.conftest import NOW, SQLITE_ONLY, Ask, current_counts, make_request, record

SHELTER = stable_id("service", "th-urbanlight")


def test_counts_request_once_per_table(own_engine: Engine, ask: Ask) -> None:
    """Each request adds one to one cell of each request table, and to each service in the answer."""
    ask(make_request(), 2, ("a", "b"))
    ask(make_request(language="km"), 1, ("a",))
    assert current_counts(own_engine) == {
        "places": {("TH", "", "shelter", "referred"): 3},
        "tongues": {("TH", "km", "telegram"): 1, ("TH", "th", "telegram"): 2},
        "persons": {("TH", "not_told", "not_told"): 3},
        "referrals": {("a",): 3, ("b",): 2},
    }


@SQLITE_ONLY
def test_repeated_request_counts_once(own_engine: Engine) -> None:
    """The same need and place in one conversation counts once, and so does a service."""
    counters = UsageCounters(drop_rate=0)
    for request in (make_request(), make_request(), make_request(language="en"), make_request("work")):
        counters.record(request, ["a"], "one conversation")
    counters.flush(own_engine, NOW)
    numbers = current_counts(own_engine)
    assert numbers["places"] == {("TH", "", "shelter", "referred"): 1, ("TH", "", "work", "referred"): 1}
    assert numbers["referrals"] == {("a",): 1}


@SQLITE_ONLY
@pytest.mark.parametrize("channel", ["preview", "console", ""])
def test_ignores_preview_and_console(own_engine: Engine, channel: str) -> None:
    """The preview and the console count nothing."""
    counters = UsageCounters(drop_rate=0)
    counters.record(make_request(channel=channel), ["a"], "pseudonym")
    counters.record_referrals(["a"], channel, "pseudonym")
    counters.flush(own_engine, NOW)
    assert not any(current_counts(own_engine).values())


@SQLITE_ONLY
def test_request_is_not_written_at_once(own_engine: Engine) -> None:
    """A request stays in memory until the next flush: the database does not reveal its time."""
    counters = UsageCounters(drop_rate=0)
    Directory(own_engine, counters=counters).record_request(make_request(), ["a"], "pseudonym")
    assert not any(current_counts(own_engine).values())
    counters.flush(own_engine, NOW)
    assert current_counts(own_engine)["referrals"] == {("a",): 1}


def test_drops_some_referrals() -> None:
    """About one referral in ten is dropped, so that the number of requests stays unknown; requests are all counted."""
    counters = UsageCounters()
    for person in range(2000):
        counters.record(make_request(), ["a"], f"person {person}")
    assert counters._counts[PLACES] == {("TH", "", "shelter", "referred"): 2000}
    assert 1600 < counters._counts[REFERRALS]["a",] < 2000


def test_concurrent_flushes_add_up(filled_url: str, own_engine: Engine) -> None:
    """Processes that write the same cells at the same time lose nothing."""
    engines = [open_engine(filled_url) for _ in range(4)]

    def work(engine: Engine) -> None:
        for _ in range(5):
            counters = UsageCounters()
            record(counters, make_request(), 3)
            counters.flush(engine, NOW)
        engine.dispose()

    with ThreadPoolExecutor(4) as processes:
        list(processes.map(work, engines))
    assert current_counts(own_engine)["tongues"] == {("TH", "th", "telegram"): 60}


def test_keeps_counts_while_database_is_locked(filled_url: str, own_engine: Engine) -> None:
    """While the database is locked, counts wait for the next flush."""
    counters = UsageCounters()
    record(counters, make_request(), 3)
    other = open_engine(filled_url)
    with other.connect() as connection, write_transaction(connection):
        counters.flush(own_engine, NOW)
    other.dispose()
    record(counters, make_request(), 1)
    counters.flush(own_engine, NOW)
    counters.flush(own_engine, NOW)
    assert current_counts(own_engine)["tongues"] == {("TH", "th", "telegram"): 4}


@SQLITE_ONLY
def test_memory_is_bounded(own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of cells in memory is limited, and all request tables stay equal."""
    monkeypatch.setattr(counters_module, "MAX_CELLS", 6)
    counters = UsageCounters()
    for language in ("th", "km", "lo", "my", "vi"):
        record(counters, make_request(language=language), 1)
    counters.flush(own_engine, NOW)
    numbers = current_counts(own_engine)
    sums = {sum(numbers[name].values()) for name in ("places", "tongues", "persons")}
    assert sums == {sum(numbers["places"].values())}
    assert 1 < len(numbers["tongues"]) < 5


@SQLITE_ONLY
def test_forgets_digests_every_day(own_engine: Engine) -> None:
    """The next day has a new key and no digests."""
    counters = UsageCounters()
    counters.flush(own_engine, NOW)
    record(counters, make_request(), 1)
    key = counters._key
    assert counters._digests
    counters.flush(own_engine, NOW + timedelta(days=1))
    assert not counters._digests
    assert counters._key != key


def test_no_column_for_person_or_time() -> None:
    """Neither a request nor the tables have a field for who asked and when."""
    expected = {"country", "region", "need", "outcome", "language", "channel", "requested_for", "self_check"}
    assert {field.name for field in fields(HelpRequest)} == expected
    for table in TABLES:
        for model in (table.current, table.published):
            assert set(model.model_fields) == {"period", "count", *table.columns}
            assert len(table.columns) <= 4


def test_data_inventory_lists_every_column() -> None:
    """docs/data-inventory.md names each table with all its columns, and no others."""
    page = (Path(__file__).parents[3] / "docs" / "data-inventory.md").read_text("utf-8").splitlines()
    for table in TABLES:
        name = str(table.current.__tablename__)
        (row,) = [line for line in page if line.startswith(f"| `{name}`")]
        assert re.findall(r"`(\w+)`", row) == [name, "period", *table.columns, "count"]
    (row,) = [line for line in page if line.startswith("| `published_place`")]
    assert {f"`{table.published.__tablename__}`" for table in TABLES} <= set(re.findall(r"`\w+`", row))


@SQLITE_ONLY
def test_stores_nothing_else(own_engine: Engine, ask: Ask) -> None:
    """A request changes the four tables of the current period, and no others."""

    def all_rows() -> dict[str, list[str]]:
        with own_engine.connect() as connection:
            return {name: _rows(connection, name) for name in Record.metadata.tables}

    before = all_rows()
    ask(make_request(), 1, (SHELTER,))
    after = all_rows()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {str(table.current.__tablename__) for table in TABLES}


def _rows(connection: Connection, name: str) -> list[str]:
    return sorted(repr(tuple(row)) for row in connection.execute(select(Record.metadata.tables[name])))


@SQLITE_ONLY
async def test_flushes_periodically_and_at_the_end(own_engine: Engine) -> None:
    """A running service flushes from time to time, a stopping one flushes what is left."""
    counters = UsageCounters()
    record(counters, make_request(), 1)
    work = asyncio.create_task(flush_periodically(counters, own_engine, (0.01, 0.02)))
    period = period_of(datetime.now(UTC))
    for _ in range(200):
        await asyncio.sleep(0.02)
        if current_counts(own_engine, period)["tongues"]:
            break
    assert current_counts(own_engine, period)["tongues"] == {("TH", "th", "telegram"): 1}
    record(counters, make_request(), 1)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert current_counts(own_engine, period)["tongues"] == {("TH", "th", "telegram"): 2}


def test_keeps_counts_without_tables(database_url: str) -> None:
    """If the database has no tables, nothing is raised and the counts are kept."""
    engine = open_engine(database_url)
    counters = UsageCounters()
    record(counters, make_request(), 2)
    counters.flush(engine, NOW)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()
    assert {table: sum(cells.values()) for table, cells in counters._counts.items()}[PLACES] == 2
    assert counters._counts[LANGUAGES] == {("TH", "th", "telegram"): 2}
    assert not counters._counts[REFERRALS]


def test_keeps_counts_after_any_error(own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """No error loses counts: the next flush saves them."""
    counters = UsageCounters(drop_rate=0)
    counters.record(make_request(), (), "pseudonym")

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(counters_module, "add_counts", fail)
        with pytest.raises(RuntimeError):
            counters.flush(own_engine, NOW)
    counters.flush(own_engine, NOW)
    assert current_counts(own_engine)["places"] == {("TH", "", "shelter", "referred"): 1}
