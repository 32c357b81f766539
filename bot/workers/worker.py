"""What one worker does: it serves, and ends."""

import gc
import os
import signal
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

import structlog
import typer

from bot.privacy.exceptions import name_fault
from bot.workers.parent_death import end_with
from bot.workers.server import NotReadyError, Server

if TYPE_CHECKING:
    from starlette.applications import Starlette

LOG = structlog.stdlib.get_logger(__name__)


def work(
    app: "Starlette", listener: socket.socket, parent: int, started: Callable[[], object], *, must_be_ready: bool
) -> NoReturn:
    """Serve until told to stop, then end this process; end with the parent, and tell as soon as questions are taken.

    Who `must_be_ready` takes none before it can answer, and ends where that does not come soon. For a process that was
    just forked: nothing of what its parent would still do may happen here, so it never returns.
    """
    code = 1
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        end_with(parent)
        gc.enable()
        Server(app, started, must_be_ready=must_be_ready).run(sockets=[listener])
        code = 0
    except NotReadyError as fault:
        typer.echo(f"Not ready: {fault}.", err=True)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException as fault:  # noqa: BLE001 - the edge of the process
        LOG.critical("a worker ends by a fault", fault=name_fault(fault))
    finally:
        os._exit(code)
