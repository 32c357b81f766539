"""Invitations: a link for one person, used once, within three days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from directory.db.engine import locked
from directory.models import StaffAccount, StaffInvitation
from directory.staff.auth.audit_log import Act, note_act
from directory.staff.auth.errors import NoInvitationError
from directory.staff.auth.roles import Grant, checked, grant_of
from directory.staff.auth.tokens import digest_of, new_token

HOLDS: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What somebody is invited to; with an account, to set that one up anew under its `sign_in_name`."""

    grant: Grant
    ends_at: datetime
    account_id: str | None
    sign_in_name: str | None


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that nobody has used yet, by the `digest` of its token; `by` is the sign-in name of who made it."""

    digest: str
    grant: Grant
    by: str | None
    sign_in_name: str | None
    ends_at: datetime


def invite(engine: Engine, grant: Grant, by: str | None, now: datetime) -> str:
    """Return the token of a new invitation; it is shown once and not kept. `by` is None on the command line.

    Raises what `roles.checked` raises.
    """
    with engine.connect() as connection, locked(connection):
        token = offer(connection, checked(connection, grant), None, by, now)
        note_act(connection, Act.INVITED, by, grant.role.value, now)
    return token


def invitation(connection: Connection, token: str, now: datetime) -> Invitation:
    """Return what a token invites to.

    Raises:
        NoInvitationError: it is unknown, was used or has ended.
    """
    chosen = select(StaffInvitation.__table__, col(StaffAccount.sign_in_name)).outerjoin(  # type: ignore[attr-defined]
        StaffAccount, col(StaffAccount.id) == col(StaffInvitation.account_id)
    )
    this = col(StaffInvitation.token_hash) == digest_of(token), col(StaffInvitation.ends_at) > now
    row = connection.execute(chosen.where(*this)).first()
    if row is None:
        raise NoInvitationError
    return Invitation(grant_of(row), row.ends_at, row.account_id, row.sign_in_name)


def open_invitations(connection: Connection, now: datetime) -> list[Open]:
    """Return the invitations that can still be used, those that end first at the head."""
    maker, of = aliased(StaffAccount), aliased(StaffAccount)
    chosen: Any = (
        select(StaffInvitation.__table__, col(maker.sign_in_name).label("maker"), col(of.sign_in_name))  # type: ignore[attr-defined]
        .outerjoin(maker, col(maker.id) == col(StaffInvitation.invited_by))
        .outerjoin(of, col(of.id) == col(StaffInvitation.account_id))
        .where(col(StaffInvitation.ends_at) > now)
    )
    rows = connection.execute(chosen.order_by(col(StaffInvitation.ends_at), col(StaffInvitation.token_hash)))
    return [Open(row.token_hash, grant_of(row), row.maker, row.sign_in_name, row.ends_at) for row in rows]


def take_back(engine: Engine, digest: str, by: str, now: datetime) -> None:
    """Take an open invitation back; its link opens nothing any more.

    Raises:
        NoInvitationError: it is unknown, was used or has ended.
    """
    this = delete(StaffInvitation).where(
        col(StaffInvitation.token_hash) == digest.replace("\0", ""), col(StaffInvitation.ends_at) > now
    )
    with engine.connect() as connection, locked(connection):
        role = connection.scalar(this.returning(col(StaffInvitation.role)))
        if role is None:
            raise NoInvitationError
        note_act(connection, Act.TAKEN_BACK, by, role, now)


def offer(connection: Connection, grant: Grant, account_id: str | None, by: str | None, now: datetime) -> str:
    """Write an invitation in the caller's transaction, take the ended ones away, and return its token."""
    connection.execute(delete(StaffInvitation).where(col(StaffInvitation.ends_at) <= now))
    token = new_token()
    row = {"token_hash": digest_of(token), "account_id": account_id, "invited_by": by, "ends_at": now + HOLDS}
    connection.execute(insert(StaffInvitation), row | grant.columns())
    return token


def withdraw_of(connection: Connection, account_id: str) -> None:
    """Take back the invitations that an account made: who may no longer invite lets nobody in."""
    connection.execute(delete(StaffInvitation).where(col(StaffInvitation.invited_by) == account_id))


def withdraw_for(connection: Connection, account_id: str) -> None:
    """Take back the invitations to set an account up anew."""
    connection.execute(delete(StaffInvitation).where(col(StaffInvitation.account_id) == account_id))


def take(connection: Connection, token: str, now: datetime) -> Invitation:
    """Return what a token invites to, and use it up, in the caller's transaction.

    Raises:
        NoInvitationError: it is unknown, was used or has ended.
    """
    found = invitation(connection, token, now)
    connection.execute(delete(StaffInvitation).where(col(StaffInvitation.token_hash) == digest_of(token)))
    return found
