"""How processes start each other: not for people. Each command imports what it needs: the keeper has to be small."""

from typing import Annotated

import typer

app = typer.Typer(pretty_exceptions_enable=False)
Listeners = Annotated[list[int], typer.Argument(help="The sockets, one for each worker.")]


@app.command()
def keep(
    listeners: Listeners,
    log_level: Annotated[str, typer.Option(help="Of our own modules.")],
    log_format: Annotated[str, typer.Option(help="text or json.")],
    metrics: Annotated[tuple[str, int, int] | None, typer.Option(help="Address, port, seconds of a picture.")] = None,
) -> None:
    """Keep the service alive."""
    from bot.workers.supervisor import keep

    keep(listeners, log_level, log_format, metrics)


@app.command()
def generate(
    listeners: Listeners,
    tell: Annotated[int, typer.Option(help="Where to say that questions are taken.")],
    keeper: Annotated[int, typer.Option(help="The process that all of it ends with.")],
    *,
    replaces: Annotated[bool, typer.Option(help="Whether another one answers until this one does.")],
) -> None:
    """Load the service and keep its workers."""
    from bot.workers.generation import generate

    generate(listeners, tell, keeper, replaces=replaces)


if __name__ == "__main__":
    app()
