"""Every request passes the checks of sessions, CSRF, limits and headers."""

import asyncio
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlmodel import col
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message
from starlette.websockets import WebSocketDisconnect

from directory.models import StaffAccount, StaffSession
from directory.staff import middleware
from directory.staff.auth.roles import Grant
from directory.staff.auth.sessions import IDLE_TIMEOUT, MAX_AGE
from directory.staff.middleware import MAX_FORM_BYTES, MAX_UPLOAD_BYTES
from tests.directory.staff.browser import ADMINISTRATOR, Browser, create_session, mount_pages, staff_context


def sessions(engine: Engine) -> int:
    """Return how many sessions there are."""
    with engine.connect() as connection:
        return len(connection.scalars(select(col(StaffSession.token_hash))).all())


def test_redirects_to_sign_in(stranger: Browser) -> None:
    """Every page but sign-in redirects to it first, and returns to the requested page."""
    answer = stranger.get("/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in?back=%2Faccount")
    assert 'value="/account"' in stranger.get("/sign-in?back=/account").text


@pytest.mark.parametrize(
    "back",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/x\r\nSet-Cookie: a=b"],
)
def test_no_open_redirect(editor: Browser, back: str) -> None:
    """A return path to another site leads to the home page."""
    answer = editor.post("/language", {"language": "th", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/")
    assert "set-cookie" in answer.headers


def test_security_headers(editor: Browser) -> None:
    """No response can be framed, cached, or load foreign scripts and styles."""
    for path in ("/account", "/records/service/list", "/records/nothing/list", "/nothing", "/static/staff.css"):
        headers = editor.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == ("public, max-age=3600" if "static" in path else "no-store")


def test_tls_headers_and_cookies(pages_engine: Engine) -> None:
    """With TLS, cookies are secure and can't be set by other hosts."""
    app = mount_pages(staff_context(pages_engine, public_url="https://line.example"))
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
def test_cross_site_forms_are_rejected(editor: Browser, fields: dict[str, str], headers: dict[str, str]) -> None:
    """A cross-site form changes nothing, whatever it contains."""
    answer = editor.post("/account/end-everywhere", fields, **headers)
    assert answer.status_code == 403
    assert editor.get("/account").status_code == 200


def test_own_form_is_accepted(editor: Browser, pages_engine: Engine) -> None:
    """The same form from our page is accepted."""
    answer = editor.post("/account/end-everywhere", origin="http://127.0.0.1:8000")
    assert answer.headers["location"] == "/staff/sign-in?told=signed_out"
    assert editor.get("/account").status_code == 303
    assert sessions(pages_engine) == 0


def test_csrf_token_of_another_session_is_rejected(editor: Browser, administrator: Browser) -> None:
    """A CSRF token is valid for its session only."""
    theirs = re.search(r'name="csrf" value="(\w+)"', administrator.get("/account").text)
    assert theirs
    assert editor.post("/account/end-everywhere", {"csrf": theirs[1]}).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_rejected(administrator: Browser, method: str) -> None:
    """Only GET, HEAD and POST are accepted."""
    assert administrator.client.request(method, "/staff/account").status_code == 405


@pytest.mark.parametrize(("since_start", "since_seen"), [(MAX_AGE, IDLE_TIMEOUT * 0), (IDLE_TIMEOUT, IDLE_TIMEOUT)])
def test_expired_session_is_rejected(
    editor: Browser, pages_engine: Engine, since_start: object, since_seen: object
) -> None:
    """After half an hour idle, or half a day, the user has to sign in again."""
    now = datetime.now(UTC)
    with pages_engine.begin() as connection:
        connection.execute(update(StaffSession).values(started_at=now - since_start, seen_at=now - since_seen))  # type: ignore[operator]
    assert editor.get("/account").status_code == 303


def test_disabled_account_is_rejected(editor: Browser, pages_engine: Engine) -> None:
    """A disabled account is out at once."""
    with pages_engine.begin() as connection:
        connection.execute(update(StaffAccount).values(disabled_at=datetime.now(UTC)))
    assert editor.get("/account").status_code == 303


@pytest.mark.parametrize("token", ["", "x", "é", "../..", "0" * 4000])
def test_unknown_sessions_are_rejected(pages: Starlette, token: str) -> None:
    """An unknown cookie has no session."""
    browser = Browser(pages)
    raw = [(b"cookie", f"staff={token}".encode())]
    assert browser.client.get("/staff/account", headers=raw).status_code == 303


def test_large_bodies_are_rejected(editor: Browser, stranger: Browser) -> None:
    """A body above its limit is rejected; without sign-in the limit is that of a form."""
    assert editor.post("/account/passphrase", {"old": "x" * MAX_FORM_BYTES}).status_code == 413
    stranger.get("/sign-in")
    large = {"file": ("a.csv", b"x" * (MAX_FORM_BYTES + 1), "text/csv")}
    assert stranger.post("/files", files=large).status_code == 413
    assert MAX_FORM_BYTES < MAX_UPLOAD_BYTES <= 10 * 1024 * 1024


def test_malformed_bodies_are_rejected(editor: Browser) -> None:
    """A malformed body is 400."""
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "application/json", "text/plain", ""):
        answer = editor.client.post("/staff/account/passphrase", content=b"\xff\xfe--x", headers={"content-type": kind})
        assert answer.status_code in {400, 403}, kind


def test_many_fields_are_accepted(editor: Browser) -> None:
    """A form with more fields than any of ours is rejected."""
    body = "&".join(f"a{number}=1" for number in range(3_000))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert editor.client.post("/staff/account/passphrase", content=body, headers=headers).status_code == 400


def test_language_is_negotiated(pages: Starlette, pages_engine: Engine) -> None:
    """The page uses the browser's language, then the chosen one, and turns for Arabic."""
    stranger = Browser(pages)
    assert '<html lang="th" dir="ltr">' in stranger.get("/sign-in", **{"accept-language": "th-TH,en;q=0.5"}).text
    assert '<html lang="en" dir="ltr">' in stranger.get("/sign-in", **{"accept-language": "xx;q=a,,,"}).text
    token = create_session(pages_engine, Grant(ADMINISTRATOR), "somebody", None)
    browser = Browser(pages, token)
    browser.post("/language", {"language": "ar", "back": "/account"})
    assert '<html lang="ar" dir="rtl">' in browser.get("/account").text
    assert browser.post("/language", {"language": "xx"}).status_code == 400
    elsewhere = Browser(pages, token)
    assert '<html lang="ar" dir="rtl">' in elsewhere.get("/account", **{"accept-language": "en"}).text


def test_error_pages_are_translated(editor: Browser) -> None:
    """404 and 403 have our page, without technical details."""
    for path, status in (("/nothing", 404), ("/records/nothing/list", 404), ("/records/phone/details/1", 404)):
        answer = editor.get(path)
        assert answer.status_code == status
        assert "<h1>This did not work</h1>" in answer.text
        assert "Traceback" not in answer.text


def test_language_form_returns_to_the_page(editor: Browser, administrator: Browser) -> None:
    """The language form returns to the page with its query, and from a POST to its form."""

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


def test_expired_session_is_explained(editor: Browser, pages_engine: Engine) -> None:
    """A form sent after expiry is reported as not saved, and sign-in returns to its page."""
    with pages_engine.begin() as connection:
        connection.execute(delete(StaffSession))
    answer = editor.post("/account/passphrase", {"old": "x"})
    assert answer.headers["location"] == "/staff/sign-in?back=%2Faccount%2Fpassphrase&told=ended"
    page = editor.get("/sign-in?back=%2Faccount%2Fpassphrase&told=ended").text
    assert "was not saved" in page
    assert 'name="back" value="/account/passphrase"' in page


def test_large_bodies_need_upload_permission(editor: Browser) -> None:
    """Users without upload permission can send no more than a form."""
    large = {"file": ("a.csv", b"x" * (MAX_FORM_BYTES + 1), "text/csv")}
    assert editor.post("/files", files=large).status_code == 413


async def _post_slowly(pages: Starlette, cookie: str = "") -> tuple[int, dict[bytes, bytes]]:
    """Return the answer to a form of which only a part arrives, and its headers."""
    sent: list[Message] = []

    async def receive() -> Message:
        if not sent_part:
            sent_part.append(True)
            return {"type": "http.request", "body": b"csrf=", "more_body": True}
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    sent_part: list[bool] = []
    headers = [(b"host", b"127.0.0.1:8000"), (b"cookie", cookie.encode())]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/staff/account/passphrase",
        "root_path": "",
        "query_string": b"",
    }
    await pages({**scope, "headers": headers, "scheme": "http", "server": ("127.0.0.1", 8000)}, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"])


async def test_slow_bodies_are_rejected(pages: Starlette, editor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that does not arrive in time is given up, whoever sends it, and its connection closed."""
    monkeypatch.setattr(middleware, "FORM_TIMEOUT", 0.05)
    for cookie in ("", f"staff={editor.token}"):
        status, headers = await _post_slowly(pages, cookie)
        assert status == 408
        assert headers[b"connection"] == b"close"
        assert headers[b"x-frame-options"] == b"DENY"


async def test_slow_strangers_are_few(pages: Starlette, editor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many bodies of strangers are awaited at a time; staff who are signed in are heard all the same."""
    monkeypatch.setattr(middleware, "FORM_TIMEOUT", 0.5)
    monkeypatch.setattr(middleware, "MAX_STRANGERS", 3)
    answers = await asyncio.gather(
        *(_post_slowly(pages) for _ in range(5)), _post_slowly(pages, f"staff={editor.token}")
    )
    assert sorted(status for status, _ in answers[:-1]) == [408, 408, 408, 503, 503]
    assert answers[-1][0] == 408
    assert (await _post_slowly(pages))[0] == 408


def test_websockets_are_closed(pages: Starlette) -> None:
    """WebSockets are closed."""
    with pytest.raises(WebSocketDisconnect), TestClient(pages).websocket_connect("/staff/"):
        pass


def test_database_error_is_503(editor: Browser, pages_engine: Engine) -> None:
    """If the session can't be read, the response is a 503 page with all headers."""
    with pages_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE staff_session RENAME TO away")
    answer = editor.get("/account")
    assert answer.status_code == 503
    assert answer.headers["x-frame-options"] == "DENY"
