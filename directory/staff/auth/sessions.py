"""Server-side sessions and CSRF tokens."""

import hmac
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from directory.db.engine import short_lock_timeout, write_transaction
from directory.models import StaffAccount, StaffSession
from directory.staff.auth.audit_log import AuditAction, log_action
from directory.staff.auth.browsers import forget_browsers
from directory.staff.auth.roles import User, grant_from_row
from directory.staff.auth.tokens import new_token, token_digest

IDLE_TIMEOUT: Final = timedelta(minutes=30)
MAX_AGE: Final = timedelta(hours=12)
MAX_FAILURES: Final = 5
"""How often a passphrase or code may be wrong in a session before it ends."""
_TOUCH_INTERVAL: Final = timedelta(minutes=1)
_CSRF_LABEL: Final = b"waylight staff form"


def start_session(connection: Connection, account_id: str, now: datetime) -> str:
    """Start a session, delete the expired ones, and return its token."""
    connection.execute(delete(StaffSession).where(or_(*_expired(now))))
    token = new_token()
    row = {"token_hash": token_digest(token), "account_id": account_id, "started_at": now, "seen_at": now}
    connection.execute(insert(StaffSession), row)
    return token


def find_user(engine: Engine, token: str, now: datetime) -> User | None:
    """Return the user of an active session, or None; a disabled account has no active session."""
    with engine.connect() as connection:
        row = connection.execute(_select_active(token, now)).first()
    if row is None:
        return None
    if now - row.seen_at >= _TOUCH_INTERVAL:
        _touch(engine, token, now)
    grant = grant_from_row(row)
    scope = grant.role, grant.organization_id, grant.countries, grant.circle
    return User(row.id, row.sign_in_name, *scope, row.language, row.stepped_up_at)


def end_session(engine: Engine, token: str) -> None:
    """End one session. Safe to repeat."""
    with engine.connect() as connection, write_transaction(connection):
        connection.execute(delete(StaffSession).where(col(StaffSession.token_hash) == token_digest(token)))


def mark_stepped_up(connection: Connection, token: str, now: datetime) -> bool:
    """Record that the passphrase and a code were right just now; return False if the session has ended."""
    this = update(StaffSession).where(col(StaffSession.token_hash) == token_digest(token))
    return connection.execute(this.values(stepped_up_at=now, failures=0)).rowcount == 1


def record_session_failure(connection: Connection, token: str, account_id: str, now: datetime) -> bool:
    """Record a wrong passphrase or code in a session; return False if the session has ended, at the fifth at latest.

    It does not count against the account: whoever sits at an open page must not lock out its owner.
    """
    this = col(StaffSession.token_hash) == token_digest(token)
    failed = update(StaffSession).where(this).values(failures=StaffSession.failures + 1)
    failures = connection.scalar(failed.returning(col(StaffSession.failures)))
    if failures is not None and failures >= MAX_FAILURES:
        connection.execute(delete(StaffSession).where(this))
        log_action(connection, AuditAction.SESSION_ENDED, None, account_id, now)
    return failures is not None and failures < MAX_FAILURES


def end_all_sessions(engine: Engine, account_id: str, by: str | None, now: datetime) -> None:
    """End all sessions of an account, including the current one; none of its browsers is known any longer."""
    with engine.connect() as connection, write_transaction(connection):
        delete_sessions(connection, account_id)
        forget_browsers(connection, account_id)
        log_action(connection, AuditAction.SIGNED_OUT_EVERYWHERE, by, account_id, now)


def delete_sessions(connection: Connection, account_id: str, keep_token: str | None = None) -> None:
    """End the sessions of an account in the caller's transaction, except the one of `keep_token`."""
    stmt = delete(StaffSession).where(col(StaffSession.account_id) == account_id)
    if keep_token is not None:
        stmt = stmt.where(col(StaffSession.token_hash) != token_digest(keep_token))
    connection.execute(stmt)


def csrf_token(token: str) -> str:
    """Return the token that a form must send back: only the session's browser and our pages can know it."""
    return hmac.digest(token.encode("utf-8", "surrogatepass"), _CSRF_LABEL, "sha256").hex()


def verify_csrf_token(token: str, given: str) -> bool:
    """Return whether a form sent back the CSRF token of a session."""
    return hmac.compare_digest(csrf_token(token).encode(), given.encode("utf-8", "surrogatepass"))


def _select_active(token: str, now: datetime) -> Any:
    account = StaffAccount
    columns = (account.id, account.sign_in_name, account.role, account.organization_id, account.countries)
    times = StaffSession.seen_at, StaffSession.stepped_up_at
    chosen = select(*columns, account.circle, account.language, *times)  # type: ignore[call-overload]
    is_active = and_(*(~condition for condition in _expired(now)), col(account.disabled_at).is_(None))
    of_both = col(account.id) == col(StaffSession.account_id)
    return chosen.join(StaffSession, of_both).where(col(StaffSession.token_hash) == token_digest(token), is_active)


def _expired(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(StaffSession.seen_at) <= now - IDLE_TIMEOUT, col(StaffSession.started_at) <= now - MAX_AGE


def _touch(engine: Engine, token: str, now: datetime) -> None:
    """Record that a session is in use.

    If an import holds the write lock, skip it: the session ends a little earlier, and the page is shown.
    """
    this = update(StaffSession).where(
        col(StaffSession.token_hash) == token_digest(token), col(StaffSession.seen_at) < now
    )
    with suppress(OperationalError), engine.connect() as connection, short_lock_timeout(connection), connection.begin():
        connection.execute(this.values(seen_at=now))
