"""Accept an invitation: the account is made, or made anew, with a passphrase and an app that makes codes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, insert, select, update
from sqlmodel import col

from directory.db.engine import locked
from directory.models import StaffAccount
from directory.staff.auth.audit_log import Act, note_act
from directory.staff.auth.credentials import Safe
from directory.staff.auth.errors import NameTakenError, WrongCodeError
from directory.staff.auth.invitations import Invitation, invitation, take
from directory.staff.auth.lockout import FORGIVEN
from directory.staff.auth.passphrases import check
from directory.staff.auth.sessions import end_all
from directory.staff.auth.totp import step_of
from directory.staff.auth.usernames import name_from


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody chose who accepts: `code` is of `totp_secret`, which they were shown; `language` is BCP 47."""

    sign_in_name: str = field(repr=False)
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    code: str = field(repr=False)
    language: str | None = None


def accept(engine: Engine, safe: Safe, token: str, applicant: Applicant, now: datetime) -> str:
    """Return the id of the account; the invitation is used up only then.

    An account that is set up anew keeps its name, whatever was typed, and what it may do; its old sessions end.

    Raises:
        NoInvitationError: the invitation is unknown, was used or has ended.
        UnfitNameError, NameTakenError: another sign-in name has to be chosen.
        UnfitPassphraseError: another passphrase has to be chosen; the class says why.
        UnfitSecretError, WrongCodeError: the code is not one of the secret's, now.
    """
    with engine.connect() as connection:
        known = invitation(connection, token, now)
    name = known.sign_in_name or name_from(applicant.sign_in_name)
    account_id = known.account_id or str(uuid4())
    values = _secrets(safe, account_id, name, applicant, now)
    with engine.connect() as connection, locked(connection):
        invited = take(connection, token, now)
        _write(connection, invited, {"id": account_id, "sign_in_name": name, "made_at": now} | values)
        note_act(connection, Act.ACCEPTED, account_id, account_id, now)
    return account_id


def _secrets(safe: Safe, account_id: str, name: str, applicant: Applicant, now: datetime) -> dict[str, Any]:
    """Return the columns of secrets; the code is used up, so that it can't be used again to sign in."""
    check(applicant.passphrase, name)
    step = step_of(applicant.totp_secret, applicant.code, now)
    if step is None:
        raise WrongCodeError
    return {
        "passphrase_hash": safe.passphrases.hash(applicant.passphrase),
        "totp_sealed": safe.seal.close(account_id, applicant.totp_secret),
        "totp_step": step,
        "language": applicant.language,
    }


def _write(connection: Connection, invited: Invitation, row: dict[str, Any]) -> None:
    row |= FORGIVEN | {"disabled_at": None}
    if invited.account_id is None:
        if connection.scalar(select(col(StaffAccount.id)).where(col(StaffAccount.sign_in_name) == row["sign_in_name"])):
            raise NameTakenError
        connection.execute(insert(StaffAccount), row | invited.grant.columns())
        return
    del row["made_at"]
    connection.execute(update(StaffAccount).where(col(StaffAccount.id) == invited.account_id).values(row))
    end_all(connection, invited.account_id)
