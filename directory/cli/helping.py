"""`waylight directory helped`: what people answered who were asked whether this helped."""

from rich.console import Console
from rich.table import Table

from directory.cli.shared import app, opened
from directory.helped import Helped, counted


@app.command()
def helped() -> None:
    """Show how many people said each month that this helped them."""
    with opened() as engine, engine.connect() as connection:
        months = counted(connection)
    table = Table("month", *Helped)
    for month, numbers in months.items():
        table.add_row(month, *(str(numbers.get(answer, 0)) for answer in Helped))
    Console().print(table)
