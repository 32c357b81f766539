"""What was read of what is protected, and what was done about accounts and to it: written once, for administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from directory.confidential import Circle
from directory.models import ProtectedRead, StaffAccount, StaffEvent
from directory.staff.auth.roles import Person


class Act(StrEnum):
    """What was done about accounts, and to what is protected. `locked_out` was done by whoever guessed."""

    INVITED = "invited"
    TAKEN_BACK = "taken_back"
    ACCEPTED = "accepted"
    SIGNED_IN = "signed_in"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    LOCKED_OUT = "locked_out"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - a word for what was done
    CODES_CHANGED = "codes_changed"
    ROLE_CHANGED = "role_changed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    RESET = "reset"
    IMPORTED = "imported"
    PROTECTED_ADDED = "protected_added"
    PROTECTED_CHANGED = "protected_changed"
    PROTECTED_MOVED = "protected_moved"
    PROTECTED_REMOVED = "protected_removed"


@dataclass(frozen=True, slots=True)
class Shown:
    """How many protected entries of a service were shown, and for which circle."""

    service_id: str
    circle: Circle
    entries: int


@dataclass(frozen=True, slots=True)
class NotedRead:
    """Who was shown what, and when."""

    at: datetime
    account_id: str
    sign_in_name: str | None
    shown: Shown


@dataclass(frozen=True, slots=True)
class NotedAct:
    """What was done when, by which account (None: on the command line), about which account, role or entry."""

    at: datetime
    act: Act
    account_id: str | None
    about: str | None


def note_read(connection: Connection, person: Person, shown: Shown, now: datetime) -> None:
    """Note that somebody is shown what is protected; in the caller's transaction, before it is shown."""
    row = {"at": now, "account_id": person.account_id, "service_id": shown.service_id}
    connection.execute(insert(ProtectedRead), row | {"circle": shown.circle.value, "entries": shown.entries})


def reads(
    connection: Connection,
    *,
    account_id: str | None = None,
    service_id: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> list[NotedRead]:
    """Return what was shown, newest first: to one account, of one service, or all."""
    named = col(StaffAccount.id) == col(ProtectedRead.account_id)
    chosen = select(ProtectedRead.__table__, col(StaffAccount.sign_in_name)).outerjoin(StaffAccount, named)  # type: ignore[attr-defined]
    if account_id is not None:
        chosen = chosen.where(col(ProtectedRead.account_id) == account_id)
    if service_id is not None:
        chosen = chosen.where(col(ProtectedRead.service_id) == service_id)
    newest = chosen.order_by(col(ProtectedRead.at).desc(), col(ProtectedRead.id).desc())
    return [
        NotedRead(row.at, row.account_id, row.sign_in_name, Shown(row.service_id, Circle(row.circle), row.entries))
        for row in connection.execute(newest.offset(offset).limit(limit))
    ]


def note_act(connection: Connection, act: Act, by: str | None, about: str | None, now: datetime) -> None:
    """Note what was done, in the transaction in which it is done."""
    connection.execute(insert(StaffEvent), {"at": now, "account_id": by, "what": act.value, "about": about})


def acts(connection: Connection, *, offset: int = 0, limit: int = 50) -> Sequence[NotedAct]:
    """Return what was done, newest first."""
    columns = (col(StaffEvent.at), col(StaffEvent.what), col(StaffEvent.account_id), col(StaffEvent.about))
    newest = select(*columns).order_by(col(StaffEvent.at).desc(), col(StaffEvent.id).desc())
    rows = connection.execute(newest.offset(offset).limit(limit))
    return [NotedAct(row.at, Act(row.what), row.account_id, row.about) for row in rows]
