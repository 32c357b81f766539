"""Sign in with a name, a passphrase and a one-time code.

The danger is a response that reveals which names exist, by its text or its timing.
"""

from datetime import datetime

from sqlalchemy import Connection, Engine, select, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import StaffAccount
from directory.staff.auth.audit_log import AuditAction, log_action
from directory.staff.auth.browsers import failure_counter, remember_browser
from directory.staff.auth.credentials import Credentials, CredentialVerifier, StoredCredentials, VerificationResult
from directory.staff.auth.errors import InvalidCredentialsError, InvalidUsernameError
from directory.staff.auth.lockout import record_failure
from directory.staff.auth.sessions import start_session
from directory.staff.auth.usernames import normalize_username


def sign_in(
    engine: Engine, verifier: CredentialVerifier, given: Credentials, now: datetime, browser: str | None = None
) -> str:
    """Return the token of a new session; from then on the browser with the token `browser` is known.

    The caller limits attempts by network address with `SignInRateLimiter`.

    Raises:
        InvalidCredentialsError: the account is unknown, disabled or locked, or a credential is wrong or already used.
    """
    with engine.connect() as connection:
        stored = _stored_credentials(connection, given.name)
    result = verifier.verify(stored, given, now)
    with engine.connect() as connection, write_transaction(connection):
        token = _start_session(connection, stored, result, browser, now)
    if token is None:
        raise InvalidCredentialsError
    return token


def _stored_credentials(connection: Connection, typed: str) -> StoredCredentials | None:
    try:
        name = normalize_username(typed)
    except InvalidUsernameError:
        name = ""  # no account has it, but the query takes as long
    columns = col(StaffAccount.id), col(StaffAccount.passphrase_hash), col(StaffAccount.totp_sealed)
    row = connection.execute(select(*columns).where(col(StaffAccount.sign_in_name) == name)).first()
    return StoredCredentials(*row) if row else None


def _start_session(
    connection: Connection,
    stored: StoredCredentials | None,
    result: VerificationResult,
    browser: str | None,
    now: datetime,
) -> str | None:
    account_id = stored.account_id if stored else None
    counter = failure_counter(connection, account_id, browser, now)
    # Asked without an account too: it takes the time of a query.
    is_open = counter.is_open(connection, now)
    if stored is None or not (is_open and use_code(connection, stored, result)):
        record_failure(connection, counter, account_id, now)
        return None
    counter.reset(connection)
    if browser:
        remember_browser(connection, stored.account_id, browser, now)
    log_action(connection, AuditAction.SIGNED_IN, account_id, account_id, now)
    return start_session(connection, stored.account_id, now)


def use_code(connection: Connection, stored: StoredCredentials, result: VerificationResult) -> bool:
    """Mark the code as used, if it is unused and the account is enabled and still has the verified secrets."""
    if result.hash is None or result.step is None:
        return False
    same = (
        col(StaffAccount.passphrase_hash) == stored.passphrase_hash,
        col(StaffAccount.totp_sealed) == stored.totp_sealed,
    )
    unused = col(StaffAccount.totp_step) < result.step, col(StaffAccount.disabled_at).is_(None)
    this = update(StaffAccount).where(col(StaffAccount.id) == stored.account_id, *same, *unused)
    return connection.execute(this.values(totp_step=result.step, passphrase_hash=result.hash)).rowcount == 1
