"""Cross-site forms change nothing at any route."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from directory.staff.auth.sessions import csrf_token
from tests.directory.staff.browser import Browser
from tests.directory.staff.security.database_contents import contents
from tests.directory.staff.security.form_fields import open_form
from tests.directory.staff.security.route_discovery import openings
from tests.directory.staff.security.world import World

WAYS: dict[str, Callable[[Browser], dict[str, str]]] = {
    "without a token": lambda _: {"csrf": ""},
    "with a made-up token": lambda _: {"csrf": "0" * 64},
    "with the token of another session": lambda other: {"csrf": csrf_token(other.token or "")},
    "with the cookie of another session": lambda other: {"csrf": other.token or ""},
    "from another site": lambda _: {"origin": "https://evil.example"},
    "from a page without an origin": lambda _: {"origin": "null"},
    "from another site, as the browser says": lambda _: {"sec-fetch-site": "cross-site"},
    "from a neighbouring site": lambda _: {"sec-fetch-site": "same-site"},
    "typed into the address": lambda _: {"sec-fetch-site": "none"},
}


@pytest.mark.parametrize("way", WAYS)
def test_forged_forms_are_rejected(world: World, world_engine: Engine, world_pages: Starlette, way: str) -> None:
    """Every form without a valid CSRF token is rejected, even for administrators."""
    browser, other = (world.enters(world_engine, world_pages, "administrator") for _ in range(2))
    names, before = world.ways["administrator"], contents(world_engine)
    posts = [one for one in openings(world_pages) if one.method == "POST"]
    answers = {one.name: open_form(browser, one, names.of(one.path), **WAYS[way](other)).status_code for one in posts}
    assert len(answers) > 50
    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert contents(world_engine) == before
    assert browser.get("/account").status_code == 200


def test_own_forms_are_accepted(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """With a valid token none is rejected, so the test before rejects for the right reason."""
    names, before = world.ways["administrator"], contents(world_engine)
    for one in openings(world_pages):
        if one.method == "POST" and not one.path.startswith("/records/"):
            browser = world.enters(world_engine, world_pages, "administrator")
            answer = open_form(browser, one, names.of(one.path), origin="http://127.0.0.1:8000")
            assert answer.status_code in {303, 200, 404, 409, 422}, (one.name, answer.status_code)
    assert contents(world_engine) != before


def test_sign_in_needs_a_token(world_pages: Starlette) -> None:
    """Sign-in needs the CSRF token of this browser."""
    stranger, other = Browser(world_pages), Browser(world_pages)
    assert stranger.post("/sign-in", {"name": "editor"}).status_code == 403
    for browser in (stranger, other):
        browser.get("/sign-in")
    theirs = csrf_token(other.client.cookies["staff_form"])
    assert stranger.post("/sign-in", {"name": "editor", "csrf": theirs}).status_code == 403
    assert stranger.post("/sign-in", {"name": "editor"}).status_code == 422


def test_get_writes_nothing(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """GET writes nothing but the audit log of reads.

    A picture or a link on another site can then change nothing either.
    """
    browser, names = world.enters(world_engine, world_pages, "administrator"), world.ways["administrator"]
    before = contents(world_engine)
    for one in openings(world_pages):
        if one.method == "GET" and not one.path.startswith("/records/"):
            open_form(browser, one, names.of(one.path))
    after = contents(world_engine)
    assert {name for name in after if after[name] != before[name]} <= {"protected_read"}
