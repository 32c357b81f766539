"""One generation: code, model and settings as they are on disk when it starts, loaded once and forked N times.

The danger is a fork of something that can't be forked, hence `check_fork_safety`. The supervisor runs each generation
in a process of its own.
"""

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
import contextlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.backoff import RestartBackoff

LOG = structlog.stdlib.get_logger(__name__)

_PR_SET_PDEATHSIG: Final = 1
"""Of prctl(2)."""


def run_worker(  # noqa: PLR0913 - what it inherits
    app: "Starlette",
    listener: socket.socket,
    others: Iterable[socket.socket],
    parent: int,
    on_start: Callable[[], object],
    *,
    must_be_ready: bool,
) -> NoReturn:
    """Serve requests in a process that was just forked, and exit with the parent; call `on_start` once it serves.

    `others` are the sockets of other workers: they would stay open in this process after their worker has closed them.
    With `must_be_ready` the worker accepts no request before it can answer, and exits if that takes too long. Never
    returns: the code of the parent must not run in the child.
    """
    code = 1
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        end_with_parent(parent)
        gc.enable()
        for other in others:
            other.close()
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


SHUTDOWN_TIMEOUT = 65.0
"""Seconds that a worker may take to end: 36 for `server.Server`, 10 for all channels, and the final writes."""
_NO_RESTART_DUE: Final = 3600.0
_SIGNALS: Final = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}
_PROC_SELF: Final = Path("/proc/self")
_UNSAFE_FILES: Final = ("socket:", "anon_inode:")
"""How Linux names connections and the files of an event loop."""


class UnsafeForkError(Exception):
    """The process has something that a fork would break; the message says what."""


class WorkerFailedError(Exception):
    """A worker ended before it accepted requests."""

    def __init__(self) -> None:
        """Set the message."""
        super().__init__("a worker ended before it accepted requests, the log says why")


def check_fork_safety(listeners: Iterable[int]) -> None:
    """Raise UnsafeForkError if another thread runs, or if a connection other than `listeners` is open.

    A lock that another thread holds stays locked for ever in a child, and two processes on one connection read each
    other's answers. Checks nothing on systems other than Linux.
    """
    if not _PROC_SELF.exists():
        return
    threads = len(list((_PROC_SELF / "task").iterdir()))
    if threads > 1:
        message = f"{threads} threads"
        raise UnsafeForkError(message)
    expected = {"0", "1", "2", *map(str, listeners)}
    for descriptor in (_PROC_SELF / "fd").iterdir():
        name = str(descriptor.readlink()) if descriptor.is_symlink() else ""  # that of the folder itself is closed now
        if descriptor.name not in expected and name.startswith(_UNSAFE_FILES):
            raise UnsafeForkError(name.partition(":")[0])


@dataclass(slots=True)
class _Slot:
    """The place of one worker: its socket, its process since when, and when the next process may start."""

    listener: socket.socket
    backoff: RestartBackoff = field(default_factory=RestartBackoff)
    pid: int = 0
    started_at: float = 0.0
    restart_at: float = 0.0

    def schedule_restart(self) -> float:
        """Set the time of the next start after the worker ended; return the seconds until then."""
        delay = self.backoff.next_delay(time.monotonic() - self.started_at)
        self.restart_at = time.monotonic() + delay
        return delay


class Generation:
    """Workers of one app. Assumes that it is the main thread of a process that has no other children."""

    def __init__(self, app: "Starlette", listeners: list[socket.socket]) -> None:
        """Take the app, which every worker gets in its present state, and a socket for each worker."""
        self._app = app
        self._slots = [_Slot(listener) for listener in listeners]

    def start(self, *, replaces: bool) -> None:
        """Fork all workers and wait until they accept requests; with `replaces` only once they can answer them.

        From now on signals wait for `run`: exiting at once would cut off requests that are being answered. Raises
        UnsafeForkError, and WorkerFailedError if a worker ends first: it would end again.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        for ready_pipe in [self._fork_first(slot, must_be_ready=replaces) for slot in self._slots]:
            with os.fdopen(ready_pipe, "rb", buffering=0) as pipe:
                if not pipe.read(1):
                    self._stop()
                    raise WorkerFailedError

    def run(self, ready_fd: int) -> None:
        """Write to `ready_fd` that requests are accepted, then restart workers that end until told to stop.

        Returns after all workers have finished their requests.
        """
        with contextlib.suppress(BrokenPipeError):  # the reader has told us to stop already
            os.write(ready_fd, b"1")
        os.close(ready_fd)
        while True:
            for slot in self._reap():
                LOG.error("worker ended, restarting", seconds=slot.schedule_restart())
            for slot in self._slots:
                if not slot.pid and slot.restart_at <= time.monotonic():
                    try:
                        self._fork(slot)
                    except OSError:  # out of memory
                        LOG.error("worker fork failed", seconds=slot.schedule_restart())  # noqa: TRY400 - the event says it all
            next_restart = min(
                (slot.restart_at for slot in self._slots if not slot.pid), default=time.monotonic() + _NO_RESTART_DUE
            )
            received = signal.sigtimedwait(_SIGNALS, max(0.0, next_restart - time.monotonic()))
            if received and received.si_signo != signal.SIGCHLD:
                break
        self._stop()

    def _stop(self) -> None:
        for slot in self._slots:
            slot.listener.close()
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + SHUTDOWN_TIMEOUT
        while not self._have_ended() and (left := deadline - time.monotonic()) > 0:
            signal.sigtimedwait({signal.SIGCHLD}, left)
        if not self._have_ended():
            LOG.error("workers did not end in time, killing them", seconds=SHUTDOWN_TIMEOUT)
            self._signal(signal.SIGKILL)

    def _have_ended(self) -> bool:
        self._reap()
        return not any(slot.pid for slot in self._slots)

    def _fork_first(self, slot: _Slot, *, must_be_ready: bool) -> int:
        """Fork the first worker of a slot; return the pipe to which it writes once it accepts requests."""
        reader, writer = os.pipe()
        self._fork(slot, lambda: os.write(writer, b"1"), must_be_ready=must_be_ready)
        os.close(writer)
        return reader

    def _fork(self, slot: _Slot, on_start: Callable[[], object] = lambda: None, *, must_be_ready: bool = False) -> None:
        check_fork_safety(other.listener.fileno() for other in self._slots)
        parent = os.getpid()
        slot.started_at = time.monotonic()
        slot.pid = os.fork()
        if not slot.pid:
            others = [other.listener for other in self._slots if other is not slot]
            run_worker(self._app, slot.listener, others, parent, on_start, must_be_ready=must_be_ready)

    def _reap(self) -> list[_Slot]:
        """Return the slots whose worker has ended since the last call."""
        ended = [slot for slot in self._slots if slot.pid and os.waitpid(slot.pid, os.WNOHANG)[0]]
        for slot in ended:
            slot.pid = 0
        return ended

    def _signal(self, signum: signal.Signals) -> None:
        for slot in self._slots:
            if slot.pid:
                os.kill(slot.pid, signum)
