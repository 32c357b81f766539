"""Whatever stands in an address or a form, nobody sees a page that failed: with both kinds of database."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from httpx import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from directory.db.engine import open_engine
from directory.moderation.edits import EDITABLE_FIELDS as COLUMNS
from tests.directory.databases import Databases
from tests.directory.staff.browser import HOST, Browser, mount_pages, staff_context
from tests.directory.staff.security.form_fields import form_inputs
from tests.directory.staff.security.route_discovery import Opening, openings
from tests.directory.staff.security.world import World, populate

ODD = {
    "NUL": "a\0b",
    "signs": "'\"`;--%_\\%<script>../../etc\r\nSet-Cookie: x=1\u202e{{7*7}}%(x)s%s{0}[1]٣" + "x" * 300,
    "too large a number": "9" * 40,
}
CASES = [*(("postgresql", odd) for odd in ODD), ("sqlite", "too large a number")]
"""PostgreSQL is the stricter one, but for numbers."""
TRIED = pytest.mark.parametrize(("databases", "odd"), CASES, indirect=["databases"], scope="session")
ASKED = (
    *("page", "pageSize", "search", "sort", "sortBy", "country", "need", "status", "checked", "language", "change"),
    *(
        "what",
        "list",
        "period",
        "told",
        "back",
        "number",
        "phone",
        "service",
        "account",
        "service_id",
        "organization_id",
    ),
)


@pytest.fixture(scope="module")
def populated_for_fuzzing(databases: Databases) -> Iterator[Engine]:
    """A directory of each kind of database with everybody in it, for pages that write next to nothing."""
    address = databases.filled()
    engine = open_engine(address)
    yield engine
    engine.dispose()
    databases.drop(address)


@pytest.fixture(scope="module")
def fuzz_pages(populated_for_fuzzing: Engine) -> World:
    """Who is in it."""
    return populate(populated_for_fuzzing)


@pytest.fixture(scope="module")
def random_user(populated_for_fuzzing: Engine, fuzz_pages: World) -> Browser:
    """The administrator, who hears of a failure as a browser does."""
    pages = mount_pages(staff_context(populated_for_fuzzing))
    browser = fuzz_pages.enters(populated_for_fuzzing, pages, "administrator")
    client = TestClient(pages, base_url=HOST, follow_redirects=False, raise_server_exceptions=False)
    client.cookies = browser.client.cookies
    browser.client = client
    return browser


def sample_routes(browser: Browser) -> list[Opening]:
    """Return the addresses, with two kinds of records for all of them."""
    pages: Any = browser.client.app
    found = [one for one in openings(pages) if not one.path.startswith(("/static", "/files/export"))]
    return [
        one for one in found if not one.path.startswith("/records/") or one.path.split("/")[2] in {"service", "phone"}
    ]


def all_fields(path: str) -> list[str]:
    """Return the names of the fields of a form."""
    parts = path.split("/")
    return [*form_inputs(path), "reason", "back", "id", *(COLUMNS[parts[2]] if parts[1] == "records" else ())]


def is_handled(answer: Response) -> bool:
    """Return whether an answer is a page or a refusal of ours, and no header was slipped in."""
    return answer.status_code < 500 and "x=1" not in answer.headers.get("set-cookie", "")


@TRIED
def test_invalid_paths_are_handled(random_user: Browser, fuzz_pages: World, odd: str) -> None:
    """Each part of each address may be anything."""
    failed = []
    for one in sample_routes(random_user):
        for name in one.parameters:
            path = one.at(**fuzz_pages.ways["administrator"].of(one.path) | {name: quote(ODD[odd], safe="")})
            answer = random_user.get(path) if one.method == "GET" else random_user.post(path, form_inputs(one.path))
            if not is_handled(answer):
                failed.append((one.name, name, answer.status_code))
    assert failed == [], failed


@TRIED
def test_invalid_queries_are_handled(random_user: Browser, fuzz_pages: World, odd: str) -> None:
    """Whatever an address asks for may be anything, on every page."""
    failed = []
    for one in sample_routes(random_user):
        if one.method == "GET":
            path = f"/staff{one.at(**fuzz_pages.ways['administrator'].of(one.path))}"
            answer = random_user.client.get(path, params=dict.fromkeys(ASKED, ODD[odd]))
            if not is_handled(answer):
                failed.append((one.name, answer.status_code))
    assert failed == [], failed


@TRIED
def test_invalid_fields_are_handled(random_user: Browser, fuzz_pages: World, odd: str) -> None:
    """Whatever is typed into a form may be anything, also where the form offers choices."""
    failed = []
    for one in sample_routes(random_user):
        if one.method == "POST" and "end-everywhere" not in one.path and "sign-out" not in one.path:
            path = one.at(**fuzz_pages.ways["administrator"].of(one.path))
            answer = random_user.post(path, dict.fromkeys(all_fields(one.path), ODD[odd]))
            if not is_handled(answer):
                failed.append((one.name, answer.status_code))
    assert failed == [], failed
