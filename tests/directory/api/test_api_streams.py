"""Streams of whole lists, and counts that are kept."""

import time

import httpx
from sqlalchemy import Engine

from directory.api.pagination import Listing
from directory.api.query_params import OfServices
from directory.api.service_lists import services
from directory.api.total_counts import Surveys
from tests.directory.api.rich import an_id, fill, put
from tests.directory.api.serving import Api, served

MANY = 12_000


def test_only_a_few_streams_at_once(api: Api) -> None:
    """While all places are taken another stream is told to come later; one that breaks off frees its place."""
    asked = {"format": "ndjson", "full": "true"}
    with served(api.engine, most_streams=1) as address:
        with httpx.Client(base_url=address, trust_env=False) as slow, slow.stream("GET", "services", params=asked):
            refused = httpx.get(f"{address}/services", params=asked, trust_env=False)
            assert refused.status_code == 503
            assert refused.headers["retry-after"] == "30"
            assert httpx.get(f"{address}/services", trust_env=False).status_code == 200
        deadline = time.monotonic() + 20
        while httpx.get(f"{address}/services", params=asked, trust_env=False).status_code == 503:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert httpx.get(f"{address}/services", params=asked, trust_env=False).status_code == 200


def test_deep_pages_begin_at_marks(own_engine: Engine) -> None:
    """Pages of a long list join without gap or repetition, whatever mark they begin at, and a kept count is used."""
    with own_engine.begin() as connection:
        organization = fill(connection)["organization"]
        for number in range(MANY):
            changed = f"2027-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
            told = {"name": "One of many", "status": "active", "last_modified": changed}
            put(connection, "service", organization_id=organization, **told)
    surveys = Surveys(60)
    for asked in (
        OfServices(),
        OfServices(organization_id=organization),
        OfServices(modified_after="2027-01-01T00:30:00Z"),
    ):
        with own_engine.connect() as connection:
            listing = services(connection, asked)
            assert isinstance(listing, Listing)
            survey = surveys.of(connection, listing)
            before = listing.before(connection, survey)
            total = survey.total - before
            everything: list[str] = []
            last = None
            while keys := listing.batch(connection, last):
                everything += [listing.element(key) for key in keys]
                last = keys[-1]
            assert len(everything) == len(set(everything)) == total
            for first in (0, 1, 199, 200, 980, 1000, 1001, total - 20, total - 1):
                found = listing.page(connection, survey, before + first, 20)
                assert found == everything[first : first + 20]


def test_new_services_are_counted(own_engine: Engine) -> None:
    """In a directory of ordinary size the numbers are not old, but where a busy machine counts it slowly."""

    def is_counted() -> bool:
        with served(own_engine) as address:
            count = httpx.get(f"{address}/services", trust_env=False).json()["total_items"]
            with own_engine.begin() as connection:
                organization = put(connection, "organization", name="New", description="New")
                put(connection, "service", organization_id=organization, name=an_id(), status="active")
            return bool(httpx.get(f"{address}/services", trust_env=False).json()["total_items"] == count + 1)

    assert any(is_counted() for _ in range(8))
