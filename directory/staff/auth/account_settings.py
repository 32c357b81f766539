"""Let signed-in users change their own passphrase and authenticator app.

The danger is a page left open: each change asks for the passphrase and counts wrong ones as sign-in does.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import StaffAccount, StaffSession
from directory.staff.auth.audit_log import AuditAction, log_action
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.auth.errors import InvalidCodeError, InvalidCredentialsError
from directory.staff.auth.lockout import UNLOCKED, can_sign_in, record_failure
from directory.staff.auth.passphrases import check_passphrase
from directory.staff.auth.sessions import delete_sessions, token_digest
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
        InvalidCredentialsError: the old passphrase is wrong, or the account is locked.
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
        InvalidCredentialsError: the passphrase is wrong, or the account is locked.
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
        raise InvalidCredentialsError
    return _SessionOwner(token, *row)


def _apply(
    engine: Engine, owner: _SessionOwner, values: dict[str, Any] | None, action: AuditAction, now: datetime
) -> None:
    """Write the new values, or record a failure if `values` is None."""
    with engine.connect() as connection, write_transaction(connection):
        changed = values is not None and _update_account(connection, owner, values, now)
        if changed:
            delete_sessions(connection, owner.account_id, keep_token=owner.token)
            log_action(connection, action, owner.account_id, owner.account_id, now)
        else:
            record_failure(connection, owner.account_id, now)
    if not changed:
        raise InvalidCredentialsError


def _update_account(connection: Connection, owner: _SessionOwner, values: dict[str, Any], now: datetime) -> bool:
    same = col(StaffAccount.id) == owner.account_id, col(StaffAccount.passphrase_hash) == owner.passphrase_hash
    return (
        connection.execute(update(StaffAccount).where(*same, can_sign_in(now)).values(values | UNLOCKED)).rowcount == 1
    )
