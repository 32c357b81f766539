"""`waylight directory build-starter` and `info`."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import func, select

from directory.cli.common import app, leave, opened
from directory.models import Record
from directory.seed.build import BuildRefusedError, build_starter


@app.command("build-starter")
def build(
    data: Annotated[Path, typer.Option(help="The folder of the collected data.")] = Path("../shared/data"),
) -> None:
    """Build the committed starter directory from collected data."""
    try:
        report = build_starter(data)
    except FileNotFoundError as fault:
        leave(f"{fault.filename} is missing: --data must name the folder of organizations.csv.")
    except BuildRefusedError as fault:
        leave(f"Nothing was written. Not understood:\n{fault}")
    typer.echo(f"{report.services} services, {report.phones} phones, {report.emergency_countries} countries.")
    for title, items in (
        ("Left out", report.left_out),
        ("Without a need, never offered", report.without_need),
        ("Chats without an address", report.without_address),
    ):
        typer.echo(f"{title} ({len(items)}): {'; '.join(items)}")


@app.command()
def info() -> None:
    """Count what the directory holds."""
    with opened() as engine, engine.connect() as connection:
        for table in sorted(Record.metadata.tables.values(), key=lambda table: table.name):
            typer.echo(f"{table.name}: {connection.execute(select(func.count()).select_from(table)).scalar()}")
