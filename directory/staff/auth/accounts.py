"""Accounts as administrators see and change them. Each act is noted, and takes effect at the next request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, func, select, update
from sqlmodel import col

from directory.db.engine import locked
from directory.models import StaffAccount
from directory.staff.auth.audit_log import Act, note_act
from directory.staff.auth.errors import LastAdministratorError, UnfitNameError, UnknownAccountError
from directory.staff.auth.invitations import offer, withdraw_for, withdraw_of
from directory.staff.auth.lockout import FORGIVEN
from directory.staff.auth.roles import Grant, Role, checked, grant_of
from directory.staff.auth.sessions import end_all
from directory.staff.auth.usernames import name_from

_SHOWN: Final = ("id", "sign_in_name", "role", "organization_id", "countries", "circle", "language")
_MOMENTS: Final = ("made_at", "locked_until", "disabled_at")


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


def accounts(connection: Connection) -> list[Account]:
    """Return all accounts, by their names."""
    return [_account(row) for row in connection.execute(_chosen().order_by(col(StaffAccount.sign_in_name)))]


def account(connection: Connection, account_id: str) -> Account:
    """Return one account; raise UnknownAccountError where there is none."""
    # PostgreSQL takes no NUL, and an id may come from an address.
    known = account_id.replace("\0", "")
    row = connection.execute(_chosen().where(col(StaffAccount.id) == known)).first()
    if row is None:
        raise UnknownAccountError
    return _account(row)


def account_named(connection: Connection, typed: str) -> Account:
    """Return the account of a sign-in name; raise UnknownAccountError where there is none."""
    try:
        row = connection.execute(_chosen().where(col(StaffAccount.sign_in_name) == name_from(typed))).first()
    except UnfitNameError:
        row = None
    if row is None:
        raise UnknownAccountError
    return _account(row)


def change_role(engine: Engine, account_id: str, grant: Grant, by: str | None, now: datetime) -> None:
    """Give an account another role, organization, countries and circle; who no longer administers has invited nobody.

    Raises:
        UnknownAccountError: there is no such account.
        LastAdministratorError: nobody else administers.
    Raises also what `roles.checked` raises.
    """
    with _changing(engine, account_id) as connection:
        if grant.role is not Role.ADMINISTRATOR:
            _refuse_last(connection, account_id)
            withdraw_of(connection, account_id)
        _set(connection, account_id, checked(connection, grant).columns())
        note_act(connection, Act.ROLE_CHANGED, by, account_id, now)


def disable(engine: Engine, account_id: str, by: str | None, now: datetime) -> None:
    """Shut an account out at once: its sessions end, and the invitations it made are taken back. Safe to repeat.

    Raises:
        UnknownAccountError: there is no such account.
        LastAdministratorError: nobody else administers.
    """
    with _changing(engine, account_id) as connection:
        _refuse_last(connection, account_id)
        _shut(connection, account_id, now)
        note_act(connection, Act.DISABLED, by, account_id, now)


def enable(engine: Engine, account_id: str, by: str | None, now: datetime) -> None:
    """Let an account in again that was disabled or is locked, with the secrets it had.

    Raises:
        UnknownAccountError: there is no such account.
    """
    with _changing(engine, account_id) as connection:
        _set(connection, account_id, {"disabled_at": None} | FORGIVEN)
        note_act(connection, Act.ENABLED, by, account_id, now)


def reset(engine: Engine, account_id: str, by: str | None, now: datetime) -> str:
    """Shut an account out and return the token of an invitation to set it up anew: for a lost phone.

    The name, the history and what it is allowed stay. The last administrator may be reset too: the
    invitation is the way back.

    Raises:
        UnknownAccountError: there is no such account.
    """
    with _changing(engine, account_id) as connection:
        _shut(connection, account_id, now)
        token = offer(connection, account(connection, account_id).grant, account_id, by, now)
        note_act(connection, Act.RESET, by, account_id, now)
    return token


def choose_language(engine: Engine, account_id: str, code: str) -> None:
    """Let the pages speak a language (BCP 47) to an account from now on, in any browser."""
    with _changing(engine, account_id) as connection:
        _set(connection, account_id, {"language": code})


@contextmanager
def _changing(engine: Engine, account_id: str) -> Iterator[Connection]:
    with engine.connect() as connection, locked(connection):
        account(connection, account_id)
        yield connection


def _shut(connection: Connection, account_id: str, now: datetime) -> None:
    _set(connection, account_id, {"disabled_at": now})
    end_all(connection, account_id)
    withdraw_of(connection, account_id)
    withdraw_for(connection, account_id)


def _set(connection: Connection, account_id: str, values: dict[str, Any]) -> None:
    connection.execute(update(StaffAccount).where(col(StaffAccount.id) == account_id).values(values))


def _refuse_last(connection: Connection, account_id: str) -> None:
    active = col(StaffAccount.role) == Role.ADMINISTRATOR.value, col(StaffAccount.disabled_at).is_(None)
    others = select(func.count()).where(*active, col(StaffAccount.id) != account_id)
    this = select(func.count()).where(*active, col(StaffAccount.id) == account_id)
    if connection.scalar(this) and not connection.scalar(others):
        raise LastAdministratorError


def _chosen() -> Select[Any]:
    return select(*(getattr(StaffAccount, name) for name in (*_SHOWN, *_MOMENTS)))


def _account(row: Any) -> Account:
    moments = (row.made_at, row.locked_until, row.disabled_at)
    return Account(row.id, row.sign_in_name, grant_of(row), row.language, *moments)
