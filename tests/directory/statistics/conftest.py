"""Help requests, and the counts that result from them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine

from directory import HelpRequest, Outcome, RequestedFor, SelfCheckKind, UsageCounters
from directory.statistics.tables import TABLES, Counts, read_counts
from directory.statistics.writer import close_ended_periods

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
"""In the period that begins on 26 October 2026."""
PERIOD = "2026-10-26"
LATER = NOW + timedelta(weeks=4)

SQLITE_ONLY = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""For what is the same on both kinds of database."""

Ask = Callable[..., None]
_conversations = count()


def make_request(  # noqa: PLR0913, PLR0917 - one for each column
    need: str = "shelter",
    outcome: Outcome = Outcome.REFERRED,
    country: str = "TH",
    region: str = "",
    language: str = "th",
    channel: str = "telegram",
    whom: RequestedFor = RequestedFor.UNSPECIFIED,
    kind: SelfCheckKind = SelfCheckKind.UNSPECIFIED,
) -> HelpRequest:
    """Return a request."""
    return HelpRequest(country, region, need, outcome, language, channel, whom, kind)


def record(counters: UsageCounters, request: HelpRequest, times: int, services: tuple[str, ...] = ()) -> None:
    """Record a request of so many people."""
    for _ in range(times):
        counters.record(request, services, f"conversation {next(_conversations)}")


def current_counts(engine: Engine, period: str = PERIOD) -> dict[str, Counts]:
    """Return the counts of an open period."""
    with engine.connect() as connection:
        return {table.name: read_counts(connection, table.current, table.columns, period) for table in TABLES}


def published(engine: Engine, period: str = PERIOD) -> dict[str, Counts]:
    """Return the published counts of a period."""
    with engine.connect() as connection:
        return {table.name: read_counts(connection, table.published, table.columns, period) for table in TABLES}


@pytest.fixture
def ask(own_engine: Engine) -> Ask:
    """Return a function that records requests at a moment and flushes them, with every referral."""

    def people(request: HelpRequest, times: int, services: tuple[str, ...] = (), now: datetime = NOW) -> None:
        counters = UsageCounters(drop_rate=0)
        record(counters, request, times, services)
        counters.flush(own_engine, now)

    return people


@pytest.fixture
def later(own_engine: Engine) -> Callable[[], None]:
    """Return a function that closes the period four weeks later."""
    return lambda: close_ended_periods(own_engine, LATER)
