"""The commands with which processes start each other, not for people: `python -m bot.service.worker_commands`.

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
    """Load the service and keep a worker on each socket until told to stop; end with the supervisor.

    Writes a byte to `ready_fd` as soon as all workers accept requests and, if they replace another generation, can
    answer them. Raises typer.Exit after an error message.
    """
    import gc
    import socket

    from bot.workers.generation import Generation, UnsafeForkError, WorkerFailedError, end_with_parent
    from bot.workers.server import freeze_garbage_collector

    end_with_parent(supervisor)
    gc.disable()
    from bot.service.startup import exit_on_startup_error, prepare, read_settings, require_redis, welcome

    settings = read_settings(workers=len(listeners))
    require_redis(settings)
    prepare(settings.log_level, settings.log_format)
    from bot.service.app import create_app

    with exit_on_startup_error():
        app = create_app(settings)
    freeze_garbage_collector()
    generation = Generation(app, [socket.socket(fileno=descriptor) for descriptor in listeners])
    try:
        generation.start(replaces=replaces)
    except (UnsafeForkError, WorkerFailedError) as exc:
        typer.echo(f"No workers: {exc}.", err=True)
        raise typer.Exit(1) from None
    typer.echo(welcome(settings, demo=False))
    generation.run(ready_fd)


if __name__ == "__main__":
    app()
