"""`waylight directory needs` and `helped`: the published statistics of use."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from directory.cli.common import app, exit_with_error, open_directory
from directory.statistics.export import export_csv, export_json, file_header
from directory.statistics.feedback import FeedbackAnswer, counts_by_month
from directory.statistics.queries import published_periods, unmet_needs
from directory.statistics.writer import close_ended_periods


@app.command()
def needs(
    csv: Annotated[Path | None, typer.Option(help="Write all published numbers to this new file.")] = None,
    json: Annotated[Path | None, typer.Option(help="The same as JSON.")] = None,
    *,
    regions: Annotated[bool, typer.Option("--regions", help="One line per province.")] = False,
) -> None:
    """Show what people asked for and what was not available, in all completed periods of four weeks."""
    with open_directory() as engine:
        close_ended_periods(engine, datetime.now(UTC))
        with engine.connect() as connection:
            among = published_periods(connection)
            results = unmet_needs(connection, among, by_region=regions)
            for path, export in ((csv, export_csv), (json, export_json)):
                if path:
                    _write(path, export, connection, among)
    table = Table("country", *(["region"] if regions else []), "need", "asked", "nothing suitable", "share")
    for row in results:
        place = (row.country, row.region) if regions else (row.country,)
        table.add_row(*(code or "-" for code in place), row.need, str(row.requests), str(row.unmet), f"{row.share:.0%}")
    Console().print(table)
    typer.echo("\n".join(file_header()))


def _write(
    path: Path, export: Callable[[Connection, Sequence[str]], str], connection: Connection, among: Sequence[str]
) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(export(connection, among))
    except OSError as exc:
        exit_with_error(f"The file can't be written: {exc.strerror}.")


@app.command()
def helped() -> None:
    """Show per month how many people said that this helped them."""
    with open_directory() as engine, engine.connect() as connection:
        months = counts_by_month(connection)
    table = Table("month", *FeedbackAnswer)
    for month, numbers in months.items():
        table.add_row(month, *(str(numbers.get(answer, 0)) for answer in FeedbackAnswer))
    Console().print(table)
