"""The commands with which processes start each other, not for people.

Each command imports what it needs, because the supervisor has to stay small.
"""

from typing import Annotated

import typer

app = typer.Typer(pretty_exceptions_enable=False)
Listeners = Annotated[list[int], typer.Argument(help="File descriptors of the sockets, one for each worker.")]


@app.command()
def supervise(
    listeners: Listeners,
    log_level: Annotated[str, typer.Option(help="Log level of our own modules.")],
    log_format: Annotated[str, typer.Option(help="text or json.")],
    metrics: Annotated[
        tuple[str, int, int] | None, typer.Option(help="Address, port, seconds between two snapshots.")
    ] = None,
) -> None:
    """Keep one generation of the service running."""
    from bot.workers.supervisor import supervise

    supervise(listeners, log_level, log_format, metrics)


@app.command()
def generation(
    listeners: Listeners,
    ready_fd: Annotated[int, typer.Option(help="File descriptor to write to as soon as requests are accepted.")],
    supervisor: Annotated[int, typer.Option(help="Process id of the supervisor; the generation ends with it.")],
    *,
    replaces: Annotated[bool, typer.Option(help="Whether it replaces a generation that is still running.")],
) -> None:
    """Load the service and keep its workers running."""
    from bot.workers.generation import run_generation

    run_generation(listeners, ready_fd, supervisor, replaces=replaces)


if __name__ == "__main__":
    app()
