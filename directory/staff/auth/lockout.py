"""Lock out after five failed sign-ins in a row, then after every third, each time for longer, up to an hour.

The danger is also denial of service by anybody who knows a name: so each lock ends by itself and allows new failures,
and the failures of a browser in which the owner has signed in count for that browser alone (`browsers.py`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, or_, select, update
from sqlmodel import col

from directory.models import StaffAccount, StaffBrowser
from directory.staff.auth.audit_log import AuditAction, log_action

FAILURES_BEFORE_LOCK: Final = 5
FIRST_LOCK: Final = timedelta(minutes=15)
LONGEST_LOCK: Final = timedelta(hours=1)
_FAILURES_BETWEEN_LOCKS: Final = 3
_MAX_DOUBLINGS: Final = 2

UNLOCKED: Final = {"failures": 0, "locked_until": None}
"""The columns of an account or browser without failed sign-ins."""


@dataclass(frozen=True, slots=True)
class FailureCounter:
    """The row that counts failed sign-ins: of an account, or of one of its browsers."""

    model: type[StaffAccount] | type[StaffBrowser]
    condition: ColumnElement[bool]

    def is_unlocked(self, now: datetime) -> ColumnElement[bool]:
        """Return the SQL condition of the row while it is not locked."""
        until = col(self.model.locked_until)
        return self.condition & or_(until.is_(None), until <= now)

    def is_open(self, connection: Connection, now: datetime) -> bool:
        """Return whether the row exists and is not locked."""
        return connection.scalar(select(col(self.model.failures)).where(self.is_unlocked(now))) is not None

    def reset(self, connection: Connection) -> None:
        """Forget the failures."""
        connection.execute(update(self.model).where(self.condition).values(UNLOCKED))


def account_counter(account_id: str | None) -> FailureCounter:
    """Return the counter of an account, for all browsers that are unknown."""
    is_open = col(StaffAccount.disabled_at).is_(None)
    return FailureCounter(StaffAccount, (col(StaffAccount.id) == account_id) & is_open)


def record_failure(connection: Connection, counter: FailureCounter, account_id: str | None, now: datetime) -> None:
    """Record a failed sign-in; lock at the fifth, then at every third, for 15 minutes, 30, then an hour.

    Attempts during a lock neither count nor extend it.
    """
    if connection.dialect.name == "postgresql":
        # Otherwise the response would wait for the disk only if the account exists.
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
    model, is_unlocked = counter.model, counter.is_unlocked(now)
    connection.execute(update(model).where(is_unlocked).values(failures=model.failures + 1))
    failures = connection.scalar(select(col(model.failures)).where(is_unlocked)) or 0
    if failures >= FAILURES_BEFORE_LOCK and (failures - FAILURES_BEFORE_LOCK) % _FAILURES_BETWEEN_LOCKS == 0:
        until = now + _lock_duration(failures)
        connection.execute(update(model).where(counter.condition).values(locked_until=until))
        log_action(connection, AuditAction.LOCKED_OUT, None, account_id, now)


def _lock_duration(failures: int) -> timedelta:
    return min(
        FIRST_LOCK * (1 << min((failures - FAILURES_BEFORE_LOCK) // _FAILURES_BETWEEN_LOCKS, _MAX_DOUBLINGS)),
        LONGEST_LOCK,
    )
