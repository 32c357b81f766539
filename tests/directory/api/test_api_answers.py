"""How answers are sent: tags, methods, languages, headers."""

import httpx
import pytest

from tests.directory.api.serving import Api


def test_who_has_it_need_not_get_it_again(api: Api) -> None:
    """An answer has a strong tag; who sends it gets 304 without a body, also as one of several or as weak."""
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
def test_head_is_get_without_the_body(api: Api, path: str) -> None:
    """HEAD has the headers of GET and no body."""
    head, get = api.client.head(f"/{path}"), api.client.get(f"/{path}")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "etag", "content-length", "cache-control"):
        assert head.headers.get(name) == get.headers.get(name)


def test_head_of_a_stream_reads_nothing(api: Api) -> None:
    """HEAD of a stream tells the type and sends no line."""
    head = api.client.head("services", params={"format": "ndjson"})
    assert head.headers["content-type"].startswith("application/x-ndjson")
    assert head.content == b""


def test_translations(api: Api) -> None:
    """Texts come in the language that is asked for where somebody translated them, and the answer says which."""
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


def test_searches_stay_nowhere(api: Api) -> None:
    """Nobody may keep the answer to a search or to a posted question; other answers may be kept a minute."""
    assert api.get("services").headers["cache-control"] == "public, max-age=60"
    assert api.get("services", search="shelter").headers["cache-control"] == "no-store"
    assert api.get("service_at_locations", postcode="50200").headers["cache-control"] == "no-store"
    assert api.client.post("services", json={}).headers["cache-control"] == "no-store"


def test_any_page_of_the_web_may_read(api: Api) -> None:
    """The data are public: other origins may read them, and no cookie is set."""
    answer = api.client.get("services", headers={"Origin": "https://partner.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers
    asked = {"Origin": "https://partner.example", "Access-Control-Request-Method": "POST"}
    allowed = api.client.options("services", headers={**asked, "Access-Control-Request-Headers": "content-type"})
    assert allowed.status_code == 200


def test_what_it_is(api: Api) -> None:
    """The first page names version, profile and OpenAPI document, and both addresses answer."""
    said = api.client.get("/").json()
    assert said["version"] == "3.0"
    for address in (said["profile"], said["openapi_url"]):
        assert httpx.get(address, trust_env=False).status_code == 200
    document = api.client.get("openapi.json").json()
    assert document["servers"] == [{"url": str(api.client.base_url).rstrip("/")}]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_it_is_read_only(api: Api, method: str) -> None:
    """What would change something is refused, and told what is possible."""
    answer = api.client.request(method, "services")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, POST"
    assert answer.json().keys() == {"detail"}
    assert api.client.request(method, f"services/{api.ids['service']}").headers["allow"] == "GET, HEAD"


def test_a_whole_service_brings_its_warnings(api: Api) -> None:
    """Whoever reads a police line, alone or in a full list, reads that it is one and that nobody has checked it."""
    found = api.page("services", search="Anti-Human Trafficking police hotline 1191", full="true")["contents"]
    line = next(one for one in found if "1191" in one["name"])
    assert line["waylight"]["conduct"]["police_linked"] is True
    assert "verified_at" not in line["waylight"].get("assurance", {})
    assert api.get(f"services/{line['id']}").json()["waylight"] == line["waylight"]
