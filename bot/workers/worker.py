"""A worker process: serves requests until it is stopped, and never outlives its parent."""

import ctypes
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NoReturn

import structlog
import typer

from bot.privacy.exceptions import describe_exception
from bot.workers.server import NotReadyError, Server

if TYPE_CHECKING:
    from starlette.applications import Starlette

LOG = structlog.stdlib.get_logger(__name__)

_PR_SET_PDEATHSIG: Final = 1
"""Of prctl(2)."""


def run_worker(
    app: "Starlette", listener: socket.socket, parent: int, on_start: Callable[[], object], *, must_be_ready: bool
) -> NoReturn:
    """Serve requests in a process that was just forked, and exit with the parent; call `on_start` once it serves.

    With `must_be_ready` the worker accepts no request before it can answer, and exits if that takes too long. Never
    returns: the code of the parent must not run in the child.
    """
    code = 1
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        end_with_parent(parent)
        gc.enable()
        Server(app, on_start, must_be_ready=must_be_ready).run(sockets=[listener])
        code = 0
    except NotReadyError as exc:
        typer.echo(f"Not ready: {exc}.", err=True)
    except SystemExit as exc:
        code = exc.code if isinstance(exc.code, int) else 1
    except BaseException as exc:  # noqa: BLE001 - the outermost frame of the process
        LOG.critical("worker crashed", error=describe_exception(exc))
    finally:
        os._exit(code)


def end_with_parent(parent: int) -> None:
    """Have Linux send SIGTERM to this process when its parent, given by process id, ends. Does nothing elsewhere.

    Raises SystemExit if the parent is gone already, OSError if Linux refuses.
    """
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0) != 0:
        message = "the system does not tell this process of its parent's end"
        raise OSError(message)
    if os.getppid() != parent:  # it ended before the call
        raise SystemExit(0)
