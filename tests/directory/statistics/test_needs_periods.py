"""A period is published in tens once it has ended, and only once; what it was counted in is deleted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from directory import Tally
from directory.backup import back_up
from directory.db.engine import connect
from directory.models import stable_id
from directory.statistics.periods import after, last_day, period_of
from directory.statistics.queries import periods
from directory.statistics.writer import close_ended
from tests.directory.statistics.conftest import LATER, NOW, PERIOD, SQLITE_ONLY, Ask, asked, asking, shown

SHELTER = stable_id("service", "th-urbanlight")


def test_a_period_is_four_iso_weeks() -> None:
    """A period begins on a Monday at midnight in UTC and ends on a Sunday, 28 days later."""
    first = datetime.fromisoformat(PERIOD).replace(tzinfo=UTC)
    assert first.isoweekday() == 1
    assert {period_of(first + timedelta(hours=hours)) for hours in (0, 300, 28 * 24 - 1)} == {PERIOD}
    assert period_of(first + timedelta(days=28)) == after(PERIOD)
    assert period_of(first - timedelta(seconds=1)) < PERIOD
    assert last_day(PERIOD) == "2026-11-22"


@SQLITE_ONLY
def test_an_open_period_shows_nothing(own_engine: Engine, ask: Ask) -> None:
    """As long as a period goes on nothing of it is published, however large its numbers."""
    ask(asking(), 500, (SHELTER,))
    close_ended(own_engine, NOW + timedelta(days=5))
    assert not any(shown(own_engine).values())
    with own_engine.connect() as connection:
        assert periods(connection) == []


def test_a_period_is_published_in_tens_and_its_numbers_deleted(
    own_engine: Engine, ask: Ask, later: Callable[[], None]
) -> None:
    """What is left of a period are tens; small numbers and true ones are gone."""
    ask(asking(), 47, (SHELTER,))
    ask(asking("work", language="km"), 9)
    later()
    numbers = shown(own_engine)
    assert numbers["places"] == {("TH", "", "shelter", "referred"): 40}
    assert numbers["tongues"] == {("TH", "th", "telegram"): 40}
    assert numbers["referrals"] == {(SHELTER,): 40}
    assert not any(asked(own_engine).values())


@SQLITE_ONLY
def test_small_regions_count_without_their_name(own_engine: Engine, ask: Ask, later: Callable[[], None]) -> None:
    """Where too few asked in a province they stand under the country as a whole."""
    for region in ("TH-10", "TH-50", "TH-57"):
        ask(asking(region=region), 8)
    ask(asking(region="TH-20"), 31)
    later()
    assert shown(own_engine)["places"] == {
        ("TH", "", "shelter", "referred"): 20,
        ("TH", "TH-20", "shelter", "referred"): 30,
    }


def test_a_period_is_published_once(own_engine: Engine, ask: Ask, later: Callable[[], None]) -> None:
    """A process whose clock is behind counts for the next period: what was published never changes."""
    ask(asking(), 20)
    later()
    ask(asking(), 90)
    later()
    assert shown(own_engine)["tongues"] == {("TH", "th", "telegram"): 20}
    assert asked(own_engine, after(PERIOD))["tongues"] == {("TH", "th", "telegram"): 90}


def test_many_close_a_period_at_once(filled_url: str, own_engine: Engine, ask: Ask) -> None:
    """Several processes that find the same period at its end publish it once."""
    ask(asking(), 20)
    engines = [connect(filled_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as processes:
        list(processes.map(lambda engine: Tally().write(engine, LATER), engines))
    for engine in engines:
        engine.dispose()
    close_ended(own_engine, LATER)
    assert shown(own_engine)["tongues"] == {("TH", "th", "telegram"): 20}


def test_a_service_that_is_gone_is_not_shown(own_engine: Engine, ask: Ask, later: Callable[[], None]) -> None:
    """Of a service that no search knows it isn't said how often people were sent there."""
    ask(asking(), 40, ("gone", SHELTER))
    later()
    assert shown(own_engine)["referrals"] == {(SHELTER,): 40}


@SQLITE_ONLY
def test_small_numbers_are_in_no_backup(own_engine: Engine, ask: Ask, tmp_path: Path) -> None:
    """A backup holds what was published, and nothing of the period that goes on."""
    ask(asking(), 3)
    tables = back_up(own_engine, tmp_path / "backup.zip").tables
    assert not [name for name in tables if name.startswith("asked_")]
    assert {"published_place", "closed_period"} <= set(tables)
