"""New administrators and new access to protected data count once a second administrator confirms them.

The danger is one administrator's page in wrong hands, or one administrator who works alone. Where no second one is
there, a day passes, in which every administrator sees a notice. The command line waits for no one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from directory.confidential import AccessCircle
from directory.db.engine import write_transaction
from directory.models import StaffAccount, StaffGrantRequest
from directory.staff.auth.audit_log import AuditAction, log_action
from directory.staff.auth.errors import CircleNotHeldError, GrantRequestNotFoundError, NotConfirmerError
from directory.staff.auth.roles import Grant, Role, grant_from_row, includes_circle

DELAY: Final = timedelta(days=1)
"""After this a grant counts that no second administrator can confirm."""


@dataclass(frozen=True, slots=True)
class GrantRequest:
    """A grant that waits; `confirmers` are the ids of the administrators who may confirm it."""

    account_id: str
    sign_in_name: str
    grant: Grant
    requested_by: str
    requester_name: str | None
    requested_at: datetime
    confirmers: frozenset[str]

    @property
    def takes_effect_at(self) -> datetime | None:
        """When it counts by itself; None while somebody can confirm it."""
        return None if self.confirmers else self.requested_at + DELAY


def reject_circle_not_held(connection: Connection, by: str | None, circle: AccessCircle | None) -> None:
    """Check that an administrator, or the command line (None), may let somebody read what a circle reads.

    Raises:
        CircleNotHeldError: it is more than the administrator reads.
    """
    if by is None:
        return
    held = connection.scalar(select(col(StaffAccount.circle)).where(col(StaffAccount.id) == by))
    if not includes_circle(AccessCircle(held) if held else None, circle):
        raise CircleNotHeldError


def grant_meanwhile(current: Grant | None, wanted: Grant) -> Grant:
    """Return what an account may do until `wanted` is confirmed: `wanted` itself if nothing has to be confirmed.

    Somebody who becomes an administrator keeps the role that they have, or begins as a reviewer.
    """
    is_promoted = wanted.role is Role.ADMINISTRATOR and (current is None or current.role is not Role.ADMINISTRATOR)
    meanwhile = (current or Grant(Role.REVIEWER)) if is_promoted else wanted
    held = current.circle if current else None
    return replace(meanwhile, circle=wanted.circle if includes_circle(held, wanted.circle) else held)


def set_grant(  # noqa: PLR0913, PLR0917 - from what, to what, by whom and when
    connection: Connection, account_id: str, current: Grant | None, wanted: Grant, by: str | None, now: datetime
) -> bool:
    """Set an account's grant, in the caller's transaction; return whether a part of it waits for its confirmation.

    `current` is what the account may do already, None if it is new or comes back. It replaces what waited before.
    """
    meanwhile = wanted if by is None else grant_meanwhile(current, wanted)
    withdraw_requests(connection, account_id)
    _update_account(connection, account_id, meanwhile)
    if by is None or meanwhile == wanted:
        return False
    row = {"account_id": account_id, "requested_by": by, "requested_at": now} | wanted.to_columns()
    connection.execute(insert(StaffGrantRequest), row)
    return True


def withdraw_requests(connection: Connection, account_id: str) -> None:
    """Withdraw what waits for an account."""
    connection.execute(delete(StaffGrantRequest).where(col(StaffGrantRequest.account_id) == account_id))


def withdraw_requests_by(connection: Connection, account_id: str) -> None:
    """Withdraw what an administrator asked for."""
    connection.execute(delete(StaffGrantRequest).where(col(StaffGrantRequest.requested_by) == account_id))


def list_grant_requests(connection: Connection) -> list[GrantRequest]:
    """Return what waits, oldest first."""
    of, by = aliased(StaffAccount), aliased(StaffAccount)
    names: Any = (of.sign_in_name, col(by.sign_in_name).label("requester_name"))
    chosen: Any = (
        select(StaffGrantRequest.__table__, *names)  # type: ignore[attr-defined]
        .join(of, col(of.id) == col(StaffGrantRequest.account_id))
        .outerjoin(by, col(by.id) == col(StaffGrantRequest.requested_by))
        .order_by(col(StaffGrantRequest.requested_at), col(StaffGrantRequest.account_id))
    )
    is_active = col(StaffAccount.role) == Role.ADMINISTRATOR.value, col(StaffAccount.disabled_at).is_(None)
    administrators = frozenset(connection.scalars(select(col(StaffAccount.id)).where(*is_active)))
    return [
        GrantRequest(
            row.account_id,
            row.sign_in_name,
            grant_from_row(row),
            row.requested_by,
            row.requester_name,
            row.requested_at,
            administrators - {row.account_id, row.requested_by},
        )
        for row in connection.execute(chosen)
    ]


def confirm_grant(engine: Engine, account_id: str, requested_at: datetime, by: str, now: datetime) -> None:
    """Let the grant count that was asked for at `requested_at`: exactly the one that the second administrator saw.

    Raises:
        GrantRequestNotFoundError: it does not wait any more.
        NotConfirmerError: this account may not confirm it.
    """
    with _waiting_request(engine, account_id, requested_at) as (connection, request):
        if by not in request.confirmers:
            raise NotConfirmerError
        _apply(connection, request)
        log_action(connection, AuditAction.GRANT_CONFIRMED, by, account_id, now)


def decline_grant(engine: Engine, account_id: str, requested_at: datetime, by: str, now: datetime) -> None:
    """Withdraw the grant that was asked for at `requested_at`; any administrator may, also who asked for it.

    Raises:
        GrantRequestNotFoundError: it does not wait any more.
    """
    with _waiting_request(engine, account_id, requested_at) as (connection, _):
        withdraw_requests(connection, account_id)
        log_action(connection, AuditAction.GRANT_DECLINED, by, account_id, now)


def apply_due_grants(connection: Connection, now: datetime) -> None:
    """Let the grants count that nobody could confirm within a day, in the caller's transaction."""
    for request in list_grant_requests(connection):
        if request.takes_effect_at is not None and request.takes_effect_at <= now:
            _apply(connection, request)
            log_action(connection, AuditAction.GRANT_TOOK_EFFECT, None, request.account_id, now)


@contextmanager
def _waiting_request(
    engine: Engine, account_id: str, requested_at: datetime
) -> Iterator[tuple[Connection, GrantRequest]]:
    with engine.connect() as connection, write_transaction(connection):
        for request in list_grant_requests(connection):
            if (request.account_id, request.requested_at) == (account_id, requested_at):
                yield connection, request
                return
        raise GrantRequestNotFoundError


def _apply(connection: Connection, request: GrantRequest) -> None:
    _update_account(connection, request.account_id, request.grant)
    withdraw_requests(connection, request.account_id)


def _update_account(connection: Connection, account_id: str, grant: Grant) -> None:
    this = update(StaffAccount).where(col(StaffAccount.id) == account_id)
    connection.execute(this.values(grant.to_columns()))
