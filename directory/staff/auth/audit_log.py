"""The append-only audit log: reads of protected data, and actions on accounts and protected data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from directory.confidential import AccessCircle
from directory.models import ProtectedRead, StaffAccount, StaffEvent
from directory.staff.auth.roles import User


class AuditAction(StrEnum):
    """An action on an account or on protected data. Those of `AUTOMATIC` have no actor."""

    INVITED = "invited"
    TAKEN_BACK = "taken_back"
    ACCEPTED = "accepted"
    SIGNED_IN = "signed_in"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    LOCKED_OUT = "locked_out"
    SESSION_ENDED = "session_ended"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - the name of an action
    CODES_CHANGED = "codes_changed"
    ROLE_CHANGED = "role_changed"
    GRANT_CONFIRMED = "grant_confirmed"
    GRANT_DECLINED = "grant_declined"
    GRANT_TOOK_EFFECT = "grant_took_effect"
    DISABLED = "disabled"
    ENABLED = "enabled"
    RESET = "reset"
    IMPORTED = "imported"
    PROTECTED_ADDED = "protected_added"
    PROTECTED_CHANGED = "protected_changed"
    PROTECTED_MOVED = "protected_moved"
    PROTECTED_REMOVED = "protected_removed"


AUTOMATIC: Final = frozenset({AuditAction.LOCKED_OUT, AuditAction.SESSION_ENDED, AuditAction.GRANT_TOOK_EFFECT})
"""What happens by itself."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """How many protected entries of a service were shown, and to which circle."""

    service_id: str
    circle: AccessCircle
    entries: int


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One read of protected data: who, what and when."""

    at: datetime
    account_id: str
    sign_in_name: str | None
    disclosure: Disclosure


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """One action: when, by which account (None: on the command line), and on which account, role or entry."""

    at: datetime
    action: AuditAction
    account_id: str | None
    about: str | None


def log_read(connection: Connection, user: User, shown: Disclosure, now: datetime) -> None:
    """Log a read of protected data in the caller's transaction, before the data is shown."""
    row = {"at": now, "account_id": user.account_id, "service_id": shown.service_id}
    connection.execute(insert(ProtectedRead), row | {"circle": shown.circle.value, "entries": shown.entries})


def list_reads(
    connection: Connection,
    *,
    account_id: str | None = None,
    service_id: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> list[ReadRecord]:
    """Return reads, newest first, optionally of one account or one service."""
    named = col(StaffAccount.id) == col(ProtectedRead.account_id)
    chosen = select(ProtectedRead.__table__, col(StaffAccount.sign_in_name)).outerjoin(StaffAccount, named)  # type: ignore[attr-defined]
    if account_id is not None:
        chosen = chosen.where(col(ProtectedRead.account_id) == account_id)
    if service_id is not None:
        chosen = chosen.where(col(ProtectedRead.service_id) == service_id)
    newest = chosen.order_by(col(ProtectedRead.at).desc(), col(ProtectedRead.id).desc())
    return [
        ReadRecord(
            row.at, row.account_id, row.sign_in_name, Disclosure(row.service_id, AccessCircle(row.circle), row.entries)
        )
        for row in connection.execute(newest.offset(offset).limit(limit))
    ]


def log_action(connection: Connection, act: AuditAction, by: str | None, about: str | None, now: datetime) -> None:
    """Log an action in the transaction that carries it out."""
    connection.execute(insert(StaffEvent), {"at": now, "account_id": by, "what": act.value, "about": about})


def list_actions(connection: Connection, *, offset: int = 0, limit: int = 50) -> Sequence[ActionRecord]:
    """Return actions, newest first."""
    columns = (col(StaffEvent.at), col(StaffEvent.what), col(StaffEvent.account_id), col(StaffEvent.about))
    newest = select(*columns).order_by(col(StaffEvent.at).desc(), col(StaffEvent.id).desc())
    rows = connection.execute(newest.offset(offset).limit(limit))
    return [ActionRecord(row.at, AuditAction(row.what), row.account_id, row.about) for row in rows]
