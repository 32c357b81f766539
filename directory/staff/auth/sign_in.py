"""Sign in: a name, a passphrase and a code, or one refusal for everything that is wrong.

The danger is an answer that tells which names there are, by its words or by its time.
"""

from datetime import datetime

from sqlalchemy import Connection, Engine, select, update
from sqlmodel import col

from directory.db.engine import locked
from directory.models import StaffAccount
from directory.staff.auth.audit_log import Act, note_act
from directory.staff.auth.credentials import Credentials, Kept, Proof, Safe
from directory.staff.auth.errors import RefusedError, UnfitNameError
from directory.staff.auth.lockout import FORGIVEN, count_failure, is_open
from directory.staff.auth.sessions import begin
from directory.staff.auth.usernames import name_from


def sign_in(engine: Engine, safe: Safe, given: Credentials, now: datetime) -> str:
    """Return the token of a new session, whatever session the browser had before.

    Attempts by network address are the caller's to count, with `Attempts`.

    Raises:
        RefusedError: there is no such account, it is disabled or locked, or something typed is wrong or was used.
    """
    with engine.connect() as connection:
        kept = _kept(connection, given.name)
    proof = safe.prove(kept, given, now)
    with engine.connect() as connection, locked(connection):
        token = _admitted(connection, kept, proof, now)
    if token is None:
        raise RefusedError
    return token


def _kept(connection: Connection, typed: str) -> Kept | None:
    try:
        name = name_from(typed)
    except UnfitNameError:
        name = ""  # nobody's, and looked for like any other
    columns = col(StaffAccount.id), col(StaffAccount.passphrase_hash), col(StaffAccount.totp_sealed)
    row = connection.execute(select(*columns).where(col(StaffAccount.sign_in_name) == name)).first()
    return Kept(*row) if row else None


def _admitted(connection: Connection, kept: Kept | None, proof: Proof, now: datetime) -> str | None:
    account_id = kept.account_id if kept else None
    if kept is None or not _took(connection, kept, proof, now):
        count_failure(connection, account_id, now)
        return None
    note_act(connection, Act.SIGNED_IN, account_id, account_id, now)
    return begin(connection, kept.account_id, now)


def _took(connection: Connection, kept: Kept, proof: Proof, now: datetime) -> bool:
    """Use the code up, if it was not, and the account is open and still has the secrets that were tried."""
    if proof.hash is None or proof.step is None:
        return False
    same = col(StaffAccount.passphrase_hash) == kept.passphrase_hash, col(StaffAccount.totp_sealed) == kept.totp_sealed
    unused = col(StaffAccount.totp_step) < proof.step
    this = update(StaffAccount).where(col(StaffAccount.id) == kept.account_id, *same, unused, is_open(now))
    return connection.execute(this.values(totp_step=proof.step, passphrase_hash=proof.hash, **FORGIVEN)).rowcount == 1
