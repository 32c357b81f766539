"""`waylight staff`: invite people to the staff pages and disable their accounts; it invites the first administrator.

A user who can run these commands can read the database, so they ask for no passphrase.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer
from pydantic import Field
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Engine

from directory.cli.common import exit_with_error, open_directory, read_settings
from directory.confidential import AccessCircle
from directory.domain.place_codes import UnknownCountryError
from directory.settings import DirectorySettings
from directory.staff.auth import accounts
from directory.staff.auth.errors import (
    AccountNotFoundError,
    LastAdministratorError,
    OrganizationNotFoundError,
    OrganizationRequiredError,
)
from directory.staff.auth.invitations import LIFETIME, invite
from directory.staff.auth.roles import Grant, Role

staff = typer.Typer(help="Who may sign in to the staff pages.", no_args_is_help=True)

_T = TypeVar("_T")
Name = Annotated[str, typer.Argument(help="The sign-in name, as `list` shows it.")]


class _InvitationSettings(DirectorySettings):
    """The directory's settings, and the URL of the staff pages: the service's own `public_url` and `port`."""

    public_url: str | None = None
    port: int = Field(default=8000, ge=1, le=65535)

    def link(self, token: str) -> str:
        """Return the URL of an invitation."""
        return f"{(self.public_url or f'http://127.0.0.1:{self.port}').rstrip('/')}/staff/invitation/{token}"


@staff.command("invite")
def invite_(
    role: Annotated[Role, typer.Option(help="The role of the account.")],
    organization: Annotated[str | None, typer.Option(help="The id of an editor's own organization.")] = None,
    countries: Annotated[str, typer.Option(help="A reviewer's countries, such as TH,KH; all without.")] = "",
    circle: Annotated[AccessCircle | None, typer.Option(help="Which protected places the person may read.")] = None,
) -> None:
    """Print a link with which one person creates an account."""
    settings = read_settings(_InvitationSettings)
    codes = tuple(code for code in countries.split(",") if code.strip())
    try:
        with open_directory() as engine:
            token = invite(engine, Grant(role, organization, codes, circle), None, datetime.now(UTC))
    except OrganizationRequiredError:
        exit_with_error("An editor keeps the entries of one organization: name it with --organization.")
    except OrganizationNotFoundError:
        exit_with_error("The directory has no organization with this id.")
    except UnknownCountryError as exc:
        exit_with_error(str(exc))
    _print_link(settings.link(token))


@staff.command("list")
def list_() -> None:
    """Show the accounts, and which are disabled or locked."""
    with open_directory() as engine, engine.connect() as connection:
        results = accounts.list_accounts(connection)
    table = Table("name", "role", "organization", "countries", "circle", "state")
    for account in results:
        grant = account.grant
        cells = (grant.organization_id or "", ",".join(grant.countries), grant.circle or "", _account_state(account))
        table.add_row(escape(account.sign_in_name), grant.role, *map(escape, cells))
    Console().print(table)


@staff.command()
def disable(name: Name) -> None:
    """Disable an account at once."""
    try:
        _change_account(name, lambda engine, account: accounts.disable(engine, account, None, datetime.now(UTC)))
    except LastAdministratorError:
        exit_with_error("This is the last administrator: invite another one first.")
    typer.echo("Disabled; all sessions have ended.")


@staff.command()
def enable(name: Name) -> None:
    """Enable an account that was disabled, or is locked after failed attempts."""
    _change_account(name, lambda engine, account: accounts.enable(engine, account, None, datetime.now(UTC)))
    typer.echo("May sign in again.")


@staff.command()
def reset(name: Name) -> None:
    """Disable an account and print a link to set it up again: for a lost phone or a forgotten passphrase."""
    settings = read_settings(_InvitationSettings)
    token = _change_account(name, lambda engine, account: accounts.reset(engine, account, None, datetime.now(UTC)))
    _print_link(settings.link(token))


def _change_account(name: str, act: Callable[[Engine, str], _T]) -> _T:
    try:
        with open_directory() as engine:
            with engine.connect() as connection:
                account_id = accounts.find_account(connection, name).account_id
            return act(engine, account_id)
    except AccountNotFoundError:
        exit_with_error("There is no account with this name; `waylight staff list` shows them.")


def _print_link(link: str) -> None:
    typer.echo(link)
    typer.echo(f"Works once, for {LIFETIME.days} days. Anyone who has this link can take the account.", err=True)


def _account_state(account: accounts.Account) -> str:
    if account.disabled_at:
        return "disabled"
    return "locked" if account.locked_until and account.locked_until > datetime.now(UTC) else ""
