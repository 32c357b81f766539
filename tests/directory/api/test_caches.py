"""No cache holds what somebody searched for."""

import json
from contextlib import closing
from http.client import HTTPConnection

import pytest

from directory.api import endpoints
from directory.api.pagination import KeysetList
from directory.api.query_params import ServiceListParams
from directory.api.service_lists import services
from tests.directory.api.api_server import Api
from tests.harness.caches import caches_holding

WORD = "qwertina"


def test_search_words_are_not_cached(api: Api) -> None:
    """Whatever is searched for, whichever list and parameter: only words of the directory are cached."""
    # httpx would leave the URLs in the cache of `urlsplit` itself.
    with closing(HTTPConnection(api.client.base_url.host, api.client.base_url.port or 0, timeout=30)) as connection:

        def ask(path: str, body: object = None) -> int:
            headers = {"Content-Type": "application/json"}
            connection.request("POST" if body else "GET", f"/hsds{path}", json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            response.read()
            return response.status

        for path in ("/services", "/organizations", "/service_at_locations", "/taxonomies", "/taxonomy_terms"):
            assert ask(f"{path}?search={WORD}+shelter") in {200, 422}
            assert ask(path, {"search": f"{WORD} shelter"}) in {200, 422}
            assert ask(f"{path}/{WORD}") == 404
            assert ask(f"{path}?{WORD}=1") == 422
        for name in ("taxonomy_term_id", "taxonomy_id", "organization_id", "postcode"):
            assert ask(f"/service_at_locations?{name}={WORD}") in {200, 422}
        assert ask("/") == 200  # by now the request before it is over
    assert caches_holding(WORD) == []


def test_counts_of_made_up_filters_are_not_cached(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a count takes, it is cached only if the directory has what was asked for."""
    monkeypatch.setattr(endpoints, "_SLOW_SECONDS", -1)
    cache = endpoints.CheckpointCache(60)
    with api.engine.connect() as connection:
        for term, is_cached in ((WORD, False), (api.ids["term"], True)):
            rows = services(connection, ServiceListParams(taxonomy_term_id=term))
            assert isinstance(rows, KeysetList)
            cache.get(connection, rows)
            assert (cache._take(rows.name) is not None) is is_cached
