"""A session is one person's in one browser, ends when we say so, and its token stands in its cookie alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col
from starlette.applications import Starlette
from starlette.testclient import TestClient

from directory.confidential import AccessCircle
from directory.models import StaffInvitation, StaffSession
from directory.staff.auth.accounts import change_role, disable, enable, reset
from directory.staff.auth.invitations import invite
from directory.staff.auth.roles import Grant
from directory.staff.auth.sessions import csrf_token, end_all_sessions
from directory.staff.auth.tokens import token_digest
from tests.directory.staff.browser import ADMINISTRATOR, EDITOR, HOST, Browser, mount_pages, staff_context
from tests.directory.staff.security.route_discovery import openings
from tests.directory.staff.security.world import World
from tests.directory.staff.test_sign_in_pages import accept_invitation, sign_in

ENDS: dict[str, Callable[[Engine, str, str], object]] = {
    "disabled": lambda engine, account, by: disable(engine, account, by, datetime.now(UTC)),
    "reset": lambda engine, account, by: reset(engine, account, by, datetime.now(UTC)),
    "ended everywhere": lambda engine, account, _: end_all_sessions(engine, account, account, datetime.now(UTC)),
}


def is_in(browser: Browser) -> bool:
    """Return whether somebody is signed in."""
    return browser.get("/account").status_code == 200


@pytest.mark.parametrize("way", ENDS)
def test_all_sessions_end(world: World, world_engine: Engine, world_pages: Starlette, way: str) -> None:
    """Whatever shuts an account ends each of its sessions at once, nobody else's, and none of them ever comes back."""
    here, there = (world.enters(world_engine, world_pages, "editor") for _ in range(2))
    other, account = world.enters(world_engine, world_pages, "reviewer"), world.accounts["editor"]
    assert is_in(here)
    assert is_in(there)
    ENDS[way](world_engine, account, world.accounts["administrator"])
    assert not is_in(here)
    assert not is_in(there)
    assert is_in(other)
    enable(world_engine, account, world.accounts["administrator"], datetime.now(UTC))
    assert not is_in(here)


