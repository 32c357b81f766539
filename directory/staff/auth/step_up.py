"""Step-up: a session proves again, by passphrase and a new code, that its owner is at it.

The danger is a page left open: without this it could make others administrators, and read protected addresses.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import StaffAccount, StaffSession
from directory.staff.auth.credentials import Credentials, CredentialVerifier, StoredCredentials
from directory.staff.auth.errors import InvalidCredentialsError, SessionEndedError
from directory.staff.auth.sessions import MAX_AGE, mark_stepped_up, record_session_failure
from directory.staff.auth.sign_in import use_code
from directory.staff.auth.tokens import token_digest

FOR_ACTION: Final = timedelta(minutes=5)
"""How long ago the step-up may be for an action on accounts or a file."""
FOR_READING: Final = MAX_AGE
"""And for reading protected data: once in a session."""


def step_up(engine: Engine, verifier: CredentialVerifier, token: str, given: Credentials, now: datetime) -> None:
    """Record in a session that its owner has just typed the passphrase and an unused code.

    A lock of the account by wrong sign-ins elsewhere does not matter here, nor do failures here lock the account. The
    caller limits attempts by network address with `SignInRateLimiter`.

    Raises:
        InvalidCredentialsError: the passphrase or the code is wrong, or the code was used already.
        SessionEndedError: the same for the fifth time, or the session has ended meanwhile.
    """
    with engine.connect() as connection:
        stored = _stored_credentials(connection, token)
    if stored is None:
        raise SessionEndedError
    result = verifier.verify(stored, given, now)
    with engine.connect() as connection, write_transaction(connection):
        if use_code(connection, stored, result) and mark_stepped_up(connection, token, now):
            return
        goes_on = record_session_failure(connection, token, stored.account_id, now)
    raise InvalidCredentialsError if goes_on else SessionEndedError


def _stored_credentials(connection: Connection, token: str) -> StoredCredentials | None:
    columns = col(StaffAccount.id), col(StaffAccount.passphrase_hash), col(StaffAccount.totp_sealed)
    of_session = select(*columns).join(StaffSession, col(StaffSession.account_id) == col(StaffAccount.id))
    row = connection.execute(of_session.where(col(StaffSession.token_hash) == token_digest(token))).first()
    return StoredCredentials(*row) if row else None
