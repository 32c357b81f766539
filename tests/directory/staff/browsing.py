"""Somebody at the pages, without a browser."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from argon2 import PasswordHasher
from httpx import Response
from sqlalchemy import Engine, insert
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from directory.db.engine import locked
from directory.models import StaffAccount
from directory.staff.app import make_staff
from directory.staff.auth.credentials import Safe
from directory.staff.auth.encryption import Seal
from directory.staff.auth.passphrases import Passphrases
from directory.staff.auth.roles import Grant, Role
from directory.staff.auth.sessions import begin, csrf_token
from directory.staff.context import Desk
from directory.staff.entry_text import Reads, Said

HOST = "http://127.0.0.1:8000"
KEY = bytes(32)
STALE_AFTER = timedelta(days=180)


def nothing_read(*_: Any) -> tuple[Said, ...]:
    """Say nothing: for pages that show no entry as the bot would say it."""
    return ()


def desk_of(engine: Engine, reads: Reads = nothing_read, public_url: str | None = None) -> Desk:
    """Return a desk whose passphrases cost next to nothing."""
    safe = Safe(Seal(KEY), Passphrases(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
    return Desk(engine, safe, STALE_AFTER, public_url, reads)


def pages_of(desk: Desk) -> Starlette:
    """Return the pages where the service mounts them."""
    return Starlette(routes=[Mount("/staff", make_staff(desk))])


def let_in(engine: Engine, grant: Grant, name: str, language: str | None = "en") -> str:
    """Make an account and return the token of a session of it, without the work of signing in."""
    now, account_id = datetime.now(UTC), str(uuid4())
    row = {"id": account_id, "sign_in_name": name, "made_at": now, "passphrase_hash": "", "totp_sealed": ""}
    with engine.connect() as connection, locked(connection):
        connection.execute(insert(StaffAccount), row | {"language": language} | grant.columns())
        return begin(connection, account_id, now)


class Browser:
    """Keeps cookies, brings a form's token back, and follows no redirection."""

    def __init__(self, pages: Starlette | str, token: str | None = None) -> None:
        """Take the pages, or the address of a service that has them, and the session of who has signed in."""
        self.client: httpx.Client | TestClient
        if isinstance(pages, str):
            self.client = httpx.Client(base_url=pages, trust_env=False)
        else:
            self.client = TestClient(pages, base_url=HOST, follow_redirects=False)
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
        """Return what is to be read on a page, without its marks."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("location"))
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


EDITOR, REVIEWER, ADMINISTRATOR = Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR
