"""Accounts as administrators see and change them. Each action is logged and takes effect at the next request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, func, select, update
from sqlmodel import col

from directory.db.engine import write_transaction
from directory.models import StaffAccount
from directory.staff.auth.audit_log import AuditAction, log_action
from directory.staff.auth.browsers import forget_browsers, unlock_browsers
from directory.staff.auth.errors import AccountNotFoundError, InvalidUsernameError, LastAdministratorError
from directory.staff.auth.grant_requests import (
    reject_circle_not_held,
    set_grant,
    withdraw_requests,
    withdraw_requests_by,
)
from directory.staff.auth.invitations import create_invitation, withdraw_for_account, withdraw_made_by
from directory.staff.auth.lockout import UNLOCKED
from directory.staff.auth.roles import Grant, Role, grant_from_row, includes_circle, validate_grant
from directory.staff.auth.sessions import delete_sessions
from directory.staff.auth.usernames import normalize_username

_COLUMNS: Final = ("id", "sign_in_name", "role", "organization_id", "countries", "circle", "language")
_TIME_COLUMNS: Final = ("made_at", "locked_until", "disabled_at")


@dataclass(frozen=True, slots=True)
class Account:
    """An account without its secrets."""

    account_id: str
    sign_in_name: str
    grant: Grant
    language: str | None
    made_at: datetime
    locked_until: datetime | None
    disabled_at: datetime | None


def list_accounts(connection: Connection) -> list[Account]:
    """Return all accounts, ordered by name."""
    return [
        _account_from_row(row)
        for row in connection.execute(_select_accounts().order_by(col(StaffAccount.sign_in_name)))
    ]


def get_account(connection: Connection, account_id: str) -> Account:
    """Return one account; raise AccountNotFoundError if there is none."""
    # PostgreSQL takes no NUL, and an id may come from an address.
    known = account_id.replace("\0", "")
    row = connection.execute(_select_accounts().where(col(StaffAccount.id) == known)).first()
    if row is None:
        raise AccountNotFoundError
    return _account_from_row(row)


def find_account(connection: Connection, typed: str) -> Account:
    """Return the account with a sign-in name; raise AccountNotFoundError if there is none."""
    try:
        row = connection.execute(
            _select_accounts().where(col(StaffAccount.sign_in_name) == normalize_username(typed))
        ).first()
    except InvalidUsernameError:
        row = None
    if row is None:
        raise AccountNotFoundError
    return _account_from_row(row)


def change_role(engine: Engine, account_id: str, grant: Grant, by: str | None, now: datetime) -> bool:
    """Change an account's grant; return whether a part of it waits for a second administrator.

    The open invitations, and what waits, of an account that may do less than before are withdrawn.

    Raises:
        AccountNotFoundError: there is no such account.
        LastAdministratorError: there is no other administrator.
        CircleNotHeldError: the account would newly read what the administrator `by` may not read.
    Also raises what `validate_grant` raises.
    """
    with _locked_account(engine, account_id) as connection:
        current, wanted = get_account(connection, account_id).grant, validate_grant(connection, grant)
        if not includes_circle(current.circle, wanted.circle):
            reject_circle_not_held(connection, by, wanted.circle)
        if wanted.role is not Role.ADMINISTRATOR:
            _check_not_last_administrator(connection, account_id)
        if wanted.role is not Role.ADMINISTRATOR or not includes_circle(wanted.circle, current.circle):
            _withdraw_made_by(connection, account_id)
        waits = set_grant(connection, account_id, current, wanted, by, now)
        log_action(connection, AuditAction.ROLE_CHANGED, by, account_id, now)
    return waits


def disable(engine: Engine, account_id: str, by: str | None, now: datetime) -> None:
    """Disable an account at once: end its sessions and withdraw the invitations it made. Safe to repeat.

    Raises:
        AccountNotFoundError: there is no such account.
        LastAdministratorError: there is no other administrator.
    """
    with _locked_account(engine, account_id) as connection:
        _check_not_last_administrator(connection, account_id)
        _disable(connection, account_id, now)
        log_action(connection, AuditAction.DISABLED, by, account_id, now)


def enable(engine: Engine, account_id: str, by: str | None, now: datetime) -> bool:
    """Enable a disabled or locked account again, with its old passphrase and authenticator app.

    Return whether a part of a disabled account's grant waits for a second administrator, as that of a new one does.

    Raises:
        AccountNotFoundError: there is no such account.
        CircleNotHeldError: it is disabled, and reads what the administrator `by` may not read.
    """
    waits = False
    with _locked_account(engine, account_id) as connection:
        account = get_account(connection, account_id)
        if account.disabled_at is not None:
            reject_circle_not_held(connection, by, account.grant.circle)
            waits = set_grant(connection, account_id, None, account.grant, by, now)
        _update_account(connection, account_id, {"disabled_at": None} | UNLOCKED)
        unlock_browsers(connection, account_id)
        log_action(connection, AuditAction.ENABLED, by, account_id, now)
    return waits


def reset(engine: Engine, account_id: str, by: str | None, now: datetime) -> str:
    """Disable an account and return the token of an invitation to set it up again, for example after a lost phone.

    Its name, history and grant stay, of which a part waits for a second administrator, as that of a new account does.
    The last administrator may be reset too: the invitation is the way back.

    Raises:
        AccountNotFoundError: there is no such account.
        CircleNotHeldError: it reads what the administrator `by` may not read.
    """
    with _locked_account(engine, account_id) as connection:
        grant = get_account(connection, account_id).grant
        reject_circle_not_held(connection, by, grant.circle)
        _disable(connection, account_id, now)
        token = create_invitation(connection, grant, account_id, by, now)
        log_action(connection, AuditAction.RESET, by, account_id, now)
    return token


def set_account_language(engine: Engine, account_id: str, code: str) -> None:
    """Set the language (BCP 47) in which an account sees the pages, in any browser."""
    with _locked_account(engine, account_id) as connection:
        _update_account(connection, account_id, {"language": code})


@contextmanager
def _locked_account(engine: Engine, account_id: str) -> Iterator[Connection]:
    with engine.connect() as connection, write_transaction(connection):
        get_account(connection, account_id)
        yield connection


def _disable(connection: Connection, account_id: str, now: datetime) -> None:
    _update_account(connection, account_id, {"disabled_at": now})
    delete_sessions(connection, account_id)
    forget_browsers(connection, account_id)
    _withdraw_made_by(connection, account_id)
    withdraw_for_account(connection, account_id)
    withdraw_requests(connection, account_id)


def _withdraw_made_by(connection: Connection, account_id: str) -> None:
    """Withdraw the invitations that an account made, and the grants that it asked for."""
    withdraw_made_by(connection, account_id)
    withdraw_requests_by(connection, account_id)


def _update_account(connection: Connection, account_id: str, values: dict[str, Any]) -> None:
    connection.execute(update(StaffAccount).where(col(StaffAccount.id) == account_id).values(values))


def _check_not_last_administrator(connection: Connection, account_id: str) -> None:
    active = col(StaffAccount.role) == Role.ADMINISTRATOR.value, col(StaffAccount.disabled_at).is_(None)
    others = select(func.count()).where(*active, col(StaffAccount.id) != account_id)
    this = select(func.count()).where(*active, col(StaffAccount.id) == account_id)
    if connection.scalar(this) and not connection.scalar(others):
        raise LastAdministratorError


def _select_accounts() -> Select[Any]:
    return select(*(getattr(StaffAccount, name) for name in (*_COLUMNS, *_TIME_COLUMNS)))


def _account_from_row(row: Any) -> Account:
    moments = (row.made_at, row.locked_until, row.disabled_at)
    return Account(row.id, row.sign_in_name, grant_from_row(row), row.language, *moments)
