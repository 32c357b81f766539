"""`waylight staff`: let people in to the staff's page, and shut them out; the first administrator comes in this way.

Whoever can run these commands can read the database: no passphrase is asked for.
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

from directory.cli.common import leave, opened, read_settings
from directory.confidential import Circle
from directory.domain.place_codes import UnknownCountryError
from directory.settings import DirectorySettings
from directory.staff.auth import accounts
from directory.staff.auth.errors import (
    LastAdministratorError,
    NoOrganizationError,
    UnknownAccountError,
    UnknownOrganizationError,
)
from directory.staff.auth.invitations import HOLDS, invite
from directory.staff.auth.roles import Grant, Role

staff = typer.Typer(help="Who may sign in to the staff's page.", no_args_is_help=True)

_T = TypeVar("_T")
Name = Annotated[str, typer.Argument(help="The sign-in name, as `list` shows it.")]


class _ReachedAt(DirectorySettings):
    """The directory's settings, and where the page is: the service's own `public_url` and `port`."""

    public_url: str | None = None
    port: int = Field(default=8000, ge=1, le=65535)

    def link(self, token: str) -> str:
        """Return the address of an invitation."""
        return f"{(self.public_url or f'http://127.0.0.1:{self.port}').rstrip('/')}/staff/invitation/{token}"


@staff.command("invite")
def invite_(
    role: Annotated[Role, typer.Option(help="What the person is here for.")],
    organization: Annotated[str | None, typer.Option(help="The id of an editor's own organization.")] = None,
    countries: Annotated[str, typer.Option(help="A reviewer's countries, such as TH,KH; all without.")] = "",
    circle: Annotated[Circle | None, typer.Option(help="Which protected places the person reads.")] = None,
) -> None:
    """Print a link with which one person makes an account."""
    reached = read_settings(_ReachedAt)
    codes = tuple(code for code in countries.split(",") if code.strip())
    try:
        with opened() as engine:
            token = invite(engine, Grant(role, organization, codes, circle), None, datetime.now(UTC))
    except NoOrganizationError:
        leave("An editor keeps the entries of one organization: name it with --organization.")
    except UnknownOrganizationError:
        leave("The directory has no organization with this id.")
    except UnknownCountryError as fault:
        leave(str(fault))
    _hand_over(reached.link(token))


@staff.command("list")
def list_() -> None:
    """Show the accounts, and who is shut out."""
    with opened() as engine, engine.connect() as connection:
        found = accounts.accounts(connection)
    table = Table("name", "role", "organization", "countries", "circle", "state")
    for one in found:
        grant = one.grant
        cells = (grant.organization_id or "", ",".join(grant.countries), grant.circle or "", _state(one))
        table.add_row(escape(one.sign_in_name), grant.role, *map(escape, cells))
    Console().print(table)


@staff.command()
def disable(name: Name) -> None:
    """Shut an account out at once."""
    try:
        _on(name, lambda engine, one: accounts.disable(engine, one, None, datetime.now(UTC)))
    except LastAdministratorError:
        leave("This is the last administrator: invite another one first.")
    typer.echo("Shut out; all sessions have ended.")


@staff.command()
def enable(name: Name) -> None:
    """Let an account in again that was shut out, or is locked after wrong attempts."""
    _on(name, lambda engine, one: accounts.enable(engine, one, None, datetime.now(UTC)))
    typer.echo("May sign in again.")


@staff.command()
def reset(name: Name) -> None:
    """Shut an account out, and print a link to set it up anew: for a lost phone or a forgotten passphrase."""
    reached = read_settings(_ReachedAt)
    token = _on(name, lambda engine, one: accounts.reset(engine, one, None, datetime.now(UTC)))
    _hand_over(reached.link(token))


def _on(name: str, act: Callable[[Engine, str], _T]) -> _T:
    try:
        with opened() as engine:
            with engine.connect() as connection:
                account_id = accounts.account_named(connection, name).account_id
            return act(engine, account_id)
    except UnknownAccountError:
        leave("There is no account with this name; `waylight staff list` shows them.")


def _hand_over(link: str) -> None:
    typer.echo(link)
    typer.echo(f"Works once, for {HOLDS.days} days. Whoever has this link has the account.", err=True)


def _state(one: accounts.Account) -> str:
    if one.disabled_at:
        return "shut out"
    return "locked" if one.locked_until and one.locked_until > datetime.now(UTC) else ""
