"""What every request passes: sessions, forms of ours only, limits, and headers that let nothing else in."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlmodel import col
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from directory.models import StaffAccount, StaffSession
from directory.staff.auth.roles import Grant
from directory.staff.auth.sessions import IDLE, LONGEST
from directory.staff.middleware import FORM_LIMIT, UPLOAD_LIMIT
from tests.directory.staff.browsing import ADMINISTRATOR, Browser, desk_of, let_in, pages_of


def sessions(engine: Engine) -> int:
    """Return how many sessions there are."""
    with engine.connect() as connection:
        return len(connection.scalars(select(col(StaffSession.token_hash))).all())


def test_who_has_not_signed_in_is_sent_to_it(stranger: Browser) -> None:
    """Every page but those of signing in asks for it first, and comes back to what was asked for."""
    answer = stranger.get("/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in?back=%2Faccount")
    assert 'value="/account"' in stranger.get("/sign-in?back=/account").text


@pytest.mark.parametrize(
    "back",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/x\r\nSet-Cookie: a=b"],
)
def test_nobody_is_sent_elsewhere(editor: Browser, back: str) -> None:
    """A form that names another site's address goes on to our first page."""
    answer = editor.post("/language", {"language": "th", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/")
    assert "set-cookie" in answer.headers


def test_headers(editor: Browser) -> None:
    """No answer lets another site in, is kept, or takes a script or style that is not ours."""
    for path in ("/account", "/records/service/list", "/records/nothing/list", "/nothing", "/static/staff.css"):
        headers = editor.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == ("public, max-age=3600" if "static" in path else "no-store")


def test_with_tls(pages_engine: Engine) -> None:
    """Behind a public address cookies travel by TLS only, and no other host can set them."""
    app = pages_of(desk_of(pages_engine, public_url="https://line.example"))
    answer = Browser(app).get("/sign-in")
    assert answer.headers["set-cookie"].startswith("__Host-staff_form=")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "0" * 64}, {}),
        ({"csrf": "é"}, {}),
        ({}, {"origin": "https://evil.example"}),
        ({}, {"origin": "null"}),
        ({}, {"sec-fetch-site": "cross-site"}),
        ({}, {"sec-fetch-site": "same-site"}),
    ],
)
def test_forms_of_others(editor: Browser, fields: dict[str, str], headers: dict[str, str]) -> None:
    """What another site's page posts changes nothing, whatever it knows but the form's own token."""
    answer = editor.post("/account/end-everywhere", fields, **headers)
    assert answer.status_code == 403
    assert editor.get("/account").status_code == 200


def test_a_form_of_ours(editor: Browser, pages_engine: Engine) -> None:
    """The same form from our page does what it says."""
    answer = editor.post("/account/end-everywhere", origin="http://127.0.0.1:8000")
    assert answer.headers["location"] == "/staff/sign-in?told=signed_out"
    assert editor.get("/account").status_code == 303
    assert sessions(pages_engine) == 0


def test_a_token_of_somebody_else(editor: Browser, administrator: Browser) -> None:
    """One person's form token opens nothing for another."""
    theirs = re.search(r'name="csrf" value="(\w+)"', administrator.get("/account").text)
    assert theirs
    assert editor.post("/account/end-everywhere", {"csrf": theirs[1]}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods(administrator: Browser, method: str) -> None:
    """Pages are read and forms are posted, and nothing else."""
    assert administrator.client.request(method, "/staff/account").status_code == 405


@pytest.mark.parametrize(("since_start", "since_seen"), [(LONGEST, IDLE * 0), (IDLE, IDLE)])
def test_sessions_end(editor: Browser, pages_engine: Engine, since_start: object, since_seen: object) -> None:
    """Half an hour without a page, or half a day with them, and somebody has to sign in again."""
    now = datetime.now(UTC)
    with pages_engine.begin() as connection:
        connection.execute(update(StaffSession).values(started_at=now - since_start, seen_at=now - since_seen))  # type: ignore[operator]
    assert editor.get("/account").status_code == 303


def test_somebody_who_was_shut_out(editor: Browser, pages_engine: Engine) -> None:
    """A disabled account's open pages are closed at once."""
    with pages_engine.begin() as connection:
        connection.execute(update(StaffAccount).values(disabled_at=datetime.now(UTC)))
    assert editor.get("/account").status_code == 303


@pytest.mark.parametrize("token", ["", "x", "é", "../..", "0" * 4000])
def test_made_up_sessions(pages: Starlette, token: str) -> None:
    """A cookie that we never gave is nobody's."""
    browser = Browser(pages)
    raw = [(b"cookie", f"staff={token}".encode())]
    assert browser.client.get("/staff/account", headers=raw).status_code == 303


def test_too_large(editor: Browser, stranger: Browser) -> None:
    """A body beyond its limit is refused; who has not signed in may send no more than a form, wherever to."""
    assert editor.post("/account/passphrase", {"old": "x" * FORM_LIMIT}).status_code == 413
    stranger.get("/sign-in")
    large = {"file": ("a.csv", b"x" * (FORM_LIMIT + 1), "text/csv")}
    assert stranger.post("/files", files=large).status_code == 413
    assert FORM_LIMIT < UPLOAD_LIMIT <= 10 * 1024 * 1024


def test_malformed_bodies(editor: Browser) -> None:
    """A body that is no form is answered calmly."""
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "application/json", "text/plain", ""):
        answer = editor.client.post("/staff/account/passphrase", content=b"\xff\xfe--x", headers={"content-type": kind})
        assert answer.status_code in {400, 403}, kind


