"""People who ask, and the numbers that come of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine

from directory import Asking, Kind, Outcome, Tally, Whom
from directory.statistics.tables import TABLES, Numbers, rows_of
from directory.statistics.writer import close_ended

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
"""In the period that begins on 26 October 2026."""
PERIOD = "2026-10-26"
LATER = NOW + timedelta(weeks=4)

SQLITE_ONLY = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""For what is the same on both kinds of database."""

Ask = Callable[..., None]
_conversations = count()


def asking(  # noqa: PLR0913, PLR0917 - one for each column
    need: str = "shelter",
    outcome: Outcome = Outcome.REFERRED,
    country: str = "TH",
    region: str = "",
    language: str = "th",
    channel: str = "telegram",
    whom: Whom = Whom.NOT_TOLD,
    kind: Kind = Kind.NOT_TOLD,
) -> Asking:
    """Return an asking."""
    return Asking(country, region, need, outcome, language, channel, whom, kind)


def counted(tally: Tally, asked: Asking, times: int, services: tuple[str, ...] = ()) -> None:
    """Have so many people ask the same."""
    for _ in range(times):
        tally.count(asked, services, f"conversation {next(_conversations)}")


def asked(engine: Engine, period: str = PERIOD) -> dict[str, Numbers]:
    """Return what was counted in a period that goes on."""
    with engine.connect() as connection:
        return {table.name: rows_of(connection, table.asked, table.columns, period) for table in TABLES}


def shown(engine: Engine, period: str = PERIOD) -> dict[str, Numbers]:
    """Return what was published of a period."""
    with engine.connect() as connection:
        return {table.name: rows_of(connection, table.published, table.columns, period) for table in TABLES}


@pytest.fixture
def ask(own_engine: Engine) -> Ask:
    """Return a function that has people ask at a moment, and writes the numbers, with every referral."""

    def people(asked: Asking, times: int, services: tuple[str, ...] = (), now: datetime = NOW) -> None:
        tally = Tally(left_out=0)
        counted(tally, asked, times, services)
        tally.write(own_engine, now)

    return people


@pytest.fixture
def later(own_engine: Engine) -> Callable[[], None]:
    """Return a function with which four weeks pass."""
    return lambda: close_ended(own_engine, LATER)
