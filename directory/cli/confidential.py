"""`waylight directory confidential`: entries that only vetted partners and hotline staff may read.

A user who can run these commands can read the database. They print protected values only if that is their purpose,
and never in an error.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy import Engine

from directory.cli.common import app, exit_with_error, open_directory
from directory.confidential import AccessCircle, ConfidentialStore, ProtectedStoreError, UnknownRecordError
from directory.confidential.csv_exchange import export_file, import_file
from directory.confidential.entries import ProtectedAddress, ProtectedEntry, protected_values
from directory.confidential.locations import public_address_at, public_addresses
from directory.confidential.public_texts import PublicText
from directory.settings import DirectorySettings

_INVALID_DATA: Final = 1

confidential = typer.Typer(help="What only vetted partners and hotline staff may read.", no_args_is_help=True)
app.add_typer(confidential, name="confidential")


@confidential.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A CSV file; `export` shows its columns.", exists=True, dir_okay=False)],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> None:
    """Import protected addresses and contacts: the whole file, or nothing."""
    try:
        with open_directory() as engine:
            report = import_file(_store(engine), path, dry_run=dry_run)
            public = _store(engine).find_public_texts()
    except ProtectedStoreError:
        exit_with_error("The database refused; nothing was written.")
    except OSError as exc:
        exit_with_error(f"{path} can't be read: {exc.strerror}.")
    for finding in report.errors:
        typer.echo(str(finding), err=True)
    if report.errors:
        typer.echo(f"Nothing was written; {len(report.errors) + report.more_errors} errors.", err=True)
        raise typer.Exit(_INVALID_DATA)
    verb = "would be " if dry_run else ""
    typer.echo(f"{report.created} {verb}created, {report.changed} {verb}changed, {report.unchanged} unchanged.")
    _print_public_texts(public)


@confidential.command("export")
def export(
    circle: Annotated[AccessCircle, typer.Option("--for", help="Who the file is for.")],
    output: Annotated[Path, typer.Option(help="A new .csv file.")],
) -> None:
    """Write what a circle may read to a file that only you can open."""
    try:
        with open_directory() as engine:
            written = export_file(_store(engine), circle, output)
    except FileExistsError:
        exit_with_error(f"{output} is there already: name a new file.")
    except ProtectedStoreError:
        exit_with_error("The database refused; nothing was written.")
    except OSError as exc:
        exit_with_error(f"{output} can't be written: {exc.strerror}.")
    typer.echo(f"{written} entries. Hand this file to nobody outside: {circle}.")


@confidential.command("list")
def list_(service: Annotated[str, typer.Option(help="The id of the service.")]) -> None:
    """Show the protected entries of a service, as staff may see them, and its public addresses."""
    with open_directory() as engine:
        store = _store(engine)
        places: list[ProtectedEntry] = [*store.addresses([service], AccessCircle.STAFF).get(service, ())]
        people: list[ProtectedEntry] = [*store.contacts([service], AccessCircle.STAFF).get(service, ())]
        with store.read_connection() as connection:
            public = public_addresses(connection, [service])
    for entry in places + people:
        kind = "address" if isinstance(entry, ProtectedAddress) else "contact"
        known = [f"{name}: {value}" for name, value in protected_values(entry).items() if value is not None]
        typer.echo(f"{kind} {entry.id} ({entry.circle}) {'; '.join(known)}")
    if not places + people:
        typer.echo("Nothing is protected of this service.")
    for key, street in public:
        typer.echo(f"public address {key} (everybody) address_1: {street}")


@confidential.command("move")
def move(
    address: Annotated[str, typer.Argument(help="The id of a public address; `list` shows it.")],
    circle: Annotated[AccessCircle, typer.Option("--for", help="Who may read it from now on.")],
) -> None:
    """Protect a public address, and remove its coordinates and its history from what the public can read."""
    try:
        with open_directory() as engine:
            moved = _store(engine).move_to_protected(address, circle)
            public = _store(engine).find_public_texts([moved])
            with _store(engine).read_connection() as connection:
                another = public_address_at(connection, moved.location_id)
    except UnknownRecordError:
        exit_with_error("There is no public address of a place with this id; nothing was changed.")
    except ProtectedStoreError:
        exit_with_error("The database refused; nothing was changed.")
    typer.echo(f"Kept for {circle} now; no file brings it back. Read the texts of its service and place, too.")
    _print_public_texts(public)
    if another:
        typer.echo(f"The same place has another public address: {another}.")


@confidential.command("remove")
def remove(
    entry: Annotated[str, typer.Argument(help="The id of a protected address or contact; `list` shows it.")],
    *,
    may_be_public: Annotated[
        bool, typer.Option("--may-be-public", help="Later imports may publish the address of this place again.")
    ] = False,
) -> None:
    """Remove a protected address or contact for good."""
    try:
        with open_directory() as engine:
            removed = _store(engine).remove(entry, may_be_public=may_be_public)
    except ProtectedStoreError:
        exit_with_error("The database refused; nothing was changed.")
    if not removed:
        exit_with_error("Nothing protected has this id; nothing was changed.")
    typer.echo("Removed.")


@confidential.command("find-public")
def find_public() -> None:
    """List the public texts that hold a protected street, name or number."""
    try:
        with open_directory() as engine:
            public = _store(engine).find_public_texts()
    except ProtectedStoreError:
        exit_with_error("The database did not answer.")
    _print_public_texts(public)


def _print_public_texts(public: Sequence[PublicText]) -> None:
    """Print where something protected is public, never what."""
    for text in public:
        owners = [*(f"service {key}" for key in text.services), *(f"organization {key}" for key in text.organizations)]
        typer.echo(f"Public: {text.field} of {text.table} {' '.join(text.key)} ({', '.join(owners)}). Correct it.")
    if not public:
        typer.echo("No public text holds anything protected, as far as it is spelled the same.")


def _store(engine: Engine) -> ConfidentialStore:
    return ConfidentialStore(engine, DirectorySettings().stale_after)
