"""Invalid and malicious requests."""

import pytest

from tests.directory.api.api_server import Api

WRONG = [
    ("services", "page", "0"),
    ("services", "page", "-1"),
    ("services", "page", "NaN"),
    ("services", "page", "1.5"),
    ("services", "page", "1000000001"),
    ("services", "page", "9" * 23),
    ("services", "page", "9" * 5000),
    ("services", "per_page", "0"),
    ("services", "per_page", "1001"),
    ("services", "format", "xml"),
    ("services", "language", "klingon!"),
    ("services", "full", "yes"),
    ("services", "minimal", "1"),
    ("services", "modified_after", "yesterday"),
    ("services", "modified_after", "2026-13-01"),
    ("services", "search", "x" * 10_000),
    ("services", "taxonomy_term_id", "x" * 101),
    ("service_at_locations", "proximity", "-5"),
    ("service_at_locations", "proximity", "NaN"),
    ("taxonomy_terms", "top_only", "maybe"),
]

HOSTILE = [
    "' OR 1=1 --",
    '" OR ""="',
    "x'); DROP TABLE service; --",
    "1; SELECT pg_sleep(10)",
    "shelter* NEAR(",
    '"unclosed',
    "name:shelter",
    "^a -b +c",
    "%",
    "_",
    "\\",
    "\x00",
    "shelter\x00",
    "\u202e\u200b",
    "\U0001f6d1",
    "{}",
    "${jndi:x}",
]


@pytest.mark.parametrize(("path", "name", "value"), WRONG)
def test_rejects_invalid_values(api: Api, path: str, name: str, value: str) -> None:
    """An invalid value is rejected with a sentence that names the parameter and does not repeat the value."""
    answer = api.get(path, **{name: value})
    assert answer.status_code == 422
    assert answer.json().keys() == {"detail"}
    detail = answer.json()["detail"]
    assert detail.startswith(f"{name} must be ")
    assert len(value) < 3 or value not in detail
    assert answer.headers["cache-control"] == "no-store"


def test_page_size_of_minimal_lists(api: Api) -> None:
    """A minimal list has up to 1,000 on a page, as without per_page; any other list 100."""
    assert api.page("services", minimal=True, per_page=1000) == api.page("services", minimal=True)
    answer = api.client.post("services", json={"per_page": 1001, "minimal": True})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("per_page must be ")
    assert api.page("services", per_page=101)["size"] <= 100


@pytest.mark.parametrize("path", ["services", "organizations", "profile"])
def test_slash_at_the_end(api: Api, path: str) -> None:
    """An address with a slash at its end is the same."""
    plain, slashed = api.client.get(path), api.client.get(f"{path}/")
    assert (slashed.status_code, slashed.content) == (200, plain.content)
    assert api.client.get(f"{path}//").status_code == 404


def test_rejects_unknown_parameters(api: Api) -> None:
    """A misspelt filter is rejected, not ignored, and is not repeated."""
    answers = (api.get("services", taxnomy_id="tellingword"), api.client.post("services", json={"tellingword": 1}))
    for answer in answers:
        assert answer.status_code == 422
        assert "tellingword" not in answer.text
        assert "taxnomy" not in answer.text


@pytest.mark.parametrize(
    "body", [b"[]", b"7", b'{"page": "1"}', b'{"full": "true"}', b'{"page": NaN}', b'{"page": null}']
)
def test_rejects_invalid_bodies(api: Api, body: bytes) -> None:
    """A body that is not an object, or has a value of the wrong type, is rejected with a sentence."""
    answer = api.client.post("services", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json().keys() == {"detail"}


def test_rejects_query_string_of_post(api: Api) -> None:
    """A filter in the URL of a POST is rejected: if it were ignored, everything would be returned."""
    answer = api.client.post("services", params={"search": "shelter"}, json={})
    assert answer.status_code == 422
    assert "shelter" not in answer.text


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 30_000])
def test_rejects_bodies_that_are_not_json(api: Api, body: bytes) -> None:
    """A body that is not JSON, or is nested too deeply, is rejected with a sentence."""
    answer = api.client.post("services", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.json().keys() == {"detail"}


def test_rejects_long_bodies(api: Api) -> None:
    """A body that is too long is rejected."""
    answer = api.client.post("services", content=b" " * 100_000, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.json().keys() == {"detail"}


@pytest.mark.parametrize("words", HOSTILE)
def test_injections_have_no_effect(api: Api, words: str) -> None:
    """SQL and full-text syntax has no special meaning in any parameter."""
    total = api.page("services")["total_items"]
    assert api.client.post("services", json={"search": words}).status_code == 200
    for path, name in (
        ("services", "organization_id"),
        ("services", "taxonomy_term_id"),
        ("services", "taxonomy_id"),
        ("service_at_locations", "postcode"),
        ("taxonomy_terms", "parent_id"),
    ):
        assert api.page(path, **{name: words})["contents"] == []
    for path in ("services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations"):
        assert api.get(path, search=words).status_code == 200
    assert api.page("services")["total_items"] == total


@pytest.mark.parametrize("path", ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"])
@pytest.mark.parametrize("key", ["00000000-0000-0000-0000-000000000000", "%00", "'--", "%F0%9F%9B%91", "x" * 5000])
def test_unknown_id_returns_404(api: Api, path: str, key: str) -> None:
    """An unknown id returns 404 and a sentence that does not repeat it."""
    answer = api.client.get(f"{path}/{key}")
    assert answer.status_code == 404
    assert key not in answer.text
