"""`waylight directory build-starter` and `info`."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import func, select

from directory.cli.common import app, exit_with_error, open_directory
from directory.models import Record
from directory.seed.build import BuildError, build_seed


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
