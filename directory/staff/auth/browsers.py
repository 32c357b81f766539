"""Known browsers: those in which an account has signed in, told by a random token in a cookie.

Their failed sign-ins count apart, so that strangers who try a name can't lock out its owner. The token opens nothing:
with it, as without, a passphrase and a code are needed.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update
from sqlmodel import col

from directory.models import StaffBrowser
from directory.staff.auth.lockout import UNLOCKED, FailureCounter, account_counter
from directory.staff.auth.tokens import token_digest

LIFETIME: Final = timedelta(days=180)
"""How long a browser stays known after the last sign-in."""


def failure_counter(
    connection: Connection, account_id: str | None, browser: str | None, now: datetime
) -> FailureCounter:
    """Return the counter of a known browser, else that of the account; without an account, do the same work."""
    this = (col(StaffBrowser.token_hash) == token_digest(browser or "")) & (
        col(StaffBrowser.account_id) == (account_id or "")
    )
    known = connection.scalar(select(col(StaffBrowser.account_id)).where(this, col(StaffBrowser.ends_at) > now))
    return account_counter(account_id) if known is None else FailureCounter(StaffBrowser, this)


def remember_browser(connection: Connection, account_id: str, browser: str, now: datetime) -> None:
    """Remember that an account has signed in with a browser, and forget the browsers that did not for long."""
    connection.execute(delete(StaffBrowser).where(col(StaffBrowser.ends_at) <= now))
    key = {"token_hash": token_digest(browser), "account_id": account_id}
    renewed = update(StaffBrowser).filter_by(**key).values(ends_at=now + LIFETIME)
    if not connection.execute(renewed).rowcount:
        connection.execute(insert(StaffBrowser), key | UNLOCKED | {"ends_at": now + LIFETIME})


def unlock_browsers(connection: Connection, account_id: str) -> None:
    """Unlock all browsers of an account."""
    connection.execute(update(StaffBrowser).where(col(StaffBrowser.account_id) == account_id).values(UNLOCKED))


def forget_browsers(connection: Connection, account_id: str) -> None:
    """Forget all browsers of an account, for example because one was lost."""
    connection.execute(delete(StaffBrowser).where(col(StaffBrowser.account_id) == account_id))
