"""One service alone is described as search describes it."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, insert
from sqlmodel import col

from directory import Directory, Need, Place, Proximity
from directory.models import Service
from directory.search import describe_service
from directory.service import DEFAULT_STALE_AFTER
from tests.directory.made_up import MadeUp, at, enter


@pytest.mark.parametrize("place", [Place("TH"), Place("TH", "TH-50"), Place("GB"), Place("NR")])
@pytest.mark.parametrize("language", ["en", "my"])
def test_equals_search_result(engine: Engine, directory: Directory, place: Place, language: str) -> None:
    """Whoever looks at one entry reads what somebody who asks there is told; only why it was chosen may differ."""
    results = directory.find_services(Need.SHELTER, place, language, now=at(3), limit=20).services
    with engine.connect() as connection:
        for one in results:
            alone = describe_service(connection, one.id, place, language, stale_after=DEFAULT_STALE_AFTER, now=at(3))
            assert alone is not None
            assert replace(alone, match_kind=one.match_kind, limitations=one.limitations) == one
            # That it is for others is a matter of who asks, and here nobody does.
            assert set(one.limitations) - set(alone.limitations) <= {"for_others"}


def test_unknown_service_is_none(engine: Engine) -> None:
    """An unknown id returns None."""
    with engine.connect() as connection:
        assert describe_service(connection, "nothing", None, "en", stale_after=DEFAULT_STALE_AFTER) is None


def test_reads_callers_transaction(own_engine: Engine) -> None:
    """An uncommitted change is described, and gone after a rollback."""
    with own_engine.connect() as connection:
        with connection.begin() as trial:
            enter(connection, MadeUp("tried", languages=("th",)))
            connection.execute(
                insert(Service), {"id": "bare", "organization_id": "tried", "name": "x", "status": "active"}
            )
            results = describe_service(connection, "tried", Place("NR"), "th", stale_after=DEFAULT_STALE_AFTER)
            assert results is not None
            assert (results.proximity, results.country) == (Proximity.COUNTRY, "NR")
            # Search knows only services of which it is said whom they answer to.
            assert describe_service(connection, "bare", None, "th", stale_after=DEFAULT_STALE_AFTER) is None
            trial.rollback()
        with connection.begin():
            assert describe_service(connection, "tried", None, "th", stale_after=DEFAULT_STALE_AFTER) is None
            assert connection.scalar(Service.__table__.select().where(col(Service.id) == "bare")) is None  # type: ignore[attr-defined]
