"""`waylight directory needs`: what people need, as far as it was published."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from directory.cli.common import app, leave, opened
from directory.statistics.export import about, export_csv, export_json
from directory.statistics.feedback import Helped, counted
from directory.statistics.queries import periods, unmet
from directory.statistics.writer import close_ended


@app.command()
def needs(
    csv: Annotated[Path | None, typer.Option(help="Write all that was published to this new file.")] = None,
    json: Annotated[Path | None, typer.Option(help="The same as JSON.")] = None,
    *,
    regions: Annotated[bool, typer.Option("--regions", help="A line for each province.")] = False,
) -> None:
    """Show what people asked for and what was not to be found, in all periods of four weeks that have ended."""
    with opened() as engine:
        close_ended(engine, datetime.now(UTC))
        with engine.connect() as connection:
            among = periods(connection)
            found = unmet(connection, among, by_region=regions)
            for path, export in ((csv, export_csv), (json, export_json)):
                if path:
                    _write(path, export, connection, among)
    table = Table("country", *(["region"] if regions else []), "need", "asked", "nothing suitable", "share")
    for row in found:
        place = (row.country, row.region) if regions else (row.country,)
        table.add_row(*(code or "-" for code in place), row.need, str(row.asked), str(row.unmet), f"{row.share:.0%}")
    Console().print(table)
    typer.echo("\n".join(about()))


def _write(
    path: Path, export: Callable[[Connection, Sequence[str]], str], connection: Connection, among: Sequence[str]
) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(export(connection, among))
    except OSError as fault:
        leave(f"The file can't be written: {fault.strerror}.")


@app.command()
def helped() -> None:
    """Show how many people said each month that this helped them."""
    with opened() as engine, engine.connect() as connection:
        months = counted(connection)
    table = Table("month", *Helped)
    for month, numbers in months.items():
        table.add_row(month, *(str(numbers.get(answer, 0)) for answer in Helped))
    Console().print(table)
