"""Wrong attempts at an account: after five in a row it is locked, each time for longer, up to an hour.

The danger is also somebody who only knows a name and keeps its person out: so after each lock some may be wrong again.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update
from sqlmodel import col

from directory.models import StaffAccount
from directory.staff.auth.audit_log import Act, note_act

ALLOWED: Final = 5
SHORTEST: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=1)
_BETWEEN_LOCKS: Final = 3
_MOST_DOUBLINGS: Final = 2

FORGIVEN: Final = {"failures": 0, "locked_until": None}
"""The values of an account that nobody has guessed at since its person was here."""


def is_open(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an account is neither disabled nor locked."""
    until = col(StaffAccount.locked_until)
    return and_(col(StaffAccount.disabled_at).is_(None), or_(until.is_(None), until <= now))


def count_failure(connection: Connection, account_id: str | None, now: datetime) -> None:
    """Count a wrong attempt; lock the account at the fifth, then at every third: for 15 minutes, 30, then an hour.

    While an account is locked, attempts neither count nor make it longer.
    """
    if connection.dialect.name == "postgresql":
        # Else the answer would wait for the disk only where there is an account to write to.
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
    theirs = col(StaffAccount.id) == account_id
    connection.execute(update(StaffAccount).where(theirs, is_open(now)).values(failures=StaffAccount.failures + 1))
    failures = connection.scalar(select(col(StaffAccount.failures)).where(theirs, is_open(now))) or 0
    if failures >= ALLOWED and (failures - ALLOWED) % _BETWEEN_LOCKS == 0:
        until = now + _lock_after(failures)
        connection.execute(update(StaffAccount).where(theirs).values(locked_until=until))
        note_act(connection, Act.LOCKED_OUT, None, account_id, now)


def _lock_after(failures: int) -> timedelta:
    return min(SHORTEST * (1 << min((failures - ALLOWED) // _BETWEEN_LOCKS, _MOST_DOUBLINGS)), LONGEST)
