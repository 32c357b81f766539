"""`waylight directory confidential`: what only vetted partners and hotline staff may read.

Whoever can run these commands can read the database; they print protected values only where that is what
they are for, and never in an error.
"""

from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy import Engine

from directory.cli.common import app, leave, opened
from directory.confidential import Circle, Confidential, NotKeptError, UnknownLinkError
from directory.confidential.csv_exchange import export_file, import_file
from directory.confidential.entries import Entry, ProtectedAddress, secrets_of
from directory.confidential.owners import public_addresses, still_public
from directory.settings import DirectorySettings

_FAULTS: Final = 1

confidential = typer.Typer(help="What only vetted partners and hotline staff may read.", no_args_is_help=True)
app.add_typer(confidential, name="confidential")


@confidential.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A CSV file; `export` shows its columns.", exists=True, dir_okay=False)],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Take in protected addresses and contacts: all of the file, or nothing."""
    try:
        with opened() as engine:
            report = import_file(_store(engine), path, dry_run=dry_run)
    except NotKeptError:
        leave("The database refused; nothing was written.")
    except OSError as fault:
        leave(f"{path} can't be read: {fault.strerror}.")
    for one in report.faults:
        typer.echo(str(one), err=True)
    if report.faults:
        typer.echo(f"Nothing was written; {len(report.faults) + report.more_faults} faults.", err=True)
        raise typer.Exit(_FAULTS)
    verb = "would be " if dry_run else ""
    typer.echo(f"{report.created} {verb}created, {report.changed} {verb}changed, {report.unchanged} unchanged.")


@confidential.command("export")
def export(
    circle: Annotated[Circle, typer.Option("--for", help="Whose file it will be.")],
    output: Annotated[Path, typer.Option(help="A new .csv file.")],
) -> None:
    """Write what a circle may read into a file that only you can open."""
    try:
        with opened() as engine:
            written = export_file(_store(engine), circle, output)
    except FileExistsError:
        leave(f"{output} is there already: name a new file.")
    except NotKeptError:
        leave("The database refused; nothing was written.")
    except OSError as fault:
        leave(f"{output} can't be written: {fault.strerror}.")
    typer.echo(f"{written} entries. Hand this file to nobody outside: {circle}.")


@confidential.command("list")
def list_(service: Annotated[str, typer.Option(help="The id of the service.")]) -> None:
    """Show what is protected of a service, as staff may see it, and which addresses of it are public."""
    with opened() as engine:
        store = _store(engine)
        places: list[Entry] = [*store.addresses([service], Circle.STAFF).get(service, ())]
        people: list[Entry] = [*store.contacts([service], Circle.STAFF).get(service, ())]
        with store.reading() as connection:
            public = public_addresses(connection, [service])
    for entry in places + people:
        kind = "address" if isinstance(entry, ProtectedAddress) else "contact"
        known = [f"{name}: {value}" for name, value in secrets_of(entry).items() if value is not None]
        typer.echo(f"{kind} {entry.id} ({entry.circle}) {'; '.join(known)}")
    if not places + people:
        typer.echo("Nothing is protected of this service.")
    for key, street in public:
        typer.echo(f"public address {key} (everybody) address_1: {street}")


@confidential.command("move")
def move(
    address: Annotated[str, typer.Argument(help="The id of a public address; `list` shows it.")],
    circle: Annotated[Circle, typer.Option("--for", help="Who may read it from now on.")],
) -> None:
    """Make a public address a protected one, and take its point and its history out of what the public reads."""
    try:
        with opened() as engine:
            moved = _store(engine).move_to_protected(address, circle)
            with _store(engine).reading() as connection:
                another = still_public(connection, moved.location_id)
    except UnknownLinkError:
        leave("There is no public address of a place with this id; nothing was changed.")
    except NotKeptError:
        leave("The database refused; nothing was changed.")
    typer.echo(f"Kept for {circle} now; no file brings it back. Read the texts of its service and place, too.")
    if another:
        typer.echo(f"The same place has another public address: {another}.")


@confidential.command("remove")
def remove(
    entry: Annotated[str, typer.Argument(help="The id of a protected address or contact; `list` shows it.")],
    *,
    may_be_public: Annotated[
        bool, typer.Option("--may-be-public", help="Files may bring the address of this place again.")
    ] = False,
) -> None:
    """Remove a protected address or contact for good."""
    try:
        with opened() as engine:
            removed = _store(engine).remove(entry, may_be_public=may_be_public)
    except NotKeptError:
        leave("The database refused; nothing was changed.")
    if not removed:
        leave("Nothing protected has this id; nothing was changed.")
    typer.echo("Removed.")


def _store(engine: Engine) -> Confidential:
    return Confidential(engine, DirectorySettings().stale_after)
