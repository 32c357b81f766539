"""What every page works with: the shared context, and the current user and form of a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine
from starlette.datastructures import FormData
from starlette.requests import Request

from directory.confidential.guard import RedactionGuard, load_protection_check, load_redaction_guard
from directory.db.engine import write_transaction
from directory.domain.protection import IsProtected
from directory.search import Place, ServiceResult
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.auth.rate_limit import SignInRateLimiter
from directory.staff.auth.roles import User
from directory.staff.uploads.worker import Worker


@dataclass(frozen=True, slots=True)
class EntryText:
    """The text of an entry on one channel; `segments` counts SMS segments, None on other channels."""

    channel: str
    text: str
    segments: int | None


class EntryTextRenderer(Protocol):
    """Renders an entry as the bot does. The bot hands it in: nothing here knows about chat."""

    def __call__(self, service: ServiceResult, place: Place | None, language: str) -> tuple[EntryText, ...]:
        """Return the text for somebody at `place` who reads `language` (BCP 47), once for each channel."""


@dataclass(frozen=True, slots=True)
class StaffContext:
    """Shared by all requests. `public_url` is None if only this machine reaches the service."""

    engine: Engine
    verifier: CredentialVerifier = field(repr=False)
    stale_after: timedelta
    public_url: str | None
    render_entry_text: EntryTextRenderer
    rate_limiter: SignInRateLimiter = field(default_factory=SignInRateLimiter)
    worker: Worker = field(default_factory=Worker)

    @property
    def is_secure(self) -> bool:
        """Return whether browsers use TLS; then cookies are sent over TLS only."""
        return (self.public_url or "").startswith("https://")


def get_context(request: Request) -> StaffContext:
    """Return the context of a request."""
    context: StaffContext = request.state.context
    return context


@contextmanager
def transaction(request: Request) -> Iterator[Connection]:
    """Open a transaction, which commits unless an exception leaves it."""
    with get_context(request).engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def locked_transaction(request: Request) -> Iterator[Connection]:
    """Open a transaction with the write lock."""
    with get_context(request).engine.connect() as connection, write_transaction(connection):
        yield connection


def current_user(request: Request) -> User:
    """Return the signed-in user; only for pages that need sign-in."""
    user: User = request.state.user
    return user


def form_data(request: Request) -> FormData:
    """Return the form fields of a request, empty for GET."""
    form: FormData = request.state.form
    return form


def raw_form_field(request: Request, name: str) -> str:
    """Return a form field as it was typed; "" if it is missing or a file."""
    value = form_data(request).get(name)
    return value if isinstance(value, str) else ""


def form_field(request: Request, name: str) -> str:
    """Return a form field without surrounding spaces; "" if it is missing or a file."""
    return raw_form_field(request, name).strip()


def redaction_guard(request: Request) -> RedactionGuard | None:
    """Return the guard that says whose protected data a text holds, None if nothing is protected.

    Raises:
        directory.confidential.ProtectedStoreError: the database did not answer.
    """
    return load_redaction_guard(get_context(request).engine)


def protection_check(request: Request) -> IsProtected | None:
    """Return the function that tells whether a text holds anything protected, None if nothing is.

    Raises:
        directory.confidential.ProtectedStoreError: the database did not answer.
    """
    return load_protection_check(get_context(request).engine)
