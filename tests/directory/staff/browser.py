"""A client for the pages, without a browser."""

import atexit
import contextlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from argon2 import PasswordHasher
from httpx import Response
from sqlalchemy import Engine, insert
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from directory.db.engine import write_transaction
from directory.models import StaffAccount
from directory.staff.app import create_staff_app
from directory.staff.auth.credentials import CredentialVerifier, SecretCipher
from directory.staff.auth.passphrases import PassphraseHasher
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.sessions import csrf_token, mark_stepped_up, start_session
from directory.staff.context import EntryText, EntryTextRenderer, StaffContext

HOST = "http://127.0.0.1:8000"
KEY = bytes(32)
STALE_AFTER = timedelta(days=180)


def render_no_text(*_: Any) -> tuple[EntryText, ...]:
    """Render nothing, for pages without entry texts."""
    return ()


def staff_context(
    engine: Engine, reads: EntryTextRenderer = render_no_text, public_url: str | None = None
) -> StaffContext:
    """Return a context with fast hashes."""
    verifier = CredentialVerifier(
        SecretCipher(KEY), PassphraseHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    )
    return StaffContext(engine, verifier, STALE_AFTER, public_url, reads)


def mount_pages(context: StaffContext) -> Starlette:
    """Return an app with the pages at their usual path."""
    return Starlette(routes=[Mount("/staff", create_staff_app(context))])


def create_session(engine: Engine, grant: Grant, name: str, language: str | None = "en") -> str:
    """Create an account and return the token of a session, without signing in, that has just been stepped up."""
    now, account_id = datetime.now(UTC), str(uuid4())
    row = {"id": account_id, "sign_in_name": name, "made_at": now, "passphrase_hash": "", "totp_sealed": ""}
    with engine.connect() as connection, write_transaction(connection):
        connection.execute(insert(StaffAccount), row | {"language": language} | grant.to_columns())
        token = start_session(connection, account_id, now)
        mark_stepped_up(connection, token, now)
        return token


@cache
def _portal() -> BlockingPortal:
    """Return the event loop of all clients; one for each request would cost a quarter of the tests' time."""
    return _LOOPS.enter_context(start_blocking_portal())


_LOOPS = contextlib.ExitStack()
atexit.register(_LOOPS.close)


class Browser:
    """Keeps cookies, sends CSRF tokens, and follows no redirects."""

    def __init__(self, pages: Starlette | str, token: str | None = None) -> None:
        """Take the pages, or the address of a service that has them, and the session of who has signed in."""
        self.client: httpx.Client | TestClient
        if isinstance(pages, str):
            self.client = httpx.Client(base_url=pages, trust_env=False)
        else:
            self.client = TestClient(pages, base_url=HOST, follow_redirects=False)
            self.client.portal = _portal()
        self.token = token
        if token:
            self.client.cookies.set("staff", token)

    def get(self, path: str, **headers: str) -> Response:
        """Open a page below /staff."""
        return self.client.get(f"/staff{path}", headers=headers)

    def post(self, path: str, fields: Mapping[str, Any] | None = None, files: Any = None, **headers: str) -> Response:
        """Send a form of ours."""
        csrf = csrf_token(self.token or self.client.cookies.get("staff_form", ""))
        return self.client.post(f"/staff{path}", data={"csrf": csrf, **(fields or {})}, files=files, headers=headers)

    def text(self, path: str) -> str:
        """Return the text of a page without markup."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("location"))
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


EDITOR, REVIEWER, ADMINISTRATOR = Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR
