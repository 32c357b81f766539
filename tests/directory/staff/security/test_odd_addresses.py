"""Whatever stands in an address or a form, nobody sees a page that failed: with both kinds of database."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from httpx import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from directory.db.engine import connect
from directory.moderation.edits import ASKED as COLUMNS
from tests.directory.databases import Databases
from tests.directory.staff.browsing import HOST, Browser, desk_of, pages_of
from tests.directory.staff.security.cast import World, populate
from tests.directory.staff.security.forms import fields_of
from tests.directory.staff.security.walking import Opening, openings

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
def crowded(databases: Databases) -> Iterator[Engine]:
    """A directory of each kind of database with everybody in it, for pages that write next to nothing."""
    address = databases.filled()
    engine = connect(address)
    yield engine
    engine.dispose()
    databases.drop(address)


@pytest.fixture(scope="module")
def crowd(crowded: Engine) -> World:
    """Who is in it."""
    return populate(crowded)


@pytest.fixture(scope="module")
def somebody(crowded: Engine, crowd: World) -> Browser:
    """The administrator, who hears of a failure as a browser does."""
    pages = pages_of(desk_of(crowded))
    browser = crowd.enters(crowded, pages, "administrator")
    client = TestClient(pages, base_url=HOST, follow_redirects=False, raise_server_exceptions=False)
    client.cookies = browser.client.cookies
    browser.client = client
    return browser


def few(browser: Browser) -> list[Opening]:
    """Return the addresses, with two kinds of records for all of them."""
    pages: Any = browser.client.app
    found = [one for one in openings(pages) if not one.path.startswith(("/static", "/files/export"))]
    return [
        one for one in found if not one.path.startswith("/records/") or one.path.split("/")[2] in {"service", "phone"}
    ]


def all_fields(path: str) -> list[str]:
    """Return the names of the fields of a form."""
    parts = path.split("/")
    return [*fields_of(path), "reason", "back", "id", *(COLUMNS[parts[2]] if parts[1] == "records" else ())]


def is_calm(answer: Response) -> bool:
    """Tell whether an answer is a page or a refusal of ours, and no header was slipped in."""
    return answer.status_code < 500 and "x=1" not in answer.headers.get("set-cookie", "")


@TRIED
def test_odd_addresses(somebody: Browser, crowd: World, odd: str) -> None:
    """Each part of each address may be anything."""
    failed = []
    for one in few(somebody):
        for name in one.parameters:
            path = one.at(**crowd.ways["administrator"].of(one.path) | {name: quote(ODD[odd], safe="")})
            answer = somebody.get(path) if one.method == "GET" else somebody.post(path, fields_of(one.path))
            if not is_calm(answer):
                failed.append((one.name, name, answer.status_code))
    assert failed == [], failed


@TRIED
def test_odd_queries(somebody: Browser, crowd: World, odd: str) -> None:
    """Whatever an address asks for may be anything, on every page."""
    failed = []
    for one in few(somebody):
        if one.method == "GET":
            path = f"/staff{one.at(**crowd.ways['administrator'].of(one.path))}"
            answer = somebody.client.get(path, params=dict.fromkeys(ASKED, ODD[odd]))
            if not is_calm(answer):
                failed.append((one.name, answer.status_code))
    assert failed == [], failed


@TRIED
def test_odd_fields(somebody: Browser, crowd: World, odd: str) -> None:
    """Whatever is typed into a form may be anything, also where the form offers choices."""
    failed = []
    for one in few(somebody):
        if one.method == "POST" and "end-everywhere" not in one.path and "sign-out" not in one.path:
            path = one.at(**crowd.ways["administrator"].of(one.path))
            answer = somebody.post(path, dict.fromkeys(all_fields(one.path), ODD[odd]))
            if not is_calm(answer):
                failed.append((one.name, answer.status_code))
    assert failed == [], failed
