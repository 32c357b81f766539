"""Let signed-in users change their own passphrase and authenticator app.

The danger is a page left open: each change asks for the passphrase, and the fifth wrong one ends the session.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, exists, select, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import StaffAccount, StaffSession
from directory.staff.auth.audit_log import AuditAction, log_action
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.auth.errors import InvalidCodeError, InvalidCredentialsError, SessionEndedError
from directory.staff.auth.passphrases import check_passphrase
from directory.staff.auth.sessions import delete_sessions, record_session_failure
from directory.staff.auth.tokens import token_digest
from directory.staff.auth.totp import matching_step


@dataclass(frozen=True, slots=True)
class PassphraseChange:
    """The current passphrase and the new one."""

    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TotpChange:
    """The passphrase, the new TOTP secret, and a code made from it."""

    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _SessionOwner:
    """The account of a session, with the hash that its passphrase must match."""

    token: str = field(repr=False)
    account_id: str
    sign_in_name: str
    passphrase_hash: str = field(repr=False)


def change_passphrase(
    engine: Engine, verifier: CredentialVerifier, token: str, change: PassphraseChange, now: datetime
) -> None:
    """Change the passphrase of a session's account and end all its other sessions.

    Raises:
        InvalidCredentialsError: the old passphrase is wrong.
        SessionEndedError: it was wrong for the fifth time, or the session has ended.
        InvalidPassphraseError: the new passphrase is not accepted; the subclass says why.
    """
    owner = _session_owner(engine, token)
    check_passphrase(change.new, owner.sign_in_name)
    fits = verifier.hasher.verify(owner.passphrase_hash, change.old)
    values = {"passphrase_hash": verifier.hasher.hash(change.new)} if fits else None
    _apply(engine, owner, values, AuditAction.PASSPHRASE_CHANGED, now)


def change_totp(engine: Engine, verifier: CredentialVerifier, token: str, change: TotpChange, now: datetime) -> None:
    """Change the authenticator app of a session's account and end all its other sessions.

    Raises:
        InvalidCredentialsError: the passphrase is wrong.
        SessionEndedError: it was wrong for the fifth time, or the session has ended.
        InvalidTotpSecretError, InvalidCodeError: the code does not match the new secret now.
    """
    owner = _session_owner(engine, token)
    step = matching_step(change.totp_secret, change.code, now)
    if step is None:
        raise InvalidCodeError
    fits = verifier.hasher.verify(owner.passphrase_hash, change.passphrase)
    sealed = verifier.cipher.encrypt(owner.account_id, change.totp_secret)
    _apply(engine, owner, {"totp_sealed": sealed, "totp_step": step} if fits else None, AuditAction.CODES_CHANGED, now)


def _session_owner(engine: Engine, token: str) -> _SessionOwner:
    """Return the account of a session, which `find_user` has already found to be active."""
    columns = col(StaffAccount.id), col(StaffAccount.sign_in_name), col(StaffAccount.passphrase_hash)
    stmt = select(*columns).join(StaffSession, col(StaffSession.account_id) == col(StaffAccount.id))
    with engine.connect() as connection:
        row = connection.execute(stmt.where(col(StaffSession.token_hash) == token_digest(token))).first()
    if row is None:
        raise SessionEndedError
    return _SessionOwner(token, *row)


def _apply(
    engine: Engine, owner: _SessionOwner, values: dict[str, Any] | None, action: AuditAction, now: datetime
) -> None:
    """Write the new values, or record a failure if `values` is None."""
    with engine.connect() as connection, write_transaction(connection):
        if values is not None and _update_account(connection, owner, values):
            delete_sessions(connection, owner.account_id, keep_token=owner.token)
            log_action(connection, action, owner.account_id, owner.account_id, now)
            return
        goes_on = record_session_failure(connection, owner.token, owner.account_id, now)
    raise InvalidCredentialsError if goes_on else SessionEndedError


def _update_account(connection: Connection, owner: _SessionOwner, values: dict[str, Any]) -> bool:
    """Write the values, if the account still has the verified passphrase and the session has not ended meanwhile."""
    is_open = exists().where(col(StaffSession.token_hash) == token_digest(owner.token))
    same = col(StaffAccount.id) == owner.account_id, col(StaffAccount.passphrase_hash) == owner.passphrase_hash
    return connection.execute(update(StaffAccount).where(*same, is_open).values(values)).rowcount == 1
