"""One service alone is described as search describes it."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, insert
from sqlmodel import col

from directory import Directory, Need, Place, Rung
from directory.models import Service
from directory.search import describe_one
from directory.service import DEFAULT_STALE_AFTER
from tests.directory.made_up import MadeUp, at, enter


@pytest.mark.parametrize("place", [Place("TH"), Place("TH", "TH-50"), Place("GB"), Place("NR")])
@pytest.mark.parametrize("language", ["en", "my"])
def test_as_search_says(engine: Engine, directory: Directory, place: Place, language: str) -> None:
    """Whoever looks at one entry reads what somebody who asks there is told; only why it was chosen may differ."""
    found = directory.find_services(Need.SHELTER, place, language, now=at(3), limit=20).services
    with engine.connect() as connection:
        for one in found:
            alone = describe_one(connection, one.id, place, language, stale_after=DEFAULT_STALE_AFTER, now=at(3))
            assert alone is not None
            assert replace(alone, why=one.why, lacks=one.lacks) == one
            # That it is for others is a matter of who asks, and here nobody does.
            assert set(one.lacks) - set(alone.lacks) <= {"for_others"}


def test_no_such_service(engine: Engine) -> None:
    """An id that is no service's is told as none."""
    with engine.connect() as connection:
        assert describe_one(connection, "nothing", None, "en", stale_after=DEFAULT_STALE_AFTER) is None


def test_in_the_callers_transaction(own_engine: Engine) -> None:
    """A change that is not kept is described, and then never was."""
    with own_engine.connect() as connection:
        with connection.begin() as trial:
            enter(connection, MadeUp("tried", languages=("th",)))
            connection.execute(
                insert(Service), {"id": "bare", "organization_id": "tried", "name": "x", "status": "active"}
            )
            found = describe_one(connection, "tried", Place("NR"), "th", stale_after=DEFAULT_STALE_AFTER)
            assert found is not None
            assert (found.rung, found.country) == (Rung.COUNTRY, "NR")
            # Search knows only services of which it is said whom they answer to.
            assert describe_one(connection, "bare", None, "th", stale_after=DEFAULT_STALE_AFTER) is None
            trial.rollback()
        with connection.begin():
            assert describe_one(connection, "tried", None, "th", stale_after=DEFAULT_STALE_AFTER) is None
            assert connection.scalar(Service.__table__.select().where(col(Service.id) == "bare")) is None  # type: ignore[attr-defined]
