"""The health check of a directory, on both kinds of database."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from directory import VerificationCounts, check_health, count_verifications, is_migrated
from directory.db.engine import open_engine
from directory.models import Assurance, Coverage, EmergencyNumber, Service
from tests.directory.databases import PostgresDatabases

HALF_A_YEAR = timedelta(days=180)
LOGGING_OFF = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
}
"""What docs/operating.md asks of PostgreSQL."""


def test_counts_verifications(own_engine: Engine) -> None:
    """A recent verification counts, an old one is stale, inactive services are ignored."""
    before = count_verifications(own_engine, HALF_A_YEAR)
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
    assert count_verifications(own_engine, HALF_A_YEAR) == VerificationCounts(2, 1, before.unverified - 4)


def test_lists_countries_without_emergency_number(filled_url: str) -> None:
    """A country with services and without an emergency number is listed."""
    engine = open_engine(filled_url)
    with engine.begin() as connection:
        there = set(connection.scalars(select(col(Coverage.country))))
        known = set(connection.scalars(select(col(EmergencyNumber.country))))
    assert set(check_health(filled_url, HALF_A_YEAR).countries_without_emergency_number) == there - known - {None}
    with engine.begin() as connection:
        connection.execute(delete(EmergencyNumber).where(col(EmergencyNumber.country) == "TH"))
    engine.dispose()
    assert "TH" in check_health(filled_url, HALF_A_YEAR).countries_without_emergency_number


def test_lists_statement_logging_settings(filled_url: str) -> None:
    """PostgreSQL logs failed statements by default and nothing when configured; SQLite has no log."""
    engine = open_engine(filled_url)
    if engine.dialect.name == "sqlite":
        assert check_health(filled_url, HALF_A_YEAR).statement_logging == ()
        return
    assert check_health(filled_url, HALF_A_YEAR).statement_logging == ("log_min_error_statement",)

    def configure(settings: dict[str, str]) -> tuple[str, ...]:
        with engine.begin() as connection:
            for name, value in settings.items():
                connection.execute(text(f"ALTER DATABASE {engine.url.database} SET {name} = '{value}'"))
        engine.dispose()
        return check_health(filled_url, HALF_A_YEAR).statement_logging

    assert configure(LOGGING_OFF) == ()
    assert configure({"log_statement": "all", "log_min_duration_statement": "250"}) == (
        "log_min_duration_statement",
        "log_statement",
    )


def test_times_out_on_locked_tables(postgres: str) -> None:
    """If the tables are locked, the check fails within seconds."""
    url = PostgresDatabases(postgres).filled()
    engine = open_engine(url)
    with engine.begin() as holder:
        holder.execute(text("LOCK TABLE alembic_version, assurance IN ACCESS EXCLUSIVE MODE"))
        begun = time.monotonic()
        with pytest.raises(OperationalError):
            is_migrated(url)
        with pytest.raises(OperationalError):
            check_health(url, HALF_A_YEAR)
        assert time.monotonic() - begun < 10
    engine.dispose()


@pytest.mark.parametrize("name", LOGGING_OFF)
def test_documentation_lists_settings(name: str) -> None:
    """The operators' page asks for the same settings."""
    page = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
    assert f"`{name} = {LOGGING_OFF[name]}`" in page
