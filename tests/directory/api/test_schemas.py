"""All served objects are valid HSDS 3.0."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from tests.directory.api import standard_openapi
from tests.directory.api.api_server import Api

COMPILED = {
    "services": "compiled/service.json",
    "organizations": "compiled/organization.json",
    "service_at_locations": "compiled/service_at_location.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}
LISTED = {
    "services": "compiled/service_list.json",
    "organizations": "compiled/organization_list.json",
    "service_at_locations": "compiled/service_at_location_list.json",
}


@pytest.fixture(scope="session")
def schemas(hsds: Path) -> dict[str, Draft202012Validator]:
    """Validators by the name of the schema."""
    names = {*COMPILED.values(), *LISTED.values()}
    checker = FormatChecker()
    return {
        name: Draft202012Validator(standard_openapi.schema(hsds.parent, name), format_checker=checker) for name in names
    }


def schema_errors(validator: Draft202012Validator, one: Any) -> Iterator[str]:
    """Yield the validation errors of an object."""
    for error in validator.iter_errors(one):
        yield f"{'/'.join(map(str, error.path))}: {error.message}"


@pytest.mark.parametrize("path", COMPILED)
def test_list_items_are_valid(api: Api, schemas: dict[str, Draft202012Validator], path: str) -> None:
    """List items are valid: of the sample organization and the first hundred of the starter directory."""
    validator = schemas[LISTED.get(path, COMPILED[path])]
    for one in api.page(path, per_page=100)["contents"]:
        assert not list(schema_errors(validator, one))


@pytest.mark.parametrize("path", ["services", "organizations", "service_at_locations"])
def test_full_list_items_are_valid(api: Api, schemas: dict[str, Draft202012Validator], path: str) -> None:
    """With `full` each item equals the complete object at its own URL."""
    params = {} if path == "organizations" else {"organization_id": api.ids["organization"]}
    for one in api.page(path, full=True, per_page=10, **params)["contents"]:
        assert not list(schema_errors(schemas[COMPILED[path]], one))
        assert one == api.get(f"{path}/{one['id']}").json()


@pytest.mark.parametrize("path", COMPILED)
def test_objects_are_valid(api: Api, schemas: dict[str, Draft202012Validator], path: str) -> None:
    """The complete object is valid at its own URL."""
    keys = {"service_at_locations": "at", "taxonomies": "taxonomy", "taxonomy_terms": "term"}
    one = api.get(f"{path}/{api.ids[keys.get(path, path[:-1])]}").json()
    assert not list(schema_errors(schemas[COMPILED[path]], one))


def test_minimal_services_are_valid(api: Api, schemas: dict[str, Draft202012Validator]) -> None:
    """A minimal list has all services with id and modified_date on one page, and is valid."""
    page = api.page("services", minimal=True)
    assert page["total_pages"] == 1
    found = {one["id"]: one for one in page["contents"]}
    ours = found[api.ids["service"]]
    assert ours.keys() == {"id", "name", "status", "modified_date"}
    assert ours["modified_date"] == "2026-03-01T06:30:00+07:00"
    for one in found.values():
        assert not list(schema_errors(schemas["compiled/service_list.json"], one))


def test_organizations_nest_their_services(api: Api) -> None:
    """An organization names its services; with full_service they are complete, in the list too."""
    one = api.ids["organization"]
    named = api.get(f"organizations/{one}").json()["services"]
    assert {tuple(service) for service in named} == {("id", "name", "status")}
    whole = api.get(f"organizations/{one}", full_service=True).json()
    assert "phones" in next(service for service in whole["services"] if service["id"] == api.ids["service"])
    listed = api.page("organizations", search="nandu", full_service=True)["contents"]
    assert listed == [whole]


def test_service_nests_all_details(api: Api) -> None:
    """A complete service nests its organization, phones, hours, places and terms at every depth."""
    one = api.get(f"services/{api.ids['service']}").json()
    assert one["organization"]["name"] == "Casa Ñandú"
    assert one["phones"][0]["languages"][0]["code"] == "th"
    assert one["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "50 200"
    assert one["attributes"][0]["taxonomy_term"]["taxonomy_detail"]["name"] == "Kinds of houses"
