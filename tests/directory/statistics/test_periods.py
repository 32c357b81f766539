"""A period is published once, after it has ended; its true counts are deleted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from directory import UsageCounters
from directory.backup import create_backup
from directory.db.engine import open_engine
from directory.models import stable_id
from directory.statistics.periods import last_day, next_period, period_of
from directory.statistics.queries import published_periods
from directory.statistics.writer import close_ended_periods
from tests.directory.statistics.conftest import (
    LATER,
    NOW,
    PERIOD,
    SQLITE_ONLY,
    Ask,
    current_counts,
    make_request,
    published,
)

SHELTER = stable_id("service", "th-urbanlight")


def test_period_is_four_iso_weeks() -> None:
    """A period begins on a Monday at midnight UTC and ends on a Sunday, 28 days later."""
    first = datetime.fromisoformat(PERIOD).replace(tzinfo=UTC)
    assert first.isoweekday() == 1
    assert {period_of(first + timedelta(hours=hours)) for hours in (0, 300, 28 * 24 - 1)} == {PERIOD}
    assert period_of(first + timedelta(days=28)) == next_period(PERIOD)
    assert period_of(first - timedelta(seconds=1)) < PERIOD
    assert last_day(PERIOD) == "2026-11-22"


@SQLITE_ONLY
def test_publishes_nothing_of_open_period(own_engine: Engine, ask: Ask) -> None:
    """Nothing of an open period is published, however large its counts."""
    ask(make_request(), 500, (SHELTER,))
    close_ended_periods(own_engine, NOW + timedelta(days=5))
    assert not any(published(own_engine).values())
    with own_engine.connect() as connection:
        assert published_periods(connection) == []


def test_closing_publishes_and_deletes_counts(own_engine: Engine, ask: Ask, later: Callable[[], None]) -> None:
    """Rounded counts are published; small and true ones are deleted."""
    ask(make_request(), 47, (SHELTER,))
    ask(make_request("work", language="km"), 9)
    later()
    numbers = published(own_engine)
    assert numbers["places"] == {("TH", "", "shelter", "referred"): 40}
    assert numbers["tongues"] == {("TH", "th", "telegram"): 40}
    assert numbers["referrals"] == {(SHELTER,): 40}
    assert not any(current_counts(own_engine).values())


@SQLITE_ONLY
def test_recodes_small_regions(own_engine: Engine, ask: Ask, later: Callable[[], None]) -> None:
    """Requests from regions with too few are counted for the whole country."""
    for region in ("TH-10", "TH-50", "TH-57"):
        ask(make_request(region=region), 8)
    ask(make_request(region="TH-20"), 31)
    later()
    assert published(own_engine)["places"] == {
        ("TH", "", "shelter", "referred"): 20,
        ("TH", "TH-20", "shelter", "referred"): 30,
    }


def test_publishes_period_once(own_engine: Engine, ask: Ask, later: Callable[[], None]) -> None:
    """A process whose clock is behind counts for the next period: published counts never change."""
    ask(make_request(), 20)
    later()
    ask(make_request(), 90)
    later()
    assert published(own_engine)["tongues"] == {("TH", "th", "telegram"): 20}
    assert current_counts(own_engine, next_period(PERIOD))["tongues"] == {("TH", "th", "telegram"): 90}


def test_concurrent_closing_publishes_once(filled_url: str, own_engine: Engine, ask: Ask) -> None:
    """Several processes that find an ended period publish it once."""
    ask(make_request(), 20)
    engines = [open_engine(filled_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as processes:
        list(processes.map(lambda engine: UsageCounters().flush(engine, LATER), engines))
    for engine in engines:
        engine.dispose()
    close_ended_periods(own_engine, LATER)
    assert published(own_engine)["tongues"] == {("TH", "th", "telegram"): 20}


def test_omits_removed_services(own_engine: Engine, ask: Ask, later: Callable[[], None]) -> None:
    """Referrals to a service that is not in the search index are not published."""
    ask(make_request(), 40, ("gone", SHELTER))
    later()
    assert published(own_engine)["referrals"] == {(SHELTER,): 40}


@SQLITE_ONLY
def test_backup_excludes_open_counts(own_engine: Engine, ask: Ask, tmp_path: Path) -> None:
    """A backup holds published counts, and none of the current period."""
    ask(make_request(), 3)
    tables = create_backup(own_engine, tmp_path / "backup.zip").tables
    assert not [name for name in tables if name.startswith("asked_")]
    assert {"published_place", "closed_period"} <= set(tables)
