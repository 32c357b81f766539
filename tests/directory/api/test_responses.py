"""Responses: ETags, methods, languages, headers."""

import httpx
import pytest

from tests.directory.api.api_server import Api


def test_returns_304_for_matching_etag(api: Api) -> None:
    """A response has a strong ETag; a request with it, also in a list or as weak, gets 304 without a body."""
    first = api.get("services", per_page=2)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = api.client.get("services", params={"per_page": 2}, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = api.client.get("services", params={"per_page": 3}, headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


@pytest.mark.parametrize("path", ["", "services", "organizations", "taxonomies", "openapi.json", "profile"])
def test_head_equals_get_without_body(api: Api, path: str) -> None:
    """HEAD has the headers of GET and no body."""
    head, get = api.client.head(f"/{path}"), api.client.get(f"/{path}")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", "content-length", "cache-control"):
        assert head.headers.get(name) == get.headers.get(name)


def test_head_of_stream_reads_nothing(api: Api) -> None:
    """HEAD of a stream returns the media type and no lines."""
    head = api.client.head("services", params={"format": "ndjson"})
    assert head.headers["content-type"].startswith("application/x-ndjson")
    assert head.content == b""


def test_translations(api: Api) -> None:
    """Texts are in the requested language if they are translated, and the response names it."""
    one = f"services/{api.ids['service']}"
    plain, spanish = api.get(one), api.get(one, language="es")
    assert plain.json()["name"] == "Beds for a night"
    assert "content-language" not in plain.headers
    assert spanish.json()["name"] == "Camas por una noche"
    assert spanish.headers["content-language"] == "es"
    assert spanish.headers["etag"] != plain.headers["etag"]
    listed = api.page("services", taxonomy_id=api.ids["taxonomy"], language="es-MX")["contents"]
    assert [service["name"] for service in listed] == ["Camas por una noche"]
    assert api.get(one, language="th").json() == plain.json()


def test_searches_are_not_cacheable(api: Api) -> None:
    """Responses to searches and POST are not cacheable; others are for a minute."""
    assert api.get("services").headers["cache-control"] == "public, max-age=60"
    assert api.get("services", search="shelter").headers["cache-control"] == "no-store"
    assert api.get("service_at_locations", postcode="50200").headers["cache-control"] == "no-store"
    assert api.client.post("services", json={}).headers["cache-control"] == "no-store"


def test_allows_all_origins(api: Api) -> None:
    """Other origins may read the public data, and no cookie is set."""
    answer = api.client.get("services", headers={"Origin": "https://partner.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers
    params = {"Origin": "https://partner.example", "Access-Control-Request-Method": "POST"}
    allowed = api.client.options("services", headers={**params, "Access-Control-Request-Headers": "content-type"})
    assert allowed.status_code == 200


def test_metadata(api: Api) -> None:
    """The root names the version, the profile and the OpenAPI document, and both URLs work."""
    said = api.client.get("/").json()
    assert said["version"] == "3.0"
    for address in (said["profile"], said["openapi_url"]):
        assert httpx.get(address, trust_env=False).status_code == 200
    document = api.client.get("openapi.json").json()
    assert document["servers"] == [{"url": str(api.client.base_url).rstrip("/")}]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_rejects_writing_methods(api: Api, method: str) -> None:
    """Writing methods are rejected, with the allowed methods."""
    answer = api.client.request(method, "services")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, POST"
    assert answer.json().keys() == {"detail"}
    assert api.client.request(method, f"services/{api.ids['service']}").headers["allow"] == "GET, HEAD"


def test_complete_service_has_warnings(api: Api) -> None:
    """A police line, alone or in a full list, is marked as police-linked and unverified."""
    found = api.page("services", search="Anti-Human Trafficking police hotline 1191", full="true")["contents"]
    line = next(one for one in found if "1191" in one["name"])
    assert line["waylight"]["conduct"]["police_linked"] is True
    assert "verified_at" not in line["waylight"].get("assurance", {})
    assert api.get(f"services/{line['id']}").json()["waylight"] == line["waylight"]