def test_sign_out_ends_this_session(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """Who signs out in one browser stays signed in in another, and a copy of the first one's cookie opens nothing."""
    here, there = (world.enters(world_engine, world_pages, "editor") for _ in range(2))
    here.post("/sign-out")
    assert not is_in(Browser(world_pages, here.token))
    assert is_in(there)


def test_role_change_counts_at_once(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """What somebody may do no longer is shut at the next request of a session that is open."""
    browser, account = world.enters(world_engine, world_pages, "administrator"), world.accounts["administrator"]
    protected = f"/services/{world.thai['service_id']}/protected"
    assert browser.get("/people").status_code == browser.get(protected).status_code == 200
    change_role(world_engine, account, Grant(ADMINISTRATOR, None, (), None), None, datetime.now(UTC))
    assert (browser.get("/people").status_code, browser.get(protected).status_code) == (200, 403)
    change_role(
        world_engine,
        account,
        Grant(EDITOR, world.british["organization_id"], (), AccessCircle.STAFF),
        None,
        datetime.now(UTC),
    )
    assert (browser.get("/people").status_code, browser.get(protected).status_code) == (403, 403)


@pytest.mark.parametrize("column", ["seen_at", "started_at"])
def test_wrong_clock_ends_the_session(world: World, world_engine: Engine, world_pages: Starlette, column: str) -> None:
    """A session from long ago stays over, whatever else is said of it."""
    browser = world.enters(world_engine, world_pages, "editor")
    with world_engine.begin() as connection:
        connection.execute(update(StaffSession).values({column: datetime.now(UTC) - timedelta(days=400)}))
    assert not is_in(browser)
    assert not is_in(browser)


def test_session_fixation(world_engine: Engine) -> None:
    """Signing in begins a session of its own with a cookie that no script reads, and drops the form's."""
    pages = mount_pages(staff_context(world_engine, public_url="https://line.example"))
    browser = Browser(pages)
    browser.client.base_url = "https://line.example"  # type: ignore[assignment]
    path = f"/invitation/{invite(world_engine, Grant(ADMINISTRATOR), None, datetime.now(UTC))}"
    browser.get(path)
    browser.token = planted = browser.client.cookies["__Host-staff_form"]
    secret, status = accept_invitation(browser, path)
    assert status == 303
    sign_in(browser, secret)
    session = browser.client.cookies["__Host-staff"]
    assert session != planted
    assert "__Host-staff_form" not in browser.client.cookies
    assert not is_in(Browser(pages, planted))


@pytest.mark.parametrize("public_url", [None, "https://line.example"])
def test_cookie_attributes(world_engine: Engine, public_url: str | None) -> None:
    """Every cookie is for our pages alone: no script, no other site and, with TLS, no open line gets it."""
    pages = mount_pages(staff_context(world_engine, public_url=public_url))
    browser = Browser(pages)
    for cookie in browser.get("/sign-in").headers.get_list("set-cookie"):
        parts = {part.strip().casefold() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=strict", "path=/"} <= parts
        assert ("secure" in parts) is (public_url is not None)
        assert not any(part.startswith(("domain", "max-age", "expires")) for part in parts)


def test_tokens_are_stored_nowhere(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """No page, header or address holds a session's token or digest, or the token of an invitation but its own page."""
    browser, ways = world.enters(world_engine, world_pages, "administrator"), world.ways["administrator"]
    token, invited = browser.token or "", ways.names["token"]
    for one in openings(world_pages):
        if one.method == "GET" and (not one.path.startswith("/records/") or "/service/" in one.path):
            answer = browser.get(one.at(**ways.of(one.path)))
            said = answer.text + repr(answer.headers)
            assert not [secret for secret in (token, token_digest(token)) if secret in said], one.name
            assert invited not in said or one.path == "/invitation/{token}", one.name
            assert answer.headers["referrer-policy"] == "same-origin"


def test_invitation_expires(world: World, world_engine: Engine, world_pages: Starlette) -> None:
    """A link that has waited too long opens nothing, like one that was never made."""
    path = f"/invitation/{world.ways['editor'].names['token']}"
    assert Browser(world_pages).get(path).status_code == 200
    with world_engine.begin() as connection:
        ended = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(
            update(StaffInvitation).where(col(StaffInvitation.account_id).is_(None)).values(ends_at=ended)
        )
    assert Browser(world_pages).get(path).status_code == 404
    assert accepted_status(Browser(world_pages), path) == 404


def accepted_status(browser: Browser, path: str) -> int:
    """Post the form of an invitation without having seen it."""
    browser.get("/sign-in")
    return browser.post(path, {"name": "somebody", "passphrase": "x" * 20, "again": "x" * 20}).status_code


def test_behind_a_proxy(world_pages: Starlette) -> None:
    """Attempts count by what our proxy saw, also where it writes that into a line of its own."""
    browser = Browser(world_pages)
    browser.get("/sign-in")
    statuses = []
    for number in range(21):
        lines = [("x-forwarded-for", f"10.0.0.{number}"), ("x-forwarded-for", "192.0.2.1")]
        form = {"name": "x", "csrf": csrf_token(browser.client.cookies["staff_form"])}
        statuses.append(browser.client.post("/staff/sign-in", data=form, headers=lines).status_code)
    assert statuses == [422] * 20 + [429]


@pytest.mark.parametrize(
    ("caller", "is_believed"),
    [
        ("127.0.0.1", True),
        ("172.18.0.3", True),
        ("100.64.0.9", True),
        ("fd00::3", True),
        ("::ffff:10.0.0.3", True),
        ("8.8.8.8", False),
        ("::ffff:8.8.8.8", False),
        ("2001:4860:4860::8888", False),
    ],
)
def test_forwarded_address_is_trusted_only_from_proxies(
    world_pages: Starlette, caller: str, *, is_believed: bool
) -> None:
    """Only what calls from this machine or an inner network is a proxy of ours; others count by their own address."""
    browser = Browser(world_pages)
    browser.client = TestClient(world_pages, base_url=HOST, follow_redirects=False, client=(caller, 50000))
    browser.get("/sign-in")
    answers = [browser.post("/sign-in", {"name": "x"}, **{"x-forwarded-for": f"192.0.2.{n}"}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [422] * 20 + [422 if is_believed else 429]
