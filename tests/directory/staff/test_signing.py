"""Signing in and out, invitations and one's own account, through the pages."""

import re
import time
from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette

from directory.staff.auth.invitations import invite
from directory.staff.auth.roles import Grant
from tests.directory.staff.browsing import ADMINISTRATOR, Browser

PASSPHRASE = "four words are good"


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


@pytest.fixture
def invitation(pages_engine: Engine) -> str:
    """The path of an invitation."""
    return f"/invitation/{invite(pages_engine, Grant(ADMINISTRATOR), None, datetime.now(UTC))}"


def accepted(browser: Browser, path: str, **other: str) -> tuple[str, int]:
    """Accept an invitation; return the secret of the app and the status of the answer."""
    secret = hidden(browser.get(path).text, "secret")
    code = pyotp.TOTP(secret).now()
    fields = {"name": "Ann", "passphrase": PASSPHRASE, "again": PASSPHRASE, "secret": secret, "code": code}
    return secret, browser.post(path, fields | other).status_code


def signs_in(browser: Browser, secret: str, **other: str) -> int:
    """Sign in with the next code; return the status of the answer."""
    browser.get("/sign-in")
    code = pyotp.TOTP(secret).at(time.time() + 30)
    answer = browser.post("/sign-in", {"name": "ann", "passphrase": PASSPHRASE, "code": code} | other)
    browser.token = browser.client.cookies.get("staff")
    return answer.status_code


def test_from_invitation_to_first_page(stranger: Browser, invitation: str) -> None:
    """Somebody who is invited makes an account, signs in, and is in."""
    secret, status = accepted(stranger, invitation)
    assert status == 303
    assert signs_in(stranger, secret) == 303
    assert "Everything, also let others in" in stranger.text("/account")
    assert stranger.get(invitation).status_code == 404


def test_the_picture_for_the_app(stranger: Browser, invitation: str) -> None:
    """The secret is shown as a picture and as letters, and asks nobody else for it."""
    page = stranger.get(invitation).text
    assert 'src="data:image/svg+xml' in page
    assert hidden(page, "secret")[:4] in page


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
def test_not_right_yet(stranger: Browser, invitation: str, wrong: dict[str, str]) -> None:
    """What is not right is told, and the invitation can still be used."""
    assert accepted(stranger, invitation, **wrong)[1] == 422
    assert accepted(stranger, invitation)[1] == 303


def test_refused_without_a_hint(stranger: Browser, invitation: str) -> None:
    """A wrong name, passphrase and code all get the same answer."""
    secret, _ = accepted(stranger, invitation)
    pages = set()
    for wrong in ({"name": "nobody"}, {"passphrase": "wrong words here"}, {"code": "000000"}):
        stranger.get("/sign-in")
        code = pyotp.TOTP(secret).at(time.time() + 30)
        answer = stranger.post("/sign-in", {"name": "ann", "passphrase": PASSPHRASE, "code": code} | wrong)
        assert answer.status_code == 422
        pages.add(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(pages) == 1


def test_session_fixation(pages: Starlette, invitation: str) -> None:
    """A session that somebody put into the browser before is not the one that signing in begins."""
    browser = Browser(pages)
    secret, _ = accepted(browser, invitation)
    browser.client.cookies.set("staff", "planted", domain="127.0.0.1", path="/")
    browser.token = "planted"
    assert signs_in(browser, secret) == 303
    assert browser.token not in {None, "planted"}
    assert Browser(pages, "planted").get("/account").status_code == 303


def test_signing_out_ends_it_on_our_side(pages: Starlette, administrator: Browser) -> None:
    """A session that was signed out of is over, also for who has copied its cookie."""
    copied = administrator.token
    assert administrator.post("/sign-out").headers["location"] == "/staff/sign-in?told=signed_out"
    assert Browser(pages, copied).get("/account").status_code == 303


def test_too_many_attempts(stranger: Browser) -> None:
    """From one address nobody tries for ever, and a made-up forwarding header does not help."""
    stranger.get("/sign-in")
    answers = [
        stranger.post("/sign-in", {"name": "x"}, **{"x-forwarded-for": f"10.0.0.{n}, 192.0.2.1"}) for n in range(21)
    ]
    assert [answer.status_code for answer in answers] == [422] * 20 + [429]
    assert stranger.post("/sign-in", {"name": "x"}, **{"x-forwarded-for": "192.0.2.2"}).status_code == 422


def test_another_passphrase(pages: Starlette, invitation: str) -> None:
    """With the old passphrase somebody takes a new one; a wrong old one changes nothing."""
    browser = Browser(pages)
    secret, _ = accepted(browser, invitation)
    signs_in(browser, secret)
    new = {"new": "other words are good", "again": "other words are good"}
    assert browser.post("/account/passphrase", {"old": "wrong words here", **new}).status_code == 422
    assert browser.post("/account/passphrase", {"old": PASSPHRASE, **new, "again": "x"}).status_code == 422
    assert browser.post("/account/passphrase", {"old": PASSPHRASE, **new}).status_code == 303
    assert browser.get("/account").status_code == 200


def test_another_app(pages: Starlette, invitation: str) -> None:
    """With the passphrase somebody takes another app for codes."""
    browser = Browser(pages)
    secret, _ = accepted(browser, invitation)
    signs_in(browser, secret)
    other = hidden(browser.get("/account/codes").text, "secret")
    fields = {"secret": other, "code": pyotp.TOTP(other).now()}
    assert browser.post("/account/codes", fields | {"passphrase": "wrong words here"}).status_code == 422
    assert browser.post("/account/codes", fields | {"passphrase": PASSPHRASE, "code": "1"}).status_code == 422
    assert browser.post("/account/codes", fields | {"passphrase": PASSPHRASE}).status_code == 303
