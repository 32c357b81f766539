"""`waylight directory import`, `export`, `template` and `validate`: how entries come in and go out.

Exit codes: 0 all was well, 1 the file has faults and nothing was written, 2 the command was not understood.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy import Engine

from directory.cli.common import app, leave, opened
from directory.confidential import NotKeptError
from directory.confidential.guard import what_is_protected
from directory.domain.place_codes import UnknownCodeError, language_from
from directory.exchange.hsds import export_csv, export_json, import_hsds
from directory.exchange.report import Fault, Report
from directory.exchange.spreadsheet import ChangedMeanwhileError, export_sheet, import_sheet, write_template
from directory.settings import DirectorySettings

_FAULTS: Final = 1
_SHEETS: Final = (".csv", ".xlsx")


class Format(StrEnum):
    """The shapes in which a directory travels; AUTO goes by the name of the path."""

    AUTO = "auto"
    JSON = "hsds-json"
    CSV = "hsds-csv"
    SHEET = "sheet"


@app.command("import")
def import_(  # noqa: PLR0913 - each is an option
    path: Annotated[Path, typer.Argument(help="A JSON file, a sheet, a folder or a ZIP.", exists=True)],
    shape: Annotated[Format, typer.Option("--format", help="By default the name of the path tells.")] = Format.AUTO,
    source: Annotated[
        str | None, typer.Option(help="Where the file is from; kept as the source of new entries.")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    keep_unresolved: Annotated[bool, typer.Option(help="Keep links to rows that are not there (HSDS only).")] = False,
    trust_checks: Annotated[
        bool, typer.Option("--trust-checks", help="Believe the file when its entries were checked (HSDS only).")
    ] = False,
) -> None:
    """Bring the directory to what a file says: everything in it, or nothing at all."""
    with opened() as engine:
        report = _imported(engine, path, shape, source, keep=keep_unresolved, trust=trust_checks, dry_run=dry_run)
    _tell(report)
    verb = "would be " if dry_run else ""
    others = f"; {report.other_rows} other rows {verb}changed" if report.other_rows else ""
    entries = f"{report.created} {verb}created, {report.changed} {verb}changed, {report.unchanged} unchanged"
    typer.echo(f"{entries}{others}.")
    if dry_run:
        _show_changes(report)


@app.command()
def validate(
    path: Annotated[Path, typer.Argument(help="A JSON file, a sheet, a folder or a ZIP.", exists=True)],
    shape: Annotated[Format, typer.Option("--format", help="By default the name of the path tells.")] = Format.AUTO,
    *,
    keep_unresolved: Annotated[bool, typer.Option(help="Allow links to rows that are not there (HSDS only).")] = False,
) -> None:
    """Check a file as an import would, and write nothing."""
    with opened() as engine:
        report = _imported(engine, path, shape, None, keep=keep_unresolved, trust=False, dry_run=True)
    _tell(report)
    typer.echo("No faults.")


@app.command()
def export(
    output: Annotated[Path, typer.Option(help="A folder (HSDS), a .zip (HSDS CSV), a .csv or .xlsx file (sheet).")],
    shape: Annotated[Format, typer.Option("--format", help="hsds-json, hsds-csv or sheet.")],
    language: Annotated[
        str | None, typer.Option(help="Texts in this language where known, BCP 47 (hsds-json).")
    ] = None,
) -> None:
    """Write everything that is public in the directory."""
    if shape is Format.AUTO or (language and shape is not Format.JSON):
        leave("Name a --format: hsds-json (the only one with --language), hsds-csv or sheet.")
    try:
        tongue = language_from(language)
        with opened() as engine:
            written = _exported(engine, shape, output, tongue)
    except UnknownCodeError as fault:
        leave(str(fault))
    except OSError as fault:
        leave(f"{output} cannot be written: {fault.strerror}.")
    for name, count in written.items():
        typer.echo(f"{name}: {count}")


@app.command()
def template(output: Annotated[Path, typer.Option(help="The file to write: .xlsx or .csv.")]) -> None:
    """Write an empty sheet that an NGO can fill in."""
    _refuse_other_names(output)
    try:
        write_template(output)
    except OSError as fault:
        leave(f"{output} cannot be written: {fault.strerror}.")


def _imported(  # noqa: PLR0913 - what the two commands share
    engine: Engine, path: Path, shape: Format, source: str | None, *, keep: bool, trust: bool, dry_run: bool
) -> Report:
    stale_after = DirectorySettings().stale_after
    is_sheet = shape is Format.SHEET or (shape is Format.AUTO and path.suffix.lower() in _SHEETS)
    try:
        is_protected = what_is_protected(engine)
        if is_sheet:
            return import_sheet(engine, path, dry_run=dry_run, stale_after=stale_after, is_protected=is_protected)
        return import_hsds(
            engine,
            path,
            source or path.name,
            stale_after=stale_after,
            keep_unresolved=keep,
            trust_checks=trust,
            is_protected=is_protected,
            dry_run=dry_run,
        )
    except NotKeptError:
        leave("The database did not say what is protected. Nothing was written; try again.")
    except ChangedMeanwhileError:
        leave("Somebody changed the file while it was read. Nothing was written; try again.")
    except OSError as fault:
        leave(f"{path} cannot be read: {fault.strerror}.")


def _exported(engine: Engine, shape: Format, output: Path, language: str | None) -> dict[str, int]:
    if shape is Format.JSON:
        return export_json(engine, output, language)
    if shape is Format.CSV:
        return export_csv(engine, output)
    _refuse_other_names(output)
    with engine.connect() as connection:
        return {output.name: export_sheet(connection, output)}


def _refuse_other_names(output: Path) -> None:
    if output.suffix.lower() not in _SHEETS:
        leave("The name of a sheet must end in .csv or .xlsx.")


def _tell(report: Report) -> None:
    """List warnings and faults on the error output; end with 1 where there are faults."""
    _list("Warning", report.warnings, report.more_warnings)
    _list("Fault", report.faults, report.more_faults)
    if not report.accepted:
        typer.echo("Nothing was written.", err=True)
        raise typer.Exit(_FAULTS)


def _list(kind: str, faults: Sequence[Fault], more: int) -> None:
    for fault in faults:
        typer.echo(f"{kind}: {fault}", err=True)
    if more:
        typer.echo(f"{kind}: and {more} more.", err=True)


def _show_changes(report: Report) -> None:
    for change in report.changes:
        typer.echo(f"{'changed' if change.fields else 'created'} {change.name} ({change.id})")
        for field in change.fields:
            typer.echo(f'  {field.field}: "{field.old}" -> "{field.new}"')
    if report.more_changes:
        typer.echo(f"and {report.more_changes} more.")
