"""Invitations: links that create an account or set one up again. A link works once, within three days."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import StaffAccount, StaffInvitation
from directory.staff.auth.audit_log import AuditAction, log_action
from directory.staff.auth.credentials import CredentialVerifier
from directory.staff.auth.errors import InvalidCodeError, InvitationNotFoundError, UsernameTakenError
from directory.staff.auth.grant_requests import reject_circle_not_held, set_grant
from directory.staff.auth.lockout import UNLOCKED
from directory.staff.auth.passphrases import check_passphrase
from directory.staff.auth.roles import Grant, grant_from_row, validate_grant
from directory.staff.auth.sessions import delete_sessions
from directory.staff.auth.tokens import new_token, token_digest
from directory.staff.auth.totp import matching_step
from directory.staff.auth.usernames import normalize_username

LIFETIME: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a token invites to; with an `account_id`, to set that account up again under its `sign_in_name`.

    `invited_by` is the administrator who made it, None on the command line.
    """

    grant: Grant
    ends_at: datetime
    account_id: str | None
    sign_in_name: str | None
    invited_by: str | None


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An unused invitation, by the `digest` of its token; `by` is the sign-in name of its maker."""

    digest: str
    grant: Grant
    by: str | None
    sign_in_name: str | None
    ends_at: datetime


def invite(engine: Engine, grant: Grant, by: str | None, now: datetime) -> str:
    """Return the token of a new invitation, which is not stored. `by` is None on the command line.

    Raises:
        CircleNotHeldError: the invited person would read what the administrator `by` may not read.
    Also raises what `validate_grant` raises.
    """
    with engine.connect() as connection, write_transaction(connection):
        reject_circle_not_held(connection, by, grant.circle)
        token = create_invitation(connection, validate_grant(connection, grant), None, by, now)
        log_action(connection, AuditAction.INVITED, by, grant.role.value, now)
    return token


def get_invitation(connection: Connection, token: str, now: datetime) -> Invitation:
    """Return the invitation of a token.

    Raises:
        InvitationNotFoundError: it is unknown, used or expired.
    """
    chosen = select(StaffInvitation.__table__, col(StaffAccount.sign_in_name)).outerjoin(  # type: ignore[attr-defined]
        StaffAccount, col(StaffAccount.id) == col(StaffInvitation.account_id)
    )
    this = col(StaffInvitation.token_hash) == token_digest(token), col(StaffInvitation.ends_at) > now
    row = connection.execute(chosen.where(*this)).first()
    if row is None:
        raise InvitationNotFoundError
    return Invitation(grant_from_row(row), row.ends_at, row.account_id, row.sign_in_name, row.invited_by)


def list_open_invitations(connection: Connection, now: datetime) -> list[OpenInvitation]:
    """Return the unused invitations, the first to expire first."""
    maker, of = aliased(StaffAccount), aliased(StaffAccount)
    chosen: Any = (
        select(StaffInvitation.__table__, col(maker.sign_in_name).label("maker"), col(of.sign_in_name))  # type: ignore[attr-defined]
        .outerjoin(maker, col(maker.id) == col(StaffInvitation.invited_by))
        .outerjoin(of, col(of.id) == col(StaffInvitation.account_id))
        .where(col(StaffInvitation.ends_at) > now)
    )
    rows = connection.execute(chosen.order_by(col(StaffInvitation.ends_at), col(StaffInvitation.token_hash)))
    return [
        OpenInvitation(row.token_hash, grant_from_row(row), row.maker, row.sign_in_name, row.ends_at) for row in rows
    ]


def withdraw_invitation(engine: Engine, digest: str, by: str, now: datetime) -> None:
    """Withdraw an open invitation, so that its link no longer works.

    Raises:
        InvitationNotFoundError: it is unknown, used or expired.
    """
    this = delete(StaffInvitation).where(
        col(StaffInvitation.token_hash) == digest.replace("\0", ""), col(StaffInvitation.ends_at) > now
    )
    with engine.connect() as connection, write_transaction(connection):
        role = connection.scalar(this.returning(col(StaffInvitation.role)))
        if role is None:
            raise InvitationNotFoundError
        log_action(connection, AuditAction.TAKEN_BACK, by, role, now)


def create_invitation(
    connection: Connection, grant: Grant, account_id: str | None, by: str | None, now: datetime
) -> str:
    """Create an invitation in the caller's transaction, delete the expired ones, and return its token."""
    connection.execute(delete(StaffInvitation).where(col(StaffInvitation.ends_at) <= now))
    token = new_token()
    row = {"token_hash": token_digest(token), "account_id": account_id, "invited_by": by, "ends_at": now + LIFETIME}
    connection.execute(insert(StaffInvitation), row | grant.to_columns())
    return token


