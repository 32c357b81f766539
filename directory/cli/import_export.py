"""`waylight directory import`, `export`, `template` and `validate`.

Exit codes: 0 success, 1 the file has errors and nothing was written, 2 the command line is invalid.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from sqlalchemy import Engine, func, select

from directory.cli.common import app, exit_with_error, open_directory
from directory.confidential import ProtectedStoreError
from directory.confidential.guard import load_protection_check
from directory.domain.import_report import ImportReport, Issue
from directory.domain.place_codes import UnknownCodeError, parse_language
from directory.exchange.hsds import export_csv, export_json, import_hsds
from directory.exchange.spreadsheet import ChangedMeanwhileError, export_sheet, import_sheet, write_template
from directory.models import Record
from directory.seed.build import BuildError, build_seed
from directory.settings import DirectorySettings

_INVALID_DATA: Final = 1
_SHEETS: Final = (".csv", ".xlsx")


class Format(StrEnum):
    """The file formats of a directory; AUTO chooses by the file name."""

    AUTO = "auto"
    JSON = "hsds-json"
    CSV = "hsds-csv"
    SHEET = "sheet"


@app.command("import")
def import_(  # noqa: PLR0913 - each is an option
    path: Annotated[Path, typer.Argument(help="A JSON file, a sheet, a folder or a ZIP.", exists=True)],
    shape: Annotated[Format, typer.Option("--format", help="By default the file name decides.")] = Format.AUTO,
    source: Annotated[
        str | None, typer.Option(help="Where the file is from; stored as the source of new entries.")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    keep_unresolved: Annotated[bool, typer.Option(help="Keep links to missing rows (HSDS only).")] = False,
    trust_checks: Annotated[
        bool, typer.Option("--trust-checks", help="Believe the file when its entries were checked (HSDS only).")
    ] = False,
    accept_protected: Annotated[
        bool,
        typer.Option("--accept-protected", help="Publish protected data too, with a warning of each."),
    ] = False,
) -> None:
    """Import a file: everything in it, or nothing at all."""
    with open_directory() as engine:
        options: Any = {"keep_unresolved": keep_unresolved, "trust_checks": trust_checks}
        report = _run_import(
            engine, path, shape, source, dry_run=dry_run, accept_protected=accept_protected, options=options
        )
    _print_report(report)
    verb = "would be " if dry_run else ""
    others = f"; {report.other_rows} other rows {verb}changed" if report.other_rows else ""
    entries = f"{report.created} {verb}created, {report.changed} {verb}changed, {report.unchanged} unchanged"
    typer.echo(f"{entries}{others}.")
    if dry_run:
        _show_changes(report)


@app.command()
def validate(
    path: Annotated[Path, typer.Argument(help="A JSON file, a sheet, a folder or a ZIP.", exists=True)],
    shape: Annotated[Format, typer.Option("--format", help="By default the file name decides.")] = Format.AUTO,
    *,
    keep_unresolved: Annotated[bool, typer.Option(help="Allow links to missing rows (HSDS only).")] = False,
) -> None:
    """Check a file like an import, but write nothing."""
    with open_directory() as engine:
        options = {"keep_unresolved": keep_unresolved}
        report = _run_import(engine, path, shape, None, dry_run=True, accept_protected=False, options=options)
    _print_report(report)
    typer.echo("No errors.")


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
        exit_with_error("Name a --format: hsds-json (the only one with --language), hsds-csv or sheet.")
    try:
        language_tag = parse_language(language)
        with open_directory() as engine:
            written = _run_export(engine, shape, output, language_tag)
    except UnknownCodeError as exc:
        exit_with_error(str(exc))
    except OSError as exc:
        exit_with_error(f"{output} cannot be written: {exc.strerror}.")
    for name, count in written.items():
        typer.echo(f"{name}: {count}")


@app.command()
def template(output: Annotated[Path, typer.Option(help="The file to write: .xlsx or .csv.")]) -> None:
    """Write an empty spreadsheet for an NGO to fill in."""
    _require_sheet_suffix(output)
    try:
        write_template(output)
    except OSError as exc:
        exit_with_error(f"{output} cannot be written: {exc.strerror}.")


def _run_import(  # noqa: PLR0913 - what the two commands share
    engine: Engine,
    path: Path,
    shape: Format,
    source: str | None,
    *,
    dry_run: bool,
    accept_protected: bool,
    options: dict[str, bool],
) -> ImportReport:
    """Import a file; `options` are those that only HSDS has."""
    stale_after = DirectorySettings().stale_after
    is_sheet = shape is Format.SHEET or (shape is Format.AUTO and path.suffix.lower() in _SHEETS)
    try:
        common: Any = {"is_protected": load_protection_check(engine), "accept_protected": accept_protected}
        common |= {"stale_after": stale_after, "dry_run": dry_run}
        if is_sheet:
            return import_sheet(engine, path, **common)
        return import_hsds(engine, path, source or path.name, **common | options)
    except ProtectedStoreError:
        exit_with_error("The database did not say what is protected. Nothing was written; try again.")
    except ChangedMeanwhileError:
        exit_with_error("Somebody changed the file while it was read. Nothing was written; try again.")
    except OSError as exc:
        exit_with_error(f"{path} cannot be read: {exc.strerror}.")


def _run_export(engine: Engine, shape: Format, output: Path, language: str | None) -> dict[str, int]:
    if shape is Format.JSON:
        return export_json(engine, output, language)
    if shape is Format.CSV:
        return export_csv(engine, output)
    _require_sheet_suffix(output)
    with engine.connect() as connection:
        return {output.name: export_sheet(connection, output)}


def _require_sheet_suffix(output: Path) -> None:
    if output.suffix.lower() not in _SHEETS:
        exit_with_error("The name of a sheet must end in .csv or .xlsx.")


def _print_report(report: ImportReport) -> None:
    """Print warnings and errors to standard error; exit with code 1 if there are errors."""
    _print_findings("Warning", report.warnings, report.more_warnings)
    _print_findings("Fault", report.errors, report.more_errors)
    if not report.accepted:
        typer.echo("Nothing was written.", err=True)
        raise typer.Exit(_INVALID_DATA)


def _print_findings(kind: str, issues: Sequence[Issue], more: int) -> None:
    for finding in issues:
        typer.echo(f"{kind}: {finding}", err=True)
    if more:
        typer.echo(f"{kind}: and {more} more.", err=True)


def _show_changes(report: ImportReport) -> None:
    for change in report.changes:
        typer.echo(f"{'changed' if change.fields else 'created'} {change.name} ({change.id})")
        for field in change.fields:
            typer.echo(f'  {field.field}: "{field.old}" -> "{field.new}"')
    if report.more_changes:
        typer.echo(f"and {report.more_changes} more.")


@app.command("build-starter")
def build(
    data: Annotated[Path, typer.Option(help="The folder of the collected data.")] = Path("../shared/data"),
) -> None:
    """Build the committed starter directory from the collected data."""
    try:
        report = build_seed(data)
    except FileNotFoundError as exc:
        exit_with_error(f"{exc.filename} is missing: --data must name the folder of organizations.csv.")
    except BuildError as exc:
        exit_with_error(f"Nothing was written. Not understood:\n{exc}")
    typer.echo(f"{report.services} services, {report.phones} phones, {report.emergency_countries} countries.")
    for title, items in (
        ("Left out", report.left_out),
        ("Without a need, never offered", report.without_need),
        ("Chats without an address", report.without_address),
    ):
        typer.echo(f"{title} ({len(items)}): {'; '.join(items)}")


@app.command()
def info() -> None:
    """Count the rows of each table."""
    with open_directory() as engine, engine.connect() as connection:
        for table in sorted(Record.metadata.tables.values(), key=lambda table: table.name):
            typer.echo(f"{table.name}: {connection.execute(select(func.count()).select_from(table)).scalar()}")
