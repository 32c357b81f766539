"""In what state a directory is, on both kinds of database."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from directory import Checked, checked, condition_of, is_migrated
from directory.db.engine import connect
from directory.models import Assurance, Coverage, EmergencyNumber, Service
from tests.directory.databases import PostgresDatabases

HALF_A_YEAR = timedelta(days=180)
SILENT = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
}
"""What docs/operating.md asks of PostgreSQL."""


def test_checks_count_for_a_time(own_engine: Engine) -> None:
    """A service that was checked lately is verified, one that was long ago is stale, one that is gone neither."""
    before = checked(own_engine, HALF_A_YEAR)
    assert (before.verified, before.stale) == (0, 0)
    with own_engine.begin() as connection:
        ids = connection.scalars(select(col(Service.id)).where(col(Service.status) == "active").limit(4)).all()
        connection.execute(delete(Assurance).where(col(Assurance.service_id).in_(ids)))
        now = datetime.now(UTC)
        for service_id, days in zip(ids, (1, 179, 181, 1), strict=True):
            connection.execute(
                Assurance.__table__.insert().values(service_id=service_id, verified_at=now - timedelta(days=days))  # type: ignore[attr-defined]
            )
        connection.execute(update(Service).where(col(Service.id) == ids[3]).values(status="inactive"))
    assert checked(own_engine, HALF_A_YEAR) == Checked(2, 1, before.unverified - 4)


def test_countries_without_a_number(filled_url: str) -> None:
    """A country whose services people are sent to and whose emergency number nobody knows is named."""
    engine = connect(filled_url)
    with engine.begin() as connection:
        there = set(connection.scalars(select(col(Coverage.country))))
        known = set(connection.scalars(select(col(EmergencyNumber.country))))
    assert set(condition_of(filled_url, HALF_A_YEAR).without_numbers) == there - known - {None}
    with engine.begin() as connection:
        connection.execute(delete(EmergencyNumber).where(col(EmergencyNumber.country) == "TH"))
    engine.dispose()
    assert "TH" in condition_of(filled_url, HALF_A_YEAR).without_numbers


def test_what_its_database_writes_down(filled_url: str) -> None:
    """PostgreSQL as it comes writes down what fails; set up as our page says it writes nothing; SQLite has no log."""
    engine = connect(filled_url)
    if engine.dialect.name == "sqlite":
        assert condition_of(filled_url, HALF_A_YEAR).writing == ()
        return
    assert condition_of(filled_url, HALF_A_YEAR).writing == ("log_min_error_statement",)

    def set_up(settings: dict[str, str]) -> tuple[str, ...]:
        with engine.begin() as connection:
            for name, value in settings.items():
                connection.execute(text(f"ALTER DATABASE {engine.url.database} SET {name} = '{value}'"))
        engine.dispose()
        return condition_of(filled_url, HALF_A_YEAR).writing

    assert set_up(SILENT) == ()
    assert set_up({"log_statement": "all", "log_min_duration_statement": "250"}) == (
        "log_min_duration_statement",
        "log_statement",
    )


def test_behind_a_lock(postgres: str) -> None:
    """Where somebody has locked the tables whoever wants to know waits for seconds, not until they are done."""
    url = PostgresDatabases(postgres).filled()
    engine = connect(url)
    with engine.begin() as holder:
        holder.execute(text("LOCK TABLE alembic_version, assurance IN ACCESS EXCLUSIVE MODE"))
        begun = time.monotonic()
        with pytest.raises(OperationalError):
            is_migrated(url)
        with pytest.raises(OperationalError):
            condition_of(url, HALF_A_YEAR)
        assert time.monotonic() - begun < 10
    engine.dispose()


@pytest.mark.parametrize("name", SILENT)
def test_our_page_says_so_too(name: str) -> None:
    """The page for operators asks for the same."""
    page = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
    assert f"`{name} = {SILENT[name]}`" in page
