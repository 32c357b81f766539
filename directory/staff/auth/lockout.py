"""Lock an account after five failed sign-ins in a row, then after every third, each time for longer, up to an hour.

The danger is also denial of service by anybody who knows a name: so each lock ends by itself and allows new failures.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update
from sqlmodel import col

from directory.models import StaffAccount
from directory.staff.auth.audit_log import AuditAction, log_action

FAILURES_BEFORE_LOCK: Final = 5
FIRST_LOCK: Final = timedelta(minutes=15)
LONGEST_LOCK: Final = timedelta(hours=1)
_FAILURES_BETWEEN_LOCKS: Final = 3
_MAX_DOUBLINGS: Final = 2

UNLOCKED: Final = {"failures": 0, "locked_until": None}
"""The columns of an account without failed sign-ins."""


def can_sign_in(now: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that an account is neither disabled nor locked."""
    until = col(StaffAccount.locked_until)
    return and_(col(StaffAccount.disabled_at).is_(None), or_(until.is_(None), until <= now))


def record_failure(connection: Connection, account_id: str | None, now: datetime) -> None:
    """Record a failed sign-in; lock the account at the fifth, then at every third, for 15 minutes, 30, then an hour.

    Attempts on a locked account neither count nor extend the lock.
    """
    if connection.dialect.name == "postgresql":
        # Otherwise the response would wait for the disk only if the account exists.
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
    is_account = col(StaffAccount.id) == account_id
    connection.execute(
        update(StaffAccount).where(is_account, can_sign_in(now)).values(failures=StaffAccount.failures + 1)
    )
    failures = connection.scalar(select(col(StaffAccount.failures)).where(is_account, can_sign_in(now))) or 0
    if failures >= FAILURES_BEFORE_LOCK and (failures - FAILURES_BEFORE_LOCK) % _FAILURES_BETWEEN_LOCKS == 0:
        until = now + _lock_duration(failures)
        connection.execute(update(StaffAccount).where(is_account).values(locked_until=until))
        log_action(connection, AuditAction.LOCKED_OUT, None, account_id, now)


def _lock_duration(failures: int) -> timedelta:
    return min(
        FIRST_LOCK * (1 << min((failures - FAILURES_BEFORE_LOCK) // _FAILURES_BETWEEN_LOCKS, _MAX_DOUBLINGS)),
        LONGEST_LOCK,
    )