def test_a_thousand_fields(editor: Browser) -> None:
    """A form with more fields than any of ours is refused."""
    body = "&".join(f"a{number}=1" for number in range(3_000))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert editor.client.post("/staff/account/passphrase", content=body, headers=headers).status_code == 400


def test_languages(pages: Starlette, pages_engine: Engine) -> None:
    """The page speaks what the browser asks for, then what was chosen, and turns for Arabic."""
    stranger = Browser(pages)
    assert '<html lang="th" dir="ltr">' in stranger.get("/sign-in", **{"accept-language": "th-TH,en;q=0.5"}).text
    assert '<html lang="en" dir="ltr">' in stranger.get("/sign-in", **{"accept-language": "xx;q=a,,,"}).text
    token = let_in(pages_engine, Grant(ADMINISTRATOR), "somebody", None)
    browser = Browser(pages, token)
    browser.post("/language", {"language": "ar", "back": "/account"})
    assert '<html lang="ar" dir="rtl">' in browser.get("/account").text
    assert browser.post("/language", {"language": "xx"}).status_code == 400
    elsewhere = Browser(pages, token)
    assert '<html lang="ar" dir="rtl">' in elsewhere.get("/account", **{"accept-language": "en"}).text


def test_errors_are_calm_pages(editor: Browser) -> None:
    """What is not there or not theirs is told in a page of ours, without a trace of how it is made."""
    for path, status in (("/nothing", 404), ("/records/nothing/list", 404), ("/records/phone/details/1", 404)):
        answer = editor.get(path)
        assert answer.status_code == status
        assert "<h1>This did not work</h1>" in answer.text
        assert "Traceback" not in answer.text


def test_where_another_language_leads(editor: Browser, administrator: Browser) -> None:
    """Back to the page with what was chosen there; from the answer to a form to the page that has that form."""

    def back(page: str) -> str:
        found = re.search(r'name="back" value="(/[^"]*)"', page)
        assert found
        return unescape(found[1])

    assert back(editor.get("/verify?country=TH&page=2").text) == "/verify?country=TH&page=2"
    assert back(editor.get("/mine").text) == "/mine"
    assert back(editor.post("/account/passphrase", {"old": "x"}).text) == "/account/passphrase"
    assert back(administrator.post("/people/nobody/reset").text) == "/people/nobody"
    assert back(administrator.post("/removals/service/1").text) == "/"
    answer = editor.post("/language", {"language": "en", "back": "/verify?country=TH&page=2"})
    assert answer.headers["location"] == "/staff/verify?country=TH&page=2"


def test_what_was_typed_as_the_session_ended(editor: Browser, pages_engine: Engine) -> None:
    """Whoever sends a form too late is told that it is not saved, and comes back to its page."""
    with pages_engine.begin() as connection:
        connection.execute(delete(StaffSession))
    answer = editor.post("/account/passphrase", {"old": "x"})
    assert answer.headers["location"] == "/staff/sign-in?back=%2Faccount%2Fpassphrase&told=ended"
    page = editor.get("/sign-in?back=%2Faccount%2Fpassphrase&told=ended").text
    assert "was not saved" in page
    assert 'name="back" value="/account/passphrase"' in page


def test_who_may_bring_no_files(editor: Browser) -> None:
    """Nothing larger than a form is read of somebody whose role brings no files."""
    large = {"file": ("a.csv", b"x" * (FORM_LIMIT + 1), "text/csv")}
    assert editor.post("/files", files=large).status_code == 413


def test_websockets_are_closed(pages: Starlette) -> None:
    """There is nothing here but pages."""
    with pytest.raises(WebSocketDisconnect), TestClient(pages).websocket_connect("/staff/"):
        pass


def test_a_database_that_fails(editor: Browser, pages_engine: Engine) -> None:
    """Where the gate itself can't look into the database the answer is a calm page with all headers."""
    with pages_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE staff_session RENAME TO away")
    answer = editor.get("/account")
    assert answer.status_code == 503
    assert answer.headers["x-frame-options"] == "DENY"
