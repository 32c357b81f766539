"""Sign-in, sign-out, invitations and the user's own account, through the pages."""

import re
import time
from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from directory.staff.auth.invitations import invite
from directory.staff.auth.roles import Grant
from tests.directory.staff.browser import ADMINISTRATOR, Browser

PASSPHRASE = "four words are good"


def hidden_field(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


@pytest.fixture
def new_invitation(pages_engine: Engine) -> str:
    """The path of an invitation."""
    return f"/invitation/{invite(pages_engine, Grant(ADMINISTRATOR), None, datetime.now(UTC))}"


def accept_invitation(browser: Browser, path: str, **other: str) -> tuple[str, int]:
    """Accept an invitation; return the TOTP secret and the status of the response."""
    secret = hidden_field(browser.get(path).text, "secret")
    code = pyotp.TOTP(secret).now()
    fields = {"name": "Ann", "passphrase": PASSPHRASE, "again": PASSPHRASE, "secret": secret, "code": code}
    return secret, browser.post(path, fields | other).status_code


def sign_in(browser: Browser, secret: str, **other: str) -> int:
    """Sign in with the next code; return the status of the response."""
    browser.get("/sign-in")
    code = pyotp.TOTP(secret).at(time.time() + 30)
    answer = browser.post("/sign-in", {"name": "ann", "passphrase": PASSPHRASE, "code": code} | other)
    browser.token = browser.client.cookies.get("staff")
    return answer.status_code


def test_invitation_to_home_page(stranger: Browser, new_invitation: str) -> None:
    """An invited user creates an account, signs in and sees the home page."""
    secret, status = accept_invitation(stranger, new_invitation)
    assert status == 303
    assert sign_in(stranger, secret) == 303
    assert "Everything, also let others in" in stranger.text("/account")
    assert stranger.get(new_invitation).status_code == 404


def test_qr_code(stranger: Browser, new_invitation: str) -> None:
    """The secret is shown as a QR code and as text, without another server."""
    page = stranger.get(new_invitation).text
    assert 'src="data:image/svg+xml' in page
    assert hidden_field(page, "secret")[:4] in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x"},
        {"passphrase": "short", "again": "short"},
        {"passphrase": "passwordpassword", "again": "passwordpassword"},
        {"again": "four other words"},
        {"code": "000000"},
        {"code": ""},
        {"secret": "AAAA", "code": "123456"},
    ],
)
def test_invalid_invitation_form(stranger: Browser, new_invitation: str, wrong: dict[str, str]) -> None:
    """Errors are shown, and the invitation can still be used."""
    assert accept_invitation(stranger, new_invitation, **wrong)[1] == 422
    assert accept_invitation(stranger, new_invitation)[1] == 303


def test_sign_in_error_gives_no_hint(stranger: Browser, new_invitation: str) -> None:
    """A wrong name, passphrase and code get the same response."""
    secret, _ = accept_invitation(stranger, new_invitation)
    pages = set()
    for wrong in ({"name": "nobody"}, {"passphrase": "wrong words here"}, {"code": "000000"}):
        stranger.get("/sign-in")
        code = pyotp.TOTP(secret).at(time.time() + 30)
        answer = stranger.post("/sign-in", {"name": "ann", "passphrase": PASSPHRASE, "code": code} | wrong)
        assert answer.status_code == 422
        pages.add(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(pages) == 1


def test_session_fixation(pages: Starlette, new_invitation: str) -> None:
    """Sign-in never continues a session that was set in the browser before."""
    browser = Browser(pages)
    secret, _ = accept_invitation(browser, new_invitation)
    browser.client.cookies.set("staff", "planted", domain="127.0.0.1", path="/")
    browser.token = "planted"
    assert sign_in(browser, secret) == 303
    assert browser.token not in {None, "planted"}
    assert Browser(pages, "planted").get("/account").status_code == 303


def test_sign_out_ends_the_stored_session(pages: Starlette, administrator: Browser) -> None:
    """After sign-out a copy of the cookie is useless."""
    copied = administrator.token
    assert administrator.post("/sign-out").headers["location"] == "/staff/sign-in?told=signed_out"
    assert Browser(pages, copied).get("/account").status_code == 303


def test_attempts_are_limited(stranger: Browser) -> None:
    """Attempts from one address are limited, and a forged forwarding header does not help."""
    stranger.get("/sign-in")
    answers = [
        stranger.post("/sign-in", {"name": "x"}, **{"x-forwarded-for": f"10.0.0.{n}, 192.0.2.1"}) for n in range(21)
    ]
    assert [answer.status_code for answer in answers] == [422] * 20 + [429]
    assert stranger.post("/sign-in", {"name": "x"}, **{"x-forwarded-for": "192.0.2.2"}).status_code == 422


def test_change_passphrase(pages: Starlette, new_invitation: str) -> None:
    """The old passphrase is needed to set a new one."""
    browser = Browser(pages)
    secret, _ = accept_invitation(browser, new_invitation)
    sign_in(browser, secret)
    new = {"new": "other words are good", "again": "other words are good"}
    assert browser.post("/account/passphrase", {"old": "wrong words here", **new}).status_code == 422
    assert browser.post("/account/passphrase", {"old": PASSPHRASE, **new, "again": "x"}).status_code == 422
    assert browser.post("/account/passphrase", {"old": PASSPHRASE, **new}).status_code == 303
    assert browser.get("/account").status_code == 200


def test_change_totp(pages: Starlette, new_invitation: str) -> None:
    """The passphrase is needed to set up another app."""
    browser = Browser(pages)
    secret, _ = accept_invitation(browser, new_invitation)
    sign_in(browser, secret)
    other = hidden_field(browser.get("/account/codes").text, "secret")
    fields = {"secret": other, "code": pyotp.TOTP(other).now()}
    assert browser.post("/account/codes", fields | {"passphrase": "wrong words here"}).status_code == 422
    assert browser.post("/account/codes", fields | {"passphrase": PASSPHRASE, "code": "1"}).status_code == 422
    assert browser.post("/account/codes", fields | {"passphrase": PASSPHRASE}).status_code == 303
