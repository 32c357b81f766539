"""Sessions: kept on the server, so that one ends when we say so."""

import hmac
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from directory.db.engine import locked, soon
from directory.models import StaffAccount, StaffSession
from directory.staff.auth.audit_log import Act, note_act
from directory.staff.auth.roles import Person, grant_of
from directory.staff.auth.tokens import digest_of, new_token

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
_NOTED_EVERY: Final = timedelta(minutes=1)
_CSRF_LABEL: Final = b"waylight staff form"


def begin(connection: Connection, account_id: str, now: datetime) -> str:
    """Return the token of a new session, for `sign_in` and after `accept`; sweep those that have ended."""
    connection.execute(delete(StaffSession).where(or_(*_ended(now))))
    token = new_token()
    row = {"token_hash": digest_of(token), "account_id": account_id, "started_at": now, "seen_at": now}
    connection.execute(insert(StaffSession), row)
    return token


def person_of(engine: Engine, token: str, now: datetime) -> Person | None:
    """Return who has signed in with a session that still holds; a disabled account's does not."""
    with engine.connect() as connection:
        row = connection.execute(_holding(token, now)).first()
    if row is None:
        return None
    if now - row.seen_at >= _NOTED_EVERY:
        _note_seen(engine, token, now)
    grant = grant_of(row)
    return Person(
        row.id, row.sign_in_name, grant.role, grant.organization_id, grant.countries, grant.circle, row.language
    )


def sign_out(engine: Engine, token: str) -> None:
    """End one session; one that is not there has ended."""
    with engine.connect() as connection, locked(connection):
        connection.execute(delete(StaffSession).where(col(StaffSession.token_hash) == digest_of(token)))


def sign_out_everywhere(engine: Engine, account_id: str, by: str | None, now: datetime) -> None:
    """End all sessions of an account, also the one that asks for it."""
    with engine.connect() as connection, locked(connection):
        end_all(connection, account_id)
        note_act(connection, Act.SIGNED_OUT_EVERYWHERE, by, account_id, now)


def end_all(connection: Connection, account_id: str, but: str | None = None) -> None:
    """End the sessions of an account in the caller's transaction, but for the one of a token."""
    theirs = delete(StaffSession).where(col(StaffSession.account_id) == account_id)
    if but is not None:
        theirs = theirs.where(col(StaffSession.token_hash) != digest_of(but))
    connection.execute(theirs)


def csrf_token(token: str) -> str:
    """Return what a form has to bring back: only who has the session's token, or our page, can know it."""
    return hmac.digest(token.encode("utf-8", "surrogatepass"), _CSRF_LABEL, "sha256").hex()


def csrf_fits(token: str, given: str) -> bool:
    """Tell whether a form brought back what belongs to a session."""
    return hmac.compare_digest(csrf_token(token).encode(), given.encode("utf-8", "surrogatepass"))


def _holding(token: str, now: datetime) -> Any:
    account = StaffAccount
    columns = (account.id, account.sign_in_name, account.role, account.organization_id, account.countries)
    chosen = select(*columns, account.circle, account.language, StaffSession.seen_at)  # type: ignore[call-overload]
    holds = and_(*(~one for one in _ended(now)), col(account.disabled_at).is_(None))
    of_both = col(account.id) == col(StaffSession.account_id)
    return chosen.join(StaffSession, of_both).where(col(StaffSession.token_hash) == digest_of(token), holds)


def _ended(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(StaffSession.seen_at) <= now - IDLE, col(StaffSession.started_at) <= now - LONGEST


def _note_seen(engine: Engine, token: str, now: datetime) -> None:
    """Note that a session is in use.

    While an import holds the lock it can't be: the session then ends a little earlier, and the page is shown.
    """
    this = update(StaffSession).where(col(StaffSession.token_hash) == digest_of(token), col(StaffSession.seen_at) < now)
    with suppress(OperationalError), engine.connect() as connection, soon(connection), connection.begin():
        connection.execute(this.values(seen_at=now))
