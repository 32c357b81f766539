"""Pages and filters."""

import json

import pytest

from tests.directory.api.api_server import Api

LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


@pytest.mark.parametrize("path", LISTS)
def test_pages_contain_each_item_once(api: Api, path: str) -> None:
    """All pages together contain each item once, and the numbers of every page are consistent."""
    first = api.page(path, per_page=7)
    seen: list[str] = []
    for number in range(1, first["total_pages"] + 1):
        page = api.page(path, per_page=7, page=number)
        assert page["page_number"] == number
        assert page["size"] == len(page["contents"])
        assert page["first_page"] == (number == 1)
        assert page["last_page"] == (number == first["total_pages"])
        assert not page["empty"]
        seen += [one["id"] for one in page["contents"]]
    assert len(seen) == len(set(seen)) == first["total_items"]


@pytest.mark.parametrize("path", LISTS)
def test_page_beyond_the_last_is_empty(api: Api, path: str) -> None:
    """A page far beyond the last is empty."""
    page = api.page(path, page=1_000_000_000)
    assert page["contents"] == []
    assert page["empty"]
    assert page["last_page"]


@pytest.mark.parametrize("path", LISTS)
def test_stream_contains_all_pages(api: Api, path: str) -> None:
    """Ndjson returns all items, one per line, in the order of the pages."""
    answer = api.get(path, format="ndjson", per_page=1, page=3)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    streamed = [json.loads(line) for line in answer.text.splitlines()]
    total = api.page(path)["total_items"]
    assert len(streamed) == total
    assert streamed[:20] == api.page(path, per_page=20)["contents"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("params", [{}, {"per_page": 3, "page": 2}, {"search": "women"}, {"language": "es"}])
def test_post_equals_get(api: Api, path: str, params: dict[str, object]) -> None:
    """Parameters in a body have the same result as in the URL."""
    assert api.client.post(path, json=params).json() == api.get(path, **params).json()
    assert api.client.post(path).json() == api.get(path).json()


def test_filters_by_term_and_taxonomy(api: Api) -> None:
    """Only services with a term are listed, each once; the same for a taxonomy."""
    ids = api.ids
    assert api.ids_of("services", taxonomy_term_id=ids["term"]) == [ids["service"]]
    assert api.ids_of("services", taxonomy_id=ids["taxonomy"]) == [ids["service"]]
    assert api.ids_of("service_at_locations", taxonomy_term_id=ids["term"]) == [ids["at"]]
    assert api.page("services", taxonomy_term_id=ids["under"])["total_items"] == 0


def test_filters_by_organization(api: Api) -> None:
    """Only services of the organization are listed, inactive ones with their status."""
    ids = api.ids
    page = api.page("services", organization_id=ids["organization"])
    assert {one["id"]: one["status"] for one in page["contents"]} == {
        ids["service"]: "active",
        ids["closed"]: "inactive",
    }
    at = api.ids_of("service_at_locations", organization_id=ids["organization"])
    assert at == [ids["at"], ids["beside"]]


def test_modified_after_compares_time_zones(api: Api) -> None:
    """Timestamps are compared and sorted in UTC, not as text: 06:30+07:00 is 23:30Z of the day before."""
    ids = api.ids
    of = {"organization_id": ids["organization"]}
    both = [ids["closed"], ids["service"]]
    assert api.ids_of("services", modified_after="2026-02-28T23:00:00Z", **of) == both
    assert api.ids_of("services", modified_after="2026-03-01T06:00:00.000+07:00", **of) == both
    assert api.ids_of("services", modified_after="2026-02-28T23:00:00.001Z", **of) == [ids["service"]]
    assert api.ids_of("services", modified_after="2026-02-28T23:31:00Z", **of) == []
    assert api.ids_of("services", modified_after="2026-02-28", **of) == both
    combined = {"taxonomy_term_id": ids["term"], "modified_after": "2026-02-01"}
    assert api.ids_of("services", **combined) == [ids["service"]]
    assert api.ids_of("service_at_locations", modified_after="2026-02-28", **of) == [ids["beside"], ids["at"]]


def test_filters_by_postcode_and_proximity(api: Api) -> None:
    """A postcode matches however it is spaced; proximity, in metres, is around the centre of its locations."""
    ids = api.ids
    assert api.ids_of("service_at_locations", postcode="50-200") == [ids["at"]]
    assert api.ids_of("service_at_locations", postcode="50200", proximity=500) == [ids["at"]]
    assert api.ids_of("service_at_locations", postcode="50200", proximity=2000) == [ids["at"], ids["beside"]]
    assert api.ids_of("service_at_locations", postcode="no such") == []


def test_filters_terms_by_parent(api: Api) -> None:
    """Terms can be filtered by parent, or to the top level only."""
    ids = api.ids
    assert api.ids_of("taxonomy_terms", parent_id=ids["term"]) == [ids["under"]]
    assert api.ids_of("taxonomy_terms", taxonomy_id=ids["taxonomy"], top_only=True) == [ids["term"]]


def test_search(api: Api) -> None:
    """Words match services, their organizations and places, and terms, with or without accents."""
    ids = api.ids
    assert api.ids_of("services", search="beds nandu") == [ids["service"]]
    assert api.ids_of("organizations", search="Nandú") == [ids["organization"]]
    assert ids["at"] in api.ids_of("service_at_locations", search="Ñandú")
    assert api.ids_of("taxonomy_terms", search="SHELTER roof") == [ids["term"]]
    assert api.ids_of("taxonomies", search="houses") == [ids["taxonomy"]]
