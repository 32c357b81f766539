"""What somebody who is signed in changes of their own access: the passphrase, and the app that makes codes.

The danger is a page left open: each of these asks for the passphrase, and counts wrong ones as at the sign-in.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, select, update
from sqlmodel import col

from directory.db.engine import locked
from directory.models import StaffAccount, StaffSession
from directory.staff.auth.audit_log import Act, note_act
from directory.staff.auth.credentials import Safe
from directory.staff.auth.errors import RefusedError, WrongCodeError
from directory.staff.auth.lockout import FORGIVEN, count_failure, is_open
from directory.staff.auth.passphrases import check
from directory.staff.auth.sessions import end_all
from directory.staff.auth.tokens import digest_of
from directory.staff.auth.totp import step_of


@dataclass(frozen=True, slots=True)
class NewPassphrase:
    """The passphrase so far, and the one that takes its place."""

    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewCodes:
    """The passphrase, the secret that was shown, and a code of it."""

    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Asking:
    """Whose session asks, and what their passphrase has to fit."""

    token: str = field(repr=False)
    account_id: str
    sign_in_name: str
    passphrase_hash: str = field(repr=False)


def change_passphrase(engine: Engine, safe: Safe, token: str, change: NewPassphrase, now: datetime) -> None:
    """Change the passphrase of whom a session belongs to; all their other sessions end.

    Raises:
        RefusedError: the old passphrase is wrong, or the account is locked.
        UnfitPassphraseError: the new one would be guessed; the class says why.
    """
    asking = _asking(engine, token)
    check(change.new, asking.sign_in_name)
    fits = safe.passphrases.fits(asking.passphrase_hash, change.old)
    values = {"passphrase_hash": safe.passphrases.hash(change.new)} if fits else None
    _replace(engine, asking, values, Act.PASSPHRASE_CHANGED, now)


def new_totp(engine: Engine, safe: Safe, token: str, change: NewCodes, now: datetime) -> None:
    """Change the app that makes codes; all other sessions of the account end.

    Raises:
        RefusedError: the passphrase is wrong, or the account is locked.
        UnfitSecretError, WrongCodeError: the code is not one of the new secret's, now.
    """
    asking = _asking(engine, token)
    step = step_of(change.totp_secret, change.code, now)
    if step is None:
        raise WrongCodeError
    fits = safe.passphrases.fits(asking.passphrase_hash, change.passphrase)
    sealed = safe.seal.close(asking.account_id, change.totp_secret)
    _replace(engine, asking, {"totp_sealed": sealed, "totp_step": step} if fits else None, Act.CODES_CHANGED, now)


def _asking(engine: Engine, token: str) -> _Asking:
    """Return whose session it is; that it holds, `person_of` has seen before."""
    columns = col(StaffAccount.id), col(StaffAccount.sign_in_name), col(StaffAccount.passphrase_hash)
    theirs = select(*columns).join(StaffSession, col(StaffSession.account_id) == col(StaffAccount.id))
    with engine.connect() as connection:
        row = connection.execute(theirs.where(col(StaffSession.token_hash) == digest_of(token))).first()
    if row is None:
        raise RefusedError
    return _Asking(token, *row)


def _replace(engine: Engine, asking: _Asking, values: dict[str, Any] | None, act: Act, now: datetime) -> None:
    """Write what changes, or count a wrong passphrase where nothing may."""
    with engine.connect() as connection, locked(connection):
        changed = values is not None and _set(connection, asking, values, now)
        if changed:
            end_all(connection, asking.account_id, but=asking.token)
            note_act(connection, act, asking.account_id, asking.account_id, now)
        else:
            count_failure(connection, asking.account_id, now)
    if not changed:
        raise RefusedError


def _set(connection: Connection, asking: _Asking, values: dict[str, Any], now: datetime) -> bool:
    same = col(StaffAccount.id) == asking.account_id, col(StaffAccount.passphrase_hash) == asking.passphrase_hash
    return connection.execute(update(StaffAccount).where(*same, is_open(now)).values(values | FORGIVEN)).rowcount == 1
