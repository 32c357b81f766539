"""Streams of whole lists, and cached counts."""

import time

import httpx
from sqlalchemy import Engine

from directory.api.endpoints import CheckpointCache
from directory.api.pagination import KeysetList
from directory.api.query_params import ServiceListParams
from directory.api.service_lists import services
from tests.directory.api.api_server import Api, serve_api
from tests.directory.api.sample_organization import add_row, insert_sample_organization, new_id

MANY = 12_000


def test_limits_concurrent_streams(api: Api) -> None:
    """Too many streams get 503; an aborted stream frees its slot."""
    params = {"format": "ndjson", "full": "true"}
    with serve_api(api.engine, max_streams=1) as address:
        with httpx.Client(base_url=address, trust_env=False) as slow, slow.stream("GET", "services", params=params):
            http_error = httpx.get(f"{address}/services", params=params, trust_env=False)
            assert http_error.status_code == 503
            assert http_error.headers["retry-after"] == "30"
            assert httpx.get(f"{address}/services", trust_env=False).status_code == 200
        deadline = time.monotonic() + 20
        while httpx.get(f"{address}/services", params=params, trust_env=False).status_code == 503:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert httpx.get(f"{address}/services", params=params, trust_env=False).status_code == 200


def test_deep_pages_use_checkpoints(own_engine: Engine) -> None:
    """Pages of a long list have no gaps or repetitions at any checkpoint."""
    with own_engine.begin() as connection:
        organization = insert_sample_organization(connection)["organization"]
        for number in range(MANY):
            changed = f"2027-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
            told = {"name": "One of many", "status": "active", "last_modified": changed}
            add_row(connection, "service", organization_id=organization, **told)
    checkpoint_cache = CheckpointCache(60)
    for params in (
        ServiceListParams(),
        ServiceListParams(organization_id=organization),
        ServiceListParams(modified_after="2027-01-01T00:30:00Z"),
    ):
        with own_engine.connect() as connection:
            keyset_list = services(connection, params)
            assert isinstance(keyset_list, KeysetList)
            checkpoints = checkpoint_cache.get(connection, keyset_list)
            rows_before = keyset_list.count_before_start(connection, checkpoints)
            total = checkpoints.total - rows_before
            everything: list[str] = []
            last = None
            while keys := keyset_list.next_keys(connection, last):
                everything += [keyset_list.id_of_key(key) for key in keys]
                last = keys[-1]
            assert len(everything) == len(set(everything)) == total
            for first in (0, 1, 199, 200, 980, 1000, 1001, total - 20, total - 1):
                found = keyset_list.page(connection, checkpoints, rows_before + first, 20)
                assert found == everything[first : first + 20]


def test_short_lists_are_always_counted(own_engine: Engine) -> None:
    """In a small directory counts are current, unless a busy machine counts slowly."""

    def is_counted() -> bool:
        with serve_api(own_engine) as address:
            count = httpx.get(f"{address}/services", trust_env=False).json()["total_items"]
            with own_engine.begin() as connection:
                organization = add_row(connection, "organization", name="New", description="New")
                add_row(connection, "service", organization_id=organization, name=new_id(), status="active")
            return bool(httpx.get(f"{address}/services", trust_env=False).json()["total_items"] == count + 1)

    assert any(is_counted() for _ in range(8))