def withdraw_made_by(connection: Connection, account_id: str) -> None:
    """Withdraw the invitations that an account made."""
    connection.execute(delete(StaffInvitation).where(col(StaffInvitation.invited_by) == account_id))


def withdraw_for_account(connection: Connection, account_id: str) -> None:
    """Withdraw the invitations to set an account up again."""
    connection.execute(delete(StaffInvitation).where(col(StaffInvitation.account_id) == account_id))


def consume_invitation(connection: Connection, token: str, now: datetime) -> Invitation:
    """Return the invitation of a token and delete it, in the caller's transaction.

    Raises:
        InvitationNotFoundError: it is unknown, used or expired.
    """
    invitation = get_invitation(connection, token, now)
    connection.execute(delete(StaffInvitation).where(col(StaffInvitation.token_hash) == token_digest(token)))
    return invitation


@dataclass(frozen=True, slots=True)
class Applicant:
    """What was typed to accept an invitation; `code` is made from `totp_secret`, `language` is BCP 47."""

    sign_in_name: str = field(repr=False)
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    code: str = field(repr=False)
    language: str | None = None


def accept_invitation(
    engine: Engine, verifier: CredentialVerifier, token: str, applicant: Applicant, now: datetime
) -> str:
    """Create or set up an account and return its id; the invitation is consumed only if that succeeds.

    An account that is set up again keeps its name and grant; its old sessions end. What has to be confirmed of the
    grant (`grant_requests.py`) waits, unless the invitation was made on the command line.

    Raises:
        InvitationNotFoundError: the invitation is unknown, used or expired.
        InvalidUsernameError, UsernameTakenError: the sign-in name can't be used.
        InvalidPassphraseError: the passphrase is not accepted; the subclass says why.
        InvalidTotpSecretError, InvalidCodeError: the code does not match the secret now.
    """
    with engine.connect() as connection:
        invitation = get_invitation(connection, token, now)
    name = invitation.sign_in_name or normalize_username(applicant.sign_in_name)
    account_id = invitation.account_id or str(uuid4())
    values = _secret_columns(verifier, account_id, name, applicant, now)
    with engine.connect() as connection, write_transaction(connection):
        invitation = consume_invitation(connection, token, now)
        _write_account(connection, invitation, {"id": account_id, "sign_in_name": name, "made_at": now} | values)
        set_grant(connection, account_id, None, _granted(connection, invitation), invitation.invited_by, now)
        log_action(connection, AuditAction.ACCEPTED, account_id, account_id, now)
    return account_id


def _secret_columns(
    verifier: CredentialVerifier, account_id: str, name: str, applicant: Applicant, now: datetime
) -> dict[str, Any]:
    """Return the secret columns, with the step of the code, so that it can't be used again to sign in."""
    check_passphrase(applicant.passphrase, name)
    step = matching_step(applicant.totp_secret, applicant.code, now)
    if step is None:
        raise InvalidCodeError
    return {
        "passphrase_hash": verifier.hasher.hash(applicant.passphrase),
        "totp_sealed": verifier.cipher.encrypt(account_id, applicant.totp_secret),
        "totp_step": step,
        "language": applicant.language,
    }


def _granted(connection: Connection, invitation: Invitation) -> Grant:
    """Return the grant of an invitation; an account that is set up again keeps its own."""
    if invitation.account_id is None:
        return invitation.grant
    stored = select(StaffAccount.__table__).where(col(StaffAccount.id) == invitation.account_id)  # type: ignore[attr-defined]
    return grant_from_row(connection.execute(stored).one())


def _write_account(connection: Connection, invitation: Invitation, row: dict[str, Any]) -> None:
    row |= UNLOCKED | {"disabled_at": None}
    if invitation.account_id is None:
        if connection.scalar(select(col(StaffAccount.id)).where(col(StaffAccount.sign_in_name) == row["sign_in_name"])):
            raise UsernameTakenError
        connection.execute(insert(StaffAccount), row | invitation.grant.to_columns())
        return
    del row["made_at"]
    connection.execute(update(StaffAccount).where(col(StaffAccount.id) == invitation.account_id).values(row))
    delete_sessions(connection, invitation.account_id)
