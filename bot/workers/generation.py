"""One generation: the service as its code, model and settings lie on disk when it starts, loaded once, forked N times.

The danger is a fork of what can't be forked, hence `alone`. Run by the keeper, in a process of its own.
"""

import contextlib
import gc
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog
import typer

from bot.core.backoff import Pauses
from bot.workers.parent_death import end_with
from bot.workers.server import settle
from bot.workers.worker import work

if TYPE_CHECKING:
    from starlette.applications import Starlette


_OF_THIS_PROCESS: Final = Path("/proc/self")
_SHARED: Final = ("socket:", "anon_inode:")
"""How Linux names connections, and what an event loop waits with."""


class NotAloneError(Exception):
    """The process has something that a fork would break; the message says what."""


def alone(listeners: Iterable[int]) -> None:
    """Raise NotAloneError where another thread runs, or a connection is open that is none of `listeners`.

    A lock that another thread holds stays locked for ever in a child, and two processes on one connection read each
    other's answers. Looks at nothing elsewhere than on Linux.
    """
    if not _OF_THIS_PROCESS.exists():
        return
    threads = len(list((_OF_THIS_PROCESS / "task").iterdir()))
    if threads > 1:
        message = f"{threads} threads"
        raise NotAloneError(message)
    kept = {"0", "1", "2", *map(str, listeners)}
    for opened in (_OF_THIS_PROCESS / "fd").iterdir():
        name = str(opened.readlink()) if opened.is_symlink() else ""  # that of the folder itself is gone by now
        if opened.name not in kept and name.startswith(_SHARED):
            raise NotAloneError(name.partition(":")[0])


LOG = structlog.stdlib.get_logger(__name__)

ENDS_WITHIN = 65.0
"""Seconds that a worker may take to end: 36 of `server.Server`, 10 of all channels, and what is written last."""
_A_LONG_TIME: Final = 3600.0
_WATCHED: Final = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}


class NotStartedError(Exception):
    """A worker ended before it took questions."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("a worker ended before it took questions, the log says why")


@dataclass(slots=True)
class _Seat:
    """The place of one worker: its socket, who sits there since when, and when the next one may come."""

    listener: socket.socket
    pauses: Pauses = field(default_factory=Pauses)
    pid: int = 0
    since: float = 0.0
    due: float = 0.0

    def pauses_for(self) -> float:
        """Let a pause begin, now that nobody sits here; return its seconds."""
        pause = self.pauses.after(time.monotonic() - self.since)
        self.due = time.monotonic() + pause
        return pause


class Generation:
    """Workers of one app. Assumes that it is the main thread of a process that has no other children."""

    def __init__(self, app: "Starlette", listeners: list[socket.socket]) -> None:
        """Take the app, which every worker gets as it is now, and a socket for each."""
        self._app = app
        self._seats = [_Seat(listener) for listener in listeners]

    def start(self, *, replaces: bool) -> None:
        """Fork all workers and wait until they take questions; with `replaces` only where they can answer them.

        From now on signals wait for `run`: some are answered already, and would be cut off if we just ended. Raises
        NotAloneError, and NotStartedError where a worker ends before: it would again.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
        for told in [self._first_in(seat, must_be_ready=replaces) for seat in self._seats]:
            with os.fdopen(told, "rb", buffering=0) as pipe:
                if not pipe.read(1):
                    self._stop()
                    raise NotStartedError

    def run(self, tell: int) -> None:
        """Say in the file `tell` that questions are taken, and fork anew whoever ends.

        When told to stop it lets all end what they do, and returns.
        """
        with contextlib.suppress(BrokenPipeError):  # who would have heard it has told us to stop
            os.write(tell, b"1")
        os.close(tell)
        while True:
            for seat in self._ended():
                LOG.error("a worker ended, another one comes", seconds=seat.pauses_for())
            for seat in self._seats:
                if not seat.pid and seat.due <= time.monotonic():
                    try:
                        self._fork(seat)
                    except OSError:  # no memory is left for one more
                        LOG.error("no worker could be forked", seconds=seat.pauses_for())  # noqa: TRY400 - says it all
            due = min((seat.due for seat in self._seats if not seat.pid), default=time.monotonic() + _A_LONG_TIME)
            got = signal.sigtimedwait(_WATCHED, max(0.0, due - time.monotonic()))
            if got and got.si_signo != signal.SIGCHLD:
                break
        self._stop()

    def _stop(self) -> None:
        self._signal(signal.SIGTERM)
        until = time.monotonic() + ENDS_WITHIN
        while not self._are_gone() and (left := until - time.monotonic()) > 0:
            signal.sigtimedwait({signal.SIGCHLD}, left)
        if not self._are_gone():
            LOG.error("workers did not end in time", seconds=ENDS_WITHIN)
            self._signal(signal.SIGKILL)

    def _are_gone(self) -> bool:
        self._ended()
        return not any(seat.pid for seat in self._seats)

    def _first_in(self, seat: _Seat, *, must_be_ready: bool) -> int:
        """Fork the first worker of a seat; return the pipe in which it says that it takes questions."""
        told, tell = os.pipe()
        self._fork(seat, lambda: os.write(tell, b"1"), must_be_ready=must_be_ready)
        os.close(tell)
        return told

    def _fork(self, seat: _Seat, started: Callable[[], object] = lambda: None, *, must_be_ready: bool = False) -> None:
        alone(other.listener.fileno() for other in self._seats)
        generation = os.getpid()
        seat.since = time.monotonic()
        seat.pid = os.fork()
        if not seat.pid:
            work(self._app, seat.listener, generation, started, must_be_ready=must_be_ready)

    def _ended(self) -> list[_Seat]:
        """Return the seats whose worker has ended since the last look."""
        ended = [seat for seat in self._seats if seat.pid and os.waitpid(seat.pid, os.WNOHANG)[0]]
        for seat in ended:
            seat.pid = 0
        return ended

    def _signal(self, signum: signal.Signals) -> None:
        for seat in self._seats:
            if seat.pid:
                os.kill(seat.pid, signum)


def generate(listeners: list[int], tell: int, keeper: int, *, replaces: bool) -> None:
    """Load the service and keep a worker on each of the sockets, until told to stop; end with the keeper.

    A byte is written to the file `tell` as soon as all take questions, and, where another generation is replaced, can
    answer them. Raises typer.Exit after a sentence that says why that can't be.
    """
    end_with(keeper)
    gc.disable()
    from bot.service.commands import check_shared, prepare, read_settings, stopped, welcome

    settings = read_settings(workers=len(listeners))
    check_shared(settings)
    prepare(settings.log_level, settings.log_format)
    from bot.service.app import make_app

    with stopped():
        app = make_app(settings)
    settle()
    generation = Generation(app, [socket.socket(fileno=number) for number in listeners])
    try:
        generation.start(replaces=replaces)
    except (NotAloneError, NotStartedError) as fault:
        typer.echo(f"No workers: {fault}.", err=True)
        raise typer.Exit(1) from None
    typer.echo(welcome(settings, demo=False))
    generation.run(tell)
